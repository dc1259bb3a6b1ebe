"""Who answers for a row, and whom to ask in the city: the roster of people (责任领导、责任人、市级对接)."""

import re
import unicodedata

from pydantic import Field

from kaohe_cli.model.base import BodyName, Filled, Text, Version

_PLAIN_SIGNS = {ord("（"): "(", ord("）"): ")", ord("＋"): "+", **dict.fromkeys(map(ord, "—–－―‐‑"), "-")}
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|-(?=\d{1,6}$))[:：]?(\d{1,6})$", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
_OFFICE = re.compile(r"[2-9]\d{7}")

HOW_TO_WRITE_PHONES = "写 11 位手机号，或 8 位座机，外地的带区号，如 023-60000000"


def dialled(written: str, area_code: str = "") -> str | None:
    """Returns the digits of a phone number as they are dialled, or None where it is none.

    A mobile has 11 digits; a landline its area code, or 8 digits alone, to which ``area_code`` is added. An
    extension stands behind “-”.

    >>> [dialled(n) for n in ("138-0000-0001", "+86 138 0000 0001", "（023）60000000", "1380000000")]
    ['13800000001', '13800000001', '02360000000', None]
    >>> dialled("6000 0000", "023"), dialled("023-60000000转123")
    ('02360000000', '02360000000-123')
    """
    text = "".join(unicodedata.normalize("NFKC", written.translate(_PLAIN_SIGNS)).split())
    text = _COUNTRY.sub("", text, count=1) if _COUNTRY.match(text) else text
    behind = _EXTENSION.search(text)
    if behind and (number := _number(text[: behind.start()], area_code, mobile=False)):
        return f"{number}-{behind[1]}"
    return _number(text, area_code, mobile=True)


def _number(text: str, area_code: str, *, mobile: bool) -> str | None:
    digits = re.sub(r"[-()]", "", text)
    if _LANDLINE.fullmatch(digits):
        return digits
    if _OFFICE.fullmatch(digits):
        return area_code + digits
    found = _MOBILE.fullmatch(digits) if mobile else None
    return found[1] if found else None


def is_phone(number: str) -> bool:
    """True for a mobile of 11 digits, or a landline of 8, with or without area code and extension.

    >>> [is_phone(n) for n in ("13800000000", "023-60000000", "02360000000-123", "60000000", "1380000000")]
    [True, True, True, True, False]
    """
    return dialled(number) is not None


def written_phone(number: str) -> str:
    """Returns a number as the data files keep it: without blanks, a mobile as its 11 digits."""
    digits = dialled(number) or ""
    return digits if _MOBILE.fullmatch(digits) else "".join(number.split())


class CityLiaison(Filled):
    """（五）对接市级部门情况: whom to ask in the city."""

    leader: Text | None = None
    """市级考核单位分管领导"""
    office: Text | None = None
    """经办处室名称"""
    phone: Text | None = None
    """经办处室联系电话"""


class People(Filled):
    """（六）区级责任单位: who in a body answers."""

    leader: Text | None = None
    """责任领导"""
    contact: Text | None = None
    """责任人"""
    mobile: Text | None = None
    """责任人的手机号，或座机"""


class UnitPeople(People):
    """The people of a body, and of single rows where they are others."""

    rows: dict[str, People] = Field(default_factory=dict)
    """个别行另有责任人的，以编号为键"""


class Contacts(Filled):
    """The whole of ``contacts.yaml``; every part of it may be missing."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    units: dict[BodyName, UnitPeople] = Field(default_factory=dict)
    """各单位的责任领导和责任人，以单位的正式名称为键"""
    city_departments: dict[BodyName, CityLiaison] = Field(default_factory=dict)
    """各市级部门的分管领导、经办处室和电话，以部门名称为键"""
    city_rows: dict[str, CityLiaison] = Field(default_factory=dict)
    """各行的市级对接情况，以编号为键；优先于所在部门的"""

    def people(self, unit: str, row_id: str) -> People:
        """Returns who answers in a body for a row: field by field, the row's own before the body's."""
        body = self.units.get(unit, UnitPeople())
        own = body.rows.get(row_id, People())
        return People(
            leader=own.leader or body.leader,
            contact=own.contact or body.contact,
            mobile=own.mobile or (body.mobile if not own.contact else None),
        )

    def city(self, row_id: str, department: str | None) -> CityLiaison:
        """Returns whom to ask in the city: field by field, the row's own before the department's."""
        own = self.city_rows.get(row_id, CityLiaison())
        general = self.city_departments.get(department or "", CityLiaison())
        return CityLiaison(
            leader=own.leader or general.leader,
            office=own.office or general.office,
            phone=own.phone or (general.phone if not own.office else None),
        )
