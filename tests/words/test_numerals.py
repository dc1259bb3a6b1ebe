"""Chinese numerals, written and read."""

import re

import pytest

from kaohe_cli.words.numerals import (
    chinese_numeral,
    circled,
    circled_value,
    digits_value,
    legal_numeral,
    numeral_value,
)


def test_what_is_written_is_read_back() -> None:
    for number in range(10_000):
        assert numeral_value(chinese_numeral(number)) == number


def test_numerals_have_no_stray_zero() -> None:
    numerals = [chinese_numeral(number) for number in range(1, 10_000)]
    assert len(set(numerals)) == len(numerals)
    assert not [one for one in numerals if re.search("零零|零$|^一十|^零", one)]


@pytest.mark.parametrize("number", [-1, 10_000])
def test_what_no_heading_needs_is_written_in_digits(number: int) -> None:
    assert chinese_numeral(number) == str(number)


def test_legal_numerals() -> None:
    assert [legal_numeral(number) for number in (3, 10, 101, 2021)] == [
        "叁",
        "壹拾",
        "壹佰零壹",
        "贰仟零贰拾壹",
    ]
    assert [legal_numeral(number) for number in (0, 10_000)] == ["0", "10000"]


@pytest.mark.parametrize("text", ["", "甲", "十十", "二一", "百千", "第三", "三个"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert numeral_value(text) is None


def test_digit_by_digit() -> None:
    assert [digits_value(text) for text in ("二〇二一", "二零二一", "二○二一", "", "二十", "二x")] == [
        2021,
        2021,
        2021,
        None,
        None,
        None,
    ]


def test_circles_go_up_to_twenty() -> None:
    assert [circled_value(circled(number)) for number in range(1, 21)] == list(range(1, 21))
    assert (circled(21), circled(0), circled_value("甲"), circled_value("①②")) == ("21", "0", None, None)
