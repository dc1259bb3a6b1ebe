"""Brief, cards, notice and slips: what they say, and that they are sound Word files."""

import re
from pathlib import Path

import pytest

from kaohe_cli.summarizing.documents.brief import brief
from kaohe_cli.summarizing.documents.card import card
from kaohe_cli.summarizing.documents.notice import notice
from kaohe_cli.summarizing.documents.returns import UnitReturn
from kaohe_cli.summarizing.documents.slips import slip, slip_text
from tests.drafting.test_ooxml_schema import NO_THEME, findings
from tests.exporting.reading import tables_of
from tests.ooxml.printed_form import lines
from tests.summarizing.documents.sample import Raw, Sample, sample

LATE, MISSING, WRONG = "区财政局", "区税务局", "区商务委"


def spoil(one: Raw) -> None:
    """Has one return contradict itself, lack a text and a row, and keep a prompt and a phone number."""
    if one["unit"] != WRONG:
        return
    entries = one["entries"]
    first, second, last = [*list(entries)[:2], list(entries)[-1]]
    entries[first]["progress"]["self_rank"] = "第二名（第3位）"
    entries[first]["forecast"]["self_score"] = 99.0
    del entries[second]["progress"]["situation"]
    entries[second]["problems"] = "见附件，电话13900001111。××"
    del entries[last]


@pytest.fixture(scope="module")
def round_() -> Sample:
    return sample(
        without=(MISSING,),
        change=spoil,
        received=lambda unit: "2021-11-18" if unit == LATE else "2021-11-12",
    )


def of(found: Sample, unit: str) -> UnitReturn:
    return next(one for one in found.returns if one.unit.name == unit)


def everything(found: Sample) -> dict[str, bytes]:
    return {
        "brief": brief(found.summary),
        "notice": notice(found.summary, found.returns),
        "card": card(found.summary, of(found, WRONG)),
        "unreported card": card(found.summary, of(found, MISSING)),
        "slip": slip(found.summary, of(found, WRONG)),
    }


def texts_of(data: bytes) -> str:
    return "\n".join(lines(data))


