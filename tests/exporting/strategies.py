"""Made-up tables for property tests: valid, and as odd as the issued ones are.

The bodies and departments are plainly invented. What the printed annexes cannot carry (``metrics``,
``resolved``, ``report_due``) is not generated, so that a table read back must be equal to the one exported.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kaohe_cli.tables.incentives import Incentive, IncentiveTable, TimelineStep
from kaohe_cli.tables.indicators import Criterion, Indicator, IndicatorTable, Section
from kaohe_cli.tables.units import CityDepartment, Collective, Registry, Unit
from kaohe_cli.workspace.workspace import Tables

_HAN = "发展改革农村教育卫生健康商务财政科技生态环境文化旅游建设创新质量安全服务推进完成增速成效落实情况保障治理水平"
_LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXYZ"  # J is for incentives
_JOINTS = (
    "、",
    "，",
    "；",
    "及",
    "——",
    "：",
    "“四上”",
    "（含渝东北、渝东南）",
    "《实施方案》",
    "（渝委督办〔2021〕9号）",
    "GDP",
    "3.5%",
    "+",
    "·",
    "/",
    "R&D",
    "<5‰",
    "OTC",
)
_ENDS = ("", "", "", "等", "（试点）", "”", "情况（不含万州）")
_PLACES = ("东", "南", "西", "北", "甲", "乙", "丙", "丁")
_KINDS = ("局", "委", "办公室", "中心", "办")
ELIGIBLE = ("区县", "乡镇（街道）", "国家级开发开放平台")
_REWARDS = ("资金支持", "项目支持", "试点示范", "政策支持")
BONUS = "考核加分"


def phrases(most: int = 8) -> st.SearchStrategy[str]:
    """Text of a few 汉字 without any punctuation."""
    return st.text(_HAN, min_size=2, max_size=most)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Text with the punctuation of the issued tables, brackets and quotation marks among it."""
    pieces = draw(st.lists(phrases(), min_size=1, max_size=4))
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw(st.sampled_from(_JOINTS)) + piece
    if draw(st.booleans()):
        return f"“{text}”"
    return text + draw(st.sampled_from(_ENDS))


def without_marks(text: str) -> str:
    """Returns a name without its punctuation: two that differ in nothing else are taken for one."""
    return re.sub(r"\W", "", text)


def contents() -> st.SearchStrategy[str]:
    """A 考核内容: a sentence, several, or a numbered list on one line."""
    return st.one_of(
        sentences(),
        st.builds("{}；{}。".format, sentences(), sentences()),
        st.builds("1.{}；2.{}".format, sentences(), phrases()),
        st.builds("（一）{}。（二）{}。".format, phrases(), sentences()),
        st.builds("{}（具体任务参见《{}》）".format, sentences(), phrases()),
        st.builds("{}年{}，得{}分".format, st.integers(2015, 2035), phrases(), st.integers(0, 9)),
    )


def names() -> st.SearchStrategy[str]:
    """The name of an indicator or an incentive."""
    return st.one_of(phrases(12), st.builds("推进“{}”{}".format, phrases(4), phrases(4)), sentences())


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """Bodies with plaques, a collective, and city departments."""
    stems = [f"{first}{second}" for first in _PLACES for second in _PLACES]
    chosen = draw(st.lists(st.sampled_from(stems), min_size=2, max_size=8, unique=True))
    units = []
    for number, stem in enumerate(chosen):
        kind = draw(st.sampled_from(_KINDS))
        aliases = (f"区{stem}分{kind}",) if number % 2 and draw(st.booleans()) else ()
        units.append(Unit(name=f"区{stem}{kind}", aliases=aliases))
    city = draw(st.lists(st.sampled_from(stems), min_size=2, max_size=6, unique=True))
    return Registry(
        schema_version=1,
        units=tuple(units),
        collectives=(Collective(name="区级有关部门"),),
        city_departments=tuple(CityDepartment(name=f"市{stem}局") for stem in city),
    )


@st.composite
def responsible(draw: st.DrawFn, registry: Registry) -> tuple[str, ...]:
    """The units of a row: a name, a plaque, or both as “甲（乙）”; now and then a collective at the end."""
    bodies = draw(st.lists(st.sampled_from(registry.units), min_size=1, max_size=4, unique=True))
    wordings = [draw(st.sampled_from(wordings_of(body))) for body in bodies]
    if draw(st.integers(0, 9)) == 0:
        wordings.append("区级有关部门")
    return tuple(wordings)


def wordings_of(body: Unit) -> list[str]:
    """Every way in which the tables may name a body."""
    return [*body.names, *(f"{body.name}（{alias}）" for alias in body.aliases)]


@st.composite
def indicator_tables(draw: st.DrawFn, registry: Registry, year: int) -> IndicatorTable:
    """附件1: sections with and without weights, indicators of one to four rows, contents that repeat."""
    titles = draw(st.lists(sentences(), min_size=1, max_size=4, unique_by=without_marks))
    sections = []
    for letter, title in zip(_LETTERS, titles, strict=False):
        form: str = draw(st.sampled_from(("scored", "unscored")))
        sections.append(draw(_sections(registry, letter, title, form)))
    return IndicatorTable(
        schema_version=1,
        year=year,
        title=f"{year}年市对区考核指标任务分解表",
        heading=draw(st.none() | st.just("经济社会发展业绩考核指标")),
        sections=tuple(sections),
    )


