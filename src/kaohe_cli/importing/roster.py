"""A list of people (通讯录) in Excel, read as what the roster may say: who in which body.

A table begins where its header is known by its words, in any order, below however many lines. One with a
column for each role (责任领导, 责任人) and one with a person a row are both read. What is not understood is
told with its place; a row is never half taken in silence.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.assignment.roster import TITLES, Said, number_in
from kaohe_cli.importing.formats.excel import Sheet, read_sheets
from kaohe_cli.importing.stream import Cell, GridRow
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.addresses import is_address_list
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.masks import is_masked
from kaohe_cli.words.people_and_numbers import taken_apart
from kaohe_cli.words.shortening import some_of

Kind: TypeAlias = Literal[
    "unit", "id", "name", "post", "mobile", "phone", "email", "cc", "salutation", "role", "number", "other"
]
Role: TypeAlias = Literal["leader", "contact", ""]

_LEADER: Final = re.compile(r"领导|分管|主要负责")
_CONTACT: Final = re.compile(r"责任人|联系人|联络[员人]|经办|承办人|填报人|具体")
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("cc", re.compile(r"抄送|^cc$", re.IGNORECASE)),
    ("salutation", re.compile(r"称呼|尊称")),
    ("email", re.compile(r"邮箱|邮件|e-?mail", re.IGNORECASE)),
    ("mobile", re.compile(r"手机|移动电话|mobile", re.IGNORECASE)),
    ("phone", re.compile(r"电话|座机|联系方式|号码|tel|phone", re.IGNORECASE)),
    ("post", re.compile(r"职务|职位|岗位|职称")),
    ("role", re.compile(r"^(?:分工|角色|人员类别|类别|身份)$")),
    ("id", re.compile(r"^(?:指标|考核)?编号$|^负责的?(?:项|行|指标)$")),
    ("number", re.compile(r"^(?:序号?|no\.?)$", re.IGNORECASE)),
    ("name", re.compile(r"姓名|名字|领导$|责任人$|联系人$|联络[员人]$|经办人$|承办人$|填报人$|负责人$")),
    ("unit", re.compile(r"(?:单位|部门|机构)(?:名称|全称|简称)?$")),
)
"""What a head of a column means, by the first of these that fits: 联系人电话 is a number, no person."""
_PERSONAL: Final[frozenset[Kind]] = frozenset(
    {"name", "post", "mobile", "phone", "email", "cc", "salutation"}
)
_OF_THE_CONTACT: Final[frozenset[Kind]] = frozenset({"email", "cc", "salutation"})
"""What the roster keeps of the 责任人 alone; where a head does not say whose it is, it is his."""
_NOTHING: Final = frozenset({"无", "暂无", "/", "／", "-", "—", "——"})
"""What people write into a cell that they leave empty."""
_HEAD_NOTE: Final = re.compile(r"[（(][^（()）]*[)）]")
_LONGEST_HEAD: Final = 14
"""“区级责任单位分管领导姓名” has 12 signs; what is longer is a sentence."""
_FEWEST_HEADS: Final = 2
_NAMED: Final = 5
_HAN_ALONE: Final = re.compile(r"(?:^| )[\u4e00-\u9fff](?= |$)")
"""A sign by itself: the blanks beside it only spread a name (李 明)."""
_LONGEST_NAME: Final = 20
_NAME: Final = re.compile(r"[^\W\d_][^\d#@_]*")
"""Begins with a letter of whatever script; #N/A is what a formula could not work out."""


class Column(NamedTuple):
    """A column of a table of people."""

    start: int
    end: int
    head: str
    kind: Kind
    role: Role
    """Whose it is; "" where the table has a person a row."""


class RosterFile(NamedTuple):
    """What a file of people says."""

    said: tuple[Said, ...]
    questions: tuple[str, ...]
    """What was not taken, each with its place."""
    remarks: tuple[str, ...]


class _Person(NamedTuple):
    """Somebody in a row."""

    unit: str
    row_id: str | None
    role: Role
    fields: Mapping[str, str]
    """``name``, ``post``, ``mobile``, ``email``, ``cc``, ``salutation``."""
    where: str


