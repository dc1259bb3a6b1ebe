"""Which column says what: the words over a column, and the columns a table is read by."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, get_args

from kaohe_cli.tables.indicators import OPEN_COLUMNS
from kaohe_cli.words.folding import plain

Role: TypeAlias = Literal[
    "number",
    "section",
    "name",
    "weight",
    "content",
    "units",
    "lead",
    "support",
    "city_lead",
    "city_support",
    "eligible",
    "rewards",
    "bonus_points",
    "target",
    "measure",
    "scoring",
    "due",
    "assessed_by",
    "data_source",
    "evidence",
    "note",
]
ROLES: tuple[Role, ...] = get_args(Role)
WORDS: dict[Role, str] = {
    "number": "序号",
    "section": "部分",
    "name": "指标",
    "weight": "权重",
    "content": "考核内容",
    "units": "责任单位",
    "lead": "牵头单位",
    "support": "配合单位",
    "city_lead": "市级牵头单位",
    "city_support": "市级配合单位",
    "eligible": "激励对象",
    "rewards": "激励方式",
    "bonus_points": "是否加分",
    "target": OPEN_COLUMNS["target"],
    "measure": "计量单位",
    "scoring": OPEN_COLUMNS["scoring"],
    "due": OPEN_COLUMNS["due"],
    "assessed_by": OPEN_COLUMNS["assessed_by"],
    "data_source": OPEN_COLUMNS["data_source"],
    "evidence": OPEN_COLUMNS["evidence"],
    "note": OPEN_COLUMNS["note"],
}
"""What to call a column with ``--columns``, and in messages."""

LEFT_OUT, VERBATIM = "不导入", "照录"
LONGEST_HEADER = 16
_BODY = "单位|部门|机构|主体|科室|处室"

Readings: TypeAlias = Mapping[Role, float]
# The first that fits says what a column may be, the likeliest first; none where no field has a place for it.
# A reading that a table cannot do without (a name, the bodies) stands a little above the other readings of
# the same words, so that it counts where the word is alone and gives way where another column says it better.
_MEANINGS: tuple[tuple[str, Readings], ...] = (
    (r"联系|电话|手机|频次|领导$|责任人$", {}),
    (rf"被考核|(?:考核|考评|参评)对象|(?:{_BODY})名称$", {"units": 6}),
    (rf"监考|对口|(?:考核|考评|评价|评分|打分|审核|认定)(?:{_BODY})", {"assessed_by": 6, "units": 3}),
    (rf"^(?![市省州]).*(?:主管|指导|监管)(?:{_BODY})", {"units": 4, "assessed_by": 3.5}),
    (r"备注|附注", {"note": 6}),
    (r"时限|期限|(?:完成|办结|截止)(?:时间|日期)|时间(?:节点|要求)", {"due": 6}),
    (r"佐证|印证|证明材料", {"evidence": 6}),
    (r"数据来源|取数来源|^来源$", {"data_source": 6}),
    (r"赋分$|配分$|^计分$", {"weight": 6, "scoring": 5}),
    (
        r"^(?!.*内容).*(?:(?:评分|计分|赋分|扣分|得分|评价|评定).*(?:标准|办法|细则|方法|规则|依据)|要点|计算(?:方法|公式|办法))",
        {"scoring": 6, "content": 6.5},
    ),
    (r"(?:目标|指标|计划|任务|预期)[值数]$", {"target": 6}),
    (
        rf"^(?:国家|中央|国务院).*(?:牵头|配合|责任|支持|部委|{_BODY})|部委$",
        {},
    ),
    (r"自评|完成情况|排名|签字|签名|盖章|实得|得分$|^评分$", {}),
    (r"自动编号|序号|编号|项次|^序$|^号$|^no$", {"number": 6}),
    (r"激励对象|支持对象", {"eligible": 6}),
    (r"激励方式|支持方式|激励种类", {"rewards": 6}),
    (r"是否加分|予以加分", {"bonus_points": 6}),
    (r"(?:^|督查)[市省州].*(?:配合|支持|协助|参与|协办)", {"city_support": 6}),
    (rf"(?:^|督查)[市省州].*(?:牵头|责任|主管|{_BODY})", {"city_lead": 6}),
    (r"配合|协助|协办|参与", {"support": 6}),
    (r"牵头|主办|主责", {"lead": 6, "units": 3}),
    (rf"(?:责任|承办|落实|实施|承担|分解|完成|执行).*(?:{_BODY})|^责任$", {"units": 7, "lead": 3}),
    (r"^(?:计量)?单位$", {"units": 5, "measure": 5}),
    (rf"^(?:区[级县]?|县级?)?(?:{_BODY})$", {"units": 5}),
    (r"^责任人", {"units": 3}),
    (r"权重|分值|满分|标准分|(?:基本|基础)分|^分数$|^考核分$|^计划分$", {"weight": 6}),
    (r"一级(?:指标|目标|任务|$)|^(?:一级|类别|分类|类型|板块|部分|维度)$", {"section": 6, "name": 3}),
    (r"二级", {"name": 6, "section": 4.5}),
    (r"三级", {"name": 6.2, "content": 5.5}),
    (r"四级", {"content": 5.7, "name": 5.5}),
    (r"内容|说明|要求|举措|措施(?:全文|原文)", {"content": 6, "name": 3}),
    (r"标准|办法|细则|评分|计分", {"content": 5.5, "scoring": 5}),
    (r"措施", {"name": 5, "content": 4.5}),
    (r"项目", {"name": 5.5, "section": 4.5, "content": 2}),
    (r"目标任务|任务目标", {"name": 6, "content": 3, "target": 3}),
    (r"指标|任务|事项|名称|实事|工程$|工作$", {"name": 6, "section": 3, "content": 3}),
    (r"目标$", {"name": 4.2, "target": 4, "content": 3}),
    (r"时间|日期|周期|来源|依据|数据|^(?:市级|区级|区县级?)$", {}),
)
_PATTERNS = tuple((re.compile(pattern), readings) for pattern, readings in _MEANINGS)
_UNIT_OF_MEASURE = re.compile(r"[（(][^（()）]*[)）]")
_REPORTING = re.compile(r"自评|完成情况|是否完成|排名|签字|盖章")
_CONTACT = re.compile(r"联系电话|责任领导")
_PERSONAL = re.compile(r"联系|电话|手机|责任人")
_TO_FILL_IN = re.compile(r"自评|得分$|^评分$|签字|盖章|排名")
_PLAIN_WEIGHTS = frozenset({"权重", "分值", "满分", "标准分", "基本分", "分数", "赋分", "配分"})
"""Words that do not tell the points of one level, place or year from those of another."""
_WHOLE: frozenset[Role] = frozenset({"number", "name", "weight", "content", "units"})


class Column(NamedTuple):
    """A column of a table, from one grid column to another."""

    role: Role | None
    """None for a column that is not imported, or kept under its own name."""
    title: str
    start: int
    end: int
    wording: str = ""
    """The title as it is written."""
    says: str = ""
    """The words that tell its role, where the title is made of two levels; else the title does."""


class Layout(NamedTuple):
    """The columns of a table, from left to right; no two have one role."""

    columns: tuple[Column, ...]
    oddities: tuple[str, ...] = ()
    """What was odd in telling the columns apart."""
    questions: tuple[str, ...] = ()
    """What only a person can tell."""
    is_in_percent: bool = False
    """True where the weights are written as 15%."""

    @property
    def roles(self) -> dict[Role, Column]:
        """Each role with its column."""
        return {column.role: column for column in reversed(self.columns) if column.role}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The titles of the columns of 附件2 that are not imported."""
        return tuple(
            column.title for column in self.columns if not column.role or column.role in _OF_INDICATORS
        )

    @property
    def further(self) -> dict[str, Column]:
        """The columns of 附件1 that no field has a place for, by their own names: no two are called the same.

        Not among them are second columns of numbers, and those with people and their phones, which belong
        into the roster and not into public tables.
        """
        named: dict[str, Column] = {}
        roles = self.roles
        taken = {WORDS[role] for role in roles}
        for number, column in enumerate(self.columns, 1):
            if column.role is None and not self._is_left_out(column):
                name = column.wording or column.title or f"第{number}列"
                is_second_weight = "weight" in roles and column.title in _PLAIN_WEIGHTS and "（" not in name
                if name in named or name in taken or is_second_weight:
                    before = self.columns[number - 2].title if number > 1 else ""
                    name = f"{name}（{before or f'第{number}列'}）"
                named[name if name not in named else f"{name}（第{number}列）"] = column
        return named

    @property
    def withheld(self) -> tuple[str, ...]:
        """The titles of the columns of 附件1 that are not imported."""
        return tuple(column.title for column in self.columns if not column.role and self._is_left_out(column))

    def _is_left_out(self, column: Column) -> bool:
        is_number = role_of(column.title) == "number"
        return column.title == LEFT_OUT or is_number or bool(_PERSONAL.search(column.title))

    def is_like(self, other: "Layout") -> bool:
        """True where both have the same titles in the same places."""
        return [column[1:] for column in self.columns] == [column[1:] for column in other.columns]


