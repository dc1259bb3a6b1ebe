"""What kaohe drafted comes back whole, whatever was done to it."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from lxml import etree

from kaohe_cli.forms.rounds import Round
from tests.collecting.reading.comparing import differences, report_of
from tests.collecting.reading.drafting import complete, control, draft, edited, entries, filled, type_into
from tests.collecting.reading.typing_in_office import Action, Office, place
from tests.conftest import Outcome
from tests.ooxml.builder import W

Kaohe = Callable[..., Outcome]
UNIT = "区住房城乡建委"
"""Scored metrics, unscored rows and an incentive."""
_W = f"{{{W}}}"


@pytest.fixture(scope="module")
def values() -> dict[str, dict[str, Any]]:
    return complete(UNIT)


@pytest.fixture(scope="module")
def document(values: Mapping[str, Mapping[str, Any]]) -> bytes:
    return filled(draft(UNIT), values)


def collect(kaohe: Kaohe, folder: Path, data: bytes, name: str = "回收.docx") -> Outcome:
    """Collects a file in a workspace."""
    (folder / name).write_bytes(data)
    return kaohe("collect", folder / name)


def must_be(folder: Path, expected: Mapping[str, Mapping[str, Any]], unit: str = UNIT) -> None:
    """Asserts that a unit's report says exactly this."""
    assert differences(folder, report_of(folder, unit), expected) == []


def leftovers(folder: Path) -> list[str]:
    """The files with texts that no field claimed."""
    return sorted(path.name for path in (folder / "data" / "reports").rglob("returned/*/*.txt"))


def test_filled_by_machine(
    kaohe: Kaohe, workspace: Path, document: bytes, values: Mapping[str, Mapping[str, Any]]
) -> None:
    outcome = collect(kaohe, workspace, document)
    must_be(workspace, values)
    assert leftovers(workspace) == []
    assert outcome.code == 0, outcome.err


def test_an_untouched_draft_changes_nothing(kaohe: Kaohe, workspace: Path, document: bytes) -> None:
    collect(kaohe, workspace, document)
    path = workspace / "data" / "reports" / "2021-10" / f"{UNIT}.yaml"
    before = path.read_text("utf-8").partition("entries:")[2]
    assert kaohe("draft", "--unit", UNIT).code == 0
    kaohe("collect", workspace / "drafts" / "2021" / f"{UNIT}.docx")
    assert path.read_text("utf-8").partition("entries:")[2] == before


def test_draft_collect_draft_is_stable(kaohe: Kaohe, workspace: Path, document: bytes) -> None:
    collect(kaohe, workspace, document)
    made = workspace / "drafts" / "2021" / f"{UNIT}.docx"
    assert kaohe("draft", "--unit", UNIT).code == 0
    first = made.read_bytes()
    kaohe("collect", made)
    made.unlink()
    assert kaohe("draft", "--unit", UNIT).code == 0
    assert made.read_bytes() == first


def test_collecting_twice_changes_nothing(kaohe: Kaohe, workspace: Path, document: bytes) -> None:
    collect(kaohe, workspace, document)
    path = workspace / "data" / "reports" / "2021-10" / f"{UNIT}.yaml"
    before = path.read_bytes()
    collect(kaohe, workspace, document)
    assert path.read_bytes() == before


def test_python_docx_rewrites_it(
    kaohe: Kaohe, workspace: Path, document: bytes, values: Mapping[str, Mapping[str, Any]]
) -> None:
    buffer = BytesIO()
    python_docx.Document(BytesIO(document)).save(buffer)
    collect(kaohe, workspace, buffer.getvalue())
    must_be(workspace, values)


def without(*names: str) -> Callable[[etree._Element], None]:
    """Takes all elements of these names away, leaving what is inside."""

    def strip(root: etree._Element) -> None:
        etree.strip_tags(root, *(f"{_W}{name}" for name in names))

    return strip


@pytest.mark.parametrize(
    "gone",
    [
        ("tag",),
        ("bookmarkStart", "bookmarkEnd"),
        ("sdt", "sdtContent"),
        ("sdt", "sdtContent", "bookmarkStart"),
    ],
    ids=str,
)
def test_one_way_of_finding_a_field_is_enough(
    kaohe: Kaohe,
    workspace: Path,
    document: bytes,
    values: Mapping[str, Mapping[str, Any]],
    gone: tuple[str, ...],
) -> None:
    def bare(root: etree._Element) -> None:
        if "sdt" in gone:
            for properties in list(root.iter(f"{_W}sdtPr")):
                parent = properties.getparent()
                assert parent is not None
                parent.remove(properties)
        without(*gone)(root)

    collect(kaohe, workspace, edited(document, bare))
    must_be(workspace, values)
    assert leftovers(workspace) == []


