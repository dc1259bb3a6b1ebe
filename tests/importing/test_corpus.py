"""Every layout of the corpus gives the expected files."""

from pathlib import Path

import pytest

from kaohe_cli.importing import Imported, import_files
from tests.importing.corpus import EXPECTED, SAME, UNITS, Case


def imported(folder: Path, case: Case) -> Imported:
    path = folder / f"表{case.suffix}"
    path.write_bytes(case.data)
    return import_files([path], columns=case.columns)


def without_comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


@pytest.mark.parametrize("name", SAME)
def test_every_layout_gives_the_same_data(tmp_path: Path, name: str) -> None:
    case = SAME[name]
    result = imported(tmp_path, case)
    assert without_comments(result.files()["indicators.yaml"]) == EXPECTED
    assert without_comments(result.files()["units.yaml"]) == UNITS
    for doubt, piece in zip(result.doubts, case.doubts, strict=False):
        assert piece in str(doubt)
    assert len({doubt.message for doubt in result.doubts}) == len(case.doubts), result.doubts
    account = result.account
    assert sum(account.fates.values()) == account.rows
    if case.fates:
        assert " + ".join(f"{fate} {count}" for fate, count in sorted_fates(result)) == case.fates


def sorted_fates(result: Imported) -> list[tuple[str, int]]:
    order = ["表头", "标题", "读入", "并入", "手工重复", "空行", "跳过", "合计", "没有导入"]
    return sorted(result.account.fates.items(), key=lambda one: order.index(one[0]))
