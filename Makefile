# Everything a person needs: `make run` and `make test`. All steps are idempotent; nothing outside .venv, var and
# the built assets is written.
PYTHON ?= python3
BOOT = $(PYTHON) tools/bootstrap.py
BIN = .venv/bin

.PHONY: help run test check accuracy bench format ocr lock clean

help:
	@echo "make run       set up, load the demo city once, serve on http://127.0.0.1:8000"
	@echo "make test      the whole suite (SQLite, PostgreSQL, browser journeys where installed)"
	@echo "make check     formatting, lint, types, import contracts, migrations, translations, mechanisms"
	@echo "make accuracy  reading scores against their floors"
	@echo "make bench     speed and memory as ratios against their floors"
	@echo "make format    let the formatter mend what it can"
	@echo "make ocr       add the optional part that reads scans and photographs"
	@echo "make lock      resolve requirements/*.in anew into lock files"

run:
	@$(BOOT) base assets messages
	@$(BIN)/duban demo
	@$(BIN)/duban serve

test:
	@$(BOOT) dev assets messages
	@$(BIN)/python tools/run_tests.py $(ARGS)

check:
	@$(BOOT) dev assets messages typescript
	@$(BIN)/ruff format --check -q . || (echo "Run make format." && false)
	@$(BIN)/ruff check -q .
	@$(BIN)/lint-imports --no-cache > /tmp/duban-imports.$$$$ 2>&1 || (cat /tmp/duban-imports.$$$$; rm -f /tmp/duban-imports.$$$$; false); rm -f /tmp/duban-imports.$$$$
	@$(BIN)/mypy
	@$(BIN)/duban makemigrations --check --dry-run
	@$(BIN)/python tools/check_translations.py
	@$(BIN)/python tools/check_mechanisms.py
	@$(BIN)/duban lifecycle --check
	@echo "check: all good"

accuracy:
	@$(BOOT) dev
	@$(BIN)/python -m tests.reading.accuracy $(ARGS)

bench:
	@$(BOOT) dev
	@$(BIN)/python -m tests.bench $(ARGS)

format:
	@$(BOOT) dev
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

ocr:
	@$(BOOT) base ocr

lock:
	@$(BOOT) dev
	@$(BIN)/python -m pip install --quiet uv
	@for name in base dev build ocr; do \
	  $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --universal --no-header --no-annotate \
	    --no-emit-index-url requirements/$$name.in --output-file requirements/$$name.lock; done

clean:
	rm -rf .venv var build assets/node_modules src/duban/static/built
