"""``kaohe export``: which files, where, and never over what somebody changed."""

import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.conftest import Outcome
from tests.exporting.reading import paragraphs_of, tables_of

Kaohe = Callable[..., Outcome]


def names(outcome: Outcome) -> list[str]:
    return [Path(line).name for line in outcome.out.splitlines()]


def test_both_annexes_go_to_a_folder_of_the_workspace(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("export")
    path = workspace / "exports" / "2021" / "任务分解表.docx"
    assert (done.code, done.out, done.err) == (0, f"{path}\n", "")
    assert len(tables_of(path)) == 5
    assert "附" not in paragraphs_of(path)


def test_the_tables_that_ship_can_be_exported(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kaohe("export").code == 0
    assert (tmp_path / "exports" / "2021" / "任务分解表.docx").is_file()


def test_one_file_a_body_under_its_proper_name(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("export", "--unit", "区招商投资局", "--unit", "区商务委", "--unit", "区政府外办")
    assert (done.code, names(done)) == (0, ["区政府外办.docx", "区商务委.docx"])
    assert done.err == "“区招商投资局”即区政府外办\n"


def test_all_bodies(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("export", "--all", "--format", "xlsx", "--output", "各单位")
    assert done.code == 0
    assert len(names(done)) == len(list((workspace / "各单位").iterdir())) == 36


def test_excel_and_word_have_the_same_name(kaohe: Kaohe, workspace: Path) -> None:
    assert names(kaohe("export", "--format", "xlsx")) == ["任务分解表.xlsx"]


def test_the_policy_is_added_where_it_is_asked_for(kaohe: Kaohe, workspace: Path) -> None:
    kaohe("export", "--policy", "--output", "全.docx")
    assert "二、组织实施" in paragraphs_of(workspace / "全.docx")


def test_output_names_a_file_or_a_folder(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "夹.docx").mkdir()
    assert kaohe("export", "-o", "新/表.docx").out == "新/表.docx\n"
    assert kaohe("export", "-o", "新").out == "新/任务分解表.docx\n"
    assert kaohe("export", "-o", "夹.docx").out == "夹.docx/任务分解表.docx\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "表.xlsx"), "“表.xlsx”不是 .docx 文件"),
        (("-o", "表.docx", "--format", "xlsx"), "“表.docx”不是 .xlsx 文件"),
        (("-o", "表.docx", "--unit", "区教委", "--unit", "区商务委"), "2 个文件"),
        (("--all", "--unit", "区教委"), "--unit 和 --all 只能写一样"),
        (("--unit", "区级有关部门"), "是统称"),
        (("--unit", "区商务局"), "可能是"),
    ],
)
def test_wrong_use_is_explained_and_writes_nothing(
    kaohe: Kaohe, workspace: Path, words: tuple[str, ...], said: str
) -> None:
    before = set(workspace.rglob("*"))
    done = kaohe("export", *words)
    assert done.code == 2
    assert said in done.err
    assert set(workspace.rglob("*")) == before


def fill_in(path: Path) -> None:
    """Changes a file as a person would."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        document.tables[0].cell(1, 3).paragraphs[0].text = "改过"
        document.save(str(path))
    else:
        book = openpyxl.load_workbook(path)
        book["考核指标"]["E2"] = "改过"
        book.save(path)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_own_file_is_renewed_and_a_changed_one_left_alone(
    kaohe: Kaohe, workspace: Path, ending: str
) -> None:
    path = workspace / f"表.{ending}"
    export = ("export", "--format", ending, "-o", path)
    kaohe(*export)
    before = path.read_bytes()
    assert kaohe("assign", "A18.1", "--add", "区教委").code == 0
    assert kaohe(*export).code == 0
    assert path.read_bytes() != before

    fill_in(path)
    changed = path.read_bytes()
    done = kaohe(*export)
    assert (done.code, done.out) == (1, "")
    assert "没有覆盖" in done.err
    assert path.read_bytes() == changed

    assert kaohe(*export, "--force").code == 0
    assert path.with_name(f"表.{ending}.bak").read_bytes() == changed
    assert path.read_bytes() != changed


def test_a_body_without_rows_is_said(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("unit", "add", "区档案馆").code == 0
    done = kaohe("export", "--unit", "区档案馆", "--unit", "区教委")
    assert (done.code, names(done)) == (1, ["区教委.docx"])
    assert "区档案馆没有承担的项，没有导出" in done.err
    assert kaohe("export", "--all").code == 0


def test_without_xlsxwriter_word_still_works(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = kaohe("export", "--format", "xlsx")
    assert done.code == 2
    assert 'pip install -c constraints.txt ".[excel]"' in done.err
    assert kaohe("export").code == 0


def test_broken_tables_are_explained(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "indicators.yaml").write_text("sections: [\n", "utf-8")
    done = kaohe("export")
    assert (done.code, done.out) == (2, "")
    assert "indicators.yaml" in done.err
