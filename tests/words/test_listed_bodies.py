"""The bodies that a text lists: one splitter, so every door reads every spelling."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.collecting.reading.evidence import names_in
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.listed_bodies import names_listed, split_bodies
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

SPELLINGS = (
    "区教委、区财政局",
    "区教委,区财政局",
    "区教委，区财政局",
    "区教委;区财政局",
    "区教委；区财政局",
    "区教委﹑区财政局",
    "区教委 区财政局",
    "区教委\u3000区财政局",
    "区教委/区财政局",
    "区教委／区财政局",
    "区教委|区财政局",
    "区教委·区财政局",
    "区教委+区财政局",
    "区教委和区财政局",
    "区教委及区财政局",
    "区教委与区财政局",
    "区教委以及区财政局",
    "区教委,、区财政局、",
    "1.区教委、2.区财政局",
    "①区教委②区财政局",
    "（1）区教委（2）区财政局",
    "区 教 委、区 财 政 局",
    "区教\u200b委、区财政\u00ad局",
    "牵头单位：区教委；配合单位：区财政局",
    "区教委(牵头)、区财政局(配合单位)",
    "区教委牵头，区财政局配合",
    "★区教委、区财政局",
)
BOTH = ["区教委", "区财政局"]
REGISTRY = Registry(schema_version=1, units=tuple(Unit(name=name) for name in BOTH))


@pytest.mark.parametrize("written", SPELLINGS)
def test_import_reads_every_spelling(written: str) -> None:
    assert list(split_bodies(written).all) == BOTH


@pytest.mark.parametrize("written", SPELLINGS)
def test_collect_reads_every_spelling(written: str) -> None:
    assert names_in(written, REGISTRY) == BOTH


@pytest.mark.parametrize("written", SPELLINGS)
def test_assign_reads_every_spelling(kaohe: Kaohe, workspace: Path, written: str) -> None:
    done = kaohe("assign", "A02.1", "--set", written)
    assert done.code == 0, done.err
    assert "units: [区教委, 区财政局]" in (workspace / "data" / "indicators.yaml").read_text("utf-8")


@pytest.mark.parametrize("written", SPELLINGS)
def test_filters_read_every_spelling(kaohe: Kaohe, written: str) -> None:
    assert kaohe("list", "--unit", written) == kaohe("list", "--unit", "区教委", "--unit", "区财政局")


@pytest.mark.parametrize(
    "written", ["区政府外办（区服务业发展办、区招商投资局）", "区政府外办(区服务业发展办,区招商投资局)"]
)
def test_brackets_of_either_width_are_not_split(written: str) -> None:
    (name,) = names_listed(written)
    assert name.startswith("区政府外办（")
    assert split_bodies(written).all == (name,)


def test_what_is_known_is_one_name_whatever_marks_it_holds() -> None:
    assert names_listed("区教委、体育局", {"区教委、体育局"}) == ["区教委、体育局"]
    assert names_listed("区发展 改革委", {"区发展改革委"}) == ["区发展改革委"]
    assert names_listed("区发展改革委 区教委", {"区发展改革委"}) == ["区发展改革委", "区教委"]


def test_what_is_no_body_is_left_out_by_import_only_and_told() -> None:
    cell = split_bodies("区教委、6月底完成")
    assert cell.all == ("区教委",)
    assert cell.oddities == ("“6月底完成”是期限，不是单位，没有作单位导入",)
    assert names_listed("区教委、6月底完成") == ["区教委", "6月底完成"]


@pytest.mark.parametrize("others", ["等", "等单位", "等部门"])
def test_others_that_are_not_named_are_told(others: str) -> None:
    cell = split_bodies(f"区教委、区财政局{others}")
    assert list(cell.all) == BOTH
    assert cell.oddities == (f"“区财政局{others}”里的“{others}”没有导入",)


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("区住房城乡部\n建设委", ("区住房城乡部建设委",)),
        ("区住房城乡部\n投资建委", ("区住房城乡部投资建委",)),  # four signs are the rest of a name
        ("区住房城乡部\n水利建设委", ("区住房城乡部", "水利建设委")),  # five are a name
    ],
)
def test_a_second_half_below_has_at_most_four_signs(cell: str, bodies: tuple[str, ...]) -> None:
    assert split_bodies(cell).all == bodies
