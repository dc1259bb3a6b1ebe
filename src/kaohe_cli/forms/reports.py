"""A unit's report (报送): what it filled into its forms, by the keys of the record."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from pydantic import Field as ModelField
from pydantic import PlainValidator, ValidationError, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from kaohe_cli.forms.record import Field, Form, Forms
from kaohe_cli.tables.base import BodyName, Date, Filled, Integer, Text, Version, Year
from kaohe_cli.words.likeness import did_you_mean

Value: TypeAlias = str | Decimal
Values: TypeAlias = dict[str, Value]
"""What was filled in, by key; what is empty is left out."""

_LARGEST_SCORE: Final = 1_000_000
_STEP: Final = "/"


def _entry(written: Any, info: ValidationInfo) -> Values:
    return _flat(written, info.context)


def _flat(written: Any, forms: Forms | None) -> Values:
    """Returns nested mappings as one, numbers as numbers where the record says so.

    Raises:
        PydanticCustomError: it is no mapping.
        ValidationError: a value is not of its kind; the errors name the places.
    """
    if not isinstance(written, Mapping):
        raise PydanticCustomError("dict_type", "a mapping is wanted")
    values: Values = {}
    wrong: list[InitErrorDetails] = []
    for key, value in _leaves(written):
        try:
            values[key] = _value(key, value, forms)
        except PydanticCustomError as error:
            wrong.append(InitErrorDetails(type=error, loc=tuple(key.split(_STEP)), input=value))
    if wrong:
        raise ValidationError.from_exception_data("entry", wrong)
    return values


def _leaves(written: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in written.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{start}{name}{_STEP}")
        elif value is not None:
            yield f"{start}{name}", value


def flattened(written: Mapping[str, Any]) -> dict[str, Any]:
    """Returns mappings in mappings as one, by key; what is empty is left out.

    >>> flattened({"problems": "无", "contact": {"name": "李样例", "mobile": None}})
    {'problems': '无', 'contact/name': '李样例'}
    """
    return dict(_leaves(written))


def _value(key: str, value: Any, forms: Forms | None) -> Value:
    """Returns a value as its kind wants it; a rank or a phone number written bare is still text."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if forms is None and is_number:
        return Decimal(value)
    if forms is not None and key not in forms.fields and (meant := _meant(key, forms)):
        raise PydanticCustomError("kaohe_unknown_key", "a key is misspelt", {"hint": meant})
    if forms is not None and key in forms.numbers:
        if not is_number or not Decimal(value).is_finite():
            raise PydanticCustomError("kaohe_number", "a number is wanted")
        if forms.fields[key].kind == "score" and abs(Decimal(value)) > _LARGEST_SCORE:
            raise PydanticCustomError("kaohe_too_large", "the number is too large")
        return Decimal(value)
    if is_number:
        return str(value)
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text is wanted")
    if not value.strip():
        raise PydanticCustomError("kaohe_blank", "text is wanted")
    return value


def _meant(key: str, forms: Forms) -> str | None:
    """Returns what a key is a slip of; one like no other is a field that was taken away, and stays."""
    group, _, name = key.rpartition(_STEP)
    beside = [one.rpartition(_STEP)[2] for one in forms.fields if one.rpartition(_STEP)[0] == group]
    return did_you_mean(name, beside)


class Returned(Filled):
    """The Word file that a report was read from, and when it came."""

    file: Text
    """交回的 Word 文件的名称"""
    received: Date
    """收到的日期；晚于截止日期的算迟报"""
    saved: Text | None = None
    """Word 文件最后保存的时间（世界时），如 2021-11-03T08:15:00Z；较旧的不会覆盖较新的"""
    sha256: Text
    """Word 文件内容的指纹，同一份文件再交一次能认出来"""
    form: Text | None = None
    """填的是哪一版报送表：发出的表带着的摘要，与 sent.yaml 里的对照"""
    without: tuple[Text, ...] = ()
    """这份材料发出时还没有、因而没有请单位填的栏目"""


_Said = Annotated[Any, WithJsonSchema({"type": "object"})]


class Report(Filled):
    """The whole of ``reports/<unit>.yaml``: a typed head, and values by key.

    Validated with the :class:`Forms` as context; without, every number counts as one.
    """

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year
    """考核年度"""
    unit: BodyName
    """单位名称，与 units.yaml 一致"""
    joint: tuple[BodyName, ...] = ()
    """几个单位合报的，写全这几个单位，报送的单位在最前面；各单位只算它自己要报的项"""
    through_month: Integer = ModelField(ge=1, le=12)
    """完成情况截至的月份"""
    returned: Returned | None = None
    """这份内容读自哪一份 Word 文件；手工录入的不写"""
    said: _Said = ModelField(default_factory=dict)
    """What is said once for all rows: in the file it stands at the top, by its keys."""
    entries: dict[str, Annotated[Values, PlainValidator(_entry)]] = ModelField(default_factory=dict)
    """各项的填报内容，以编号为键，如 A18.1、J04"""

    @model_validator(mode="before")
    @classmethod
    def _gather_what_is_said_once(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Mapping):
            return data
        head = {name: value for name, value in data.items() if name in HEAD}
        rest = {name: value for name, value in data.items() if name not in HEAD}
        return {**head, "said": _flat(rest, info.context)}

    def value(self, entry_id: str, key: str) -> Value | None:
        """Returns what was filled in for a row, or is said once for all of them."""
        own: Value | None = self.entries.get(entry_id, {}).get(key)
        return self.said.get(key) if own is None else own

    def asked(self, form: Form) -> tuple[Field, ...]:
        """Returns what a form asks in this round, without what the unit's own paper did not have."""
        without = self.returned.without if self.returned else ()
        return tuple(one for one in form.asked(self.through_month) if one.key not in without)


HEAD: Final = tuple(name for name in Report.model_fields if name != "said")
"""The keys of a report that are not the form's."""


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns values by key as mappings in mappings, as a report file has them.

    >>> nested({"problems": "无", "contact/name": "李样例", "contact/mobile": "13800000000"})
    {'problems': '无', 'contact': {'name': '李样例', 'mobile': '13800000000'}}
    """
    document: dict[str, Any] = {}
    for key, value in values.items():
        *around, last = key.split(_STEP)
        place = document
        for name in around:
            place = place.setdefault(name, {})
        place[last] = value
    return document
