"""A Word template made from the record of the forms: an ordinary Word file, which offices go on changing."""

import itertools
import json
import re
from typing import Final

from docx.document import Document
from docx.text.paragraph import Paragraph

from kaohe_cli.drafting import official_looks as looks
from kaohe_cli.forms.record import PEOPLE, PLACEHOLDER, Field, Form, Forms, FormSection, Line
from kaohe_cli.ooxml.building import layout, page, styles, text
from kaohe_cli.ooxml.building.saving import packed

_TITLE: Final = "考核指标完成情况和督查激励争取情况"
_IN_BRACKETS: Final = re.compile("（<满分说明>）")
_FILTERS: Final = {
    "paragraphs": "{prompt}|分段",
    "score": "分数|{prompt}",
    "number": "分数|{prompt}",
    "date": "日期|{prompt}",
}
_FIRST_CONTROL: Final = 1001


def build(forms: Forms) -> bytes:
    """Returns a template that shows every field of the forms; the same forms give the same bytes."""
    document = layout.blank(looks.FANG_SONG)
    styles.define(document, looks.STYLES)
    layout.add_fonts(document, looks.FONTS)
    page.number_pages(document, looks.FOOTER, looks.FOOTER_EVEN)
    writer = _Writer(document)
    for number, form in enumerate(forms):
        writer.add_form(form, is_first=number == 0)
    return packed(document, title=_TITLE)


class _Writer:
    """Writes the forms, and numbers their content controls and bookmarks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._controls = itertools.count(_FIRST_CONTROL)
        self._bookmarks = itertools.count(1)

    def add_form(self, form: Form, *, is_first: bool) -> None:
        """Statements stand on paragraphs of their own, which vanish together with their marks."""
        self._statement(f"{{% if {form.part}.项目 %}}")
        if form.subtitle:
            title = layout.TITLE if is_first else looks.NEW_PAGE
        else:
            title = looks.ALONE if is_first else looks.ALONE_NEW_PAGE
        text.add_paragraph(self._document, _filled_in(form.title, form), title)
        if form.subtitle:
            text.add_paragraph(self._document, _filled_in(form.subtitle, form), layout.SUBTITLE)
        self._statement(f"{{% for 项 in {form.part}.项目 %}}")
        heading = text.add_paragraph(self._document, style=layout.HEADING)
        name = f"kh_{form.letter}_row"
        self._marked(heading, "{{ loop.index|中文数字 }}、{{ 项.标题 }}", name)
        self._statement("{% if 项.考核内容 %}")
        text.add_paragraph(self._document, "考核内容：{{ 项.考核内容 }}{{ 项.考核内容|句号 }}")
        self._statement("{% endif %}")
        for section in form.sections:
            self._add_section(section, form)
        self._statement("{% endfor %}")
        self._statement("{% endif %}")

    def _add_section(self, section: FormSection, form: Form) -> None:
        months = sorted(section.omit_at)
        if months:
            self._statement(f"{{% if 截至月份 not in {months} %}}")
        label = _label_of(section, form)
        if section.prints == "units":
            paragraph = text.add_paragraph(self._document)
            text.add_run(paragraph, f"{label}：", looks.SUBHEADING_RUN)
            text.add_run(paragraph, "{{ 项.责任单位|顿号 }}。")
        elif section.is_one_line:
            for line in section.lines:
                self._add_line(line, f"{label}：", form, text.add_paragraph(self._document), is_section=True)
        else:
            text.add_paragraph(self._document, label, layout.SUBHEADING)
            self._add_lines(section, form)
        if months:
            self._statement("{% endif %}")

    def _add_lines(self, section: FormSection, form: Form) -> None:
        """Lines about people stay together on a page."""
        about_people = all(field.kind in PEOPLE for field in section.fields())
        for line in section.lines:
            style = None
            if line.fields[-1].kind == "phone":
                style = looks.CONTACT
            elif about_people and line is not section.lines[-1]:
                style = looks.KEPT
            label = f"{line.number}. {_filled_in(line.fields[0].label, form)}："
            self._add_line(line, label, form, text.add_paragraph(self._document, style=style))

    def _add_line(
        self, line: Line, label: str, form: Form, paragraph: Paragraph, *, is_section: bool = False
    ) -> None:
        for number, field in enumerate(line.fields):
            words = label
            if number:
                words = _label_behind(field, form)
                if field.joint and field.label:
                    text.add_run(paragraph, field.joint)
            style = looks.SUBHEADING_RUN if is_section else None
            self._marked(paragraph, words, form.bookmark(field.key), style)
            self._add_control(paragraph, field)
        text.add_run(paragraph, f"{{{{ 项.{line.fields[-1].name}|句号 }}}}")

    def _marked(self, paragraph: Paragraph, words: str, name: str, style: str | None = None) -> None:
        run = text.add_run(paragraph, words, style)
        text.add_bookmark(run, name=name, number=next(self._bookmarks))

    def _add_control(self, paragraph: Paragraph, field: Field) -> None:
        prompt = f"待填({json.dumps(field.prompt, ensure_ascii=False)})"
        filters = _FILTERS.get(field.kind, "{prompt}").format(prompt=prompt)
        text.add_control(
            paragraph,
            f"{{{{ 项.{field.name}|{filters} }}}}",
            tag=f"{{{{ 项.编号 }}}}/{field.key}",
            number=next(self._controls),
            choices=field.choices,
        )

    def _statement(self, code: str) -> None:
        text.add_paragraph(self._document, code, looks.STATEMENT)


def _label_of(section: FormSection, form: Form) -> str:
    """Returns a section's number and label, which may be another one in some months."""
    label = _filled_in(section.label, form)
    if not section.at:
        return f"{section.number}{label}"
    conditions = ""
    for month, other in sorted(section.at.items()):
        keyword = "elif" if conditions else "if"
        conditions += f"{{% {keyword} 截至月份 == {month} %}}{_filled_in(other, form)}"
    return f"{section.number}{conditions}{{% else %}}{label}{{% endif %}}"


def _label_behind(field: Field, form: Form) -> str:
    """Returns what stands between a value and the one before it on its line."""
    if field.label:
        return f"{_filled_in(field.label, form)}："
    return field.joint or "，"


def _filled_in(label: str, form: Form) -> str:
    """Returns a label with the template's variables for its ``<>``; brackets around nothing go."""
    marks = "{% if 项.满分说明 %}（{{ 项.满分说明 }}）{% endif %}"
    variables = {
        "年度": "{{ 年度 }}",
        "月份": "{{ 截至月份 }}",
        "满分说明": "{{ 项.满分说明 }}",
        "部分": f"{{{{ {form.part}.标题 }}}}",
        "项数": f"{{{{ {form.part}.指标数 }}}}",
    }
    return PLACEHOLDER.sub(lambda found: variables.get(found[1], found[0]), _IN_BRACKETS.sub(marks, label))
