"""Whether a template does what 附件3 asks: tags that work, no field forgotten, each to be found again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.drafting.filters import FILTERS
from kaohe_cli.drafting.vocabulary import sample, sample_id
from kaohe_cli.forms.record import Field, Form, Forms, bare_label
from kaohe_cli.ooxml.errors import DocumentError, PackageError
from kaohe_cli.ooxml.reading.plaintext import plain_text
from kaohe_cli.ooxml.template.inspection import bookmarks, control_tags, inspect, tags_of
from kaohe_cli.ooxml.template.marking import Tag
from kaohe_cli.ooxml.template.template import Template

_SINGLE_BRACES = re.compile(r"(?<![{｛])[{｛]\s*(项[.．。][^{}｛｝]*?|单位|年度|截至月份)\s*[}｝](?![}｝])")
_MINUS_BEFORE = re.compile(r"[{｛][{%｛％]-")
_MINUS_BEHIND = re.compile(r"-[}%｝％][}｝]$")


class TemplateProblem(NamedTuple):
    """Something wrong with a template; one that is not serious still lets drafts be made."""

    message: str
    serious: bool


def template_problems(path: Path, forms: Forms) -> list[TemplateProblem]:
    """Returns everything that is wrong with a template, the serious problems first.

    What the template forgets is looked for only when its tags work: a sample of every field is rendered,
    and a field whose sample does not come out is one that the template never shows.

    Raises:
        PackageError: the file is not a sound Word file.
    """
    mistakes = inspect(path, known=sample(forms), filters=FILTERS)
    if mistakes and isinstance(mistakes[0], PackageError):
        raise mistakes[0]
    if mistakes:
        return [TemplateProblem(str(mistake), serious=True) for mistake in mistakes]
    tags, leftovers = tags_of(path, filters=FILTERS)
    if not tags:
        message = f"“{path.name}”里没有一个标记，像是一份报送材料，不是模板；请换成模板文件"
        return [TemplateProblem(message, serious=True)]
    try:
        rendered = Template(path, filters=FILTERS).render(sample(forms, _mark))
    except DocumentError as error:
        return [TemplateProblem(str(error), serious=True)]
    remarks = [f"{one.place}：{one.message}" for one in leftovers if not one.shown]
    remarks += [*_joining(tags), *_remarks(path, forms, tags, rendered)]
    return [TemplateProblem(message, serious=False) for message in remarks]


def _joining(tags: list[Tag]) -> Iterator[str]:
    """Yields what docxtpl would join: a paragraph with the one before or behind it, by a “-” at its edge."""
    for tag in tags:
        around = tag.place.text.strip()
        begins = _MINUS_BEFORE.match(tag.text) and around.startswith(tag.text)
        ends = _MINUS_BEHIND.search(tag.text) and around.endswith(tag.text)
        if around != tag.text and (begins or ends):
            yield (
                f"{tag.place}：{tag.kind} {tag} 里的减号在 docxtpl 里是把这一段和上下段连起来，这里不起作用；"
                "要连起来的，请写在同一段里"
            )


def _mark(form: Form, field: Field) -> str:
    """Returns a text that stands for one field of one form and occurs nowhere else."""
    return f"〖{form.id}:{field.key}〗"


def _remarks(path: Path, forms: Forms, tags: list[Tag], rendered: bytes) -> Iterator[str]:
    shown, written = plain_text(rendered), set(control_tags(rendered))
    names = set(bookmarks(path))
    lost: dict[str, None] = {}
    for form in forms:
        missing = set(_missing(form, tags, shown))
        if missing == set(form.fields):
            if _tags_of(form, tags):
                yield f"{form.part}没有一处填写的内容（基本情况、责任人等），只能看，收不回填写的内容"
            else:
                tag = f"{{% for 项 in {form.part}.项目 %}}"
                yield f"{form.part}没有出现，这部分的内容不会写进报送材料；需要的话，用 {tag} 逐项列出"
            continue
        for field in form.fields:
            if field in missing:
                yield f"{form.part}里没有“{field.prompt}”；在相应的位置写上 {{{{ 项.{field.name} }}}}"
                continue
            if form.bookmark(field.key) not in names:
                yield (
                    f"{form.part}“{_label(field)}”处缺少书签 {form.bookmark(field.key)}，"
                    "收回时只能靠文字辨认；选中这几个字，用“插入—书签”加上"
                )
            if _mark(form, field) in shown and f"{sample_id(form)}/{field.key}" not in written:
                lost[field.prompt] = None
    if lost:
        yield (
            f"{'、'.join(lost)}没有内容控件，或控件的标记不对，收回时只能靠文字辨认；"
            "可以从 kaohe template new 新建的模板里复制那一段"
        )
    for found in _SINGLE_BRACES.finditer(plain_text(path)):
        yield f"“{found[0]}”只有一层大括号，会原样印出来；是标记的话，两边各写两个：{{{{ {found[1]} }}}}"


def _missing(form: Form, tags: list[Tag], shown: str) -> Iterator[Field]:
    """Yields the fields that come out nowhere, and that no tag under a condition mentions either."""
    written = _tags_of(form, tags)
    for field in form.fields:
        if _mark(form, field) not in shown and field.name not in written:
            yield field


def _tags_of(form: Form, tags: list[Tag]) -> str:
    """Returns the code of the tags within the loops over a form's items."""
    depth, codes = 0, []
    for tag in tags:
        keyword = tag.statement.keyword if tag.statement else ""
        if keyword == "for" and (depth or f"{form.part}.项目" in tag.code or "全部项目" in tag.code):
            depth += 1
        elif keyword == "endfor" and depth:
            depth -= 1
        elif depth and not keyword:
            codes.append(tag.code)
    return "\n".join(codes)


def _label(field: Field) -> str:
    number = f"{field.number}. " if field.number.isdigit() else field.number
    return f"{number}{bare_label(field.label)}" if field.label else field.prompt
