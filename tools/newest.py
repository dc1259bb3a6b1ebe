"""Run the fast tests with the newest release of everything, beyond pyproject.toml's ranges too.

    python tools/newest.py FOLDER       makes an environment there

Says loudly what a release that is out today would break, and in which version. Exits with 1 then; what to
make of that is the caller's business. Needs nothing but Python.
"""

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parent.parent
LONGEST: Final = 420
"""Seconds for the tests, about 130 on two idle cores; a run that hangs must not use up CI's time."""


def requirements() -> list[str]:
    """The names of all that the program and its tests ask for, without versions."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["all"], *extras["dev"]]
    return sorted({_name(line) for line in lines})


def pinned() -> dict[str, set[str]]:
    """The versions of constraints.txt by name; several where each Python has its own."""
    versions: dict[str, set[str]] = {}
    for line in (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines():
        if "==" in line:
            versions.setdefault(_name(line), set()).add(line.split("==")[1].split()[0])
    return versions


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    return re.sub(r"[-_.]+", "-", found[0] if found else line).lower()


def newer(python: str) -> list[str]:
    """What is installed in another version than the pinned one."""
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    known = pinned()
    versions = [line.split("==") for line in listed.splitlines() if "==" in line]
    return [
        f"{name} {', '.join(sorted(known[_name(name)]))} -> {version}"
        for name, version in versions
        if version not in known.get(_name(name), {version})
    ]


def trouble(folder: Path) -> str | None:
    """What goes wrong with the newest releases; None where nothing does."""
    venv.create(folder, with_pip=True, clear=True)
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    pip = [python, "-m", "pip", "install", "-q"]
    for step in ([*pip, "--upgrade", *requirements()], [*pip, "--no-deps", "-e", str(REPOSITORY)]):
        if subprocess.run(step, check=False).returncode:
            return "THE NEWEST RELEASES CANNOT BE INSTALLED TOGETHER"
    changed = ", ".join(newer(python))
    print("newer than the pinned set:", changed or "nothing", flush=True)
    if not changed:  # the tests have just been run with these
        return None
    tests = [python, "-m", "pytest", "-q", "--tb=short", "-m", "not slow and not libreoffice and not browser"]
    try:
        code = subprocess.run(tests, cwd=REPOSITORY, check=False, timeout=LONGEST).returncode
    except subprocess.TimeoutExpired:
        return f"THE TESTS WITH THE NEWEST RELEASES ARE NOT DONE AFTER {LONGEST} SECONDS"
    return f"WITH THE NEWEST RELEASES THE TESTS ABOVE WOULD BREAK (newer: {changed})" if code else None


def main() -> int:
    """Reports, between two lines that nobody overlooks, what goes wrong."""
    found = trouble(Path(sys.argv[1]))
    print("\n".join(["!" * 100, f"!! {found}", "!" * 100]) if found else "The newest releases break nothing.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