def test_an_empty_draft_has_no_values(kaohe: Kaohe, workspace: Path) -> None:
    outcome = collect(kaohe, workspace, draft(UNIT))
    must_be(workspace, {})
    assert "没有人填写过" in outcome.err


def test_a_draft_of_another_month(
    kaohe: Kaohe, workspace: Path, values: Mapping[str, Mapping[str, Any]]
) -> None:
    collect(kaohe, workspace, filled(draft(UNIT, through_month=6), values))
    report = report_of(workspace, UNIT, Round(2021, 6))
    assert report is not None
    assert report.through_month == 6


@pytest.mark.parametrize(
    "text", ["第一段\n第二段", "一是甲；\n二是乙。", "  首尾空格  ", "2. 自评得分：见下"]
)
def test_texts_stay_as_they_are(kaohe: Kaohe, workspace: Path, text: str) -> None:
    row = entries(UNIT)[0].id
    collect(kaohe, workspace, filled(draft(UNIT), {row: {"progress/situation": text}}))
    report = report_of(workspace, UNIT)
    assert report is not None
    found = report.entries[row]["progress/situation"]
    assert isinstance(found, str)
    assert found.strip() == text.strip()


def test_where_tag_and_label_disagree_it_says_so(
    kaohe: Kaohe, workspace: Path, document: bytes, values: Mapping[str, Mapping[str, Any]]
) -> None:
    """Two controls were pasted over each other: the tag says score, the label says rank."""
    row = entries(UNIT)[0].id

    def swap(root: etree._Element) -> None:
        score, rank = control(root, row, "progress/self_score"), control(root, row, "progress/self_rank")
        tags = [next(iter(one.iter(f"{_W}tag"))) for one in (score, rank)]
        names = [tag.get(f"{_W}val", "") for tag in tags]
        for tag, name in zip(tags, reversed(names), strict=True):
            tag.set(f"{_W}val", name)

    outcome = collect(kaohe, workspace, edited(document, swap))
    assert outcome.code == 1
    assert "自评得分" in outcome.err


def test_a_control_that_was_deleted_leaves_the_value_typed_in_its_place(
    kaohe: Kaohe, workspace: Path, document: bytes, values: Mapping[str, Mapping[str, Any]]
) -> None:
    row = entries(UNIT)[0].id

    def delete(root: etree._Element) -> None:
        whole = control(root, row, "progress/situation")
        parent = whole.getparent()
        assert parent is not None
        run = etree.Element(f"{_W}r")
        etree.SubElement(run, f"{_W}t").text = "直接打的字"
        parent.replace(whole, run)

    collect(kaohe, workspace, edited(document, delete))
    must_be(workspace, {**values, row: {**values[row], "progress/situation": "直接打的字"}})


def test_a_placeholder_flag_over_real_text_is_no_placeholder(kaohe: Kaohe, workspace: Path) -> None:
    row = entries(UNIT)[0].id

    def fill(root: etree._Element) -> None:
        whole = control(root, row, "problems")
        type_into(whole, "有缺口")
        properties = whole.find(f"{_W}sdtPr")
        assert properties is not None
        etree.SubElement(properties, f"{_W}showingPlcHdr")

    collect(kaohe, workspace, edited(draft(UNIT), fill))
    must_be(workspace, {row: {"problems": "有缺口"}})


# --- after LibreOffice ----------------------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "passes", [("docx",), ("odt",), ("doc",), ("docx", "odt", "doc", "docx")], ids="→".join
)
def test_after_a_pass_through_libreoffice(
    kaohe: Kaohe,
    workspace: Path,
    typing_office: Office,
    document: bytes,
    values: Mapping[str, Mapping[str, Any]],
    passes: tuple[str, ...],
) -> None:
    path = workspace / "0.docx"
    path.write_bytes(document)
    for number, suffix in enumerate(passes, 1):
        saved = workspace / f"{number}.{suffix}"
        typing_office.type(path, [], saved)
        path = saved
    outcome = kaohe("collect", path)
    must_be(workspace, values)
    assert leftovers(workspace) == []
    assert outcome.code == 0, outcome.err