@pytest.mark.parametrize("name", ["brief", "notice", "card", "unreported card", "slip"])
def test_it_fits_the_schema(round_: Sample, name: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(everything(round_)[name])
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_the_same_reports_give_the_same_bytes_and_no_numbers(round_: Sample) -> None:
    made = everything(round_)
    assert made == everything(round_)
    for name, data in made.items():
        assert not re.search(r"1380000|1390000|6000000|王样例|李样例", texts_of(data)), name


class TestBrief:
    def test_its_bars_are_the_largest_losses(self, round_: Sample) -> None:
        (chart,) = tables_of(brief(round_.summary))
        figures = [float(re.search(r"[\d.]+", row[-1])[0]) for row in chart]  # type: ignore[index]
        assert figures == sorted(figures, reverse=True)
        assert len(figures) == 7

    def test_it_says_who_must_act_and_who_is_silent(self, round_: Sample) -> None:
        text = texts_of(brief(round_.summary))
        assert "谁来抓" in text
        assert f"未报送：{MISSING}。" in text
        assert "36个责任单位已报送35个" in text
        assert "督查激励：区县申报2022年2月1日截止，还有77天。" in text

    def test_without_reports_it_says_so(self) -> None:
        text = texts_of(brief(sample(only=()).summary))
        assert "36个责任单位都还没有报送1—10月的材料" in text
        assert "谁来抓" not in text


class TestCard:
    def test_its_rows_are_those_of_the_unit(self, round_: Sample) -> None:
        (table,) = tables_of(card(round_.summary, of(round_, WRONG)))
        assert table[0][1:6] == ("事项", "分工", "满分", "1—10月", "全年\n预计")
        assert [row[1] for row in table[1:4]] == [
            "实际利用外资总量及增速",
            "进出口目标及增速",
            "社会消费品零售总额及增速",
        ]

    def test_it_says_what_is_to_be_mended(self, round_: Sample) -> None:
        text = texts_of(card(round_.summary, of(round_, WRONG)))
        assert "超过满分 2" in text
        assert "整项没有填写" in text

    def test_a_unit_that_has_not_reported(self, round_: Sample) -> None:
        text = texts_of(card(round_.summary, of(round_, MISSING)))
        assert "还没有报送1—10月的材料，已逾期1天。" in text
        assert "1—10月的材料：2021年11月15日截止，已过1天。" in text


class TestNotice:
    def test_who_is_in_time_late_missing_incomplete_and_sent_back(self, round_: Sample) -> None:
        data = notice(round_.summary, round_.returns)
        text = texts_of(data)
        assert "应报送的单位36个，按时报送34个，迟报1个，未报送1个。" in text
        assert "填报不完整的1个，退回更正的1个" in text
        late, incomplete, returned = tables_of(data)
        assert late[1] == ("1", LATE, "2021年11月18日", "3")
        assert incomplete[1][1] == returned[1][1] == WRONG
        assert returned[1][2] == "3"
        assert f"{MISSING}没有报送，截至目前已逾期1天。" in text

    def test_without_a_due_date_nobody_is_late(self) -> None:
        found = sample(due=None, without=(MISSING,))
        text = texts_of(notice(found.summary, found.returns))
        assert "已报送的单位" in text
        assert "迟报" not in text

    def test_before_anybody_has_reported(self) -> None:
        found = sample(only=())
        text = texts_of(notice(found.summary, found.returns))
        assert "按时报送0个，迟报0个，未报送36个" in text


class TestSlips:
    def test_only_returns_that_need_work_get_one(self, round_: Sample) -> None:
        assert [one.unit.name for one in round_.returns if one.needs_work] == [WRONG]

    def test_it_quotes_the_unit_s_own_words(self, round_: Sample) -> None:
        corrections, gaps = tables_of(slip(round_.summary, of(round_, WRONG)))
        assert [row[2] for row in corrections[1:]] == [
            "“第二名（第3位）”",
            "“99”",
            "“见附件，电话***********。××”",
        ]
        assert [row[3] for row in corrections[1:]] == [
            "既写“第二名”又写“第3位”",
            "超过满分 2",
            "还留着“××”，没有填写",
        ]
        assert [row[2] for row in gaps[1:]] == ["缺（二）基本情况", "整项没有填写"]

    def test_the_text_says_the_same(self, round_: Sample) -> None:
        text = slip_text(round_.summary, of(round_, WRONG))
        assert text.startswith(
            f"{WRONG} 王样例，您好！\n贵单位的2021年1—10月考核材料已收到，有3处需要核对更正"
        )
        assert "1. 实际利用外资总量及增速，（二）自评排名：填的是“第二名（第3位）”，既写" in text
        assert "13900001111" not in text

    def test_a_joint_return_goes_back_to_the_body_that_it_is_filed_under(self) -> None:
        def join(one: Raw) -> None:
            one["joint"] = ["区发展改革委", "区工商联"]
            one["entries"] = {"A02.1": one["entries"]["A02.1"]}
            one["entries"]["A02.1"]["progress"]["self_rank"] = "第二名（第3位）"

        found = sample(only=("区发展改革委",), change=join)
        lead, other = of(found, "区发展改革委"), of(found, "区工商联")
        assert [one.wrong for one in lead.corrections] == ["既写“第二名”又写“第3位”"]
        assert other.has_returned
        assert not other.corrections

    def test_a_return_of_another_round_is_none(self) -> None:
        def earlier(one: Raw) -> None:
            one["through_month"] = 6

        found = sample(only=(WRONG,), change=earlier)
        assert not [one for one in found.returns if one.has_returned]


def test_texts_of_people_cannot_break_the_files(tmp_path: Path) -> None:
    def odd(one: Raw) -> None:
        for entry in one["entries"].values():
            entry["problems"] = entry["progress"]["situation"] = "甲<w:tbl>&]]>\x07{{ 1 }}××" * 200
            if "self_rank" in entry["progress"]:
                entry["progress"]["self_rank"] = "第1名<&>第2名"

    found = sample(only=(WRONG,), change=odd)
    for name, data in everything(found).items():
        (tmp_path / f"{name}.docx").write_bytes(data)
        assert [text for text in findings(tmp_path / f"{name}.docx") if NO_THEME not in text] == []
