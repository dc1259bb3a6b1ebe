"""Whether a template does what 附件3 asks: tags that work, no field forgotten, each to be found again."""

from collections.abc import Iterator
from typing import NamedTuple

from kaohe_cli.word.engine import DocumentError, Template, bookmarks, inspect, plain_text
from kaohe_cli.word.filters import FILTERS
from kaohe_cli.word.forms import FORMS, Field, Form
from kaohe_cli.word.vocabulary import sample


class TemplateProblem(NamedTuple):
    """Something wrong with a template; one that is not serious still lets drafts be made."""

    message: str
    serious: bool


def template_problems(data: bytes) -> list[TemplateProblem]:
    """Returns everything that is wrong with a template, the serious problems first.

    What the template forgets is looked for only when its tags work: a sample of every field is rendered,
    and a field whose sample does not come out is one that the template never shows.
    """
    mistakes = inspect(data, known=sample(), filters=FILTERS)
    if mistakes:
        return [TemplateProblem(str(mistake), serious=True) for mistake in mistakes]
    try:
        rendered = Template(data, filters=FILTERS).render(sample(_mark))
    except DocumentError as error:
        return [TemplateProblem(str(error), serious=True)]
    return [TemplateProblem(message, serious=False) for message in _forgotten(data, rendered)]


def _mark(form: Form, field: Field) -> str:
    """Returns a text that stands for one field of one form and occurs nowhere else."""
    return f"〖{form.letter}:{field.path}〗"


def _forgotten(data: bytes, rendered: bytes) -> Iterator[str]:
    shown = plain_text(rendered)
    names = set(bookmarks(data))
    for form in FORMS:
        fields = list(form.fields())
        missing = [field for field in fields if _mark(form, field) not in shown]
        if len(missing) == len(fields):
            tag = f"{{% for 项 in {form.part}.项目 %}}"
            yield f"{form.part}没有出现，这部分的内容不会写进报送材料；需要的话，用 {tag} 逐项列出"
            continue
        for field in missing:
            yield f"{form.part}里没有“{field.hint}”；在相应的位置写上 {{{{ 项.{field.variable} }}}}"
        for field in fields:
            if field not in missing and form.bookmark(field) not in names:
                label = field.label.split("{{")[0].rstrip("（：，")
                yield (
                    f"{form.part}“{label or field.hint}”处缺少书签 {form.bookmark(field)}，"
                    "收回时只能靠文字辨认；选中这几个字，用“插入—书签”加上"
                )
