"""Which row of one year is which row of the next."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.comparing.changes import criterion_rows, incentive_rows
from kaohe_cli.comparing.matching import Matching, content_of, match_rows
from kaohe_cli.query.rows import CriterionRow
from tests.comparing.tables import criterion, indicator, shipped, tables

WORDS = ["工业", "投资", "增速", "民营经济", "就业", "环境", "统计", "考核", "农业", "消费", "创新", "安全"]


def rows(*texts: tuple[str, str], unit: str = "区教委") -> list[CriterionRow]:
    """Rows of a table with one indicator a row."""
    data = shipped()
    section = data["indicators"]["sections"][0]
    section["indicators"] = [
        {
            "id": f"A{n:02d}",
            "name": name,
            "criteria": [{"id": f"A{n:02d}.1", "weight": 1, "units": [unit], "content": content}],
        }
        for n, (name, content) in enumerate(texts, 1)
    ]
    data["indicators"]["sections"] = [section]
    return criterion_rows(tables(data).indicators)


def paired(matching: Matching[CriterionRow]) -> dict[str, str]:
    return {pair.old.id: pair.new.id for pair in matching.pairs}


def test_the_same_rows_are_paired_wherever_they_stand() -> None:
    old = criterion_rows(tables(shipped()).indicators)
    new = list(old)
    random.Random(1).shuffle(new)  # noqa: S311
    matching = match_rows(old, new)
    assert all(pair.old is pair.new and pair.score == 1 for pair in matching.pairs)
    assert len(matching.pairs) == len(old)


def test_ids_say_nothing() -> None:
    old = rows(("工业发展质效", "规模以上工业增加值"), ("科技创新", "研发经费投入占比"))
    new = rows(("科技创新", "研发经费投入占比"), ("工业发展质效", "规模以上工业增加值"))
    assert paired(match_rows(old, new)) == {"A01.1": "A02.1", "A02.1": "A01.1"}


def test_a_name_that_is_alone_is_enough() -> None:
    old, new = rows(("营商环境", "按旧办法测评")), rows(("营商环境", "由第三方机构调查得出"))
    assert len(match_rows(old, new).pairs) == 1


def test_a_content_that_is_alone_is_enough() -> None:
    content = "研发经费投入占比及高新技术企业增量和增速"
    (pair,) = match_rows(rows(("科技创新", content)), rows(("高质量发展", content))).pairs
    assert 0.7 < pair.score < 0.9  # by the mass of what is the same; the name is a fifth of it


def test_a_content_that_many_share_is_no_proof() -> None:
    common = "按统计数据考核"
    kept = [(f"{word}情况", common) for word in WORDS[:5]]
    matching = match_rows(rows(*kept, ("进出口总额", common)), rows(*kept, ("粮食产量", common)))
    assert [row.name for row in matching.dropped] == ["进出口总额"]
    assert [row.name for row in matching.added] == ["粮食产量"]


def test_what_is_written_otherwise_is_the_same() -> None:
    (pair,) = match_rows(rows(("ＧＤＰ增速", "“四上”企业")), rows(("GDP增速", "四上 企业"))).pairs
    assert pair.score == 1


def test_criteria_of_one_indicator_are_told_apart_by_content() -> None:
    data = shipped()
    old = criterion_rows(tables(data).indicators)
    one = indicator(data, "A02")
    one["criteria"].reverse()
    one["criteria"][0]["content"] += "，含个体工商户"
    matching = match_rows(old, criterion_rows(tables(data).indicators))
    same = {pair.old.criterion.content[:6]: pair.new.criterion.content[:6] for pair in matching.pairs}
    assert same["民营经济增加"] == "民营经济增加"
    assert same["民营企业增量"] == "民营企业增量"
    assert not matching.dropped


def test_incentives_are_matched_too() -> None:
    data = shipped()
    old = incentive_rows(tables(data).incentives)
    criterion(data, "J06")["title"] = "推动制造业高质量发展和转型升级"
    del data["incentives"]["incentives"][2]
    matching = match_rows(old, incentive_rows(tables(data).incentives))
    assert [row.id for row in matching.dropped] == ["J03"]
    assert all(pair.old.id == pair.new.id for pair in matching.pairs)
    assert next(pair.score for pair in matching.pairs if pair.old.id == "J06") < 1


def in_place_of(old: str, new: str, **changes: Any) -> Matching[Any]:
    """The table of 2021 without the row ``new``, and the same with it in place of the row ``old``."""
    given = tables(shipped())
    every = criterion_rows(given.indicators) if old[0] != "J" else incentive_rows(given.incentives)
    before = [row for row in every if row.id != new]
    after = [row for row in every if row.id != old]
    if changes:
        was = next(row for row in after if row.id == new)
        assert isinstance(was, CriterionRow)
        changed = CriterionRow(was.section, was.indicator, was.criterion.model_copy(update=changes))
        after[after.index(was)] = changed
    return match_rows(before, after)


def others(matching: Matching[Any]) -> list[tuple[str, str]]:
    return [(pair.old.id, pair.new.id) for pair in matching.pairs if pair.old.id != pair.new.id]


RIVERS = "加大河流、水库保洁力度，{}实河长、巡查员、保洁人员管理责任，确保保洁常态化，得2分。专项经费不得挪作它用，得1分"


def test_rows_of_two_real_years_are_paired_as_people_would() -> None:
    """As a district issued them: one renamed, one the same, one said in other words by the same body."""
    old = rows(
        ("推进河、库管护常态化", RIVERS.format("落")),
        ("城镇新增就业", "新增就业人数"),
        ("税收收入增长6%", "税收收入增长6%"),
    )
    new = rows(
        ("河库保洁长效机制", RIVERS.format("压")),
        ("城镇新增就业", "新增就业人数"),
        ("区级税收增长6%左右", "区级税收增长6%左右"),
    )
    assert paired(match_rows(old, new)) == {"A01.1": "A01.1", "A02.1": "A02.1", "A03.1": "A03.1"}


def test_a_measure_under_a_new_title_is_the_same() -> None:
    """渝府办发〔2022〕74号 calls 保障推进市级重大项目建设 扩大有效投资; most of the text stayed."""
    data = shipped()
    old = incentive_rows(tables(data).incentives)
    one = criterion(data, "J03")
    one["title"] = "扩大有效投资"
    one["measure"] = one["measure"].replace("全力保障项目建设供地和良好施工外部环境，", "项目前期工作扎实，")
    data["incentives"]["incentives"].reverse()
    pair = next(
        pair
        for pair in match_rows(old, incentive_rows(tables(data).incentives)).pairs
        if pair.old.id == "J03"
    )
    assert pair.new.name == "扩大有效投资"
    assert 0.7 < pair.score < 0.95


@pytest.mark.parametrize(("old", "new"), [("A11.1", "A10.1"), ("A18.1", "A08.1")])
def test_two_tasks_of_one_body_are_not_the_same_but_may_be_shown(old: str, new: str) -> None:
    matching = in_place_of(old, new)
    assert others(matching) == []
    assert [(pair.old.id, pair.new.id) for pair in matching.maybe] == [(old, new)]


def test_the_same_kind_of_survey_of_other_bodies_is_another() -> None:
    matching = in_place_of("B03.1", "B01.1")
    assert (others(matching), len(matching.maybe)) == ([], 1)


def test_of_the_same_body_it_would_be_the_same() -> None:
    units = next(row.units for row in criterion_rows(tables(shipped()).indicators) if row.id == "B03.1")
    assert others(in_place_of("B03.1", "B01.1", units=units)) == [("B03.1", "B01.1")]


def test_what_has_little_in_common_is_not_shown_as_likely() -> None:
    matching = in_place_of("J17", "J15")  # of the same bodies
    assert (others(matching), matching.maybe) == ([], ())


@pytest.mark.parametrize("new", [f"J{number:02d}" for number in range(2, 28)])
def test_no_two_incentives_of_a_year_are_the_same(new: str) -> None:
    assert others(in_place_of("J01", new)) == []


def test_evidence_makes_no_row_certain() -> None:
    """A merge takes what is alike by 0.7: metrics and comments must not pass because two rows have one body."""
    old, new = rows(("税收收入增长6%", "税收收入增长6%")), rows(("区级税收增长6%左右", "区级税收增长6%左右"))
    assert match_rows(old, new, threshold=0.7).pairs == ()


NAMES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join),
    ),
    min_size=1,
    max_size=9,
)


@given(NAMES, NAMES)
@settings(max_examples=60)
def test_it_is_one_to_one_and_the_same_both_ways(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    old, new = rows(*first), rows(*second)
    forth, back = match_rows(old, new), match_rows(new, old)
    assert (
        len({id(pair.old) for pair in forth.pairs})
        == len(forth.pairs)
        == len({id(p.new) for p in forth.pairs})
    )
    assert len(forth.pairs) + len(forth.dropped) == len(old)
    assert len(forth.pairs) + len(forth.added) == len(new)
    assert paired(forth) == {new_id: old_id for old_id, new_id in paired(back).items()}
    assert sorted(pair.score for pair in forth.pairs) == sorted(pair.score for pair in back.pairs)


def test_thousands_of_changed_rows_cost_little() -> None:
    """Every row is changed, so nothing is found by equality; the pairs looked at stay few."""
    numbers = random.Random(7)  # noqa: S311
    texts = [
        ("".join(numbers.choices(WORDS, k=3)) + str(n), "".join(numbers.choices(WORDS, k=8)) + f"第{n}号")
        for n in range(3000)
    ]
    base = rows(("甲", "乙"))[0]
    old, new = ([_row(base, name + end, content + end) for name, content in texts] for end in ("", "新"))
    matching = match_rows(old, new)
    right = sum(content_of(pair.new) == content_of(pair.old) + "新" for pair in matching.pairs)
    assert right > 2940


def _row(base: CriterionRow, name: str, content: str) -> CriterionRow:
    one = base.criterion.model_copy(update={"content": content})
    return CriterionRow(base.section, base.indicator.model_copy(update={"name": name}), one)


SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
OTHERS = "金木水火土东南西北中春夏秋冬"


def of_one_row(name: str, unit: str, weight: int, *, is_second: bool) -> list[CriterionRow]:
    """A table of two rows, of which one says ``name`` twice."""
    data = shipped()
    said = [("垫底的一项", "垫底的一项按统计数据考核", "区审计局", 1), (name, name, unit, weight)]
    section = data["indicators"]["sections"][0]
    section["indicators"] = [
        {
            "id": f"A{n:02d}",
            "name": text,
            "criteria": [{"id": f"A{n:02d}.1", "weight": points, "units": [body], "content": content}],
        }
        for n, (text, content, body, points) in enumerate(said if is_second else said[::-1], 1)
    ]
    data["indicators"]["sections"] = [section]
    return criterion_rows(tables(data).indicators)


def meaning(signs: int, shared: int, body: int, weight: int, number: int, threshold: float | None) -> str:
    """What two rows are to each other that share the first signs, and body, weight and number or not."""
    old = of_one_row(SIGNS[:signs], "区教委", 1, is_second=True)
    name = SIGNS[:shared] + OTHERS[: signs - shared]
    new = of_one_row(name, "区教委" if body else "区财政局", 1 if weight else 2, is_second=bool(number))
    matching = match_rows(old, new) if threshold is None else match_rows(old, new, threshold=threshold)
    pairs = {"pair": matching.pairs, "maybe": matching.maybe}
    return next((what for what, found in pairs.items() if any(one.new.name == name for one in found)), "none")


@pytest.mark.parametrize(
    ("signs", "shared", "body", "weight", "number", "threshold", "expected"),
    [
        (10, 5, 1, 1, 0, None, "maybe"),  # one half, of one body and weight
        (12, 7, 1, 0, 0, None, "pair"),  # seven twelfths, of one body
        (8, 3, 1, 1, 1, None, "none"),  # three eighths with everything that speaks for it
        (8, 5, 0, 0, 0, None, "maybe"),  # five eighths with nothing
        (14, 10, 0, 0, 0, None, "maybe"),  # ten fourteenths, of another body: not sure enough
        (8, 6, 1, 0, 0, 0.7, "maybe"),  # evidence makes nothing certain
        (12, 5, 1, 1, 0, None, "maybe"),  # by the body alone
        (10, 4, 1, 1, 1, None, "none"),  # which is not everything
        (10, 6, 0, 1, 0, None, "maybe"),  # by the weight alone
        (10, 6, 0, 0, 1, None, "maybe"),  # by the number alone
        (10, 6, 0, 0, 0, None, "none"),  # and by nothing
        (8, 6, 0, 0, 0, None, "maybe"),  # three quarters with nothing
        (8, 6, 0, 0, 1, None, "pair"),  # and with the number
    ],
)
def test_evidence_and_text_together_settle_it(
    signs: int, shared: int, body: int, weight: int, number: int, threshold: float | None, expected: str
) -> None:
    assert meaning(signs, shared, body, weight, number, threshold) == expected


@pytest.mark.parametrize(("content", "is_proof"), [("粮食生产总量增幅", True), ("粮食生产总量增", False)])
def test_a_content_of_eight_signs_is_a_proof(content: str, is_proof: bool) -> None:
    filler = ("垫底", "一切别的事情都在这里写")
    old = rows((f"{SIGNS}巳午未申酉戌亥", content), filler)
    new = rows(filler, (f"{OTHERS}天地玄黄宇宙洪", content), unit="区财政局")
    assert [pair.old.name[:2] for pair in match_rows(old, new).pairs] == ["垫底", *["甲乙"] * is_proof]