@st.composite
def _sections(draw: st.DrawFn, registry: Registry, letter: str, title: str, form: str) -> Section:
    named = draw(st.lists(names(), min_size=1, max_size=5, unique_by=without_marks))
    common = draw(st.lists(contents(), min_size=1, max_size=2))
    indicators = []
    for number, name in enumerate(named, 1):
        rows = draw(st.integers(1, 4))
        criteria = tuple(
            Criterion(
                id=f"{letter}{number:02d}.{position}",
                weight=Decimal(draw(st.integers(1, 20))) / 2 if form == "scored" else None,
                units=draw(responsible(registry)),
                content=draw(st.one_of(contents(), st.sampled_from(common))),
            )
            for position in range(1, rows + 1)
        )
        indicators.append(Indicator(id=f"{letter}{number:02d}", name=name, criteria=criteria))
    weights = [one.weight for indicator in indicators for one in indicator.criteria if one.weight is not None]
    return Section(
        id=letter,
        title=title,
        form=form,
        total_weight=sum(weights, Decimal()) if form == "scored" else None,
        indicators=tuple(indicators),
    )


@st.composite
def incentive_tables(draw: st.DrawFn, registry: Registry, year: int) -> IncentiveTable:
    """附件2 with the policy behind it."""
    titles = draw(st.lists(names(), min_size=1, max_size=6, unique_by=without_marks))
    issued = date(year, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    return IncentiveTable(
        schema_version=1,
        year=year,
        title="市级督查激励争取任务分解表",
        document=f"渝府办发〔{year}〕{draw(st.integers(1, 200))}号",
        document_title=f"{year}年激励支持真抓实干成效明显地方若干措施",
        issuer="重庆市人民政府办公厅",
        issued=issued.isoformat(),
        published=draw(st.none() | st.just((issued + timedelta(days=9)).isoformat())),
        replaces=draw(st.none() | st.just(f"渝府办发〔{year - 1}〕17号")),
        timeline=draw(_timelines(year)),
        incentives=tuple(
            draw(_incentives(registry, number, title)) for number, title in enumerate(titles, 1)
        ),
    )


@st.composite
def _timelines(draw: st.DrawFn, year: int) -> tuple[TimelineStep, ...]:
    """Steps in the order of their dates; each names its date in its text, as the issued ones do."""
    step_names = draw(st.lists(phrases(6), max_size=4, unique=True))
    months = sorted(
        draw(st.lists(st.integers(1, 12), min_size=len(step_names), max_size=len(step_names), unique=True))
    )
    steps = []
    for name, month in zip(step_names, months, strict=True):
        what = draw(sentences())
        day = draw(st.integers(1, 28))
        if draw(st.booleans()):
            wording = f"{year + 1}年{month}月{day}日前"
            steps.append(
                TimelineStep(
                    name=name,
                    due=date(year + 1, month, day).isoformat(),
                    wording=wording,
                    content=f"{wording}，{what}。",
                )
            )
        else:
            steps.append(TimelineStep(name=name, content=f"{what}。"))
    return tuple(steps)


@st.composite
def _incentives(draw: st.DrawFn, registry: Registry, number: int, title: str) -> Incentive:
    departments = draw(
        st.lists(st.sampled_from(registry.city_departments), min_size=1, max_size=5, unique=True)
    )
    wordings = [department.name for department in departments]
    leads = draw(st.integers(1, min(2, len(wordings))))
    support = wordings[leads:]
    and_others: bool = draw(st.booleans())
    if support and and_others:
        support[-1] += "等"
    bonus = draw(st.booleans())
    eligible = _some(draw, ELIGIBLE)
    rewards = tuple(_some(draw, _REWARDS)) + ((BONUS,) if bonus else ())
    tail = "，并在区县经济社会发展考核中予以加分。" if bonus else "。"
    return Incentive(
        id=f"J{number:02d}",
        title=title,
        city_lead=tuple(wordings[:leads]),
        city_support=tuple(support),
        units=draw(responsible(registry)),
        eligible=tuple(eligible),
        rewards=rewards,
        bonus_points=bonus,
        measure=f"对{draw(sentences())}的{'、'.join(eligible)}，在{draw(phrases())}等方面予以支持{tail}",
    )


def _some(draw: st.DrawFn, values: Sequence[Any]) -> list[Any]:
    chosen = draw(st.sets(st.sampled_from(values), min_size=1))
    return [value for value in values if value in chosen]


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Both tables and their registry, as valid as ``kaohe validate`` asks."""
    registry = draw(registries())
    year = draw(st.integers(2015, 2035))
    return Tables(draw(indicator_tables(registry, year)), draw(incentive_tables(registry, year)), registry)
