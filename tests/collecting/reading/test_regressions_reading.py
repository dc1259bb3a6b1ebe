"""What collecting once got wrong within a file: words lost, values misplaced, numbers shown, minutes spent."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from kaohe_cli.forms.reports import Report
from tests.conftest import Outcome
from tests.measuring import cpu_seconds
from tests.ooxml.builder import W

from .builder import SCORED_TITLE, document, docx, package, replaced, scored, unscored
from .comparing import differences, report_of
from .corpus.values import A18, B02, RETAIL, SURVEY
from .drafting import draft, edited, filled

Kaohe = Callable[..., Outcome]
UNIT = "区商务委"
FORM = scored(f"一、{A18}", RETAIL, marks="3")
OWN_WORDS = "独有文字甲乙丙"
_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="kaohe_year">'
    "<vt:lpwstr>{}</vt:lpwstr></property></Properties>"
)
_CUSTOM_RELATION = (
    '<Relationship Id="rId2" Target="docProps/custom.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"/>'
)


def collect(kaohe: Kaohe, folder: Path, *lines: str, name: str = "交回.docx") -> Outcome:
    """Collects a file with these lines in a workspace."""
    (folder / name).write_bytes(docx(*lines))
    return kaohe("collect", folder / name)


def report(folder: Path) -> Report:
    found = report_of(folder, UNIT)
    assert found is not None
    return found


def leftovers(folder: Path) -> str:
    """What is saved as claimed by no field."""
    return "".join(path.read_text("utf-8") for path in (folder / "data" / "reports").rglob("*.txt"))


def _position(start: str, after: int = 0) -> int:
    return next(number for number, line in enumerate(FORM) if number >= after and line.startswith(start))


SECOND, THIRD = _position("（二）"), _position("（三）")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*FORM[:SECOND], f"{OWN_WORDS}，进展顺利。", *FORM[SECOND + 2 :]], id="no heading"),
        pytest.param(replaced(FORM, "区商务委。", f"区商务委。{OWN_WORDS}。"), id="behind the unit"),
        pytest.param([f"关于延期的说明：{OWN_WORDS}报送材料", *FORM], id="above the form"),
    ],
)
def test_nothing_that_was_typed_is_lost(kaohe: Kaohe, workspace: Path, lines: list[str]) -> None:
    done = collect(kaohe, workspace, *lines)
    assert OWN_WORDS in leftovers(workspace)
    assert OWN_WORDS in done.err
    assert done.code == 1


def test_a_heading_in_other_words_is_known_by_its_number(kaohe: Kaohe, workspace: Path) -> None:
    """What stands under it is kept, and how it was read is said."""
    done = collect(kaohe, workspace, *FORM[:SECOND], "（二）目前工作进展", *FORM[SECOND + 1 :])
    assert differences(workspace, report_of(workspace, UNIT), {"A18.1": RETAIL}) == []
    assert "（二）目前工作进展" in done.err
    lines = [*FORM[:SECOND], "（二）目前工作进展", f"一是{OWN_WORDS}。", *FORM[SECOND + 2 :]]
    done = collect(kaohe, workspace, *lines, name="又一份.docx")
    assert report(workspace).entries["A18.1"]["progress/situation"] == f"一是{OWN_WORDS}"
    assert "把标题下面的文字读作基本情况" in done.err


def test_a_signature_behind_the_form_is_no_part_of_the_phone_number(kaohe: Kaohe, workspace: Path) -> None:
    collect(kaohe, workspace, *SCORED_TITLE, *FORM, "区商务委（盖章）", "2021年11月8日")
    assert differences(workspace, report_of(workspace, UNIT), {"A18.1": RETAIL}) == []
    assert leftovers(workspace) == ""


def test_a_signature_of_another_body_is_told(kaohe: Kaohe, workspace: Path) -> None:
    collect(kaohe, workspace, *SCORED_TITLE, *FORM, "区教委（盖章）", "2021年11月8日", "请酌情考虑。")
    assert differences(workspace, report_of(workspace, UNIT), {"A18.1": RETAIL}) == []
    assert "区教委（盖章）\n请酌情考虑。" in leftovers(workspace)


def test_words_behind_a_phone_number_are_taken_off_whole(kaohe: Kaohe, workspace: Path) -> None:
    """Not with one bracket left behind."""
    collect(kaohe, workspace, *SCORED_TITLE, *replaced(FORM, "13800000000", "13800000000（微信同号）"))
    assert report(workspace).said["contact/mobile"] == "13800000000"
    assert "微信同号" in leftovers(workspace)


def test_a_cross_means_no(kaohe: Kaohe, workspace: Path) -> None:
    values = {**SURVEY, "progress/completed": "×", "forecast/completed": "√"}
    collect(kaohe, workspace, *unscored(f"一、{B02}", values))
    expected = {"B02.1": {**SURVEY, "progress/completed": "否", "forecast/completed": "是"}}
    assert differences(workspace, report_of(workspace, UNIT), expected) == []


def test_a_label_typed_twice_does_not_fill_the_next_section(kaohe: Kaohe, workspace: Path) -> None:
    """（二） has 自评排名 twice and （三） has none: the second one is not that of （三）."""
    rank = _position("3．自评排名", THIRD)
    collect(kaohe, workspace, *FORM[:THIRD], FORM[THIRD - 1], *FORM[THIRD:rank], *FORM[rank + 1 :])
    entry = report(workspace).entries["A18.1"]
    assert "forecast/self_rank" not in entry
    assert entry["forecast/self_score"] == 3


def test_a_remark_calls_a_field_as_its_form_does(kaohe: Kaohe, workspace: Path) -> None:
    """政策争取情况 is the label of another form, of a field with the same key."""
    done = collect(kaohe, workspace, *SCORED_TITLE, *replaced(FORM, "1．基本情况：", "1．工作情况："))
    assert "A18.1 （二）基本情况：标签写的是“1．工作情况”，按编号读作（二）基本情况" in done.err
    assert "政策争取情况" not in done.err


@pytest.mark.parametrize(
    "typed",
    [
        *("１３８００００００００", "138—0000—0000", "138 0000 0000", "13800000000"),
        *(
            "138.0000.0000",
            "138·0000·0000",
            "138\u00a00000\u00a00000",
            "138\u30000000\u30000000",
            "1380000\u200b0000",
        ),
    ],
)
def test_a_number_is_masked_however_it_is_typed(kaohe: Kaohe, workspace: Path, typed: str) -> None:
    done = collect(kaohe, workspace, f"联系人：赵六 {typed}", *FORM)
    assert "没有归入任何一栏：第 1 段：联系人：赵六 ***" in done.err
    assert not re.search(r"[0-9０-９]{4}", done.err.partition("赵六")[2].splitlines()[0])


@pytest.mark.parametrize("said", ["2020-2021年两年", "20211112万元", "见商务委20211112153012.docx"])
def test_a_year_an_amount_and_a_file_name_are_no_numbers(kaohe: Kaohe, workspace: Path, said: str) -> None:
    done = collect(kaohe, workspace, f"联系人：赵六 {said}", *FORM)
    assert f"没有归入任何一栏：第 1 段：联系人：赵六 {said}" in done.err


def test_half_a_number_at_the_end_of_a_quotation_is_masked(kaohe: Kaohe, workspace: Path) -> None:
    done = collect(kaohe, workspace, f"{'联系人' * 25}138 0000 0001", *FORM)
    assert "***" in done.err
    assert "138" not in done.err


def test_an_escape_in_a_file_name_does_not_reach_the_terminal(kaohe: Kaohe, workspace: Path) -> None:
    done = collect(kaohe, workspace, *FORM, name="\x1b[31m红.docx")
    assert "红.docx）：新填" in done.out
    assert "\x1b" not in done.out + done.err


def test_a_damaged_file_is_told_of_in_a_whole_sentence(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "坏.docx").write_bytes(package("<w:document"))
    line = kaohe("collect", "坏.docx").err.splitlines()[0]
    assert line.startswith("坏.docx")
    assert line.count("坏.docx") == 1
    assert "：的" not in line


def test_a_temporary_file_of_word_is_named_once(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "~$交回.docx").write_bytes(bytes(162))
    assert kaohe("collect", "~$交回.docx").err.count("~$交回.docx") == 1


def test_a_year_of_thousands_of_digits_stops_only_its_own_file(kaohe: Kaohe, workspace: Path) -> None:
    """More digits than Python makes a number of."""
    folder = workspace / "收回"
    folder.mkdir()
    huge = package(
        document(*FORM), {"docProps/custom.xml": _CUSTOM.format("9" * 5000)}, relations=_CUSTOM_RELATION
    )
    (folder / "大.docx").write_bytes(huge)
    other = scored("一、GDP增量及增速", RETAIL, unit="区发展改革委", marks="3")
    (folder / "好.docx").write_bytes(docx(*SCORED_TITLE, *other))
    done = kaohe("collect", folder)
    assert "程序内部出错" not in done.err
    assert report_of(workspace, "区发展改革委") is not None


# --- time -----------------------------------------------------------------------------------------


def _unit_line(size: int) -> list[str]:
    return [*FORM[:1], f"（一）责任单位：a{'、' * size}a）", *FORM[2:]]


def _office_line(size: int) -> list[str]:
    return [*FORM[:3], f"2．经办处室名称及联系电话：a{'，' * size}x", *FORM[3:]]


def _month_line(size: int) -> list[str]:
    return [*FORM[:3], f"1{' ' * size}x完成情况", *FORM[3:]]


def _labels(size: int) -> list[str]:
    return [
        *FORM[: SECOND + 2],
        *(f"2．自评得分：2.{number % 10}。" for number in range(size)),
        *FORM[THIRD:],
    ]


@pytest.mark.parametrize(
    ("lines", "size"), [(_unit_line, 300), (_office_line, 2_000), (_month_line, 2_000), (_labels, 700)]
)
def test_four_times_as_much_does_not_take_sixteen_times_as_long(
    kaohe: Kaohe, workspace: Path, lines: Callable[[int], list[str]], size: int
) -> None:
    def seconds(size: int, times: int = 2) -> float:
        (workspace / "交回.docx").write_bytes(docx(*SCORED_TITLE, *lines(size)))
        return cpu_seconds(lambda: kaohe("collect", "交回.docx", "--unit", UNIT, "--dry-run"), times=times)

    seconds(1, 1)  # what is imported and read once
    assert seconds(4 * size) < 8 * max(seconds(size), 0.1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("（满分为3分）", "（满分5分）", "写的满分是 5 分，表里是 3 分"),
        ("（满分为3分）：2.8", "：满分5分，自评2.8分", "写的满分是 5 分，表里是 3 分"),
        ("（满分为3分）：2.8", "：2.8/5", "写的满分是 5 分，表里是 3 分"),
        ("（满分为3分）", "（满分3.0分）", ""),
        ("（满分为3分）：2.8", "：2.8/3分", ""),
    ],
)
def test_full_marks_that_the_unit_rewrote_are_told(
    kaohe: Kaohe, workspace: Path, before: str, after: str, said: str
) -> None:
    lines = replaced(FORM, before, after)
    assert list(lines) != list(FORM)
    done = collect(kaohe, workspace, *lines)
    assert "progress/self_score" in report(workspace).entries["A18.1"]
    if said:
        assert f"A18.1 （二）自评得分：{said}" in done.err
        assert done.code == 1
    else:
        assert "写的满分" not in done.err


def test_full_marks_rewritten_in_a_draft_are_told(kaohe: Kaohe, workspace: Path) -> None:
    data = filled(draft(UNIT), {"A18.1": {"progress/self_score": 2.8}})

    def rewrite(root: etree._Element) -> None:
        (mark, *_) = (text for text in root.iter(f"{{{W}}}t") if text.text and "满分为3分" in text.text)
        mark.text = str(mark.text).replace("满分为3分", "满分为5分")

    (workspace / "交回.docx").write_bytes(edited(data, rewrite))
    done = kaohe("collect", "交回.docx")
    assert "（二）自评得分：写的满分是 5 分，表里是 3 分" in done.err
    assert "（三）自评得分：写的满分" not in done.err
