"""Indicators in running text: “1．民营经济发展成效（3分）：……（区发展改革委、区工商联负责）”."""

from collections.abc import Container, Iterable

from kaohe_cli.importing.drafts import CriterionDraft, IndicatorDraft, IndicatorsDraft, SectionDraft
from kaohe_cli.importing.outline import Outline
from kaohe_cli.importing.report import DocumentPlace, Doubt
from kaohe_cli.importing.running_text import Heading, TextBlock, TextItem


def read_running_indicators(
    file: str,
    text: Iterable[TextBlock],
    of_incentives: Container[int],
    draft: IndicatorsDraft,
    doubts: list[Doubt],
) -> tuple[int, int]:
    """Adds the indicators of running text; returns how many numbered items were read, and how many not.

    ``of_incentives`` holds the ids of the pieces that are incentives: nothing is imported twice.
    """
    outline = Outline()
    section: SectionDraft | None = None
    read = other = 0
    for piece in text:
        if isinstance(piece, Heading):
            outline.see(piece.line)
        elif not isinstance(piece, TextItem):
            outline.see(piece.text)
        elif not piece.has_tail or not piece.lead or id(piece) in of_incentives:
            other += 1
        else:
            read += 1
            place = DocumentPlace(file, row=piece.number)
            taken = outline.take()
            if taken or section is None:
                title, declared = taken or (outline.table_title or "考核指标", None)
                section = SectionDraft(title, place, declared)
                draft.sections.append(section)
            section.indicators.append(_indicator(piece, place))
            doubts += [Doubt(place, oddity) for oddity in piece.oddities]
    if read:
        draft.title = draft.title or outline.table_title
        draft.heading = draft.heading or outline.heading
    return read, other


def _indicator(item: TextItem, place: DocumentPlace) -> IndicatorDraft:
    units = tuple(dict.fromkeys((*item.lead, *item.support)))
    criterion = CriterionDraft(place, item.body, units, item.weight)
    if item.is_divided and item.support and len(item.lead) > 1:
        criterion.leads = tuple(item.lead)
    return IndicatorDraft(item.title or item.body, item.number, [criterion])
