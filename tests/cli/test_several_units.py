"""``--unit 甲,乙`` names several bodies wherever a body is asked for; J1 and A1 mean J01 and A01."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]

COMMAS = [",", "，", "、", " , "]


@pytest.mark.parametrize("comma", COMMAS)
def test_list_takes_them(kaohe: Kaohe, workspace: Path, comma: str) -> None:
    both = kaohe("list", "--unit", f"区林业局{comma}区审计局", "--format", "json").out
    assert both == kaohe("list", "--unit", "区林业局", "--unit", "区审计局", "--format", "json").out
    assert [row["id"] for row in json.loads(both)] == ["A15.3", "C02.1", "D04.9"]


def test_draft_and_export_take_them(kaohe: Kaohe, workspace: Path) -> None:
    for command in ("draft", "export"):
        done = kaohe(command, "--unit", "区教委、区民政局")
        assert done.code == 0
        assert [Path(line).name for line in done.out.splitlines()] == ["区教委.docx", "区民政局.docx"]


def test_status_takes_them(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("status", "--unit", "区教委,区民政局", "--format", "json")
    assert [body["unit"] for body in json.loads(done.out)] == ["区教委", "区民政局"]


def test_assign_shows_them_and_fills_in_one_at_a_time(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("assign", "--unit", "区教委,区民政局", "--format", "json")
    assert {load["name"] for load in json.loads(done.out)} == {"区教委", "区民政局"}
    done = kaohe("assign", "--unit", "区教委,区民政局", "--leader", "张三")
    assert done.code == 2
    assert "一次只能写一个单位" in done.err


def test_diff_takes_them(kaohe: Kaohe, workspace: Path, tmp_path: Path) -> None:
    old = workspace / "old"
    old.mkdir()
    for path in (workspace / "data").glob("*.yaml"):
        (old / path.name).write_bytes(path.read_bytes())
    for row, unit in (("A04.1", "区教委"), ("A10.1", "区民政局"), ("A11.1", "区审计局")):
        assert kaohe("assign", row, "--add", unit).code == 0
    done = kaohe("diff", "old", "--unit", "区教委,区民政局", "--format", "json")
    assert done.code == 0
    assert "A04.1" in done.out
    assert "A10.1" in done.out
    assert "A11.1" not in done.out
    assert "只看区教委、区民政局" in kaohe("diff", "old", "--unit", "区教委,区民政局").out


def test_collect_takes_one_and_short_ids(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "交回").mkdir()
    shutil.copy(REPOSITORY / "examples" / "交回" / "区商务委.docx", workspace / "交回")
    done = kaohe("collect", "交回", "--unit", "区商务委,区教委")
    assert done.code == 2
    assert "一次只能写一个" in done.err
    assert "没有编号是" not in kaohe("collect", "交回", "--row", "某个标题=a1.1", "--dry-run").err


@pytest.mark.parametrize("words", [("list",), ("draft",), ("export",), ("status",), ("assign",)])
def test_commas_alone_name_nobody(kaohe: Kaohe, workspace: Path, words: tuple[str, ...]) -> None:
    done = kaohe(*words, "--unit", " ，")
    assert done.code == 2
    assert "--unit 后面没有写单位" in done.err


def test_one_unknown_name_among_several_is_said(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("list", "--unit", "区教委,区商务局")
    assert done.code == 2
    assert "没有“区商务局”这个单位，可能是 区商务委" in done.err


def test_a_name_that_holds_a_comma_is_one(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "units.yaml"
    path.write_text(path.read_text("utf-8").replace("units:\n", "units:\n  - name: 甲、乙办\n", 1), "utf-8")
    assert kaohe("list", "--unit", "甲、乙办").code == 0


def test_ids_may_be_written_short(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("show", "j1").out == kaohe("show", "J01").out
    assert kaohe("list", "A1").out == kaohe("list", "A01").out
    done = kaohe("assign", "J1", "a4.1", "--add", "区教委", "--dry-run")
    assert done.code == 0
    assert "data/incentives.yaml" in done.out
    assert "data/indicators.yaml" in done.out
