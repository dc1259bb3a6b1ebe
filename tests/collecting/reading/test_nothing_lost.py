"""Whatever people do to a filled form: each piece of it is a value of its own field, or is told."""

import re
from functools import cache
from typing import Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kaohe_cli.collecting.reading import ReturnedForm
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.ooxml.reading.reading import read_content
from tests.collecting.reading import mutating
from tests.collecting.reading.drafting import Edit, draft, edited, entries, filled
from tests.collecting.reading.mutating import SECTIONS, deleted, each, heading_deleted, swapped, told_apart
from tests.collecting.reading.test_random_texts import reader
from tests.ooxml.printed_form import document_xml

UNITS: Final = ("区商务委", "区住房城乡建委", "区规划自然资源局")
TYPED: Final = ("另附说明丙", "（具体见附表丁）", "13900000999", "；戊同志")
_LABEL: Final = re.compile("基本情况|自评得分|自评排名|责任领导|责任人|联系电话|经办处室|是否完成|责任单位")
KEPT: Final[dict[str, tuple[Edit, ...]]] = {
    "as Word leaves it": (),
    "without tags": (mutating.without_tags,),
    "without controls": (mutating.without_controls,),
    "without bookmarks": (mutating.without_marks,),
    "plain": (mutating.plain,),
}
_GROUPS: Final = {
    "（二）": ("progress/",),
    "（三）": ("forecast/",),
    "（四）": ("problems",),
    "（五）": ("city_liaison/",),
    "（六）": ("leader", "contact/"),
}


@cache
def document(unit: str) -> bytes:
    return filled(draft(unit), told_apart(entries(unit)))


def read(data: bytes) -> ReturnedForm:
    package = open_package(data)
    (form,) = reader().read(read_content(package), read_properties(package), "交回.docx")
    return form


def _of(number: str, row: str, key: str) -> bool:
    if row.startswith("J") and number == "（二）":
        return key == "progress/situation"
    return key.startswith(_GROUPS[number])


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("number", SECTIONS[1:])
def test_a_section_that_was_deleted_is_empty_and_every_other_is_whole(kept: str, number: str) -> None:
    for unit in UNITS[:2]:
        form = read(edited(document(unit), deleted(number), *KEPT[kept]))
        for row, key, value in each(told_apart(entries(unit))):
            found = form.rows[row].values.get(key)
            assert found is None if _of(number, row, key) else str(found) == value, (row, key)
            assert (key in form.rows[row].shown) == (not _of(number, row, key)), (row, key)
        assert form.unclaimed == []
        assert not [remark for remark in form.remarks if remark.severity == "error"]


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize(
    "pair", [("（二）", "（三）"), ("（五）", "（六）"), ("（二）", "（六）")], ids="".join
)
def test_sections_in_another_order_say_the_same(kept: str, pair: tuple[str, str]) -> None:
    for unit in UNITS[:2]:
        form = read(edited(document(unit), swapped(*pair), *KEPT[kept]))
        for row, key, value in each(told_apart(entries(unit))):
            assert str(form.rows[row].values.get(key)) == value, (row, key)
        assert form.unclaimed == []


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("number", ["（二）", "（三）", "（五）", "（六）"])
def test_a_heading_that_was_deleted_is_known_by_its_place(kept: str, number: str) -> None:
    form = read(edited(document(UNITS[0]), heading_deleted(number), *KEPT[kept]))
    for row, key, value in each(told_apart(entries(UNITS[0]))):
        assert str(form.rows[row].values.get(key)) == value, (row, key)
    if kept == "plain":
        assert any(f"没有“{number}" in remark.message for remark in form.remarks)


at = st.integers(0, 400)
mutations = st.one_of(
    st.sampled_from(SECTIONS[1:]).map(deleted),
    st.sampled_from(SECTIONS[1:]).map(heading_deleted),
    st.tuples(st.sampled_from(SECTIONS[1:]), st.sampled_from(SECTIONS[1:])).map(lambda two: swapped(*two)),
    at.map(mutating.line_deleted),
    at.map(mutating.lines_swapped),
    at.map(mutating.merged),
    at.map(mutating.reworded),
    at.map(mutating.pasted_twice),
    st.tuples(at, at).map(lambda two: mutating.bookmark_moved(*two)),
    st.tuples(at, st.sampled_from(TYPED), st.booleans()).map(
        lambda three: mutating.typed(three[0], three[1], behind=three[2])
    ),
)


@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    unit=st.sampled_from(UNITS),
    changes=st.lists(mutations, min_size=1, max_size=3),
    kept=st.sampled_from(sorted(KEPT)),
)
def test_every_piece_is_a_value_of_its_own_field_or_is_told(
    unit: str, changes: list[Edit], kept: str
) -> None:
    data = edited(document(unit), *changes, *KEPT[kept])
    stands = mutating.shown(document_xml(data))
    form = read(data)
    told = "\n".join([*(one.text for one in form.unclaimed), *(one.message for one in form.remarks)])
    stored = {
        (row.row_id, key): str(value) for row in form.rows.values() for key, value in row.values.items()
    }
    for row, key, value in each(told_apart(entries(unit))):
        if value not in stands or value in {"是", "否"}:
            continue
        own = stored.get((row, key), "")
        assert value in own or value in told, (row, key, value, own)
        others = [place for place, other in stored.items() if value in other and place != (row, key)]
        assert not others, (row, key, value, others)
    for words in TYPED:
        bare = words.strip("（）；")
        if bare in stands:
            assert bare in told or any(bare in value for value in stored.values()), words
    for place, value in stored.items():
        assert not _LABEL.search(value), (place, value)


def test_a_lone_label_belongs_to_the_section_that_marks_show_to_be_there() -> None:
    """Its heading is deleted and its own mark moved away; the marks of its neighbours stand."""
    data = edited(
        document("区商务委"),
        heading_deleted("（五）"),
        mutating.bookmark_moved(366, 194),
        *KEPT["without controls"],
    )
    form = read(data)
    (value,) = (
        value
        for row, key, value in each(told_apart(entries("区商务委")))
        if (row, key) == ("A18.1", "city_liaison/leader")
    )
    assert form.rows["A18.1"].values["city_liaison/leader"] == value
    assert "分管领导" not in str(form.rows["A18.1"].values["problems"])
