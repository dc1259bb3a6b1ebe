"""The shipped tables against the documents they were transcribed from (tests/sources)."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kaohe_cli.query.rows import all_rows
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Tables, Workspace

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCES = Path(__file__).parent / "sources"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Workspace(find_data(REPOSITORY / "data")).tables()


@pytest.fixture(scope="module")
def annex() -> str:
    return (SOURCES / "附件1-3_任务分解表与报送模板.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def policy() -> str:
    return re.sub(r"\s", "", (SOURCES / "渝府办发〔2021〕83号_激励措施.txt").read_text("utf-8"))


def test_the_counts_of_annex_1(tables: Tables) -> None:
    sections = tables.indicators.sections
    assert [section.id for section in sections] == ["A", "B", "C", "D"]
    assert [len(section.indicators) for section in sections] == [25, 3, 4, 4]
    assert [sum(len(i.criteria) for i in section.indicators) for section in sections] == [33, 3, 4, 18]
    assert [section.weight_sum for section in sections] == [90, 0, 0, 0]
    assert sections[0].total_weight == Decimal(90)


def rows_of_annex_1(annex: str, title: str, following: str) -> list[tuple[str, ...]]:
    """Returns the rows of one pasted table, merged cells repeated: name, (weight,) content, units."""
    start = annex.index(title) + len(title)
    table = annex[start : annex.index(following, start)]
    rows: list[tuple[str, ...]] = []
    for row in re.split(r"\n\n(?=\t)", table)[1:]:
        _, *cells = (cell.strip() for cell in re.split(r"\n\t|^\t", row.strip("\n").removeprefix("\t")))
        above = rows[-1] if rows else cells
        rows.append(tuple(cell or above[column] for column, cell in enumerate(cells)))
    return rows


def test_annex_1_is_transcribed_word_for_word(tables: Tables, annex: str) -> None:
    titles = [
        f"（{number}）{section.title}\n"
        for number, section in zip("一二三四", tables.indicators.sections, strict=True)
    ]
    for section, title, following in zip(
        tables.indicators.sections, titles, [*titles[1:], "附件2"], strict=True
    ):
        found = []
        for indicator in section.indicators:
            for criterion in indicator.criteria:
                weight = (str(criterion.weight),) if criterion.weight is not None else ()
                found.append((indicator.name, *weight, criterion.content, "".join(criterion.units)))
        expected = rows_of_annex_1(annex, title, following)
        assert found == [(*cells, re.sub(r"[\s、]", "", units)) for *cells, units in expected]


def test_annex_2_is_transcribed_in_order(tables: Tables, annex: str) -> None:
    rows = re.findall(
        r"\n\t(\d+)\n\t(.+)\n\t(市[^\t]+)\n\t(区[^\t]+?)(?=\n\s*\n|\n\t|\Z)", annex[annex.index("附件2") :]
    )
    found = [
        (str(number), incentive.title, "\n".join(incentive.city_lead), "\n".join(incentive.units))
        for number, incentive in enumerate(tables.incentives.incentives, start=1)
    ]
    assert found == [(number, title, lead.strip(), units.strip()) for number, title, lead, units in rows]


def test_every_measure_stands_in_the_policy_with_its_departments(tables: Tables, policy: str) -> None:
    for number, incentive in enumerate(tables.incentives.incentives, start=1):
        title = "" if incentive.id == "J27" else f"{incentive.title}。"
        support = f"；配合单位：{'、'.join(incentive.city_support)}" if incentive.city_support else ""
        lead = f"（牵头单位：{'、'.join(incentive.city_lead)}{support}）"
        assert f"{number}﹒{title}{incentive.measure}{lead}" in policy


def test_who_is_eligible_and_what_gives_bonus_points_is_what_the_measure_says(tables: Tables) -> None:
    for incentive in tables.incentives.incentives:
        text = incentive.measure.replace("国家级开放平台", "国家级开发开放平台")
        assert [kind for kind in ("区县", "乡镇（街道）", "国家级开发开放平台") if kind in text] == list(
            incentive.eligible
        )
        assert incentive.bonus_points == ("予以加分" in incentive.measure)
    assert sum(incentive.bonus_points for incentive in tables.incentives.incentives) == 8


def test_the_policy_and_its_dates(tables: Tables, policy: str) -> None:
    table = tables.incentives
    assert (table.document, table.replaces) == ("渝府办发〔2021〕83号", "渝府办发〔2020〕17号")
    assert (str(table.issued), str(table.published)) == ("2021-08-11", "2021-08-20")
    assert [str(step.due) for step in table.timeline if step.due] == [
        "2021-09-30",
        "2022-02-01",
        "2022-03-31",
    ]
    for step in table.timeline:
        assert step.content in policy
        assert (step.wording or "") in policy


def test_every_wording_means_a_registered_body(tables: Tables) -> None:
    wordings = {wording for row in all_rows(tables) for wording in row.units}
    bodies = {tables.registry.resolve(wording) for wording in wordings}
    assert len(wordings) == 41
    assert None not in bodies
    assert {body.name for body in bodies if isinstance(body, Unit)} == {
        unit.name for unit in tables.registry.units
    }
    assert len(tables.registry.units) == 36
    departments = {name for incentive in tables.incentives.incentives for name in incentive.city_departments}
    assert departments == tables.registry.city_names


def test_plaques(tables: Tables) -> None:
    aliases = {unit.name: unit.aliases for unit in tables.registry.units if unit.aliases}
    assert aliases == {
        "区政府外办": ("区服务业发展办", "区招商投资局"),
        "区规划自然资源局": ("区林业局",),
        "区委办公室": ("区委改革办",),
    }


def test_the_metrics_of_a19(tables: Tables) -> None:
    metrics = {
        place.criterion.id: place.criterion.metrics
        for place in tables.indicators.criteria()
        if place.criterion.metrics
    }
    assert metrics == {
        "A19.1": ("城镇化率及增速", "道路长度", "污水管道长度", "人行道面积", "公租房分配使用率")
    }
