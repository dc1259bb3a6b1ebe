"""The filters of the template, beyond their doctests."""

import doctest
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kaohe_cli.drafting import filters
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder


def test_the_doctests() -> None:
    assert doctest.testmod(filters).failed == 0


def test_chinese_numerals_are_all_different_and_have_no_stray_zero() -> None:
    numerals = [str(filters.FILTERS["中文数字"](number)) for number in range(1000)]
    assert len(set(numerals)) == 1000
    assert not any(numeral.endswith("零") for numeral in numerals[1:])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("4.50"), "4.5"),
        (Decimal("3"), "3"),
        (2.8, "2.8"),
        (90, "90"),
        (None, None),
        ("并列第2", "并列第2"),
    ],
)
def test_scores(value: Any, text: Any) -> None:
    assert filters.score(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2021, 8, 1), "2021年8月1日"), ("2021-08-11", "2021年8月11日"), (None, ""), ("八月", "八月")],
)
def test_dates(value: Any, text: str) -> None:
    assert filters.chinese_date(value) == text


def test_enumerations() -> None:
    assert filters.enumeration(["区教委", "区商务委"]) == "区教委、区商务委"
    assert filters.enumeration("区教委") == "区教委"
    assert filters.enumeration(None) == ""


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_what_is_missing_is_asked_for(value: Any) -> None:
    assert filters.to_fill_in(value, "自评排名") == Placeholder("【请填写自评排名】")


def test_what_is_there_stays() -> None:
    assert filters.to_fill_in("第3名") == "第3名"
    assert filters.to_fill_in(Decimal(0)) == Decimal(0)


def test_paragraphs_leave_placeholders_alone() -> None:
    assert filters.paragraphs("一\n二") == Paragraphs("一\n二")
    placeholder = Placeholder("【请填写】")
    assert filters.paragraphs(placeholder) is placeholder


@pytest.mark.parametrize(
    ("value", "stop"),
    [
        ("增长8%", "。"),
        ("已完成。", ""),
        ("怎么办？”", ""),
        ("待定……", ""),
        (None, "。"),
        (Decimal("2.8"), "。"),
        ("一\n二", ""),
    ],
)
def test_a_field_ends_with_one_full_stop(value: Any, stop: str) -> None:
    assert filters.full_stop(value) == stop
