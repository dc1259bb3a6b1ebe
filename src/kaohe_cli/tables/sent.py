"""What was sent out (发出): which body got which version of its form, in which round, when."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from kaohe_cli.tables.base import BodyName, Date, Filled, Model, Text, Version

_DIGEST: Final = "^[0-9a-f]{64}$"


def is_version(text: str) -> bool:
    """True for what names a version of a form: the digest that the form carries."""
    return re.fullmatch(_DIGEST, text, re.ASCII) is not None


def _version(value: str) -> str:
    if not is_version(value):
        raise PydanticCustomError("kaohe_digest", "a digest of 64 signs is wanted")
    return value


FormVersion = Annotated[str, AfterValidator(_version), WithJsonSchema({"type": "string", "pattern": _DIGEST})]


class Sending(Filled):
    """A form put into a mail or an archive."""

    version: FormVersion
    """哪一版：表带着的摘要，交回来时还在"""
    date: Date
    """哪一天，如 2021-11-01"""
    by: Literal["邮件", "压缩包"]
    """怎样发的"""
    to: tuple[Text, ...] = ()
    """写给哪些邮箱"""


class OldForm(NamedTuple):
    """A return was made on a form that is not the one sent last."""

    sent: date
    """When the form was sent that it was made on."""
    round: str
    """The round that it was sent in."""
    newest: date
    """When the newest one of the round was sent."""


UNKNOWN_FORMS: Final = "sent.yaml 有误，看不出谁填的是旧表；用 kaohe validate 查看原因"
"""What is said where the list of what was sent cannot be read."""

OLD_FORM_HINT: Final = "对照新表，改动的项请单位按新表重报"
"""What to do about a return on an old form."""


def old_form_words(old: OldForm, round_name: str) -> str:
    """Returns what is said of a return of a round that was made on an old form."""
    whose = "" if old.round == round_name else f" {old.round} 这一轮"
    return f"填的是 {old.sent} 发出的{whose}旧表，{old.newest} 发过新表"


class Sent(Model):
    """The whole of ``sent.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    sent: dict[str, dict[BodyName, tuple[Sending, ...]]] = Field(default_factory=dict)
    """发出的表，先按轮次（如 2021-10），再按单位的正式名称，一次发出一条"""

    def of(self, round_name: str, unit: str) -> tuple[Sending, ...]:
        """Returns what a body was sent in a round, the oldest first."""
        own = self.sent.get(round_name, {}).get(unit, ())
        return tuple(sorted(own, key=lambda one: one.date))

    def old_form(self, round_name: str, units: Iterable[str], version: str | None) -> OldForm | None:
        """Returns how old the form is that a return was made on; None where nothing newer is known.

        Of several bodies that report together the one counts that the form was sent to.
        """
        for unit in units:
            known = [
                (name, one) for name in self.sent for one in self.of(name, unit) if one.version == version
            ]
            newest = next(reversed(self.of(round_name, unit)), None)
            if known and newest is not None:
                name, last = max(known, key=lambda one: one[1].date)
                return None if newest.version == version else OldForm(last.date, name, newest.date)
        return None
