"""Each threshold by which import guesses, with a case on either side of it.

Where two columns compete for a role, the one that is better by the threshold stands where it would not be taken
without it: a threshold moved to either side makes them equal, and the other one wins.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.importing import import_files
from kaohe_cli.importing.assigning import assigned_columns
from kaohe_cli.importing.columns import Column, Layout, readings_of
from kaohe_cli.importing.completing import completed
from kaohe_cli.importing.contents import Contents
from kaohe_cli.importing.drafts import CriterionDraft, IncentiveDraft, IncentivesDraft, PolicyDraft
from kaohe_cli.importing.form_example import metrics_shown
from kaohe_cli.importing.form_words import choices_in
from kaohe_cli.importing.joining import joined
from kaohe_cli.importing.layout import first_header, unreadable_header_rows
from kaohe_cli.importing.merge_units import merged_units
from kaohe_cli.importing.naming import Naming
from kaohe_cli.importing.outline import Outline, without_points
from kaohe_cli.importing.printed_forms import PrintedForms, printed_forms
from kaohe_cli.importing.recognition import Recognised, Unclear, recognise
from kaohe_cli.importing.report import DocumentPlace, Doubt
from kaohe_cli.importing.rows import data_rows
from kaohe_cli.importing.running_text import in_lines, pieces, split_title
from kaohe_cli.importing.stream import Cell, Grid, GridRow, Stream, Text
from kaohe_cli.importing.tables import IncentiveParts
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.units import Registry
from tests.comparing.tables import shipped
from tests.importing.drawing import word

HEAD = "2022年考核指标表\n一、经济\n序号|指标|权重|考核内容|责任单位\n"
PLACE = DocumentPlace("表.docx", 1)


def told(**shares: Any) -> Contents:
    """What stands in a column: by default four short texts, of no kind."""
    plain: dict[str, Any] = {
        "texts": ("甲", "乙", "丙", "丁"),
        **dict.fromkeys(("bodies", "numbers", "percents", "measures", "dates"), 0.0),
        "distinct": 1.0,
        "goes_down": False,
    }
    return Contents(**plain | shares)


def laid_out(*columns: tuple[str, Contents]) -> Layout:
    """Columns by their titles and contents, understood together."""
    made = [Column(None, title, at, at + 1, title) for at, (title, _) in enumerate(columns)]
    found = assigned_columns(made, [contents for _, contents in columns], 2021)
    assert found is not None
    return found


def winner(title: str, role: str, left: Contents, right: Contents, *others: tuple[str, Contents]) -> str:
    """Which of two columns under the same title gets the role."""
    roles = [column.role for column in laid_out((title, left), (title, right), *others).columns]
    assert roles.count(role) == 1  # type: ignore[arg-type]
    return ("left", "right")[roles.index(role)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "role", "share"),
    [
        ("单位名称", "units", "bodies"),
        ("目标值", "target", "numbers"),
        ("目标值", "target", "percents"),
        ("完成时限", "due", "dates"),
    ],
)
def test_a_column_is_what_half_of_its_cells_are(title: str, role: str, share: str) -> None:
    assert winner(title, role, told(**{share: 0.45}), told(**{share: 0.55})) == "right"


def test_who_assesses_is_a_body_in_half_of_the_cells() -> None:
    units = ("单位名称", told(bodies=1.0))
    assert winner("监考单位", "assessed_by", told(bodies=0.45), told(bodies=0.55), units) == "right"


def test_units_of_measure_are_in_half_of_the_cells() -> None:
    for share, role in ((0.45, None), (0.55, "measure")):
        layout = laid_out(("备注", told()), ("单位", told(measures=share)))
        assert layout.columns[1].role == role


def test_weights_are_in_percent_where_half_of_them_are() -> None:
    assert laid_out(("权重", told(numbers=1.0, percents=0.55))).is_in_percent
    assert not laid_out(("权重", told(numbers=1.0, percents=0.45))).is_in_percent


def test_a_column_of_points_is_one_where_half_of_it_are_numbers() -> None:
    # of equal ones the right counts: it is the finer level
    assert winner("权重", "weight", told(numbers=0.55), told(numbers=0.45)) == "left"
    assert winner("权重", "weight", told(numbers=0.55), told(numbers=0.55)) == "right"


def test_fewer_than_one_in_five_speak_against_a_column() -> None:
    assert winner("责任单位", "units", told(bodies=0.15), told(bodies=0.25)) == "right"
    assert winner("权重", "weight", told(numbers=0.25), told(numbers=0.15)) == "left"


def test_words_that_say_nothing_need_more_bodies() -> None:
    assert [laid_out(("某某", told(bodies=share))).columns[0].role for share in (0.75, 0.65)] == [
        "units",
        None,
    ]


def test_numbers_make_no_column_of_names() -> None:
    assert winner("指标", "name", told(numbers=0.75), told(numbers=0.65)) == "right"


def test_titles_of_parts_stand_again() -> None:
    assert winner("类别", "section", told(distinct=0.8), told(distinct=0.7)) == "right"
    assert winner("类别", "section", told(distinct=0.95), told(distinct=0.85)) == "right"


def test_in_a_short_table_all_titles_may_differ() -> None:
    short = told(texts=("甲", "乙", "丙"), distinct=1.0)
    assert winner("类别", "section", told(distinct=1.0), short) == "right"


def test_a_target_is_short() -> None:
    long, short = told(texts=("九" * 9, "九" * 9)), told(texts=("八" * 8, "八" * 8))
    assert winner("目标值", "target", long, short) == "right"


@pytest.mark.parametrize(("distinct", "questions"), [(0.505, 1), (0.465, 0)])
def test_two_equally_good_weights_are_a_question(distinct: float, questions: int) -> None:
    left = told(texts=("4", "5"), numbers=1.0)
    right = told(texts=("3", "6"), numbers=1.0, distinct=distinct)
    assert len(laid_out(("主城权重", left), ("渝东北权重", right)).questions) == questions


def test_below_one_a_role_is_not_given() -> None:
    """Words (6) and contents against them (−5) leave 1.0 in the first column, 0.99 in the second."""
    against = told(bodies=0.1)
    assert laid_out(("牵头单位", against)).columns[0].role == "lead"
    second = laid_out(("备注", told()), ("牵头单位", against))
    assert [column.role for column in second.columns] == ["note", None]


# --- headers ----------------------------------------------------------------------------------------


def grid(*rows: str) -> Grid:
    """A table drawn with “|”."""
    return Grid(
        1,
        tuple(
            GridRow(number, tuple(Cell(text.strip(), at, 1) for at, text in enumerate(row.split("|"))))
            for number, row in enumerate(rows, 1)
        ),
        shows_merges=False,
    )


@pytest.mark.parametrize(("bodies", "header_rows"), [(11, 1), (9, 0)])
def test_words_above_a_column_are_its_header_where_half_of_it_are_bodies(
    bodies: int, header_rows: int
) -> None:
    """Of 20 cells 11 (0.55) or 9 (0.45) name a body."""
    rows = [f"甲 | {'区教委' if number < bodies else '某某'}" for number in range(19)]
    layout = Layout((Column(None, "甲", 0, 1), Column("lead", "牵头", 1, 2)))
    assert unreadable_header_rows(grid("甲 | 牵头", *rows), layout) == header_rows


def test_two_thirds_of_a_header_are_known_words() -> None:
    body = "甲 | 区教委 | 丙 | 丁 | 戊 | 己"
    assert first_header(grid("指标 | 责任单位 | 考核内容 | 权重 | 呵呵 | 嘿嘿", body)) is not None  # 4 of 6
    assert first_header(grid("指标 | 责任单位 | 考核内容 | 哈哈 | 呵呵 | 嘿嘿", body)) is None  # 3 of 6
    assert (
        first_header(grid("指标 | 责任单位 | 考核内容 | 哈哈 | 呵呵", "甲 | 区教委 | 丙 | 丁 | 戊")) is None
    )


def test_one_known_word_is_no_header() -> None:
    assert first_header(grid("指标名称", "甲")) is None


# --- 附件2 and the policy ---------------------------------------------------------------------------


def incentive(title: str, number: int = 1, **facts: Any) -> IncentiveDraft:
    return IncentiveDraft(PLACE, number, title, **facts)


def joins(title: str, measure: IncentiveDraft, number: int = 9) -> bool:
    draft = IncentivesDraft(rows=[incentive(title, number)], policy=PolicyDraft(measures=[measure]))
    doubts: list[Doubt] = []
    return len(joined(draft, doubts)) == 1


def test_titles_are_one_from_three_fifths_on() -> None:
    """Of the titles of 2021 no two different ones have more than 0.55 in common."""
    assert joins("推进农村人居环境整治", incentive("改善农村人居环境", measure="甲"))  # 0.67
    assert not joins("持续抓好生态环境保护", incentive("持续抓好农村人居环境整治", measure="甲"))  # 0.55


def test_a_measure_without_a_title_begins_with_six_signs_of_it() -> None:
    assert joins("推动企业上市融资", incentive("", 5, measure="推动企业上市的区县"))
    assert not joins("推动企业上市融资", incentive("", 5, measure="推动企业上，市"[:5] + "云的区县"))


def test_by_its_number_alone_it_is_taken_where_nothing_else_is() -> None:
    assert joins("推动企业上市", incentive("", 9, measure="对成效明显的区县"))
    assert not joins("推动企业上市", incentive("", 8, measure="对成效明显的区县"))


@pytest.mark.parametrize(
    ("title", "is_taken"),
    [
        ("做好脱贫工作", False),  # 0.25 of 巩固拓展脱贫攻坚成果
        ("巩固脱贫工作实绩", False),  # 0.44
        ("抓脱贫成果", True),  # 0.53
        ("巩固脱贫攻坚实绩", True),  # 0.67
    ],
)
def test_in_the_same_place_half_a_title_is_enough(title: str, is_taken: bool) -> None:
    table = IncentiveTable.model_validate(shipped()["incentives"])
    data = shipped()["incentives"]
    for row in data["incentives"]:
        for name in ("measure", "eligible", "rewards", "bonus_points"):
            row.pop(name, None)
    data["incentives"][0]["title"] = title
    done = completed(IncentiveParts(data, has_rows=True, has_policy=False, has_title=True), table)
    assert done.table is not None
    assert any(title in remark for remark in done.serious) is not is_taken


# --- bodies -----------------------------------------------------------------------------------------

UNITS = "schema_version: 1\nunits:\n  - name: {}\n"


@pytest.mark.parametrize(
    ("known", "new", "asks"),
    [
        ("区大数据发展局", "区大数局发展局", True),  # 0.86, a slip
        ("区文化旅游委", "区旅游文化发展委", False),  # 0.71 and in another order
        ("区财政局", "区民政局", False),  # 0.75, two bodies
        ("区审计局", "区审讨计局", True),  # 0.89
        ("区教委", "区教局", False),  # too short to tell
    ],
)
def test_a_new_name_like_a_known_one_is_a_question(known: str, new: str, asks: bool) -> None:
    old = Registry.model_validate({"schema_version": 1, "units": [{"name": known}]})
    other = Registry.model_validate({"schema_version": 1, "units": [{"name": new}]})
    serious: list[str] = []
    text = merged_units(UNITS.format(known), old, other, [], serious)
    assert bool(serious) is asks
    assert (f"- name: {new}" in text) is not asks


# --- running text -----------------------------------------------------------------------------------


def test_a_title_has_at_most_forty_signs() -> None:
    assert split_title(f"{'题' * 40}。正文", "。") == ("题" * 40, "正文")
    assert split_title(f"{'题' * 41}。正文", "。") == ("", f"{'题' * 41}。正文")


def test_a_short_line_is_not_taken_apart() -> None:
    for length, parts in ((24, 1), (25, 3)):
        line = "一、措施1．甲。对。（市教委负责）2．乙"
        line += "对" * (length - len(line) - 1) + "。"
        assert (len(line), len(list(in_lines(line)))) == (length, parts)


def test_a_line_of_forty_signs_goes_on() -> None:
    assert len(list(pieces(["长" * 40, "下一行"]))) == 1
    assert len(list(pieces(["长" * 39, "下一行"]))) == 2


def test_titles_of_parts_have_at_most_eighty_signs() -> None:
    assert without_points(f"{'部' * 75}（40分）") == ("部" * 75, Decimal(40))
    assert without_points(f"{'部' * 76}（40分）") == (f"{'部' * 76}（40分）", None)
    for length, is_taken in ((80, True), (81, False)):
        outline = Outline()
        outline.see("部" * length, in_table=True)
        assert bool(outline.titles) is is_taken


@pytest.mark.parametrize(
    ("text", "options"), [("甲", 0), ("甲/乙", 2), ("甲/乙/丙/丁/戊/己", 6), ("甲/乙/丙/丁/戊/己/庚", 0)]
)
def test_a_choice_is_among_two_to_six(text: str, options: int) -> None:
    assert len(choices_in(text)) == options


# --- tables that go on, and tables that nobody understands ------------------------------------------

HEADER = "序号 | 指标 | 考核内容 | 责任单位"


def goes_on(*rows: str) -> bool:
    """Whether a table without a header is taken for the rest of the one before it."""
    before = recognise(grid(HEADER, "1 | 甲 | 乙 | 区教委"), "表.docx", "", None, Naming())
    assert isinstance(before, Recognised)
    verdict = recognise(grid(*rows), "表.docx", "", (before.kind, before.table.layout), Naming())
    return isinstance(verdict, Recognised)


def test_two_thirds_of_numbers_and_bodies_make_a_table_the_rest_of_another() -> None:
    assert goes_on("2 | 甲 | 乙 | 区教委", "3 | 甲 | 乙 | 某某", "4 | 甲 | 乙 | 某某")  # 4 of 6
    assert not goes_on("2 | 甲 | 乙 | 区教委", "某 | 甲 | 乙 | 某某", "4 | 甲 | 乙 | 某某")  # 3 of 6
    assert not goes_on("2 | 甲 | 乙 | 某某", "3 | 甲 | 乙 | 某某", "4 | 甲 | 乙 | 某某")  # half


def is_asked_about(*rows: str) -> bool:
    """Whether a table that nobody understands may be ours."""
    return isinstance(recognise(grid(*rows), "表.docx", "", None, Naming()), Unclear)


def test_a_table_with_a_column_of_bodies_and_two_more_is_asked_about() -> None:
    assert is_asked_about("甲 | 乙 | 区教委", "甲 | 乙 | 区财政局")
    assert not is_asked_about("甲 | 区教委", "甲 | 区财政局")
    assert not is_asked_about("甲 | 乙 | 区教委")


def test_two_thirds_of_a_column_are_bodies() -> None:
    rows = ["甲 | 乙 | 区教委", "甲 | 乙 | 区财政局", "甲 | 乙 | 某某"]
    assert is_asked_about(*rows)
    assert not is_asked_about(*rows, "甲 | 乙 | 某某")


def test_two_words_of_a_header_are_asked_about() -> None:
    assert is_asked_about("权重 | 备注 | 丙", "甲 | 乙 | 丙")
    assert not is_asked_about("权重 | 某某 | 丙", "甲 | 乙 | 丙")
    assert not is_asked_about("权重 | 备注 | 丙")  # one row is no table


# --- forms as they are printed ----------------------------------------------------------------------


def form(*lines: str, known: int = 3) -> PrintedForms:
    """The forms among lines of text, of whose labels the first are known."""
    labels = [f"栏目{number}" for number in range(known)]
    return printed_forms(Stream("表.docx", tuple(map(Text, lines)), ()), lambda label: label in labels)


TWO = ("（一）栏目0：", "1．栏目1：", "（二）栏目2：")


def test_a_form_has_two_sections() -> None:
    assert len(form(*TWO).forms) == 1
    assert form("（一）栏目0：", "1．栏目1：", "2．栏目2：").forms == ()


def test_of_a_form_three_labels_are_known() -> None:
    assert len(form(*TWO, known=3).forms) == 1
    assert form(*TWO, known=2).forms == ()


@pytest.mark.parametrize(("filled", "is_form"), [(3, True), (4, False)])
def test_a_form_of_which_more_than_half_is_filled_in_was_sent_back(filled: int, is_form: bool) -> None:
    """There are six places: the five lines, and that of the second section."""
    lines = [f"{at}．栏目{at}：{'增长8%，已经完成全年任务' if at <= filled else ''}" for at in range(1, 6)]
    assert bool(form("（一）栏目0：", *lines, "（二）栏目3：").forms) is is_form


def test_a_label_has_at_most_sixty_signs() -> None:
    assert len(form(*TWO, f"1．{'栏' * 60}：").forms) == 1
    assert form(*TWO, f"1．{'栏' * 61}：").forms == ()


# --- headers, numbers and the form's example --------------------------------------------------------


def test_a_header_has_at_most_sixteen_signs() -> None:
    assert readings_of(f"{'考' * 12}责任单位") is not None
    assert readings_of(f"{'考' * 13}责任单位") is None


@pytest.mark.parametrize(("words", "is_title"), [("甲乙丙", False), ("甲乙丙丁", True)])
def test_more_than_three_signs_in_the_column_of_numbers_are_a_title(words: str, is_title: bool) -> None:
    table = grid(
        "序号 | 指标 | 权重 | 考核内容 | 责任单位", f"{words} |  |  |  | ", "1 | 甲 | 4 | 内容 | 区教委"
    )
    verdict = recognise(table, "表.docx", "考核指标", None, Naming())
    assert isinstance(verdict, Recognised)
    first = next(row for row in data_rows(verdict.table) if row.number == 2)
    assert (first.kind == "title") is is_title


@pytest.mark.parametrize(("number", "is_serious"), [("甲一乙二", False), ("甲一乙二丙", True)])
def test_more_than_four_signs_that_are_no_number_must_be_looked_at(
    tmp_path: Path, number: str, is_serious: bool
) -> None:
    path = tmp_path / "来文.docx"
    path.write_bytes(word(f"{HEAD}1|甲|4|内容|区教委\n{number}|乙|4|内容二|区教委"))
    doubts = import_files([path]).doubts
    assert [doubt.serious for doubt in doubts if "是第几项" in doubt.message] == [is_serious]


@pytest.mark.parametrize(("content", "metrics"), [("城镇化率，道路长度", 2), ("城镇化率", 0)])
def test_an_example_shows_items_where_there_are_two(content: str, metrics: int) -> None:
    criterion = CriterionDraft(PLACE, content, ("区教委",), None)
    said = list(metrics_shown(["一、城镇化率（指标名称）"], [criterion]))
    assert (len(said), len(criterion.metrics)) == (bool(metrics), metrics)
