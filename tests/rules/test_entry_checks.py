"""What is wrong with what people filled in, also before it is a file."""

from typing import Any

import pytest

from kaohe_cli.forms.reports import Report
from kaohe_cli.query.entries import entries_of
from kaohe_cli.query.rows import all_rows
from kaohe_cli.rules.answers import answer
from kaohe_cli.rules.entry_checks import Problem, entry_problems, is_empty
from kaohe_cli.rules.ranks import contradiction
from kaohe_cli.rules.report_checks import asked_entries, report_problems
from kaohe_cli.words.prompts import is_placeholder, placeholder_in
from tests.progress.filled import TABLES, filled_report

ENTRIES = {entry.id: entry for entry in entries_of(all_rows(TABLES))}


def problems(entry_id: str, *, returned: bool = False, **entry: Any) -> list[Problem]:
    data = {
        "schema_version": 1,
        "year": 2021,
        "unit": "区商务委",
        "through_month": 10,
        "entries": {entry_id: entry},
    }
    if returned:
        data["returned"] = {"file": "表.docx", "received": "2021-11-12", "sha256": "0a"}
    report = Report.model_validate(data)
    return list(entry_problems(ENTRIES[entry_id], report.entries[entry_id], report))


def found(*args: Any, **entry: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in problems(*args, **entry)]


@pytest.mark.parametrize(
    ("entry_id", "entry", "expected"),
    [
        ("A18.1", {"progress": {"self_score": 9, "self_rank": "第1名"}}, [("KH804", "progress/self_score")]),
        ("A18.1", {"forecast": {"self_score": -1, "self_rank": "第1名"}}, [("KH804", "forecast/self_score")]),
        ("A18.1", {"city_liaison": {"phone": "6000000"}}, [("KH805", "city_liaison/phone")]),
        ("A18.1", {"city_liaison": {"phone": "60000000"}, "contact": {"mobile": "138-0000-0001"}}, []),
        ("A18.1", {"city_liaison": {"phone": "无"}, "contact": {"mobile": "/"}}, []),
        ("A18.1", {"contact": {"mobile": "13800000000、60000000"}}, []),
        ("A18.1", {"contact": {"mobile": "13800000000、6000000"}}, [("KH805", "contact/mobile")]),
        (
            "A18.1",
            {"city_liaison": {"office": "流通处", "phone": "67××××21"}},
            [("KH805", "city_liaison/phone")],
        ),
        (
            "A18.1",
            {"leader": "李××", "contact": {"name": "王*", "mobile": "138****5678"}},
            [("KH805", "leader")],
        ),
        ("A18.1", {"contact": {"name": "第××名"}}, [("KH808", "contact/name")]),
        ("B02.1", {"progress": {"self_score": 1}}, [("KH807", "progress/self_score")]),
        ("A18.1", {"problems": "【请填写存在问题及建议】"}, [("KH808", "problems")]),
        ("A18.1", {"progress": {"situation": "对接××处"}}, [("KH808", "progress/situation")]),
        ("A18.1", {"contact": {"mobile": "【请填写手机号】"}}, [("KH808", "contact/mobile")]),
        (
            "A18.1",
            {
                "progress": {"self_score": 3, "self_rank": "第1名"},
                "forecast": {"self_score": 2, "self_rank": "第1名"},
            },
            [("KH809", "progress/self_score")],
        ),
        ("A18.1", {"forecast": {"self_score": 2}}, [("KH810", "forecast/self_score")]),
        ("B02.1", {"progress": {"completed": "见附件"}}, [("KH814", "progress/completed")]),
        ("B02.1", {"progress": {"completed": "正在推进"}}, []),
        ("J04", {"forecast": {"eligible": "再研究"}}, [("KH814", "forecast/eligible")]),
        ("A18.1", {"progress": {"self_rank": "第二名（第3位）"}}, [("KH815", "progress/self_rank")]),
    ],
)
def test_each_slip_is_one_problem_at_its_field(
    entry_id: str, entry: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(entry_id, **entry) == expected


def test_a_prompt_of_the_form_is_an_error_and_other_blanks_are_warnings() -> None:
    (prompt,) = problems("A18.1", problems="【请填写存在问题及建议】")
    (blank,) = problems("A18.1", problems="（待填）")
    assert (prompt.severity, blank.severity) == ("error", "warning")


def test_the_message_names_row_and_field_as_the_form_calls_it() -> None:
    (scored,) = problems("A18.1", progress={"situation": "××"})
    (incentive,) = problems("J04", progress={"situation": "××"})
    assert scored.message.startswith("A18.1 （二）基本情况里还留着“××”")
    assert incentive.message.startswith("J04 （二）政策争取情况里还留着“××”")


@pytest.mark.parametrize("text", ["李××", "138××××5521", "138****5678", "67××××21", "李*、王××"])
def test_what_is_masked_was_filled_in(text: str) -> None:
    assert not is_empty(text)
    assert placeholder_in(text) is None


@pytest.mark.parametrize("text", ["××", "第××名", "____", "×××××××××××"])
def test_what_only_waits_for_a_text_was_not(text: str) -> None:
    assert placeholder_in(text) is not None


def test_no_message_repeats_a_phone_number() -> None:
    (problem,) = problems("B02.1", progress={"completed": "问13800000000"})
    assert "13800000000" not in problem.message


def test_empty_fields_are_one_problem_and_only_of_what_came_back() -> None:
    entry = {"progress": {"situation": "增长8%", "self_score": 2}, "problems": "【请填写存在问题及建议】"}
    assert "KH811" not in dict(found("A18.1", **entry))
    (empty,) = [one for one in problems("A18.1", returned=True, **entry) if one.code == "KH811"]
    assert empty.message.startswith(
        "A18.1 有 9 处没有填：（三）基本情况、（三）自评得分、（三）自评排名、（五）"
    )
    assert (
        "自评排名" not in empty.message.split("（三）自评排名")[0]
    )  # that of （二） is a finding of its own


def test_people_named_once_for_all_rows_are_not_missing() -> None:
    report = Report.model_validate(filled_report("区商务委"))
    body = TABLES.registry.resolve("区商务委")
    assert list(report_problems(report, body, asked_entries(TABLES))) == []  # type: ignore[arg-type]


def test_rows_that_did_not_come_back_are_one_problem() -> None:
    data = filled_report("区商务委")
    for entry_id in ("A18.1", "B02.1"):
        del data["entries"][entry_id]
    body = TABLES.registry.resolve("区商务委")
    asked = asked_entries(TABLES)
    (missing,) = report_problems(Report.model_validate(data), body, asked)  # type: ignore[arg-type]
    assert (missing.code, missing.entry_id) == ("KH812", None)
    assert missing.message.startswith("交回的材料里缺 2 项：A18.1（社会消费品零售总额及增速）、B02.1（")
    del data["returned"]
    assert list(report_problems(Report.model_validate(data), body, asked)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "【请填写基本情况】",
        "【请填写基本情况】。",
        "。",
        "……",
        "（待填）",
        "待补充",
        "单击或点击此处输入文字。",
        "选择一项。",
        "第×名",
        "××",
        "____",
    ],
)
def test_a_prompt_is_no_content(text: str) -> None:
    assert is_placeholder(text)
    assert placeholder_in(text)