ROW, SECOND = entries(UNIT)[:2]
SITUATION = place(ROW.title, ROW.form, "progress/situation")
SCORE = place(ROW.title, ROW.form, "progress/self_score")
RANK = place(ROW.title, ROW.form, "progress/self_rank")
PROBLEMS = place(ROW.title, ROW.form, "problems")
LEADER, NAME, MOBILE = (
    place(ROW.title, ROW.form, path) for path in ("leader", "contact/name", "contact/mobile")
)
TYPED = {"progress/situation": "甲项目已开工", "progress/self_score": 0.3, "progress/self_rank": "第3名"}
FILL: list[Action] = [
    {"do": "fill", "at": SITUATION, "text": "甲项目已开工"},
    {"do": "fill", "at": SCORE, "text": "0.3"},
    {"do": "fill", "at": RANK, "text": "第3名"},
]

SAID: dict[str, tuple[list[Action], dict[str, Any]]] = {
    "填写": (FILL, TYPED),
    "填写责任人": (
        [
            {"do": "fill", "at": MOBILE, "text": "13800000000"},
            {"do": "fill", "at": NAME, "text": "李四"},
            {"do": "fill", "at": LEADER, "text": "张三"},
        ],
        {"leader": "张三", "contact/name": "李四", "contact/mobile": "13800000000"},
    ),
    "控件内回车": (
        [{"do": "fill", "at": SITUATION, "text": "第一行\n第二行"}],
        {"progress/situation": "第一行\n第二行"},
    ),
    "控件内分段": (
        [{"do": "fill", "at": SITUATION, "text": "第一段\n第二段", "enter": ".uno:InsertPara"}],
        {"progress/situation": "第一段\n第二段"},
    ),
    "控件内接着打": ([*FILL, {"do": "append", "at": SCORE, "text": "分"}], TYPED),
    "控件后接着打": (
        [*FILL, {"do": "type_after", "at": SITUATION, "text": "，乙项目已完工"}],
        {**TYPED, "progress/situation": "甲项目已开工，乙项目已完工"},
    ),
    "句号后另起一段": (
        [*FILL, {"do": "type_at_end", "at": SITUATION, "text": "\n乙项目已完工。"}],
        {**TYPED, "progress/situation": "甲项目已开工。\n乙项目已完工。"},
    ),
    "删掉控件重打": (
        [*FILL, {"do": "delete_control", "at": SITUATION, "text": "重新打的"}],
        {**TYPED, "progress/situation": "重新打的"},
    ),
    "删掉标签": ([*FILL, {"do": "delete_label", "at": RANK}], TYPED),
    "整段重打": (
        [*FILL, {"do": "retype_paragraph", "at": SITUATION, "text": "1．基本情况：重新打的。"}],
        {**TYPED, "progress/situation": "重新打的"},
    ),
    "修订": (
        [*FILL, {"do": "record"}, {"do": "fill", "at": SITUATION, "text": "修订后的"}],
        {**TYPED, "progress/situation": "修订后的"},
    ),
    "修订中填写": ([{"do": "record"}, *FILL], TYPED),
    "粘贴两遍": ([*FILL, {"do": "paste_twice", "at": RANK}], TYPED),
}


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["docx", "odt", "doc"])
@pytest.mark.parametrize("name", SAID)
def test_after_somebody_typed_into_it(
    kaohe: Kaohe, workspace: Path, typing_office: Office, name: str, suffix: str
) -> None:
    actions, expected = SAID[name]
    empty, saved = workspace / "draft.docx", workspace / f"交回.{suffix}"
    empty.write_bytes(draft(UNIT))
    typing_office.type(empty, actions, saved)
    kaohe("collect", saved)
    must_be(workspace, {ROW.id: expected})


@pytest.mark.libreoffice
def test_a_whole_row_copied_and_pasted(kaohe: Kaohe, workspace: Path, typing_office: Office) -> None:
    empty, saved = workspace / "draft.docx", workspace / "交回.docx"
    empty.write_bytes(draft(UNIT))
    actions = [*FILL, {"do": "copy_item", "item": ROW.title, "until": SECOND.title}]
    typing_office.type(empty, actions, saved)
    kaohe("collect", saved)
    must_be(workspace, {ROW.id: TYPED})
