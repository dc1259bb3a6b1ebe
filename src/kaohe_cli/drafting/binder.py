"""Several bodies' drafts as one bound file: its cover and its contents."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from kaohe_cli.drafting.drafts import Drafter
from kaohe_cli.forms.record import PLACEHOLDER, Form
from kaohe_cli.ooxml.binding.binding import Binding
from kaohe_cli.ooxml.binding.page_numbers import page_numbers
from kaohe_cli.ooxml.building.front import Cover, front
from kaohe_cli.tables.units import Unit

_NO_PAGES: Final = (
    "目录的页码要用 LibreOffice 算，这台电脑上没有找到，暂时空着；"
    "用 Word 打开时会问是否更新域，选“是”就填上，WPS 里按 Ctrl+A 再按 F9"
)


def binding(
    drafter: Drafter,
    units: Sequence[Unit],
    *,
    cover: bool,
    contents: bool,
    format: Literal["docx", "md", "pdf"],  # noqa: A002 - the name of the option
    remark: Callable[[str], None],
) -> Binding:
    """Returns how the drafts of these bodies are bound.

    With contents the pages count through the file, since they are found by their numbers; otherwise each body
    begins with page 1, as its own file does. For a Word file they are worked out beforehand; LibreOffice
    does it while it makes a PDF. ``remark`` is told where they could not be.
    """

    def counted(document: bytes) -> dict[str, str] | None:
        numbers = page_numbers(document)
        if numbers is None:
            remark(_NO_PAGES)
        return numbers

    pages = front(
        _cover(drafter, units) if cover else None,
        [one.name for one in units] if contents else (),
        paged=format != "md",
    )
    in_word = contents and format == "docx"
    return Binding(pages, counted_through=contents, count_pages=counted if in_word else None)


def _cover(drafter: Drafter, units: Sequence[Unit]) -> Cover:
    tables, this = drafter.tables, drafter.round
    shown = {row.form.id for one in units for row in drafter.rows[one.name]}
    titles = dict.fromkeys(_title(form, this.year) for form in tables.forms if form.id in shown)
    return Cover(
        titles=list(titles),
        below=f"（合订，共{len(units)}个单位）",
        office=tables.indicators.office or "",
        day=f"{this.year}年{this.spoken}",
    )


def _title(form: Form, year: int) -> str:
    return PLACEHOLDER.sub(lambda found: str(year) if found[1] == "年度" else "", form.title)
