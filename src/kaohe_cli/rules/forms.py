"""``forms.yaml``: keys that can stand in a report, forms that agree, each part in one form."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from kaohe_cli.forms.known import INCENTIVES
from kaohe_cli.forms.record import KEY, LONGEST_KEY, PLACEHOLDER, PLACEHOLDERS, bookmark_key
from kaohe_cli.forms.reports import HEAD
from kaohe_cli.forms.written import FormTable, WrittenField, WrittenForm, WrittenLine, WrittenSection
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

RESERVED: Final = frozenset({*HEAD, "round", "joint", "row"})
"""What no key may begin with: it means something else in a report, or in a bookmark."""

_Written: TypeAlias = WrittenField | WrittenLine


def forms_hold_together(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH302 and KH911 to KH914, KH916: what is wrong with the forms by themselves."""
    loaded = workspace.forms
    if loaded.model is None:
        return
    ids: set[str] = set()
    for form in loaded.model.forms:
        if form.id in ids:
            message = f"报送表的编号“{form.id}”用了两次"
            yield loaded.finding("KH302", message, form, "id", hint="换一个编号")
        ids.add(form.id)
        yield from _keys_of(loaded, form)
        yield from _placeholders_of(loaded, form)
    yield from _between_forms(loaded, loaded.model)


