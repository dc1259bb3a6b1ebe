"""What Windows does, by every means there is elsewhere: its consoles, its line ends, its paths, its locks."""

import errno
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from kaohe_cli.cli.findings import REPORTS
from kaohe_cli.cli.output import emit
from kaohe_cli.files import lock as lock_module
from kaohe_cli.files.errors import WorkspaceBusyError
from kaohe_cli.workspace.finding import Finding
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

COMMANDS = [
    "list",
    "list --format md",
    "list --format csv",
    "show A04",
    "validate",
    "status",
    "diff 去年",
    "unit list",
    "assign",
    "--help",
    "draft --help",
    "list --unit 没有🙂的𠮷单位",
]


@pytest.fixture
def rare(workspace: Path) -> Path:
    """A workspace whose texts hold an emoji, 汉字 outside GBK, and one beyond the first plane."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8").replace("name: 环境质量", "name: 环境🙂质量𠮷䶮㙦")
    path.write_text(text, "utf-8")
    (workspace / "去年").mkdir()
    for name in ("indicators.yaml", "incentives.yaml", "units.yaml"):
        old = (workspace / "data" / name).read_text("utf-8").replace("year: 2021", "year: 2020")
        (workspace / "去年" / name).write_text(old.replace("质量𠮷䶮㙦", ""), "utf-8")
    return workspace


def in_console(folder: Path, encoding: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Runs kaohe as a console of that code page does, its output redirected."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    return subprocess.run(
        [sys.executable, "-m", "kaohe_cli", *words],
        cwd=folder,
        env=inherited | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["cp936", "cp65001"], ids=["GBK", "chcp 65001"])
@pytest.mark.parametrize("words", COMMANDS)
def test_no_console_is_too_small_for_a_text(rare: Path, words: str, encoding: str) -> None:
    done = in_console(rare, encoding, *words.split())
    assert done.returncode in (0, 1, 2)
    # csv is always UTF-8, for Excel
    out = done.stdout.decode("utf-8-sig" if "csv" in words else encoding)
    err = done.stderr.decode(encoding)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in out + err)
    assert "Traceback" not in err
    assert "程序内部出错" not in err
    if encoding == "cp65001" and words == "list":
        assert "🙂质量𠮷䶮㙦" in "".join(out.split())


@pytest.mark.parametrize("encoding", ["cp936", "cp65001"])
@pytest.mark.parametrize(
    "words",
    ["list 环境 --format json", "validate --format sarif", "diff 去年 --format json", "status --format json"],
)
def test_json_in_a_redirected_console_is_whole(rare: Path, words: str, encoding: str) -> None:
    done = in_console(rare, encoding, *words.split())
    data = json.loads(done.stdout.decode(encoding))
    if words.startswith(("list", "diff")):
        assert "环境🙂质量𠮷䶮㙦" in json.dumps(data, ensure_ascii=False)


def test_a_file_is_utf8_whatever_the_console(rare: Path) -> None:
    done = in_console(rare, "cp936", "list", "环境", "--format", "md", "-o", "出🙂.md")
    assert done.stderr.decode("cp936") == "已写入 出?.md\n"
    assert "环境🙂质量𠮷䶮㙦" in (rare / "出🙂.md").read_text("utf-8")


def test_files_with_crlf_are_files_like_others(kaohe: Kaohe, workspace: Path) -> None:
    words = (["list"], ["validate"], ["show", "A18"], ["status"])
    before = [kaohe(*one) for one in words]
    for path in (workspace / "data").glob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [kaohe(*one) for one in words] == before
    done = kaohe("assign", "A18.1", "--add", "区教委")
    assert (done.code, "\r\n" in done.out) == (0, done.out.count("\r\n") > 0)
    content = (workspace / "data" / "indicators.yaml").read_bytes()
    assert "units: [区商务委, 区教委]\r\n".encode() in content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert kaohe("validate").code == 0
    assert kaohe("draft", "--unit", "区教委").code == 0


def test_a_year_of_work_in_folders_with_spaces_and_chinese_names(
    kaohe: Kaohe, workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("x") / "考核 资料（2021 年）" / "我的 “数据” & 表格%1"
    place.parent.mkdir()
    (workspace / "data").rename(place)
    drafts = place.parent / "报送 材料"
    done = kaohe("--data", place, "draft", "--unit", "区教委", "-o", drafts)
    assert done.code == 0, done.err
    (draft,) = drafts.rglob("*.docx")
    assert str(draft) in done.out
    back = place.parent / "交回 的（1）.docx"
    back.write_bytes(draft.read_bytes())
    assert kaohe("--data", place, "collect", back).code in (0, 1)
    assert kaohe("--data", place, "assign", "A18.1", "--add", "区教委").code == 0
    assert kaohe("--data", place, "validate").code == 0
    assert kaohe("--data", place, "list", "--format", "csv", "-o", place.parent / "清 单.csv").code == 0


@pytest.mark.parametrize("format", REPORTS)
def test_a_path_with_backslashes_comes_out_as_it_is(
    format: str,  # noqa: A002
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = r"C:\新建文件夹\[甲]\tables\units.yaml"
    emit(REPORTS[format]([Finding(path, 3, 1, "KH204", f"“{path}”不对", source=f"x: {path}")], {}))  # type: ignore[index]
    out = capsys.readouterr().out
    if format in ("json", "sarif"):
        assert path in json.dumps(json.loads(out), ensure_ascii=False).replace("\\\\", "\\")
    else:
        assert path in out


def test_a_message_quotes_a_path_with_backslashes_whole(kaohe: Kaohe, workspace: Path) -> None:
    path = r"D:\考核\[bold]\new\2021"
    assert f"“{path}”" in kaohe("--data", path, "list").err
    assert path in kaohe("import", path + ".docx").err


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (["list", "－－unit", "区教委"], "--unit"),
        (["list", "—unit", "区教委"], "--unit"),
        (["list", "–unit=区教委"], "--unit"),
        (["draft", "--dry－run"], "--dry-run"),
        (["list", "−o", "出.csv"], "-o"),
        (["——ｄａｔａ", "data", "list"], "--data"),
    ],
)
def test_a_dash_that_came_from_word_is_named(
    kaohe: Kaohe, workspace: Path, words: list[str], right: str
) -> None:
    done = kaohe(*words)
    assert done.code == 2
    assert (
        done.err
        == f"错误：“{next(word for word in words if not word.isascii())}”里的横线不是命令行认得的“-”，多半是从 Word 粘贴来的；请改为 {right}\n"
    )


def test_a_dash_is_no_mistake_in_a_value_or_a_name(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "—old").mkdir()
    for words in (["list", "1—10月"], ["list", "—"], ["diff", "—old"], ["list", "--", "—unit"]):
        assert "横线" not in kaohe(*words).err


def test_curly_quotes_around_a_name_are_answered_with_the_name(kaohe: Kaohe, workspace: Path) -> None:
    assert "区教委" in kaohe("list", "--unit", "“区教委”").err.partition("可能是")[2]


# --- no fcntl -------------------------------------------------------------------------------------


class Msvcrt(ModuleType):
    """Locks a byte of a file as Windows does: refused while another handle has it, gone when that is closed."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[int, tuple[int, int]] = {}

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert (mode, count) == (self.LK_NBLCK, 1)
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 1 << 20, (
            "a locked byte of the journal could not be read"
        )
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) in self.held.values():
            raise PermissionError(errno.EACCES, "Permission denied")
        self.held[descriptor] = (status.st_dev, status.st_ino)