def read_roster(
    name: str, data: bytes, registry: Registry, answering: Mapping[str, Collection[str]]
) -> RosterFile:
    """Returns what a .xlsx file says of the people of the bodies.

    ``answering`` has the names of the bodies that answer for each row, by its id.

    Raises:
        MissingExtraError, NoWorkbookError, PackageError, TooLargeError: it cannot be read.
    """
    sheets, remarks = read_sheets(name, data)
    reader = _Reader(name, registry, answering)
    for sheet in sheets:
        reader.read(sheet)
    said = tuple(_merged(reader.people, reader.questions))
    return RosterFile(said, tuple(reader.questions), (*remarks, *reader.remarks))


class _Reader:
    """Goes through the sheets of a file."""

    def __init__(self, name: str, registry: Registry, answering: Mapping[str, Collection[str]]) -> None:
        self._name = name
        self._registry = registry
        self._answering = answering
        self.people: list[_Person] = []
        self.questions: list[str] = []
        self.remarks: list[str] = []

    def read(self, sheet: Sheet) -> None:
        """Takes the people of a sheet, which may hold several tables one below the other."""
        columns: tuple[Column, ...] = ()
        unread: dict[str, None] = {}
        body = self._body(sheet.name)
        before: list[tuple[GridRow, str]] = []
        rows = iter(enumerate(sheet.rows))
        for place, row in rows:
            if not row.filled:
                continue
            if _is_head(row):
                below = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else None
                is_double = below is not None and _is_lower_head(row, below)
                columns = _columns(row, below if is_double else None)
                if is_double:
                    next(rows, None)
                body = body or next((one for _, text in before if (one := self._body_in(text))), None)
                before = []
                continue
            where = f"{self._name} 工作表“{sheet.name}”第 {row.number} 行"
            if not columns:
                before.append((row, "".join(cell.text for cell in row.filled)))
            elif not any(one.kind == "unit" for one in columns) and len(row.filled) == 1:
                body = self._heading(row, where) or body
            else:
                self._take(row, columns, body, where, unread)
        if before and not columns:
            self._tell_no_head(sheet.name, [row.number for row, _ in before])
        if unread:
            heads = some_of([f"“{head}”" for head in unread], _NAMED, "列")
            self.remarks.append(f"工作表“{sheet.name}”的{heads}没有地方录入，没有读")

    def _tell_no_head(self, sheet: str, numbers: Sequence[int]) -> None:
        until = f"至第 {numbers[-1]} 行" if numbers[1:] else ""
        self.questions.append(
            f"{self._name} 工作表“{sheet}”没有认出表头（单位、姓名、职务、手机、邮箱），"
            f"第 {numbers[0]} 行{until}没有读"
        )

    def _body(self, text: str) -> Unit | None:
        found = self._registry.find(text)
        return found if isinstance(found, Unit) else None

    def _body_in(self, text: str) -> Unit | None:
        """Returns the one body that a title names: 区商务委通讯录."""
        units, _ = self._registry.named_in(text)
        return units[0] if len(units) == 1 else None

    def _heading(self, row: GridRow, where: str) -> Unit | None:
        """Returns the body whose people stand below a line of its own."""
        body = self._body(row.filled[0].text)
        if body is None:
            self.questions.append(f"{where}无法识别：既不是单位，也没有姓名和电话")
        return body

    def _take(
        self,
        row: GridRow,
        columns: Sequence[Column],
        around: Unit | None,
        where: str,
        unread: dict[str, None],
    ) -> None:
        """Takes the people of a row, or tells why not."""
        texts = {column: _text(row, column) for column in columns}
        headed = [
            any(one.start < cell.end and cell.start < one.end for one in columns) for cell in row.filled
        ]
        if not all(headed):
            self.questions.append(f"{where}在没有表头的列里还有内容，没有读")
        unread |= {column.head: None for column, text in texts.items() if column.kind == "other" and text}
        people = dict(self._fields(texts, where))
        body, why = self._whose(columns, texts, around)
        if not people:
            says = any(text for column, text in texts.items() if column.kind not in ("number", "other"))
            if says and body is None:
                self.questions.append(f"{where}无法识别：{why}，也没有姓名和电话")
            return
        if body is None:
            self.questions.append(f"{where}：{why}，没有录入")
            return
        row_id = self._row_id(texts, body, where)
        if row_id == "":
            return
        role = _role_said(columns, texts)
        for own, fields in people.items():
            if "name" not in fields:
                self.questions.append(f"{where}没有姓名，没有录入")
            else:
                self.people.append(_Person(body.name, row_id, own or role, fields, where))

    def _whose(
        self, columns: Sequence[Column], texts: Mapping[Column, str], around: Unit | None
    ) -> tuple[Unit | None, str]:
        written = " ".join(texts[column] for column in columns if column.kind == "unit").strip()
        if not any(column.kind == "unit" for column in columns):
            return around, "看不出是哪个单位的：没有“单位”这一列"
        if not written:
            return None, "没有写单位"
        found = self._registry.find(written)
        if isinstance(found, Unit):
            return found, ""
        if found is not None:
            return None, f"“{written}”是统称，不是一个单位"
        hint = did_you_mean(written, self._registry.known_names())
        return None, f"{self._registry.where}里没有“{written}”这个单位" + (f"，{hint}" if hint else "")

    def _row_id(self, texts: Mapping[Column, str], body: Unit, where: str) -> str | None:
        """Returns the row that it is about, None for the whole body, "" where that is not understood."""
        written = next((text for column, text in texts.items() if column.kind == "id" and text), "")
        key = unicodedata.normalize("NFKC", written).upper()
        if not written or key.isdigit():  # 编号 1, 2, 3 only counts the lines
            return None
        if body.name in self._answering.get(key, ()):
            return key
        why = f"{key} 的责任单位里没有{body.name}" if key in self._answering else f"编号“{written}”不在表里"
        self.questions.append(f"{where}：{why}，没有录入")
        return ""

    def _fields(self, texts: Mapping[Column, str], where: str) -> Iterator[tuple[Role, dict[str, str]]]:
        """Yields what the row says of each person of it."""
        roles: dict[Role, dict[str, str]] = {}
        numbers: dict[Role, list[str]] = {}
        for column, text in texts.items():
            if not text or column.kind not in _PERSONAL:
                continue
            fields = roles.setdefault(column.role, {})
            if column.kind in ("mobile", "phone"):  # the mobile counts, whichever stands first
                at = 0 if column.kind == "mobile" else len(numbers.get(column.role, ()))
                numbers.setdefault(column.role, []).insert(at, text)
            else:
                self._put(fields, column, text, where)
        for role, said in numbers.items():
            number, why = _number(said)
            if number:
                roles[role]["mobile"] = number
            if why:
                self.questions.append(f"{where}的{_whose_number(role)}{why}")
        yield from ((role, fields) for role, fields in roles.items() if fields)

    def _put(self, fields: dict[str, str], column: Column, text: str, where: str) -> None:
        why = ""
        if column.kind == "name":
            text = _name(text)
            why = _why_no_name(text)
        elif column.kind in ("email", "cc"):
            text = unicodedata.normalize("NFKC", text)
            text = "".join(text.split()).removeprefix("mailto:") if text.count("@") == 1 else text
            why = "" if is_address_list(text) else "不是邮箱地址"
        if why:
            self.questions.append(f"{where}的“{column.head}”{why}，没有录入")
        else:
            fields[column.kind] = " ".join(text.split())


