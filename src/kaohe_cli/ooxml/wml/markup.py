"""WordprocessingML written as text: what a rendering puts around values. Belongs to the lowest layer."""

from dataclasses import dataclass

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import P_PR
from kaohe_cli.ooxml.wml.writing import continued, fragment, has_style, prefix_of, with_style


@dataclass(frozen=True, slots=True)
class Markup:
    """The pieces of XML that a rendering writes or looks for, with the prefix that a part uses."""

    line_break: str
    tab: str
    empty_paragraph: str
    paragraph_end: str
    table_end: str
    row_start: str
    showing_placeholder: str

    @classmethod
    def of(cls, root: Element) -> "Markup":
        """The pieces for one part."""
        prefix = prefix_of(root)
        text, text_end = f'<{prefix}t xml:space="preserve">', f"</{prefix}t>"
        return cls(
            line_break=f"{text_end}<{prefix}br/>{text}",
            tab=f"{text_end}<{prefix}tab/>{text}",
            empty_paragraph=f"<{prefix}p/>",
            paragraph_end=f"</{prefix}p>",
            table_end=f"</{prefix}tbl>",
            row_start=f"<{prefix}tr",
            showing_placeholder=f"<{prefix}showingPlcHdr/>",
        )


@dataclass(frozen=True, slots=True)
class Site:
    """The XML around one expression's value, written out once per template."""

    run: str
    """Opens the value's run, up to where its text begins."""
    placeholder_run: str
    """The same in the placeholder style."""
    run_end: str
    paragraph: str
    """Opens a further paragraph that looks like the one around."""
    paragraph_end: str
    paragraph_number: int
    """Tells the paragraphs of a template apart."""


def site(
    root: Element, paragraph: Element, number: int, run_properties: Element | None, placeholder_style: str
) -> Site:
    """The site of a value in `paragraph`, in a run with these properties."""
    prefix = prefix_of(root)
    if has_style(run_properties, placeholder_style):
        run_properties = with_style(run_properties, None, root)
    styled = with_style(run_properties, placeholder_style, root)
    further = fragment(continued(paragraph.find(P_PR)), root)
    run, text = f"<{prefix}r>", f'<{prefix}t xml:space="preserve">'
    run_end = f"</{prefix}t></{prefix}r>"
    plain_run = f"{run}{fragment(run_properties, root)}{text}"
    return Site(
        run=plain_run,
        placeholder_run=f"{run}{fragment(styled, root)}{text}",
        run_end=run_end,
        paragraph=f"<{prefix}p>{further}{plain_run}",
        paragraph_end=f"{run_end}</{prefix}p>",
        paragraph_number=number,
    )
