"""What all models share: frozen, no unknown keys, and the few scalar types the tables use."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from kaohe_cli.files.names import why_unusable
from kaohe_cli.words.dates import WITH_YEAR, WITHOUT_YEAR, date_in

SCHEMA_VERSION = 1

_LONGEST_NAME = 60
_LARGEST_NUMBER = 1_000_000
WEIGHT_STEP = Decimal("0.5")
"""附件1 gives half points at the finest."""
AREA_CODE = r"^0\d{2,3}$"


class Model(BaseModel):
    """A frozen piece of a YAML file; unknown keys are refused.

    The text under a field describes it to the editor (see :mod:`kaohe_cli.tables.schemas`). Building is put
    off until a whole file is read, so that the parts are not built twice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Filled(Model):
    """A part that people fill in by hand: a rank or a phone number written bare is still text."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


def _exact_number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("kaohe_number", "a number is wanted")
    if not abs(Decimal(value)) <= _LARGEST_NUMBER:
        raise PydanticCustomError("kaohe_too_large", "the number is too large")
    return Decimal(value)


def _whole_number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("kaohe_integer", "a whole number is wanted")
    return value


def _filled_in(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("kaohe_blank", "text is wanted")
    return value


def _safe_name(value: str) -> str:
    if why_unusable(value) or value.startswith(".") or len(value) > _LONGEST_NAME:
        raise PydanticCustomError("kaohe_name", "cannot be part of a file name")
    return value


def _day(value: Any) -> date:
    if isinstance(value, date):  # a year was found for it
        return value
    if isinstance(value, str) and (day := date_in(value)):
        return day
    raise PydanticCustomError("kaohe_date", "a date such as 2021-08-11 is wanted")


def _area_code(value: str) -> str:
    if not re.fullmatch(AREA_CODE, value, re.ASCII):
        raise PydanticCustomError("kaohe_area_code", "an area code such as 023 is wanted")
    return value


def _schema_version(value: int) -> int:
    if value != SCHEMA_VERSION:
        raise PydanticCustomError("kaohe_schema_version", "this version of kaohe reads schema_version 1")
    return value


def _of_pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Text = Annotated[str, AfterValidator(_filled_in), WithJsonSchema({"type": "string", "minLength": 1})]
Number = Annotated[Decimal, BeforeValidator(_exact_number), WithJsonSchema({"type": "number"})]
# What is wrong with a weight is a rule (KH403), so that one slip does not hide the rest of a row; the schema
# says the same to the editor.
Weight = Annotated[
    Number,
    WithJsonSchema(
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": _LARGEST_NUMBER,
            "multipleOf": float(WEIGHT_STEP),
        }
    ),
]
Integer = Annotated[int, BeforeValidator(_whole_number)]
Date = Annotated[date, BeforeValidator(_day), _of_pattern(f"^{WITH_YEAR}$")]
DateOfYear = Annotated[date, BeforeValidator(_day), _of_pattern(f"^({WITH_YEAR}|{WITHOUT_YEAR})$")]
"""A date that may leave out the year, where the model says of which year it then is."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
Year = Annotated[
    Integer,
    Field(ge=_FIRST_YEAR, le=_LAST_YEAR),
    WithJsonSchema({"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR}),
]
Version = Annotated[Integer, AfterValidator(_schema_version), WithJsonSchema({"const": SCHEMA_VERSION})]

BodyName = Annotated[Text, AfterValidator(_safe_name)]
"""A body's name; it also names the body's files, so it may hold no character a file name cannot."""

AreaCode = Annotated[
    str, AfterValidator(_area_code), WithJsonSchema({"type": "string", "pattern": AREA_CODE})
]

# The form of ids is a rule (KH301), not a schema error, so that one slip does not hide the rest of a row.
SECTION_LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXYZ"
"""What parts are called by, in their order; J is for incentives."""
SECTION_ID = r"^[A-IK-Z]$"
INDICATOR_ID = r"^[A-IK-Z]\d{2}$"
CRITERION_ID = r"^[A-IK-Z]\d{2}\.[1-9]\d?$"
INCENTIVE_ID = r"^J\d{2}$"

SectionId = Annotated[str, _of_pattern(SECTION_ID)]
IndicatorId = Annotated[str, _of_pattern(INDICATOR_ID)]
CriterionId = Annotated[str, _of_pattern(CRITERION_ID)]
IncentiveId = Annotated[str, _of_pattern(INCENTIVE_ID)]
