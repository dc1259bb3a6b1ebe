"""``forms.yaml`` as it is written: the forms of 附件3, their sections and fields."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from kaohe_cli.tables.base import Integer, Model, Text, Version, Year
from kaohe_cli.words.patterns import regex

FieldKind = Literal[
    "paragraphs", "line", "score", "rank", "choice", "person", "office", "phone", "date", "number"
]

FORM_ID = regex(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_NAME = regex(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")


def _wrong(message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("kaohe_form", "a form is not complete", {"message": message, "hint": hint})


def _form_id(value: str) -> str:
    if not FORM_ID.fullmatch(value):
        raise _wrong(f"不能是“{value}”", "用小写英文字母、数字和下划线，以字母开头，最多 16 个")
    return value


def _variable(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise _wrong(f"不能是“{value}”", "写成模板里能用的名称，如 数据来源 或 完成情况.数据来源")
    return value


Month = Annotated[Integer, Field(ge=1, le=12)]
MonthKey = Annotated[int, Field(ge=1, le=12)]
FormId = Annotated[
    str, AfterValidator(_form_id), WithJsonSchema({"type": "string", "pattern": f"^{FORM_ID.pattern}$"})
]
Variable = Annotated[str, AfterValidator(_variable), WithJsonSchema({"type": "string"})]


class _Asked(Model):
    """What is written of a value that a unit fills in."""

    label: Text | None = None
    """栏目的名称，不带序号和冒号；接着前一个内容写、没有名称的不写"""
    also: tuple[Text, ...] = ()
    """收回时也认的其他写法；〔〕里的可有可无，用｜分开几种"""
    name: Variable | None = None
    """Word 模板里叫什么，如 完成情况.数据来源；不写时按栏目名称"""
    prompt: Text | None = None
    """没有填写时提示填什么；不写时按栏目名称"""
    choices: tuple[Text, ...] = ()
    """kind 是 choice 时可以选的内容；也可以填别的"""
    once: bool = Field(default=False, strict=True)
    """true 表示全单位相同的只存一次（如责任人）"""

    @model_validator(mode="after")
    def _has_its_choices(self) -> Self:
        if getattr(self, "kind", None) == "choice" and not self.choices:
            raise _wrong("是 choice，没有写 choices", "补上“choices: [是, 否]”的样子")
        return self


class WrittenField(_Asked):
    """A value behind a section's label, or one of several on a line."""

    key: Text
    """内容存在报送数据的哪里，如 progress/data_source；小写英文字母、数字、下划线和 /"""
    kind: FieldKind
    """内容的种类：paragraphs 几段文字、line 一行文字、score 得分、rank 排名、choice 选择、person 人名、
    office 处室、phone 电话、date 日期、number 数"""


class WrittenPart(WrittenField):
    """A value on a line with others."""

    joint: Text | None = None
    """与前一个内容之间的标点，如 ，或 ；"""


class WrittenLine(_Asked):
    """A numbered line of a section: one value behind a label, or several (``parts``)."""

    key: Text | None = None
    """内容存在报送数据的哪里，如 progress/data_source；小写英文字母、数字、下划线和 /"""
    kind: FieldKind | None = None
    """内容的种类：paragraphs 几段文字、line 一行文字、score 得分、rank 排名、choice 选择、person 人名、
    office 处室、phone 电话、date 日期、number 数"""
    parts: tuple[WrittenPart, ...] = ()
    """一行里有几个内容时，逐个写在这里"""

    @model_validator(mode="after")
    def _is_one_or_several(self) -> Self:
        if (self.key is None) == (not self.parts):
            raise _wrong("要么写 key，要么写 parts", "一行一个内容的写 key 和 kind，几个的写 parts")
        if self.key is not None and (self.kind is None or self.label is None):
            lacking = "kind" if self.kind is None else "label"
            raise _wrong(f"没有写 {lacking}", f"补上“{lacking}: …”")
        if self.parts and self.label is None and self.parts[0].label is None:
            raise _wrong("没有栏目名称", "在这一行或第一个 parts 里补上“label: …”")
        return self

    def fields(self) -> "tuple[WrittenField | WrittenLine, ...]":
        """Returns what holds the values of the line: its parts, or the line itself."""
        return self.parts or (self,)


class OtherLabel(Model):
    """What a section is called in a round."""

    label: Text
    """这个月份的报送材料里的名称"""


class WrittenSection(Model):
    """A （一） of a form."""

    number: Text
    """序号，如 （二）"""
    label: Text
    """名称，不带序号和冒号；可以用 <月份> 等"""
    also: tuple[Text, ...] = ()
    """收回时也认的其他写法；〔〕里的可有可无，用｜分开几种"""
    at: dict[MonthKey, OtherLabel] = Field(default_factory=dict)
    """个别月份换一个名称，如 {12: {label: 全年完成情况}}"""
    omit_at: tuple[Month, ...] = ()
    """不填这一节的月份，如 [12]"""
    prints: Literal["units"] | None = None
    """units 表示印上责任单位，不用填"""
    field: WrittenField | None = None
    """内容就写在这一行的，写 field"""
    fields: tuple[WrittenLine, ...] = ()
    """内容分几行的，逐行写在这里"""

    @model_validator(mode="after")
    def _holds_one_thing(self) -> "WrittenSection":
        held = (self.prints is not None) + (self.field is not None) + bool(self.fields)
        if held != 1:
            raise _wrong(
                "prints、field、fields 应当写一个",
                "印责任单位的写 prints，一个内容的写 field，几行的写 fields",
            )
        return self


class WrittenForm(Model):
    """One form."""

    id: FormId
    """编号，如 scored"""
    covers: tuple[Text, ...]
    """哪些部分用这种表，如 [B, C, D]；督查激励是 J"""
    title: Text
    """标题；<年度> 处填年度"""
    subtitle: Text | None = None
    """副标题；<部分> 处填各部分的标题，<项数> 处填指标数"""
    also: tuple[Text, ...] = ()
    """收回时也认的其他标题；〔〕里的可有可无，用｜分开几种"""
    name: Variable | None = None
    """Word 模板里叫什么；不写时是 表_ 加编号"""
    sections: tuple[WrittenSection, ...] = Field(min_length=1)
    """表里的各节"""


class FormTable(Model):
    """The whole of ``forms.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year | None = None
    """这些表取自哪一年的附件3"""
    forms: tuple[WrittenForm, ...] = Field(min_length=1)
    """各种报送表"""