@pytest.fixture
def lock_of_windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of the lock as it is imported on Windows."""
    msvcrt = Msvcrt()
    assert lock_module.__file__
    spec = importlib.util.spec_from_file_location("lock_of_windows", lock_module.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as while_importing:
        while_importing.setattr(sys, "platform", "win32")
        while_importing.setitem(sys.modules, "msvcrt", msvcrt)
        while_importing.setitem(sys.modules, "fcntl", None)
        spec.loader.exec_module(module)

    def close(descriptor: int) -> None:
        msvcrt.held.pop(descriptor, None)
        os.close(descriptor)

    windows = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    windows.name, windows.close = "nt", close
    monkeypatch.setattr(module, "os", windows)
    return module


def test_one_at_a_time_without_fcntl(lock_of_windows: ModuleType, tmp_path: Path) -> None:
    first, second = lock_of_windows.FolderLock(tmp_path), lock_of_windows.FolderLock(tmp_path)
    first.acquire(0)
    with pytest.raises(WorkspaceBusyError, match="另一个 kaohe 命令正在修改"):
        second.acquire(0)
    first.release()
    second.acquire(0)
    assert second.exists
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_outlives_its_lock_without_fcntl(lock_of_windows: ModuleType, tmp_path: Path) -> None:
    lock = lock_of_windows.FolderLock(tmp_path)
    lock.acquire(0)
    os.lseek(lock.descriptor, 0, os.SEEK_SET)
    os.write(lock.descriptor, b"{}")
    lock.release()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"{}"]
    again = lock_of_windows.FolderLock(tmp_path)
    again.acquire(0)
    os.lseek(again.descriptor, 0, os.SEEK_SET)
    assert os.read(again.descriptor, 10) == b"{}"