# --- heads ----------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    return _HEAD_NOTE.sub("", "".join(unicodedata.normalize("NFKC", text).split())).strip(":：*")


def kind_of_head(text: str) -> tuple[Kind, Role]:
    """Returns what the head of a column means, and whose it is where it says so.

    >>> [kind_of_head(text) for text in ("姓 名", "责任领导", "联系人手机", "填报单位", "办公电话", "备注")]
    [('name', ''), ('name', 'leader'), ('mobile', 'contact'), ('unit', ''), ('phone', ''), ('other', '')]
    """
    bare = _bare(text)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(bare)), "other")
    if len(bare) > _LONGEST_HEAD or kind in ("unit", "id", "number", "role", "other"):
        return ("other" if len(bare) > _LONGEST_HEAD else kind), ""  # type: ignore[return-value]
    role: Role = "leader" if _LEADER.search(bare) else "contact" if _CONTACT.search(bare) else ""
    return kind, role  # type: ignore[return-value]


def _kinds(row: GridRow) -> set[Kind]:
    return {kind_of_head(cell.text)[0] for cell in row.filled} - {"other"}


def _is_head(row: GridRow) -> bool:
    """True for a row most of whose cells are heads, one of them of people or of how to reach them."""
    kinds = _kinds(row)
    known = sum(kind_of_head(cell.text)[0] != "other" for cell in row.filled)
    has_people = bool(kinds & {"name", "mobile", "phone"})
    return has_people and len(kinds) >= _FEWEST_HEADS and 2 * known >= len(row.filled)


