"""Tables as they are issued, of other kinds than those of 2021: every cell in its field, usable, round."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.importing import Imported, import_files
from tests.conftest import Outcome
from tests.importing.corpus import OTHERS, SAME
from tests.importing.drawing import word

Kaohe = Callable[..., Outcome]


def rows(result: Imported) -> list[str]:
    """The rows as the corpus writes them."""
    found = []
    for section, indicator, row in result.tables.indicators.criteria() if result.tables.indicators else ():
        weight = "加减分" if row.extra else "—" if row.weight is None else str(row.weight)
        leads = f" 牵头={'、'.join(row.leads)}" if row.leads else ""
        columns = "".join(f" {name}={text}" for name, text in row.open_columns().items())
        units = "、".join(row.units)
        found.append(f"{section.title}/{indicator.name}/{weight}/{row.content}/{units}{leads}{columns}")
    incentives = result.tables.incentives.incentives if result.tables.incentives else ()
    return found + [
        f"{one.title}/{'、'.join(one.city_lead)}/{'、'.join(one.eligible)}/{one.measure}"
        for one in incentives
    ]


@pytest.mark.parametrize("name", OTHERS)
def test_every_cell_is_in_its_field(tmp_path: Path, name: str) -> None:
    case = OTHERS[name]
    path = tmp_path / "表.docx"
    path.write_bytes(word(case.document))
    result = import_files([path])
    assert rows(result) == list(case.rows)
    said = [str(doubt) for doubt in result.doubts]
    assert all(any(piece in one for one in said) for piece in case.doubts), said
    assert all(any(piece in one for piece in case.doubts) for one in said), said
    assert sum(result.account.cells.values()) == result.account.filled


@pytest.mark.parametrize("name", SAME)
def test_the_account_is_by_cell_too(tmp_path: Path, name: str) -> None:
    case = SAME[name]
    path = tmp_path / f"表{case.suffix}"
    path.write_bytes(case.data)
    result = import_files([path], columns=case.columns)
    assert sum(result.account.cells.values()) == result.account.filled
    assert result.account.cells["存疑"] == (1 if name == "blank rows and notes" else 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_its_workspace_is_usable_and_comes_back_the_same(
    kaohe: Kaohe, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表.docx").write_bytes(word(OTHERS[name].document))
    assert kaohe("import", "表.docx", "-o", "data").code in (0, 1)
    for command in ("validate", "list", "status", "assign", "unit list", "export"):
        assert kaohe(*command.split()).code in (0, 1), command
    assert kaohe("export", "--policy", "-o", "来文.docx").code == 0
    assert kaohe("import", "来文.docx", "-o", "again").code in (0, 1)
    done = kaohe("--data", "again", "diff", "data")
    assert re.search("没有变化", done.out + done.err), done.out


def test_a_column_of_more_groups_than_there_are_letters_is_kept_by_its_name(tmp_path: Path) -> None:
    lines = [f"{at}|大项{(at + 1) // 2}|任务第{at}件|区教委" for at in range(1, 61)]
    document = "2022年重点工作任务分解表\n序号|项目|目标任务|责任单位\n" + "\n".join(lines)
    (tmp_path / "表.docx").write_bytes(word(document))
    result = import_files([tmp_path / "表.docx"])
    assert result.tables.indicators is not None
    (section,) = result.tables.indicators.sections
    assert len(section.indicators) == 60
    assert section.indicators[0].criteria[0].more == {"项目": "大项1"}
    assert any("“项目”一列有 30 种，超过 25 个部分" in str(doubt) for doubt in result.doubts)