_OF_INDICATORS: frozenset[str] = frozenset((*OPEN_COLUMNS, "measure"))


def header_text(text: str) -> str:
    """Returns the words of a header cell without spaces and 计量单位 in brackets.

    >>> header_text("权 重\\n（分）"), header_text("ＮＯ.")
    ('权重', 'no')
    """
    words = plain(text)
    return (_UNIT_OF_MEASURE.sub("", words) or words).strip(".:").lower()


def readings_of(text: str) -> Readings | None:
    """Returns what the words of a header may mean, with how much they speak for it; None for no header.

    >>> readings_of("监考单位"), readings_of("联系电话"), readings_of("区教委")
    ({'assessed_by': 6, 'units': 3}, {}, None)
    """
    words = header_text(text)
    if not words or len(words) > LONGEST_HEADER:
        return None
    return next((readings for pattern, readings in _PATTERNS if pattern.search(words)), None)


def role_of(text: str) -> Role | Literal[""] | None:
    """Returns what a header most likely says its column holds; "" for no field of ours, None for no header.

    >>> [role_of(text) for text in ("编号", "考核内容及说明", "责任部门", "监考单位", "联系电话", "区教委")]
    ['number', 'content', 'units', 'assessed_by', '', None]
    """
    readings = readings_of(text)
    return None if readings is None else next(iter(readings), "")