def forms_cover_the_parts(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH605, KH915, KH917 and KH918: whether each part has its form, and each form a part."""
    table, loaded = workspace.indicators.model, workspace.forms
    if table is None or loaded.model is None:
        return
    for section in table.sections:
        if section.form is not None and (
            wrong := _disagreement(workspace, loaded.model, section.id, section.form)
        ):
            yield workspace.indicators.finding("KH605", wrong[0], section, "form", hint=wrong[1])
    if workspace.has_forms and workspace.indicators.usable:
        parts = [section.id for section in table.sections]
        if workspace.incentives.model is not None:
            parts.append(INCENTIVES)
        yield from _coverage(loaded, loaded.model, parts)


def _disagreement(workspace: Workspace, table: FormTable, part: str, said: str) -> tuple[str, str] | None:
    """Returns what is wrong with the form that a part names itself, and how to mend it."""
    ids = [form.id for form in table.forms]
    if said not in ids:
        hint = did_you_mean(said, ids) or f"写其中之一：{'、'.join(ids)}；或删去这一行"
        return f"{part} 部分的 form 写的是“{said}”，forms.yaml 里没有这种报送表", hint
    covering = _covering(table, part)
    if workspace.has_forms and covering is not None and covering.id != said:
        message = f"{part} 部分的 form 写的是 {said}，forms.yaml 里归 {covering.id}"
        return message, "以 forms.yaml 的 covers 为准：改成一致，或删去这一行"
    return None


def _covering(table: FormTable, part: str) -> WrittenForm | None:
    return next((form for form in table.forms if part in form.covers), None)


def _coverage(loaded: Loaded[FormTable], table: FormTable, parts: list[str]) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for form in table.forms:
        for position, part in enumerate(form.covers):
            if part in owner:
                message = f"{part} 部分已经归 {owner[part]}，又归 {form.id}"
                yield loaded.finding("KH915", message, form, "covers", position, hint="只留在一种表里")
            owner.setdefault(part, form.id)
        if not set(form.covers) & set(parts):
            message = f"报送表 {form.id} 没有对应的部分，不会用到"
            hint = f"在 covers 里写上部分的编号（{'、'.join(parts)}），或删去这种表"
            yield loaded.finding("KH917", message, form, "covers", hint=hint, severity="warning")
    for part in parts:
        if part not in owner:
            named = "督查激励（J）" if part == INCENTIVES else f"{part} 部分"
            message = f"{named}没有归哪种报送表，按有没有权重用了一种"
            hint = f"在一种表的 covers 里加上 {part}"
            yield loaded.finding("KH918", message, table, "forms", hint=hint, severity="warning")


def _fields(form: WrittenForm) -> Iterator[tuple[WrittenSection, _Written, str]]:
    """Yields every field with its section and key."""
    for section in form.sections:
        lines = (section.field,) if section.field is not None else section.fields
        for line in lines:
            for field in line.fields() if isinstance(line, WrittenLine) else (line,):
                yield section, field, field.key or ""


def _keys_of(loaded: Loaded[FormTable], form: WrittenForm) -> Iterator[Finding]:
    """Yields KH911 and KH912."""
    seen: set[str] = set()
    for _, field, key in _fields(form):
        if wrong := _wrong_key(key):
            yield loaded.finding("KH911", f"键“{key}”{wrong[0]}", field, "key", hint=wrong[1])
        elif key in seen:
            message = f"键“{key}”在报送表 {form.id} 里用了两次，第二处填的内容会丢"
            yield loaded.finding("KH912", message, field, "key", hint="换一个键，如在后面加 _2")
        seen.add(key)


def _wrong_key(key: str) -> tuple[str, str] | None:
    if not KEY.fullmatch(key):
        return "写法不对", "用小写英文字母、数字和下划线，以字母开头，分级用 /，如 progress/data_source"
    if len(key) > LONGEST_KEY:
        return f"太长（{len(key)} 个字符）", f"最多 {LONGEST_KEY} 个字符"
    first = key.partition("/")[0]
    if first in RESERVED:
        return f"不能用，{first} 在报送数据里另有含义", "换一个名称"
    return None


def _placeholders_of(loaded: Loaded[FormTable], form: WrittenForm) -> Iterator[Finding]:
    """Yields KH916."""
    yield from _unknown_in(loaded, form, "title", form.title)
    yield from _unknown_in(loaded, form, "subtitle", form.subtitle or "")
    for section in form.sections:
        yield from _unknown_in(loaded, section, "label", section.label)
        for other in section.at.values():
            yield from _unknown_in(loaded, other, "label", other.label)
        for line in section.fields:
            for part in (line, *line.parts):
                yield from _unknown_in(loaded, part, "label", part.label or "")


def _unknown_in(loaded: Loaded[FormTable], part: object, name: str, text: str) -> Iterator[Finding]:
    for found in PLACEHOLDER.finditer(text):
        if found[1] not in PLACEHOLDERS:
            known = "、".join(f"<{one}>" for one in PLACEHOLDERS)
            hint = did_you_mean(found[1], PLACEHOLDERS) or f"可以用 {known}"
            message = f"不认识的“{found[0]}”，会原样印出来"
            yield loaded.finding("KH916", message, part, name, hint=hint, offset=found.start())


def _between_forms(loaded: Loaded[FormTable], table: FormTable) -> Iterator[Finding]:
    """Yields KH913 and KH914."""
    first: dict[str, tuple[WrittenForm, _Written]] = {}
    for form in table.forms:
        for _, field, key in _fields(form):
            if _wrong_key(key):
                continue
            clash = next((other for other in first if key not in first and _clash(key, other)), None)
            if clash is not None:
                message = f"键“{key}”和“{clash}”不能同时用：一个是另一个的上级，或在书签里一样"
                yield loaded.finding("KH913", message, field, "key", hint="改其中一个的名称")
            elif key in first and (differs := _difference(first[key][1], field)):
                message = f"键“{key}”在报送表 {first[key][0].id} 里的 {differs} 与这里不同"
                yield loaded.finding("KH914", message, field, differs, hint="改成一样，或换一个键")
            first.setdefault(key, (form, field))


def _clash(one: str, other: str) -> bool:
    is_above = one.startswith(f"{other}/") or other.startswith(f"{one}/")
    return is_above or bookmark_key(one) == bookmark_key(other)


def _difference(one: _Written, other: _Written) -> str | None:
    if one.kind != other.kind:
        return "kind"
    return "once" if one.once != other.once else None
