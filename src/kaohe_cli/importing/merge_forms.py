"""The forms of a workspace with those of a new 附件3 in them: only what differs is written anew.

The keys of known labels are the workspace's own (``form_templates`` saw to that), so that reports stay
readable. A form that the document no longer has goes, unless a part is left that only it is for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kaohe_cli.forms.written import FormTable, WrittenForm, WrittenSection
from kaohe_cli.importing.form_templates import plain
from kaohe_cli.importing.form_words import KINDS
from kaohe_cli.importing.known_forms import Asked, fields_of
from kaohe_cli.importing.merge_rows import with_fields
from kaohe_cli.yamltext.edits import put_key, set_scalar
from kaohe_cli.yamltext.written import WrittenItem, put_items, written_items

_HEAD = ("id", "covers", "title", "subtitle", "also", "name")


def merged_forms(text: str, old: FormTable, new: FormTable) -> str:
    """Returns the text of ``forms.yaml`` with the forms of ``new``; what stays keeps every byte."""
    table = joined_forms(old, new)
    texts = dict(zip((form.id for form in old.forms), written_items(text, ("forms",)), strict=True))
    before = {form.id: form for form in old.forms}
    items = [_form(form, before.get(form.id), texts.get(form.id)) for form in table.forms]
    text = put_items(text, ("forms",), items)
    if new.year is None or new.year == old.year:
        return text
    if old.year is None:
        return put_key(text, (), "year", new.year, after="schema_version")
    return set_scalar(text, ("year",), new.year)


def joined_forms(old: FormTable, new: FormTable) -> FormTable:
    """Returns the forms as they shall stand, in the order of the workspace."""
    imported = {form.id: form for form in new.forms}
    taken = {part for form in new.forms for part in form.covers}
    forms: list[WrittenForm] = []
    for form in old.forms:
        left = tuple(part for part in form.covers if part not in taken)
        if form.id in imported:
            forms.append(imported.pop(form.id))
        elif left:
            forms.append(form.model_copy(update={"covers": left}))
    return old.model_copy(update={"year": new.year or old.year, "forms": (*forms, *imported.values())})


def _form(form: WrittenForm, before: WrittenForm | None, item: WrittenItem | None) -> WrittenItem | Any:
    if before is None or item is None:
        return plain(form)
    if form == before:
        return item
    was, shall = plain(before), plain(form)
    item = item.edited(lambda text: with_fields(text, (0,), was, shall, _HEAD))
    if form.sections == before.sections:
        return item
    texts = written_items(item.text, (0, "sections"))
    sections = [_section(section, before, texts) for section in form.sections]
    return item.edited(lambda text: put_items(text, (0, "sections"), sections))


def _section(section: WrittenSection, before: WrittenForm, texts: Sequence[WrittenItem]) -> WrittenItem | Any:
    same = next((place for place, other in enumerate(before.sections) if other == section), None)
    return plain(section) if same is None else texts[same]


def form_changes(old: FormTable, new: FormTable) -> Iterator[str]:
    """Yields what differs between two tables of forms, a sentence each."""
    before = {form.id: form for form in old.forms}
    after = {form.id: form for form in new.forms}
    for form_id, form in after.items():
        if form_id in before:
            yield from _changes(before[form_id], form)
        else:
            yield f"{form_id}“{form.title}”：新的一种表，用于 {'、'.join(form.covers) or '（没有写）'}"
    for form_id, form in before.items():
        if form_id not in after:
            yield f"{form_id}“{form.title}”：去掉"


def _changes(old: WrittenForm, new: WrittenForm) -> Iterator[str]:
    lines: list[str] = []
    for called, name in (("标题", "title"), ("副标题", "subtitle")):
        was, shall = getattr(old, name) or "", getattr(new, name) or ""
        if was != shall:
            lines.append(f"{called}“{was}”改为“{shall}”")
    if set(old.covers) != set(new.covers):
        lines.append(f"用于 {'、'.join(old.covers)} 改为 {'、'.join(new.covers)}")
    lines += _section_changes(old, new)
    lines += _field_changes(_by_key(old), _by_key(new))
    yield from (f"{new.id} {line}" for line in lines)


def _section_changes(old: WrittenForm, new: WrittenForm) -> Iterator[str]:
    before = {_keys(section): section for section in old.sections}
    for section in new.sections:
        former = before.get(_keys(section))
        if former is not None and (former.number, former.label) != (section.number, section.label):
            yield f"{former.number}{former.label}改为{section.number}{section.label}"


def _keys(section: WrittenSection) -> frozenset[str]:
    return frozenset(one.key or "" for one in fields_of(section))


def _by_key(form: WrittenForm) -> dict[str, tuple[str, Asked]]:
    return {
        one.key or "": (f"{section.number}“{one.label or section.label}”", one)
        for section in form.sections
        for one in fields_of(section)
    }


def _field_changes(
    old: Mapping[str, tuple[str, Asked]], new: Mapping[str, tuple[str, Asked]]
) -> Iterator[str]:
    for key, (called, one) in new.items():
        if key not in old:
            yield f"增加{called}（{key}，{KINDS[one.kind or 'line']}）"
            continue
        was_called, former = old[key]
        if former.label != one.label:
            yield f"{was_called}改为{called}（{key}）"
        if former.kind != one.kind:
            yield f"{called}的种类由{KINDS[former.kind or 'line']}改为{KINDS[one.kind or 'line']}（{key}）"
        if former.choices != one.choices:
            yield f"{called}可选的由“{'、'.join(former.choices)}”改为“{'、'.join(one.choices)}”（{key}）"
    for key, (called, _) in old.items():
        if key not in new:
            yield f"去掉{called}（{key}）；报送数据里已经填的仍在，由 kaohe validate 指出"
