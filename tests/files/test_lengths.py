"""A path that is too long is said to be so, where Windows says that it is not there."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.exceptions import CannotLookError, CannotWriteError
from kaohe_cli.files.atomic import write_file
from kaohe_cli.files.lengths import is_too_long
from kaohe_cli.files.looking import is_there, listing
from kaohe_cli.workspace.source import read_source
from tests.conftest import Outcome


def as_windows_says(number: int) -> OSError:
    """The error that Python makes of one of Windows: 2, 3 and 206 are all “not found” to it."""
    error = FileNotFoundError(errno.ENOENT, "not found")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    return error


def below(folder: Path, length: int) -> Path:
    """A path of so many characters in a folder that is there."""
    return folder / ("x" * (length - len(str(folder)) - 1))


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that, like Windows, reaches nothing by a path of 260 characters."""

    def refusing(act: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Path, *rest: Any, **options: Any) -> Any:
            if len(str(self)) >= 260:
                raise as_windows_says(3)
            return act(self, *rest, **options)

        return call

    for name in ("stat", "open", "mkdir"):
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name)))


def test_what_windows_means(tmp_path: Path) -> None:
    short, long = below(tmp_path, 200), below(tmp_path, 260)
    assert not is_too_long(short, as_windows_says(2))
    assert not is_too_long(short, as_windows_says(3))
    assert not is_too_long(long, as_windows_says(2))  # its folder was found
    assert is_too_long(long, as_windows_says(3))
    assert is_too_long(short, as_windows_says(206))
    assert is_too_long(long / "data" / "units.yaml", as_windows_says(3))
    assert not is_too_long(below(tmp_path, 259), as_windows_says(3))
    assert not is_too_long(tmp_path / "没有" / ("长" * 260), as_windows_says(3))  # the folder is not there
    assert is_too_long(below(tmp_path, 200).with_name("𠮷" * 120), as_windows_says(3))  # two units each
    assert is_too_long(short, OSError(errno.ENAMETOOLONG, "too long"))
    assert not is_too_long(long, PermissionError(errno.EACCES, "denied"))


@pytest.mark.usefixtures("windows")
def test_looking_reading_and_writing_say_so(tmp_path: Path) -> None:
    path = below(tmp_path, 270)
    with pytest.raises(CannotLookError, match="路径或名称太长（共 270 个字符）"):
        is_there(path)
    with pytest.raises(CannotWriteError, match="路径或名称太长"):
        write_file(path / "a.docx", b"")
    (finding,) = read_source(path).findings
    assert finding.message == "路径或名称太长，系统不能打开"
    assert is_there(below(tmp_path, 250)) is False
    assert listing(below(tmp_path, 250)) == []


@pytest.mark.parametrize(
    "words",
    [
        "--data LONG list",
        "import LONG.docx",
        "list -o LONG",
        "draft --unit 区教委 -o LONG",
        "collect LONG",
        "template check LONG.docx",
    ],
)
def test_no_command_says_that_it_is_not_there(
    kaohe: Callable[..., Outcome], workspace: Path, words: str
) -> None:
    done = kaohe(*words.replace("LONG", "长" * 300).split())
    assert done.code == 2
    assert "路径或名称太长" in done.err
    assert len(done.err) < 300
