"""Who answers, as a return or a table of people says it, held against what the roster says now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from kaohe_cli.tables.contacts import Contacts, People, UnitPeople
from kaohe_cli.words.masks import SIGNS, is_masked_number
from kaohe_cli.words.people_and_numbers import taken_apart
from kaohe_cli.words.phones import dialled, is_mobile, is_phone, written_phone

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leader": "责任领导",
        "leader_post": "责任领导职务",
        "leader_mobile": "责任领导电话",
        "contact": "责任人",
        "post": "责任人职务",
        "mobile": "手机",
        "email": "邮箱",
        "cc": "抄送",
        "salutation": "称呼",
    }
)
"""What people call the fields of a person, in their order; the heads of the columns of a roster in Excel."""
PHONES: Final = frozenset({"leader_mobile", "mobile"})
_NOT_HIDDEN: Final = re.compile(rf"[^{re.escape(SIGNS)}\s()（）转-]")
_OF_THE_PERSON: Final = {
    "leader": ("leader_post", "leader_mobile"),
    "contact": ("post", "mobile", "salutation"),
}
"""What is the very person's: it goes with him. An e-mail address is often the office's, and stays."""


class Said(NamedTuple):
    """What somebody says of the people of a body, or of one row of it."""

    unit: str
    row_id: str | None
    fields: Mapping[str, str]
    """By the names of :class:`People`; what is not said is left out."""
    where: str
    """Where it stands, as people read it."""


class Proposal(NamedTuple):
    """What would change in the roster."""

    said: Said
    old: Mapping[str, str]
    """What stands there now, of the fields that change."""
    new: Mapping[str, str]
    """What they become; empty for what goes with a former person."""

    @property
    def remarks(self) -> Iterator[str]:
        """Yields what a person should look at."""
        whose = self.said.unit + (f" {self.said.row_id}" if self.said.row_id else "")
        gone = [TITLES[name] for name, value in self.new.items() if not value]
        if gone:
            yield f"{whose}换了人，{'、'.join(gone)}是原来那位的，一并去掉"
        if (
            "contact" in self.old
            and self.old["contact"]
            and "email" not in self.new
            and self.old.get("email")
        ):
            yield f"{whose}换了责任人，邮箱没有动，请核对还用不用"


def proposals(said: Sequence[Said], contacts: Contacts, area_code: str) -> list[Proposal]:
    """Returns what would change in the roster, so that it says what was said.

    A field of which nothing is said stays, but for the post and the number of somebody who was replaced:
    nobody gets another's number.
    """
    found = []
    for one in said:
        body = contacts.units.get(one.unit, UnitPeople())
        old = body if one.row_id is None else body.rows.get(one.row_id, People())
        new = {
            name: value
            for name, value in one.fields.items()
            if not _same(name, getattr(old, name) or "", value, area_code)
        }
        for name, own in _OF_THE_PERSON.items():
            if name in new and getattr(old, name):
                new |= {key: "" for key in own if key not in one.fields and getattr(old, key)}
        if new:
            names = [*new, "email"] if "contact" in new else [*new]
            ordered = {name: new[name] for name in TITLES if name in new}
            found.append(Proposal(one, {name: getattr(old, name) or "" for name in names}, ordered))
    return found


def number_in(text: str) -> tuple[str, str]:
    """Returns the number that a person can be called by, and why it is not all that the text says.

    Of several the only mobile counts. The number is empty where there is none, the reason where nothing
    is amiss; the reason never holds a number.

    >>> number_in("138 0000 0000"), number_in("60000000（办）13800000000"), number_in("")
    (('13800000000', ''), ('13800000000', '另有 1 个号码没有录入'), ('', ''))
    >>> number_in("138****0000"), number_in("1380000000")
    (('', '打了码'), ('', '不是能拨通的号码'))
    """
    text = text.strip()
    if is_phone(text):
        return written_phone(text), ""
    if is_masked_number(text) or (text and not _NOT_HIDDEN.search(text)):
        return "", "打了码"
    numbers = [one for one in taken_apart(text).numbers if is_phone(one)]
    mobiles = [one for one in numbers if is_mobile(written_phone(one))]
    chosen = mobiles if len(mobiles) == 1 else numbers
    if len(chosen) == 1:
        rest = len(numbers) - 1
        return written_phone(chosen[0]), f"另有 {rest} 个号码没有录入" if rest else ""
    if chosen:
        return "", f"写了 {len(chosen)} 个号码，不知道用哪一个"
    return "", "不是能拨通的号码" if text else ""


def _same(name: str, old: str, new: str, area_code: str) -> bool:
    if name in PHONES and old:
        return dialled(old, area_code) == dialled(new, area_code)
    return old == new


def as_rows(contacts: Contacts) -> Iterator[tuple[str, str, People]]:
    """Yields who answers, body by body, behind each the rows for which others do; "" for the whole body."""
    for unit, people in contacts.units.items():
        if any(getattr(people, name) for name in TITLES):
            yield unit, "", people
        yield from ((unit, row_id, own) for row_id, own in people.rows.items())
