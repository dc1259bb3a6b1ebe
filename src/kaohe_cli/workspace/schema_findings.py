"""pydantic's errors in our words: the one place where its vocabulary is known."""

from collections.abc import Callable
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kaohe_cli.words.dates import HOW_TO_WRITE
from kaohe_cli.words.likeness import did_you_mean

Path = tuple[str | int, ...]


class SchemaProblem(NamedTuple):
    """A value that does not fit the model: its path in the file, our code and our sentence."""

    path: Path
    code: str
    message: str
    hint: str | None
    unknown_key: bool = False
    empty: bool = False


def explain(error: ValidationError, model: type[BaseModel]) -> list[SchemaProblem]:
    """Returns a problem for each of pydantic's errors.

    A list whose items are all wrong is also called too short; that echo is left out.
    """
    return [
        _explain(details, model)
        for details in error.errors(include_url=False)
        if not (details["type"] == "too_short" and details["input"])
    ]


def _explain(details: ErrorDetails, model: type[BaseModel]) -> SchemaProblem:
    path = tuple(step for step in details["loc"] if step != "[key]")
    name = _field_name(path)
    kind = details["type"]
    if kind == "extra_forbidden":
        known = _model_at(model, path[:-1]).model_fields
        hint = did_you_mean(str(path[-1]), known) or f"这里可以写：{'、'.join(known)}"
        return SchemaProblem(path, "KH202", f"不认识的项“{path[-1]}”", hint, unknown_key=True)
    if kind == "kaohe_unknown_key":
        hint = details.get("ctx", {})["hint"]
        return SchemaProblem(path, "KH202", f"不认识的项“{path[-1]}”", hint, unknown_key=True)
    if kind == "missing":
        return SchemaProblem(path, "KH201", f"缺少必填的项“{name}”", f"补上“{name}: …”一行")
    if details["input"] is None:
        return SchemaProblem(path, "KH201", f"“{name}”没有填写", "填上内容；可以不写的项，删去整行")
    describe = _DESCRIPTIONS.get(kind)
    if describe is None:
        return SchemaProblem(path, "KH203", f"“{name}”的值不对", "对照 docs 里的格式修改")
    code, message, hint = describe(details)
    return SchemaProblem(path, code, f"“{name}”{message}", hint, empty=kind == "too_short")


def _field_name(path: Path) -> str:
    """Returns the last name in a path, with the item's number where it is an item of a list."""
    for position, step in reversed(list(enumerate(path))):
        if isinstance(step, str):
            after = path[position + 1 :]
            return f"{step} 的第 {int(after[0]) + 1} 项" if after else step
    return "文件内容" if not path else f"第 {int(path[0]) + 1} 项"


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """Returns the model that describes the mapping at ``path``."""
    for step in path:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = _inner_model(field.annotation) or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if found := _inner_model(inner):
            return found
    return None


def _wants(what: str, hint: str) -> Callable[[ErrorDetails], tuple[str, str, str]]:
    def describe(details: ErrorDetails) -> tuple[str, str, str]:
        return "KH203", f"应当是{what}，这里是{_kind_of(details['input'])}", hint

    return describe


def _kind_of(value: Any) -> str:
    kinds = {bool: "是非值", str: "文字", dict: "一组“项名: 值”", list: "一个列表"}
    return kinds.get(type(value), "数字")


def _one_of(details: ErrorDetails) -> tuple[str, str, str]:
    wanted = (
        str(details.get("ctx", {}).get("expected", ""))
        .replace("'", "")
        .replace(" or ", "、")
        .replace(", ", "、")
    )
    value = details["input"]
    hint = (
        did_you_mean(value, wanted.split("、")) if isinstance(value, str) else None
    ) or f"写其中之一：{wanted}"
    return "KH204", f"不能是“{value}”", hint


def _date(details: ErrorDetails) -> tuple[str, str, str]:
    return "KH204", f"不是日期：“{details['input']}”", f"写成 {HOW_TO_WRITE}"


def _name(details: ErrorDetails) -> tuple[str, str, str]:
    hint = '去掉 \\ / : * ? " < > | 和首尾的空格、句点，最多 60 个字'
    return "KH204", f"要用作文件名，不能是“{details['input']}”", hint


def _version(details: ErrorDetails) -> tuple[str, str, str]:
    return "KH204", f"是 {details['input']}，本程序只认 1", "数据由更新的 kaohe 写成时，请升级 kaohe"


def _out_of_range(details: ErrorDetails) -> tuple[str, str, str]:
    context = details.get("ctx", {})
    bound = f"不小于 {context['ge']}" if "ge" in context else f"不大于 {context.get('le')}"
    return "KH204", f"是 {details['input']}，应当{bound}", "改成合理的数"


def _form(details: ErrorDetails) -> tuple[str, str, str]:
    context = details.get("ctx", {})
    return "KH204", context["message"], context["hint"]


def _empty(_: ErrorDetails) -> tuple[str, str, str]:
    return "KH204", "不能是空的", "至少写一项"


_TEXT = _wants("文字", "两边加上引号")
_LIST = _wants("列表", "写成 [甲, 乙] 或每行一个“- ”")
_MAPPING = _wants("一组“项名: 值”", "换行缩进后写“项名: 值”")

_DESCRIPTIONS: dict[str, Callable[[ErrorDetails], tuple[str, str, str]]] = {
    "string_type": _TEXT,
    "kaohe_number": _wants("数字", "只写数字，不加引号和“分”字"),
    "kaohe_integer": _wants("整数", "只写数字，不加引号"),
    "bool_type": _wants("true 或 false", "写 true 或 false，不加引号"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "literal_error": _one_of,
    "kaohe_too_large": lambda _: ("KH204", "太大，不像是权重或得分", "核对数字"),
    "kaohe_blank": lambda _: ("KH204", "不能是空白", "填上文字；可以不写的项，删去整行"),
    "kaohe_name": _name,
    "kaohe_date": _date,
    "kaohe_area_code": _wants("区号", '写成 "023" 的样子'),
    "kaohe_schema_version": _version,
    "kaohe_digest": lambda _: ("KH204", "不是摘要", "摘要是 64 个十六进制的字符，由 kaohe draft 写入"),
    "kaohe_form": _form,
    "too_short": _empty,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
}