def _is_lower_head(upper: GridRow, lower: GridRow) -> bool:
    """True for the second line of a head: 姓名, 职务, 电话 below 责任领导."""
    wide = any(cell.span > 1 for cell in upper.filled)
    kinds = _kinds(lower)
    return wide and bool(kinds) and all(kind_of_head(cell.text)[0] != "other" for cell in lower.filled)


def _columns(upper: GridRow, lower: GridRow | None) -> tuple[Column, ...]:
    found: list[Column] = []
    for cell in upper.cells:
        below = [one for one in lower.cells if cell.start <= one.start < cell.end] if lower else []
        below = [one for one in below if not one.is_blank]
        if not below and not cell.text.strip():
            continue
        for one in below or [cell]:
            own = one.text if below else ""
            kind, role = kind_of_head(own or cell.text)
            _, above = kind_of_head(cell.text)
            head = "".join(f"{cell.text}{own}".split())
            found.append(Column(one.start, one.end, head, kind, role or above))
    return tuple(_with_roles(found))


def _with_roles(columns: Sequence[Column]) -> Iterator[Column]:
    """Gives what says not whose it is to the name on its left; else, and an address always, to the 责任人."""
    names = [column for column in columns if column.kind == "name"]
    contact = next((name for name in names if name.role != "leader"), None)
    for column in columns:
        if column.kind in _PERSONAL - {"name"} and not column.role and names:
            by_place = column.kind not in _OF_THE_CONTACT
            left = [name for name in names if name.start <= column.start and by_place]
            yield column._replace(role=(left[-1] if left else contact or names[0]).role)
        else:
            yield column


# --- rows -----------------------------------------------------------------------------------------


def _text(row: GridRow, column: Column) -> str:
    cells: list[Cell] = [one for one in row.cells if one.start < column.end and column.start < one.end]
    text = " ".join(one.text.strip() for one in cells if one.text.strip())
    return "" if text in _NOTHING else text


