"""Ids and bookmark names stay unique when loops repeat what carries them."""

import pytest

from kaohe_cli.ooxml.template.template import Template
from tests.ooxml.builder import (
    all_of,
    bookmark,
    document,
    docx,
    lines,
    p,
    package,
    part,
    r,
    sdt,
    tbl,
    text_box,
    tr,
    value,
)

ITEMS = {"项们": [{"anchor": "A18.1", "子": [{"anchor": "m1"}, {}]}, {"anchor": "A18.2", "子": [{}]}]}
LOOP, END = p("{% for 项 in 项们 %}"), p("{% endfor %}")


def ids(data: bytes, *names: str, attribute: str = "id") -> list[str]:
    """The ids of these elements, in order."""
    return [value(node, attribute) for node in all_of(part(data), *names)]


def test_controls_drawings_and_bookmarks_in_a_loop() -> None:
    control = sdt(r("x"), properties="<w:id w:val='-5'/>")
    inside = p(bookmark("kh_x", r("标签"), 0), control, text_box(p(sdt(r("y"))), number=9))
    data = Template(docx(p(sdt(r("z"))), LOOP, inside, END, inside)).render(ITEMS)
    root = part(data)
    controls = [value(node) for node in root.iter("{*}id") if "sdtPr" in str(next(node.iterancestors()).tag)]
    drawings = [node.get("id") for node in root.iter("{*}docPr")]
    starts, ends = ids(data, "bookmarkStart"), ids(data, "bookmarkEnd")
    assert len(controls) == 10 == len(set(controls))
    assert controls[0] == "77"
    assert "-5" in controls
    assert len(drawings) == 3 == len(set(drawings))
    assert len(starts) == 3 == len(set(starts))
    assert starts == ends
    assert not [
        node for node in root.iter() if "paraId" in str(node.attrib) or "anchorId" in str(node.attrib)
    ]
    assert len([node for node in root.iter("{*}shape") if node.get("id")]) == 1


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ([LOOP, p(bookmark("kh_x", r("标签"))), END], ["kh_x_A18_1", "kh_x_A18_2"]),
        ([p(bookmark("kh_x", r("标签")))], ["kh_x"]),
        ([p("{% for 字 in [1, 2] %}"), p(bookmark("kh_x", r("标签"))), END], ["kh_x_1", "kh_x_2"]),
        (
            [LOOP, p("{% for 子 in 项.子 %}"), p(bookmark("k", r("标签"))), END, END],
            ["k_m1", "k_A18_1", "k_A18_2"],
        ),
        (
            [LOOP, p("{% for 字 in [1, 2] %}"), p(bookmark("k", r("标签"))), END, END],
            ["k_A18_1", "k_A18_1_2", "k_A18_2", "k_A18_2_2"],
        ),
        (
            [LOOP, p(bookmark("k" * 40, r("标签"))), END],
            ["k" * 34 + "_A18_1", "k" * 34 + "_A18_2"],
        ),
        ([p(bookmark("KH_X_A18_1", r("先"), 3)), LOOP, p(bookmark("kh_x", r("后"))), END], None),
        ([p(bookmark("_GoBack", r("光标")))], []),
    ],
)
def test_bookmark_names(content: list[str], names: list[str] | None) -> None:
    found = ids(Template(docx(*content)).render(ITEMS), "bookmarkStart", attribute="name")
    assert names is None or found == names
    assert len({name.lower() for name in found}) == len(found)
    assert all(len(name) <= 40 for name in found)


def test_names_cut_to_the_same_letters_stay_unique() -> None:
    items = {"项们": [{"anchor": "x" * 60 + str(number)} for number in range(12)]}
    found = ids(
        Template(docx(LOOP, p(bookmark("kh", r("标签"))), END)).render(items),
        "bookmarkStart",
        attribute="name",
    )
    assert len(set(found)) == 12
    assert all(len(name) <= 40 for name in found)


def test_an_anchor_in_chinese_becomes_underscores() -> None:
    items = {"项们": [{"anchor": "甲"}, {"anchor": "乙"}]}
    found = ids(
        Template(docx(LOOP, p(bookmark("k", r("标签"))), END)).render(items),
        "bookmarkStart",
        attribute="name",
    )
    assert found == ["k__", "k___2"]


@pytest.mark.parametrize(
    "content",
    [
        ['<w:bookmarkStart w:id="1" w:name="a"/>', LOOP, p("x", '<w:bookmarkEnd w:id="1"/>'), END],
        [LOOP, p('<w:bookmarkStart w:id="1" w:name="a"/>', "x"), END, p('<w:bookmarkEnd w:id="1"/>')],
        [p("{% for 项 in 项们 %}", '<w:bookmarkStart w:id="1" w:name="a"/>'), p("x"), END],
        [
            p("{% if 项们 %}", bookmark("a", r("{# #}"))),
            p("{% else %}"),
            p('<w:bookmarkEnd w:id="8"/>'),
            p("{% endif %}"),
        ],
        [p(bookmark("a", r("x"), 0)), p(bookmark("b", r("x"), 0)), p('<w:bookmarkEnd w:id="0"/>')],
    ],
    ids=[
        "ends in a loop",
        "starts in a loop",
        "in a vanishing paragraph",
        "an end without a start",
        "same ids",
    ],
)
def test_every_bookmark_that_starts_ends_once(content: list[str]) -> None:
    data = Template(docx(*content)).render(ITEMS)
    starts, ends = ids(data, "bookmarkStart"), ids(data, "bookmarkEnd")
    assert sorted(starts) == sorted(ends)
    assert len(starts) == len(set(starts)) > 0


def test_the_same_control_id_twice_in_the_template_is_mended() -> None:
    data = Template(docx(p(sdt(r("x"))), p(sdt(r("{{ 1 }}"))))).render({})
    assert len(set(ids(data, "id", attribute="val"))) == 2


def test_a_reviewers_comment_is_not_repeated() -> None:
    noted = p('<w:commentRangeStart w:id="1"/>', "x", '<w:commentRangeEnd w:id="1"/>')
    data = Template(docx(noted, LOOP, noted, END)).render(ITEMS)
    assert len(all_of(part(data), "commentRangeStart", "commentRangeEnd")) == 2


def test_ids_are_unique_over_all_parts() -> None:
    header = document(tbl(tr("{% for 项 in 项们 %}x", "y{% endfor %}")), LOOP, p(sdt(r("x"))), END)
    header = header.replace("w:document", "w:hdr").replace("<w:body>", "").replace("</w:body>", "")
    data = Template(
        package(document(LOOP, p(sdt(r("x"))), END), {"word/h.xml": header}, kinds={"h.xml": "header"})
    ).render(ITEMS)
    found = ids(data, "id", attribute="val")
    found += [value(node) for node in all_of(part(data, "word/h.xml"), "id")]
    assert len(found) == 4 == len(set(found))
    assert lines(data, "word/h.xml") == ["x", "y", "x", "y", "x", "x"]
