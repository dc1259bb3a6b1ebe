"""Which column says what: the words over a column, and the columns a table is read by."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias, get_args

from kaohe_cli.importing.texts import visible
from kaohe_cli.model.indicators import OPEN_COLUMNS

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
    "scoring": OPEN_COLUMNS["scoring"],
    "due": OPEN_COLUMNS["due"],
    "assessed_by": OPEN_COLUMNS["assessed_by"],
    "data_source": OPEN_COLUMNS["data_source"],
    "evidence": OPEN_COLUMNS["evidence"],
    "note": OPEN_COLUMNS["note"],
}
"""What to call a column with ``--columns``, and in messages."""

LEFT_OUT = "不导入"
LONGEST_HEADER = 16
_BODY = "单位|部门|机构|主体|责任人|科室"
# The first that fits says what a column is; “” is one that no field has a place for.
_MEANINGS: tuple[tuple[str, Role | Literal[""]], ...] = (
    (r"联系|电话|手机|频次|领导$", ""),
    (r"监考|考核(?:单位|部门|主体)", "assessed_by"),
    (r"备注|附注", "note"),
    (r"时限|期限|(?:完成|办结|截止)(?:时间|日期)|时间(?:节点|要求)", "due"),
    (r"佐证|印证|证明材料", "evidence"),
    (r"数据来源|取数来源|^来源$", "data_source"),
    (r"^(?!.*内容).*(?:评分|计分|赋分|扣分).*(?:标准|办法|细则|方法|规则|依据)", "scoring"),
    (r"(?:目标|指标)值$", "target"),
    (r"^(?:国家|中央|国务院).*(?:牵头|配合|责任|支持|部委|部门|单位)|部委$", ""),
    (r"自评|完成情况|排名|签字|签名|盖章|实得|^(?:实际)?得分$", ""),
    (r"自动编号|序号|编号|项次|^序$|^号$|^no$", "number"),
    (r"激励对象|支持对象", "eligible"),
    (r"激励方式|支持方式|激励种类", "rewards"),
    (r"是否加分|予以加分", "bonus_points"),
    (r"(?:^|督查)市.*(?:配合|支持|协助|参与|协办)", "city_support"),
    (rf"(?:^|督查)市.*(?:牵头|责任|主管|{_BODY})", "city_lead"),
    (r"配合|协助|协办|参与", "support"),
    (r"牵头|主办|主责", "lead"),
    (rf"(?:责任|承办|落实|实施|承担|分解).*(?:{_BODY})|^责任$|^(?:区[级县]?)?(?:{_BODY})$", "units"),
    (r"权重|分值|满分|标准分|^分数$|^考核分$", "weight"),
    (r"一级(?:指标|目标|任务)|^(?:一级|类别|分类|类型|板块|部分|维度)$", "section"),
    (r"内容|标准|说明|要求|办法|细则|举措|措施(?:全文|原文)|评分|计分", "content"),
    (r"指标|任务|项目|事项|措施|名称|^[二三四]级$", "name"),
    (r"目标$", "target"),
    (r"时间|日期|周期|来源|依据|数据|^(?:市级|区级|区县级?)$", ""),
)
_PATTERNS = tuple((re.compile(pattern), role) for pattern, role in _MEANINGS)
_UNIT_OF_MEASURE = re.compile(r"[（(][^（()）]*[)）]")
_REPORTING = re.compile(r"自评|完成情况|是否完成|排名|签字|盖章")
_CONTACT = re.compile(r"联系电话|责任领导")
_PERSONAL = re.compile(r"联系|电话|手机|责任人")
_WHOLE: frozenset[Role] = frozenset({"number", "name", "weight", "content", "units"})


class Column(NamedTuple):
    """A column of a table, from one grid column to another."""

    role: Role | None
    """None for a column that is not imported."""
    title: str
    start: int
    end: int
    wording: str = ""
    """The title as it is written."""


class Layout(NamedTuple):
    """The columns of a table, from left to right."""

    columns: tuple[Column, ...]
    oddities: tuple[str, ...] = ()
    """What was odd in telling the columns apart."""

    @property
    def roles(self) -> dict[Role, Column]:
        """Each role with its column; of two columns that fit, the left one."""
        return {column.role: column for column in reversed(self.columns) if column.role}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The titles of the columns of 附件2 that are not imported."""
        taken = self.roles
        return tuple(
            column.title
            for column in self.columns
            if not column.role or column.role in OPEN_COLUMNS or taken[column.role] is not column
        )

    @property
    def further(self) -> dict[str, Column]:
        """The columns of 附件1 that no field has a place for, by their own names: no two are called the same.

        Not among them are second columns of numbers, and those with people and their phones, which belong
        into the roster and not into public tables.
        """
        named: dict[str, Column] = {}
        for number, column in enumerate(self.columns, 1):
            if column.role is None and not self._is_left_out(column):
                name = column.wording or column.title or f"第{number}列"
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

    @property
    def is_of_incentives(self) -> bool:
        """True for 附件2: what the city leads, or what is called a 激励措施."""
        roles = self.roles
        return bool({"city_lead", "eligible", "rewards"} & roles.keys()) or (
            "name" in roles and "激励" in roles["name"].title
        )


def header_text(text: str) -> str:
    """Returns the words of a header cell without spaces and 计量单位 in brackets.

    >>> header_text("权 重\\n（分）"), header_text("ＮＯ.")
    ('权重', 'no')
    """
    plain = "".join(unicodedata.normalize("NFKC", visible(text)).split())
    return (_UNIT_OF_MEASURE.sub("", plain) or plain).strip(".:").lower()


def role_of(text: str) -> Role | Literal[""] | None:
    """Returns what a header says its column holds; "" for what is not imported, None where it is no header.

    >>> [role_of(text) for text in ("编号", "考核内容及说明", "责任部门", "监考单位", "联系电话", "区教委")]
    ['number', 'content', 'units', 'assessed_by', '', None]
    """
    words = header_text(text)
    if not words or len(words) > LONGEST_HEADER:
        return None
    return next((role for pattern, role in _PATTERNS if pattern.search(words)), None)


def is_sufficient(roles: Sequence[Role | None]) -> bool:
    """True for the columns of a table that can be imported: what is asked, and of whom or for how much."""
    known = set(roles)
    return bool(known & {"name", "content", "scoring"}) and bool(
        known & {"units", "lead", "support", "weight", "city_lead", "eligible", "rewards"}
    )


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


def role_named(word: str) -> Role | None:
    """Returns the role that a person calls so; None for a column to leave out.

    Raises:
        KeyError: the word says nothing about a column.
    """
    if word.strip() in (LEFT_OUT, "", "-", "—"):
        return None
    role = role_of(word)
    if role is None:
        raise KeyError(word)
    return role or None
