"""What changed within a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.comparing.words import pieces

MARKS = {"same": "{}", "dropped": "[-{}]", "added": "[+{}]"}
TEXT = st.text(alphabet="一二三四、，。aB1 29.%\n", max_size=40)


def shown(before: str, after: str) -> str:
    return "".join(MARKS[kind].format(text) for kind, text in pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("按统计数据考核", "按统计数据考核", "按统计数据考核"),
        ("增长8%以上", "增长10%以上", "增长[-8%][+10%]以上"),
        ("增速2.5", "增速2.75", "增速[-2.5][+2.75]"),
        ("GDP增速", "GNP增速", "[-GDP][+GNP]增速"),
        ("", "新的", "[+新的]"),
        ("旧的", "", "[-旧的]"),
        ("甲、乙、丙", "甲、丙", "甲、[-乙、]丙"),
        ("推进城市提升", "推进乡村振兴", "推进[-城市提升][+乡村振兴]"),
        ("全年完成投资", "全国地价投降", "全[-年完成投资][+国地价投降]"),
        ("优化营商环境成效明显", "优化政务环境成效突出", "优化[-营商][+政务]环境成效[-明显][+突出]"),
    ],
)
def test_it_reads_well(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@given(TEXT, TEXT)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(text for kind, text in found if kind != "added") == before
    assert "".join(text for kind, text in found if kind != "dropped") == after
    assert all(text for _, text in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


def test_long_texts_do_not_take_for_ever() -> None:
    before, after = "甲乙丙丁" * 20_000, "戊己庚辛" * 20_000
    assert [kind for kind, _ in pieces(before, after)] == ["dropped", "added"]
