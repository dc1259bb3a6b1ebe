"""What changed between two states of the tables."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.comparing.changes import Comparison, RowChange, compare
from kaohe_cli.comparing.fields import ListChange, TextChange, ValueChange
from kaohe_cli.query.rows import CriterionRow
from tests.comparing.tables import Data, criterion, indicator, renumber, shipped, tables


def changed_by(change: Callable[[Data], object]) -> Comparison:
    """Compares the shipped tables with themselves after a change."""
    data = shipped()
    change(data)
    return compare(tables(shipped()), tables(data))


def only_row(comparison: Comparison) -> RowChange[CriterionRow]:
    assert comparison.criteria is not None
    (row,) = comparison.criteria.changed
    return row


def test_nothing_changed() -> None:
    comparison = compare(tables(shipped()), tables(shipped()))
    assert not comparison.changed
    assert comparison.criteria is not None
    assert (comparison.criteria.before, comparison.criteria.after) == (58, 58)


def test_a_row_added_shifts_the_others_and_moves_none() -> None:
    def change(data: Data) -> None:
        section = data["indicators"]["sections"][0]
        row = {"id": "A03.1", "weight": 2, "units": ["区教委"], "content": "全新考核内容甲乙丙丁戊己"}
        section["indicators"].insert(2, {"id": "A03", "name": "数字乡村", "criteria": [row]})
        renumber(data)

    comparison = changed_by(change)
    assert comparison.criteria is not None
    (added,) = comparison.criteria.added
    assert (added.id, comparison.criteria.dropped) == ("A03.1", ())
    places = {one.place.kind for one in comparison.criteria.changed if one.place}
    assert places == {"number"}
    assert len(comparison.criteria.changed) == 30
    (load,) = comparison.loads
    assert (load.body, load.after.led - load.before.led) == ("区教委", 1)
    assert load.after.weight - load.before.weight == 2
    assert comparison.sections[0].after is not None
    assert comparison.sections[0].after.weight_sum == 92


def test_a_row_moved_past_others_is_told_from_those_it_passed() -> None:
    def change(data: Data) -> None:
        indicators = data["indicators"]["sections"][0]["indicators"]
        indicators.insert(0, indicators.pop(12))
        renumber(data)

    comparison = changed_by(change)
    assert comparison.criteria is not None
    moved = [one for one in comparison.criteria.changed if one.place and one.place.kind == "order"]
    assert [(one.old.id, one.new.id) for one in moved] == [("A13.1", "A01.1")]


def test_rows_that_change_places_are_told_even_where_an_id_stays() -> None:
    def change(data: Data) -> None:
        indicators = data["indicators"]["sections"][0]["indicators"]
        indicators[17], indicators[18] = indicators[18], indicators[17]
        del indicators[0]
        renumber(data)

    comparison = changed_by(change)
    assert comparison.criteria is not None
    moved = [one for one in comparison.criteria.changed if one.place and one.place.kind == "order"]
    assert len(moved) == 1
    assert moved[0].old.id in ("A18.1", "A19.1")


def test_a_row_in_another_section() -> None:
    def change(data: Data) -> None:
        sections = data["indicators"]["sections"]
        moved = sections[0]["indicators"].pop(3)
        sections[2]["indicators"].append(moved)
        renumber(data)

    comparison = changed_by(change)
    assert comparison.criteria is not None
    (moved,) = [one for one in comparison.criteria.changed if one.place and one.place.kind == "section"]
    assert (moved.old.id, moved.new.section.id) == ("A04.1", "C")
    assert not comparison.criteria.added


def test_name_weight_and_text() -> None:
    def change(data: Data) -> None:
        indicator(data, "A04")["name"] = "科技创新工作质效"
        row = criterion(data, "A04.1")
        row |= {"weight": Decimal("6.5"), "content": row["content"] + "，以及新产品"}

    row = only_row(changed_by(change))
    assert {field.field for field in row.fields} == {"name", "weight", "content"}
    assert 0.6 < row.score < 1
    (weight,) = [field for field in row.fields if isinstance(field, ValueChange)]
    assert (weight.before, weight.after) == (7, Decimal("6.5"))
    content = next(
        field for field in row.fields if isinstance(field, TextChange) and field.field == "content"
    )
    assert [piece for piece in content.pieces if piece.kind == "added"] == [("added", "，以及新产品")]


def test_who_is_responsible() -> None:
    row = only_row(changed_by(lambda data: criterion(data, "A02.1").update(units=["区工商联", "区教委"])))
    assert row.units is not None
    assert row.units.added == ("区教委",)
    assert row.units.dropped == ("区发展改革委",)
    assert row.units.lead == ("区发展改革委", "区工商联")
    assert not row.fields


def test_another_wording_of_the_same_body_is_no_reassignment() -> None:
    comparison = changed_by(lambda data: criterion(data, "J04").update(units=["区政府外办"]))
    assert comparison.incentives is not None
    (row,) = comparison.incentives.changed
    assert row.units is not None
    assert row.units.reworded
    assert not row.units.reassigned
    assert not comparison.loads


def test_a_body_renamed_in_the_registry_is_the_same_body() -> None:
    def change(data: Data) -> None:
        for row in data["units"]["units"]:
            if row["name"] == "区科技局":
                row |= {"name": "区科技创新局", "aliases": ["区科技局"]}
        criterion(data, "A04.1")["units"] = ["区科技创新局"]

    comparison = changed_by(change)
    assert [(one.before, one.after) for one in comparison.registry.renamed] == [("区科技局", "区科技创新局")]
    assert not comparison.registry.added + comparison.registry.dropped
    assert not comparison.loads
    row = only_row(comparison)
    assert row.units is not None
    assert not row.units.reassigned


def test_a_body_merged_into_another_takes_its_rows_along() -> None:
    def change(data: Data) -> None:
        units = data["units"]["units"]
        units[:] = [unit for unit in units if unit["name"] != "区工商联"]
        next(unit for unit in units if unit["name"] == "区市场监管局")["aliases"] = ["区工商联"]

    comparison = changed_by(change)
    assert [(one.before, one.after) for one in comparison.registry.merged] == [("区工商联", "区市场监管局")]
    assert comparison.criteria is not None
    assert not comparison.criteria.changed


def test_a_rename_that_the_registry_does_not_tell_is_suspected() -> None:
    def change(data: Data) -> None:
        for unit in data["units"]["units"]:
            if unit["name"] == "区商务委":
                unit["name"] = "区商务局"
        rows = [
            row
            for section in data["indicators"]["sections"]
            for one in section["indicators"]
            for row in one["criteria"]
        ]
        for row in (*rows, *data["incentives"]["incentives"]):
            row["units"] = ["区商务局" if unit == "区商务委" else unit for unit in row["units"]]

    comparison = changed_by(change)
    assert [(one.before, one.after) for one in comparison.likely_renamed] == [("区商务委", "区商务局")]
    assert {load.body for load in comparison.loads} == {"区商务委", "区商务局"}


def test_a_collective_resolved() -> None:
    row_id = "C01.1"
    change = {"resolved": {"区级有关部门": ["区商务委", "区教委"]}}
    comparison = changed_by(lambda data: criterion(data, row_id).update(change))
    row = only_row(comparison)
    assert row.units is not None
    (resolved,) = row.units.resolved
    assert (resolved.collective, resolved.after) == ("区级有关部门", ("区商务委", "区教委"))
    assert not row.units.added
    assert {load.body for load in comparison.loads} == {"区商务委", "区教委"}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("city_lead", ["市教委"], ListChange),
        ("city_support", ["市教委"], ListChange),
        ("eligible", ["区县"], ListChange),
        ("rewards", ["政策支持"], ListChange),
        ("bonus_points", False, ValueChange),
        ("measure", "对工作成效明显的区县予以奖励。", TextChange),
        ("title", "另一个名称", TextChange),
    ],
)
def test_every_field_of_an_incentive(field: str, value: object, kind: type) -> None:
    comparison = changed_by(lambda data: criterion(data, "J02").update({field: value}))
    assert comparison.incentives is not None
    (row,) = comparison.incentives.changed
    (found,) = row.fields
    assert isinstance(found, kind)
    assert found.field == ("name" if field == "title" else field)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("indicators", "year", 2022),
        ("indicators", "title", "别的标题"),
        ("indicators", "heading", "别的标题"),
        ("indicators", "report_due", "2021-11-15"),
        ("incentives", "document", "渝府办发〔2022〕1号"),
        ("incentives", "issued", "2021-08-12"),
        ("incentives", "published", "2021-08-22"),
        ("incentives", "replaces", "渝府办发〔2019〕1号"),
        ("incentives", "issuer", "某办公厅"),
        ("incentives", "document_title", "别的标题"),
        ("incentives", "timeline", []),
    ],
)
def test_facts_of_a_table(table: str, field: str, value: object) -> None:
    (fact,) = changed_by(lambda data: data[table].update({field: value})).facts
    assert (fact.table, fact.change.field) == (table, field)


def test_a_step_of_the_timeline() -> None:
    comparison = changed_by(lambda data: data["incentives"]["timeline"][1].update(due="2022-02-10"))
    (fact,) = comparison.facts
    assert (fact.step, fact.change.field) == ("区县申报", "due")


def test_sections_are_known_by_their_rows_when_the_title_changes() -> None:
    comparison = changed_by(lambda data: data["indicators"]["sections"][1].update(title="公众评价"))
    (pair,) = [pair for pair in comparison.sections if pair.fields]
    assert pair.before is not None
    assert pair.before.title == "群众主观感受"
    assert comparison.criteria is not None
    assert not comparison.criteria.changed


def test_names_of_bodies_collectives_and_departments() -> None:
    def change(data: Data) -> None:
        units = data["units"]
        next(unit for unit in units["units"] if unit["name"] == "区教委")["aliases"] = ["区委教育工委"]
        units["units"].append({"name": "区测试局"})
        units["collectives"].append({"name": "各测试单位"})
        units["city_departments"].append({"name": "市测试局"})

    registry = changed_by(change).registry
    assert registry.added == ("区测试局",)
    assert registry.collectives_added == ("各测试单位",)
    assert registry.city_added == ("市测试局",)
    assert [(one.body, one.added) for one in registry.names] == [("区教委", ("区委教育工委",))]


# Random edits: each marks a row in a way that can be counted afterwards.


def _drop(data: Data, row_id: str) -> None:
    for section in data["indicators"]["sections"]:
        for one in list(section["indicators"]):
            one["criteria"] = [row for row in one["criteria"] if row["id"] != row_id]
            if not one["criteria"]:
                section["indicators"].remove(one)


EDITS: dict[str, Callable[[Data, str], object]] = {
    "weight": lambda data, row_id: criterion(data, row_id).update(weight=Decimal("0.25")),
    "content": lambda data, row_id: criterion(data, row_id).update(
        content=criterion(data, row_id)["content"] + "（试行）"
    ),
    "units": lambda data, row_id: criterion(data, row_id)["units"].append("区测试局"),
    "metrics": lambda data, row_id: criterion(data, row_id).update(metrics=["测试量"]),
    "dropped": _drop,
}
IDS = [
    row["id"]
    for section in shipped()["indicators"]["sections"]
    for one in section["indicators"]
    for row in one["criteria"]
]


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(sorted(EDITS)), max_size=12), st.randoms())
@settings(max_examples=80)
def test_exactly_the_edits_are_found(edits: dict[str, str], chance: random.Random) -> None:
    data = shipped()
    order = list(edits)
    chance.shuffle(order)
    for row_id in order:
        EDITS[edits[row_id]](data, row_id)
    renumber(data)
    old, new = tables(shipped()), tables(data)
    comparison = compare(old, new)
    assert comparison.criteria is not None
    found = {row.id: "dropped" for row in comparison.criteria.dropped}
    for row in comparison.criteria.changed:
        kinds = {field.field for field in row.fields} | ({"units"} if row.units else set())
        found |= dict.fromkeys([row.old.id] if kinds else [], "".join(kinds))
        assert row.place is None or row.place.kind == "number"
    assert found == edits
    assert not comparison.criteria.added
    assert comparison.changed == bool(edits)
    back = compare(new, old)
    assert back.criteria is not None
    assert len(back.criteria.added) == len(comparison.criteria.dropped)
    assert len(back.criteria.changed) == len(comparison.criteria.changed)
    assert {load.body for load in back.loads} == {load.body for load in comparison.loads}


def test_rows_are_matched_across_years_whatever_the_order() -> None:
    data, chance = shipped(), random.Random(3)  # noqa: S311
    for section in data["indicators"]["sections"]:
        chance.shuffle(section["indicators"])
    chance.shuffle(data["incentives"]["incentives"])
    renumber(data)
    comparison = compare(tables(shipped()), tables(data))
    assert comparison.criteria is not None
    assert comparison.incentives is not None
    for rows in (comparison.criteria, comparison.incentives):
        assert not rows.added
        assert not rows.dropped
        assert all(row.place and not row.fields and not row.units for row in rows.changed)
