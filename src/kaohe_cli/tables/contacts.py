"""Who answers for a row, and whom to ask in the city: the roster of people (责任领导、责任人、市级对接)."""

from pydantic import Field

from kaohe_cli.tables.base import BodyName, Filled, Text, Version


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
    leader_post: Text | None = None
    """责任领导的职务"""
    leader_mobile: Text | None = None
    """责任领导的手机号，或座机"""
    contact: Text | None = None
    """责任人"""
    post: Text | None = None
    """责任人的职务"""
    mobile: Text | None = None
    """责任人的手机号，或座机"""
    email: Text | None = None
    """责任人的邮箱，几个用分号隔开；发邮件时写给他，收邮件（.eml）时据此认出单位"""
    cc: Text | None = None
    """发邮件时抄送的邮箱，几个用分号隔开"""
    salutation: Text | None = None
    """邮件里怎样称呼责任人，如 李科长；不写时是“姓名同志”"""


class UnitPeople(People):
    """The people of a body, and of single rows where they are others."""

    rows: dict[str, People] = Field(default_factory=dict)
    """个别项另有责任人的，以编号为键"""


class Contacts(Filled):
    """The whole of ``contacts.yaml``; every part of it may be missing."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    units: dict[BodyName, UnitPeople] = Field(default_factory=dict)
    """各单位的责任领导和责任人，以单位的正式名称为键"""
    city_departments: dict[BodyName, CityLiaison] = Field(default_factory=dict)
    """各市级部门的分管领导、经办处室和电话，以部门名称为键"""
    city_rows: dict[str, CityLiaison] = Field(default_factory=dict)
    """各项的市级对接情况，以编号为键；优先于所在部门的"""

    def people(self, unit: str, row_id: str) -> People:
        """Returns who answers in a body for a row: field by field, the row's own before the body's."""
        body = self.units.get(unit, UnitPeople())
        own = body.rows.get(row_id, People())
        return People(
            leader=own.leader or body.leader,
            leader_post=own.leader_post or (body.leader_post if not own.leader else None),
            leader_mobile=own.leader_mobile or (body.leader_mobile if not own.leader else None),
            contact=own.contact or body.contact,
            post=own.post or (body.post if not own.contact else None),
            mobile=own.mobile or (body.mobile if not own.contact else None),
            email=own.email or (body.email if not own.contact else None),
            cc=own.cc or (body.cc if not own.contact else None),
            salutation=own.salutation or (body.salutation if not own.contact else None),
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