def is_sufficient(roles: Sequence[Role | None]) -> bool:
    """True for the columns of a table that can be imported: what is asked, and of whom or for how much."""
    known = set(roles)
    return bool(known & {"name", "content", "scoring"}) and bool(
        known & {"units", "lead", "support", "weight", "city_lead", "eligible", "rewards"}
    )


def is_to_fill_in(title: str) -> bool:
    """True for a column in which whoever reports or judges writes the result."""
    return bool(_TO_FILL_IN.search(header_text(title)))


def is_for_reporting(titles: Sequence[str]) -> bool:
    """True for the columns of a form or overview in which results are reported.

    A whole table of indicators may name the people to call as well.
    """
    words = [header_text(title) for title in titles]
    if any(_REPORTING.search(word) for word in words):
        return True
    roles = {"content" if role == "scoring" else role for role in map(role_of, words)}
    is_whole = roles >= _WHOLE
    return not is_whole and any(_CONTACT.search(word) for word in words)


def is_of_results(titles: Sequence[str]) -> bool:
    """True for the header of an overview in which results are reported, or of a list of people to call."""
    words = [header_text(title) for title in titles]
    roles = {"content" if role == "scoring" else role for role in map(role_of, words)}
    has_phones = any("联系电话" in word for word in words) and not roles >= _WHOLE
    return has_phones or any(_REPORTING.search(word) for word in words)


def role_named(word: str) -> Role | None:
    """Returns the role that a person calls so; None for a column to leave out, or to keep under its name.

    Raises:
        KeyError: the word says nothing about a column.
    """
    if word.strip() in (LEFT_OUT, VERBATIM, "", "-", "—"):
        return None
    named = next((role for role, called in WORDS.items() if called == word.strip()), None)
    role = named or role_of(word)
    if role is None:
        raise KeyError(word)
    return role or None
