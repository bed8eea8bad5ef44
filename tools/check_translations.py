"""Every Chinese message of pages and code has an English one, and none stands in the catalogue that nobody says.

    check_translations.py           fails and names what is missing or stale
    check_translations.py --write   brings the catalogue up to date, leaving new translations empty

Messages are found as Django's own makemessages finds them (templates are turned into calls first), but without
the gettext programs, which a fresh machine does not have.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "duban"
CATALOGUE = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "__")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def messages() -> dict[tuple[str | None, str | tuple[str, ...]], str]:
    """(context, message) → the file that says it first."""
    found: dict[tuple[str | None, str | tuple[str, ...]], str] = {}
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or {"migrations", "tests", "static"} & set(path.parts):
            continue
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            if "{%" not in text:
                continue
            # The indentation of a template is no indentation of Python.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            key = tuple(message) if isinstance(message, list | tuple) else message
            found.setdefault((context, key), str(path.relative_to(ROOT)))
    return found


def catalogue() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="duban", charset="utf-8")
    with CATALOGUE.open("rb") as handle:
        return read_po(handle, locale="en")


def write(said: dict[tuple[str | None, str | tuple[str, ...]], str], old: Catalog) -> None:
    new = Catalog(locale="en", project="duban", charset="utf-8", fuzzy=False)
    for (context, key), where in said.items():
        known = old.get(key, context)
        new.add(
            key,
            known.string if known else None,
            locations=[(where, 0)],
            context=context,
            flags=known.flags if known else (),
        )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as handle:
        write_po(handle, new, width=110, omit_header=False, no_location=True, sort_output=True)


def main() -> int:
    said, known = messages(), catalogue()
    if "--write" in sys.argv:
        write(said, known)
        known = catalogue()
    translated = {
        (m.context, m.id)
        for m in known
        if m.id and m.string and all(m.string if isinstance(m.string, tuple) else [m.string])
    }
    missing = [(where, key[1]) for key, where in said.items() if key not in translated]
    stale = [m.id for m in known if m.id and (m.context, m.id) not in said]
    for where, key in missing:
        print(f"no English for {key!r} ({where})")
    for key in stale:
        print(f"nobody says {key!r} any more")
    if missing or stale:
        print(
            f"translations: {len(missing)} missing, {len(stale)} stale; run tools/check_translations.py --write and fill in."
        )
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
