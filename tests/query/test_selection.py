"""Which rows a query, a body, a section, a city department or a flag selects."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaohe_cli.exceptions import UnknownNameError
from kaohe_cli.query.rows import points
from kaohe_cli.query.selection import Selection
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Workspace(DataFolder(shipped("data"), Path())).tables()


def ids(selection: Selection, tables: Tables) -> list[str]:
    return [row.id for row in selection.rows(tables)]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(query="A18"), ["A18.1"]),
        (Selection(query="a02.2"), ["A02.2"]),
        (Selection(query="Ａ０２"), ["A02.1", "A02.2"]),
        (Selection(query="A19.1.5"), ["A19.1"]),
        (Selection(query="A1"), ["A01.1"]),
        (Selection(query="ａ2.02"), ["A02.2"]),
        (Selection(query="j1"), ["J01"]),
        (Selection(query="J27"), ["J27"]),
        (Selection(query="国家安全"), ["D04.2"]),
        (Selection(query="招商"), ["A12.1", "J04"]),
        (Selection(query="gdp"), ["A01.1", "A02.1"]),
        (Selection(query="“菜篮子”"), ["D04.11"]),
        (Selection(units=("区商务委",)), ["A10.1", "A11.1", "A18.1", "B02.1", "C03.1"]),
        (Selection(units=("区招商投资局",)), ["A08.1", "A12.1", "J04"]),
        (Selection(units=("区服务业发展办",)), ["A08.1", "A12.1", "J04"]),
        (Selection(units=("区政府外办（区服务业发展办）",)), ["A08.1", "A12.1", "J04"]),
        (Selection(units=("区林业局", "区审计局")), ["A15.3", "C02.1", "D04.9"]),
        (Selection(section="B"), ["B01.1", "B02.1", "B03.1"]),
        (Selection(section="重点专项"), ["C01.1", "C02.1", "C03.1", "C04.1"]),
        (Selection(city="市医保局"), ["J23"]),
        (Selection(city="市水利局"), ["J19"]),
        (Selection(bonus=True), ["J01", "J02", "J03", "J04", "J09", "J12", "J20", "J27"]),
        (Selection(unassigned=True), ["C01.1", "C04.1", "D02.2", "D04.1"]),
        (Selection(kind="incentive", units=("区科技局",)), ["J10", "J11"]),
        (Selection(kind="criterion", units=("区科技局",)), ["A04.1"]),
        (Selection(kind="criterion", bonus=True), []),
    ],
)
def test_filters(tables: Tables, selection: Selection, expected: list[str]) -> None:
    assert ids(selection, tables) == expected


def test_without_filters_every_row_comes_in_order(tables: Tables) -> None:
    found = ids(Selection(), tables)
    assert len(found) == 58 + 27
    assert (found[0], found[57], found[58], found[-1]) == ("A01.1", "D04.14", "J01", "J27")


@pytest.mark.parametrize(
    ("selection", "suggests"),
    [
        (Selection(query="营商环景"), "营商环境"),
        (Selection(query="A99"), "A09"),
        (Selection(units=("区商务局",)), "区商务委"),
        (Selection(units=("区政府外办（区商务委）",)), "区政府外办"),
        (Selection(city="市发改委"), "市发展改革委"),
        (Selection(section="Z"), "B 群众主观感受"),
        (Selection(query=""), "kaohe list"),
    ],
)
def test_an_unknown_name_gets_the_nearest_suggested(
    tables: Tables, selection: Selection, suggests: str
) -> None:
    with pytest.raises(UnknownNameError, match=suggests):
        selection.rows(tables)


def test_the_weight_of_all_scored_rows_is_90(tables: Tables) -> None:
    assert points(sum((row.weight or Decimal(0) for row in Selection().rows(tables)), Decimal(0))) == "90"