@pytest.mark.parametrize(
    "text", ["无", "/", "—", "√", "×", "待定", "暂无排名", "3×4米", "增长8%。", "XXL号", "第3名"]
)
def test_an_answer_is_content(text: str) -> None:
    assert not is_placeholder(text)
    assert placeholder_in(text) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("增长8%，【请填写基本情况】", "【请填写基本情况】"),
        ("联系××处办理", "××"),
        ("全市第×名左右吧", "第×名"),
    ],
)
def test_a_prompt_inside_a_text_is_found(text: str, left: str) -> None:
    assert placeholder_in(text) == left
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *(
            (text, "是")
            for text in (
                "是",
                "是。",
                "已完成",
                "能够完成",
                "预计可完成",
                "提前完成",
                "基本符合",
                "符合",
                "√",
                "是，已全部完成",
            )
        ),
        *(
            (text, "否")
            for text in (
                "否",
                "否，差0.5个百分点",
                "未完成",
                "尚未达到",
                "不能完成",
                "不符合",
                "无法完成",
                "×",
            )
        ),
        *((text, "推进中") for text in ("正在推进", "推进中", "有序推进", "部分完成")),
        *((text, None) for text in ("是否", "是/否", "是□否□", "第1名", "见附件", "完成率80%", "无")),
    ],
)
def test_what_an_answer_means(text: str, meaning: str | None) -> None:
    assert answer(text) == meaning


@pytest.mark.parametrize(
    "rank",
    [
        "第二名（第3位）",
        "第12名（第十三位）",
        "全市第2名（全市第3名）",
        "倒数第一（第1名）",
        "第2名（末位）",
        "并列第2，第5名",
    ],
)
def test_a_rank_that_says_two_things(rank: str) -> None:
    assert contradiction(rank)


@pytest.mark.parametrize(
    "rank",
    [
        "第3名", "3", "并列第2", "第3位（并列）", "第二名（并列第2）", "第二名（第2位）", "第十二名（第12位）", "第二十名（第20位）",
        "全市第3名、主城都市区第2名", "第38名（倒数第一）", "由第5名升至第3名", "第3名，较上月上升2位", "第一、第二产业均第3名",
        "暂无排名", "第一百零八名（第108位）", "第" * 50_000 + "1" * 50_000,
    ],
)  # fmt: skip
def test_a_rank_that_says_one_thing(rank: str) -> None:
    assert contradiction(rank) is None