def _name(text: str) -> str:
    """Returns a name without the blanks that only spread it; of several, one a line, with “、” between.

    >>> _name("李  明"), _name("张样例\\n李样例"), _name("Li Ming")
    ('李明', '张样例、李样例', 'Li Ming')
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    whole = [line.replace(" ", "") if _HAN_ALONE.search(line) else line for line in lines if line]
    return ("、" if all(len(one) > 1 for one in whole) else "").join(whole)


def _number(said: Sequence[str]) -> tuple[str, str]:
    """Returns the number by which somebody can be called, and what was left out of it."""
    found = [number_in(re.sub(r"(?<=\d)\.0+$", "", text)) for text in said]
    number = next((number for number, _ in found if number), "")
    others = {one for one, _ in found if one} - {number}
    reasons = [why for _, why in found if why]
    if number and not reasons and others:
        return number, f"录入了一个，另有 {len(others)} 个没有地方录入"
    return number, "；".join(dict.fromkeys(reasons)) + ("" if number or not reasons else "，没有录入")


def _whose_number(role: Role) -> str:
    return {"leader": "责任领导的号码", "contact": "责任人的号码"}.get(role, "号码")


def _why_no_name(text: str) -> str:
    if is_masked(text):
        return "打了码"
    if len(text) > _LONGEST_NAME or taken_apart(text).numbers or not _NAME.fullmatch(text):
        return "不像是姓名"
    return ""


def _role_said(columns: Sequence[Column], texts: Mapping[Column, str]) -> Role:
    """Returns the role that a row gives its person, in a column of its own or as the post."""
    said = [texts[one] for one in columns if one.kind == "role"]
    said += [text for one in columns if one.kind == "post" and (text := texts[one]) in _POSTS_THAT_ARE_ROLES]
    for text in said:
        if _LEADER.search(text):
            return "leader"
        if _CONTACT.search(text):
            return "contact"
    return ""


_POSTS_THAT_ARE_ROLES: Final = frozenset({"责任领导", "分管领导", "责任人", "联系人", "联络员", "经办人"})


def _merged(people: Sequence[_Person], questions: list[str]) -> Iterator[Said]:
    """Yields what is said of each body; a body with several people of one role is a question."""
    groups: dict[tuple[str, str | None], list[_Person]] = {}
    for person in people:
        groups.setdefault((person.unit, person.row_id), []).append(person)
    for (unit, row_id), found in groups.items():
        roles: dict[Role, list[_Person]] = {}
        is_alone = len({one.fields["name"] for one in found if one.role != "leader"}) == 1
        for person in found:
            roles.setdefault(person.role or ("contact" if is_alone else ""), []).append(person)
        fields: dict[str, str] = {}
        for role, own in roles.items():
            whose = f"{unit}{f' {row_id} ' if row_id else ''}"
            if why := _why_open(role, own):
                questions.append(f"{whose}{why}；{'、'.join(_short(one.where) for one in own)}，没有录入")
            else:
                for one in own:
                    fields |= _as_fields(role, one.fields)
                    if role == "leader" and _OF_THE_CONTACT & one.fields.keys():
                        names = [
                            _FIELDS[kind] for kind in _FIELDS if kind in _OF_THE_CONTACT & one.fields.keys()
                        ]
                        questions.append(f"{one.where}责任领导的{'、'.join(names)}没有地方录入，没有读")
        if fields:
            places = list(dict.fromkeys(one.where for one in found))
            yield Said(unit, row_id, {name: fields[name] for name in TITLES if name in fields}, places[0])


def _why_open(role: Role, own: Sequence[_Person]) -> str:
    names = list(dict.fromkeys(one.fields["name"] for one in own))
    if not role:
        return (
            f"有 {len(names)} 个人（{some_of(names, _NAMED, '人')}），看不出谁是责任领导、谁是责任人，"
            "请加一列“分工”写明"
        )
    if len(names) > 1:
        return f"写了 {len(names)} 个{_ROLES[role]}（{some_of(names, _NAMED, '人')}），只能有一个"
    for field in _FIELDS:
        if len({one.fields[field] for one in own if field in one.fields}) > 1:
            return f"的{_ROLES[role]}{names[0]}写了几次，{_FIELDS[field]}不一样"
    return ""


_ROLES: Final = {"leader": "责任领导", "contact": "责任人"}
_FIELDS: Final[Mapping[str, str]] = {
    "post": "职务", "mobile": "号码", "email": "邮箱", "cc": "抄送", "salutation": "称呼"
}  # fmt: skip


def _short(where: str) -> str:
    return where.partition(" ")[2]


def _as_fields(role: Role, fields: Mapping[str, str]) -> dict[str, str]:
    """Returns what is said of a person by the names of the roster; a leader's address has no place there."""
    names = {"name": "contact", **{kind: kind for kind in ("post", "mobile", *_OF_THE_CONTACT)}}
    if role == "leader":
        names = {"name": "leader", "post": "leader_post", "mobile": "leader_mobile"}
    return {names[name]: value for name, value in fields.items() if name in names}
