"""附件2 and the policy text as one: which measure belongs to which row."""

from kaohe_cli.importing.drafts import IncentiveDraft, IncentivesDraft
from kaohe_cli.importing.report import Doubt
from kaohe_cli.words.folding import bare
from kaohe_cli.words.likeness import ratio
from kaohe_cli.words.shortening import quoted

_LEAST_ALIKE = 0.6
"""推进农村人居环境整治 and 改善农村人居环境 come to 0.67; no two titles of 2021 to more than 0.55
(持续抓好生态环境保护, 持续抓好农村人居环境整治).
"""
_LEAST_BEGINNING = 6
"""Signs of a title with which a measure without a title of its own may begin."""
_MOST_PAIRS = 250_000
_COMPARED = 100


def joined(draft: IncentivesDraft, doubts: list[Doubt]) -> list[IncentiveDraft]:
    """Returns the incentives: the table's rows with their measures, or either where the other is missing."""
    rows, measures = draft.rows, draft.policy.measures
    if not rows or not measures:
        return rows or measures
    partner = _partners(rows, measures, doubts)
    for row in rows:
        if (measure := partner.get(id(row))) is not None:
            _add_measure(row, measure, doubts)
        else:
            doubts.append(Doubt(row.place, f"政策文件里没有找到“{row.title}”的措施", serious=True))
    taken = {id(measure) for measure in partner.values()}
    left = [measure for measure in measures if id(measure) not in taken]
    for measure in left:
        title = measure.title or quoted(measure.measure, 12)
        doubts.append(Doubt(measure.place, f"附件2没有“{title}”，没有区级责任单位", serious=True))
    return rows + left


def _partners(
    rows: list[IncentiveDraft], measures: list[IncentiveDraft], doubts: list[Doubt]
) -> dict[int, IncentiveDraft]:
    """Returns the measure of each row: by title, by a title much alike, by number where there is no title."""
    _use_known_titles(rows, measures)
    by_title: dict[str, IncentiveDraft] = {}
    for measure in measures:
        if measure.title:
            by_title.setdefault(bare(measure.title), measure)
    partner = {id(row): found for row in rows if (found := by_title.get(bare(row.title)))}
    taken = {id(measure) for measure in partner.values()}
    free = [measure for measure in measures if id(measure) not in taken]
    waiting = [row for row in rows if id(row) not in partner]
    for row, measure, score in _alike(waiting, free):
        partner[id(row)] = measure
        if measure.title:
            what = f"“{row.title}”与政策文件的“{measure.title}”"
            doubts.append(Doubt(row.place, f"{what}按同一项处理（相似 {score:.0%}），名称用附件2的"))
    return partner


def _use_known_titles(rows: list[IncentiveDraft], measures: list[IncentiveDraft]) -> None:
    """Parts title and text of the measures where the table's title ends, whatever signs there are in it."""
    by_number: dict[int | None, IncentiveDraft] = {row.number: row for row in rows if row.number is not None}
    for measure in measures:
        row = by_number.get(measure.number)
        rest = measure.wording.removeprefix(row.title) if row else measure.wording
        if row and rest != measure.wording and rest[:1] in ("。", "：") and rest[1:].strip():
            measure.title, measure.measure = row.title, rest[1:].strip()


def _alike(
    rows: list[IncentiveDraft], measures: list[IncentiveDraft]
) -> list[tuple[IncentiveDraft, IncentiveDraft, float]]:
    if len(rows) * len(measures) > _MOST_PAIRS:
        return []
    scored = sorted(
        ((-_score(row, measure), i, j) for i, row in enumerate(rows) for j, measure in enumerate(measures)),
    )
    used_rows: set[int] = set()
    used_measures: set[int] = set()
    found: list[tuple[IncentiveDraft, IncentiveDraft, float]] = []
    for negative, i, j in scored:
        if -negative >= _LEAST_ALIKE and i not in used_rows and j not in used_measures:
            used_rows.add(i)
            used_measures.add(j)
            found.append((rows[i], measures[j], -negative))
    return found


def _score(row: IncentiveDraft, measure: IncentiveDraft) -> float:
    if not measure.title:
        begins_alike = bare(measure.measure).startswith(bare(row.title)[:_LEAST_BEGINNING])
        return (
            1.0
            if begins_alike and row.number == measure.number
            else 0.9
            if begins_alike
            else (_LEAST_ALIKE if row.number == measure.number else 0.0)
        )
    return ratio(bare(row.title)[:_COMPARED], bare(measure.title)[:_COMPARED])


def _add_measure(row: IncentiveDraft, measure: IncentiveDraft, doubts: list[Doubt]) -> None:
    row.measure = measure.measure
    if row.city_lead and measure.city_lead and set(row.city_lead) != set(measure.city_lead):
        ours, theirs = "、".join(row.city_lead), "、".join(measure.city_lead)
        doubts.append(Doubt(row.place, f"市级牵头单位附件2写的是{ours}，政策文件写的是{theirs}，用后者"))
    row.city_lead = measure.city_lead or row.city_lead
    row.city_support = measure.city_support or row.city_support
