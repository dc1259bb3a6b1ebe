"""Nobody is told “all is well” of tables that were not looked at: whose they are is said."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_tables_that_nobody_chose_are_not_validated_unless_asked(kaohe: Kaohe, empty: Path) -> None:
    done = kaohe("validate")
    assert (done.code, done.out) == (2, "")
    assert "没有找到要检查的表" in done.err
    assert "--shipped" in done.err
    done = kaohe("validate", "--shipped")
    assert done.code == 0
    assert "随程序安装" in done.err
    assert done.out.endswith("0 处错误，4 处提醒\n")


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "J01"), ("status",), ("draft", "--unit", "区教委"), ("assign",), ("export",)],
)
def test_whoever_uses_the_tables_that_ship_is_told_on_stderr(
    kaohe: Kaohe, empty: Path, words: tuple[str, ...]
) -> None:
    done = kaohe(*words)
    assert done.code == 0
    assert done.err.count("随程序安装的 2021 年表") == 1


@pytest.mark.parametrize("words", [("validate",), ("status",), ("list",)])
def test_the_folders_below_that_hold_tables_are_named(
    kaohe: Kaohe, empty: Path, words: tuple[str, ...]
) -> None:
    kaohe("init", "考核2022")
    kaohe("init", "归档/2021")
    (empty / "别的").mkdir()
    assert "考核2022/data、归档/2021/data；" in kaohe(*words).err
    assert kaohe("--data", "考核2022/data", "validate").code == 0


def test_a_chosen_folder_is_never_said_to_be_shipped(kaohe: Kaohe, empty: Path) -> None:
    for data in (REPOSITORY / "data", REPOSITORY / "examples" / "data"):
        done = kaohe("--data", data, "validate")
        assert done.code < 2
        assert "随程序安装" not in done.out + done.err


def test_a_clone_is_no_shipped_copy(kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY / "docs")
    done = kaohe("validate")
    assert (done.code, done.err) == (0, "")


def test_own_tables_are_checked_even_where_the_shipped_are_asked_for(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 4", "weight: 4.2", 1), "utf-8")
    done = kaohe("validate", "--shipped")
    assert done.code == 1
    assert "检查的是自己的表（data）" in done.err


def test_comparing_two_named_folders_uses_no_shipped_table(kaohe: Kaohe, empty: Path) -> None:
    assert kaohe("diff", REPOSITORY / "data", REPOSITORY / "data").err == ""


def test_one_table_is_enough_to_be_the_data_folder(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "indicators.yaml").unlink()
    done = kaohe("validate")
    assert "data/indicators.yaml" in done.out
    assert "KH107" in done.out


class TestCannotLook:
    """A folder that may not be looked into is neither empty nor a fault of the program."""

    @pytest.fixture
    def close(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
        def close(folder: Path) -> None:
            stat, listdir = Path.stat, os.listdir

            def refuse_stat(path: Path, **how: bool) -> os.stat_result:
                if folder in path.absolute().parents:
                    raise PermissionError(13, "denied", str(path))
                return stat(path, **how)

            def refuse_listing(path: str | Path) -> list[str]:
                if folder in (Path(path).absolute(), *Path(path).absolute().parents):
                    raise PermissionError(13, "denied", str(path))
                return listdir(path)

            monkeypatch.setattr(Path, "stat", refuse_stat)
            monkeypatch.setattr(os, "listdir", refuse_listing)

        return close

    def test_a_closed_data_folder_here_is_a_sentence(
        self, kaohe: Kaohe, workspace: Path, close: Callable[[Path], None]
    ) -> None:
        close(workspace / "data")
        for words in (("list",), ("validate",)):
            done = kaohe(*words)
            assert done.code == 2
            assert "没有权限查看" in done.err
            assert "内部出错" not in done.err

    def test_a_closed_data_folder_in_a_parent_is_passed_over_and_said(
        self, kaohe: Kaohe, workspace: Path, close: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        below = workspace / "下级"
        below.mkdir()
        monkeypatch.chdir(below)
        close(workspace / "data")
        done = kaohe("list")
        assert done.code == 0
        assert f"“{workspace / 'data'}”没有权限查看" in done.err
        done = kaohe("validate")
        assert done.code == 2
        assert "没有权限查看" in done.err

    def test_a_path_that_may_not_be_read_is_said_in_our_words(
        self, kaohe: Kaohe, workspace: Path, close: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        close(workspace / "data")
        monkeypatch.setattr(os, "access", lambda *_args, **_how: False)
        for words in (("--data", "data", "list"), ("diff", "data"), ("template", "check", "data/a.docx")):
            done = kaohe(*words)
            assert done.code == 2
            assert "命令格式有误" not in done.err
            assert "没有权限" in done.err

    @pytest.mark.parametrize(
        "words",
        [
            ("validate",),
            ("status",),
            ("unit", "rename", "区商务委", "区商务局"),
            ("collect", "交回"),
            ("assign", "A10.1", "--add", "区教委"),
        ],
    )
    def test_a_closed_reports_folder_is_not_an_empty_one(
        self, kaohe: Kaohe, workspace: Path, close: Callable[[Path], None], words: tuple[str, ...]
    ) -> None:
        shutil.copytree(REPOSITORY / "examples" / "交回", workspace / "交回")
        (workspace / "data" / "reports").mkdir()
        before = (workspace / "data" / "units.yaml").read_bytes()
        close(workspace / "data" / "reports")
        done = kaohe(*words)
        assert done.code == 2
        assert "没有权限查看" in done.err
        assert (workspace / "data" / "units.yaml").read_bytes() == before

    @pytest.mark.skipif(os.name == "nt", reason="Windows 不让删除当前文件夹")
    def test_a_current_folder_that_is_gone_is_a_sentence_or_no_matter(
        self, kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        done = kaohe("list")
        assert done.code == 2
        assert "当前文件夹已经不在了" in done.err
        assert kaohe("--data", REPOSITORY / "data", "list").code == 0
        assert kaohe("--data", REPOSITORY / "data", "validate").code == 0
        done = kaohe("--data", REPOSITORY / "data", "draft", "--unit", "区教委")
        assert done.code == 2
        assert "内部出错" not in done.err
