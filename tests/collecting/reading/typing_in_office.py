"""LibreOffice and a typist at its keyboard, for tests: one start for many documents.

The typist (`typist.py`) runs in the Python that has LibreOffice's `uno` module, seldom the one of the tests.
"""

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from kaohe_cli.forms.record import Form, bare_label
from tests.conftest import PATIENCE

_TYPIST: Final = Path(__file__).with_name("typist.py")
_PYTHONS: Final = ("/usr/bin/python3", "python3", sys.executable)

Action = Mapping[str, Any]
"""What the typist does: `do` names a method of `Typist`, the rest are its arguments."""


class TypingError(Exception):
    """The typist could not do a job; the message is its traceback."""


class Office:
    """A LibreOffice that is running, with its typist."""

    def __init__(self, typist: "subprocess.Popen[str]") -> None:
        self._typist = typist

    def type(self, file: Path, actions: Sequence[Action], *saved: Path) -> None:
        """Opens a file, does the actions in it and saves it under other names, in the formats they say.

        Raises TypingError when an action fails.
        """
        job = {"file": str(file), "actions": actions, "save": [str(path) for path in saved]}
        assert self._typist.stdin is not None
        assert self._typist.stdout is not None
        self._typist.stdin.write(f"{json.dumps(job)}\n")
        self._typist.stdin.flush()
        answer = json.loads(self._typist.stdout.readline() or '{"error": "LibreOffice is gone"}')
        if "error" in answer:
            raise TypingError(answer["error"])


def python_with_uno() -> str | None:
    """The Python that LibreOffice's module is installed for."""
    for python in _PYTHONS:
        try:
            subprocess.run([python, "-c", "import uno"], check=True, capture_output=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError):
            continue
        return python
    return None


@contextmanager
def office(profile: Path, python: str) -> Iterator[Office]:
    """LibreOffice with a profile of its own, as long as the block lasts."""
    pipe = f"kaohe{uuid.uuid4().hex}"
    program = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    typist = subprocess.Popen(
        [python, str(_TYPIST), pipe],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert typist.stdout is not None
        if typist.stdout.readline().strip() != "{}":
            raise TypingError("LibreOffice did not start")
        yield Office(typist)
    finally:
        typist.terminate()
        typist.communicate()
        if sys.platform != "win32":
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def place(heading: str, form: Form, path: str) -> dict[str, Any]:
    """Where the control of a field stands in a draft: below a heading, in a paragraph with its label."""
    found: dict[str, int] = {}
    for line in (line for section in form.sections for line in section.lines):
        dot = ". " if line.number.isdigit() else ""
        start = f"{line.number}{dot}{bare_label(line.fields[0].label)}"
        for number, field in enumerate(line.fields):
            if field.key == path:
                return {"item": heading, "label": start, "nth": found.get(start, 0), "control": number}
        found[start] = found.get(start, 0) + 1
    raise KeyError(path)
