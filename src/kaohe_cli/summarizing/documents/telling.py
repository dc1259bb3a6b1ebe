"""A summary in words: numbers, periods, whose words they are, without telephone numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe_cli.claims.sentences import sentences_of
from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Field, Form, bare_label, spoken
from kaohe_cli.forms.reports import Value
from kaohe_cli.query.rows import points
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.summarizing.incentives import IncentiveStanding
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.statements import Statement
from kaohe_cli.summarizing.summary import PartSummary, Summary
from kaohe_cli.summarizing.totals import Sum
from kaohe_cli.words.phones import masked

UNREPORTED: Final = "未报"
_YEAR_OR_TASKS: Final = re.compile(r"^\d{4}年度?|(?:目标)?(?:任务)?分解表$|(?:目标)?任务表$")
_KIND = r"(?:问题|困难|建议|意见|风险|扣分|失分|情况|事项|隐患|点|项)"
_NOTHING: Final = re.compile(
    rf"(?:目前|暂时?|尚|均)*(?:无|没有|不存在|未发现)(?:存在|明显|突出|其他|相关|的)*(?:{_KIND}|及|和|与|、)*[。.；;]?|[-/／—]+"
)
"""A text that says there is nothing to say: 无, 暂无问题及建议, 无扣分风险点。"""


def say(score: Decimal | None) -> str:
    """Returns a score, or 未报.

    >>> say(Decimal("3.80")), say(None)
    ('3.8', '未报')
    """
    return UNREPORTED if score is None else points(score)


def on_rows(total: Sum) -> tuple[str, ...]:
    """Returns a sum and on how many rows it rests, a line each."""
    return ("—",) if total.points is None else (points(total.points), f"（{total.rows}项）")


def nothing_to_say(text: str) -> bool:
    """Returns whether a text only says that there is nothing.

    >>> [nothing_to_say(t) for t in ("无", "暂无问题及建议。", "——", "没有完成目标")]
    [True, True, True, False]
    """
    return bool(_NOTHING.fullmatch(" ".join(text.split())))


def short(text: str, most: int) -> str:
    """Returns a text on one line, cut behind so many signs.

    >>> short("甲乙丙\\n丁戊", 4), short("甲乙", 4)
    ('甲乙丙…', '甲乙')
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def beginning(text: str, most: int) -> str:
    """Returns the first sentences of a text, as many as fit, or the beginning of the first.

    >>> beginning("一是甲。二是乙乙乙。", 6), beginning("一是甲。二是乙乙乙。", 3)
    ('一是甲。', '一是…')
    """
    found = ""
    for sentence in sentences_of(text):
        if len(found) + len(sentence) > most:
            break
        found += sentence
    return found or short(text, most)


@dataclass(frozen=True)
class Period:
    """The months that a round goes through, in words."""

    year: int
    span: str
    """What the first of the two periods is called: 1—10月, or 全年."""
    asks_forecast: bool
    """False for the round of the whole year: what is scored then is the result."""

    @property
    def loss(self) -> str:
        """What a loss is called: expected, or known."""
        return "预计失分" if self.asks_forecast else "失分"


def period_of(summary: Summary) -> Period:
    """Returns the months of a summary's round."""
    month = summary.round.month
    forms = {one.row.form.id: one.row.form for one in summary.standings}
    asked = {one.key for form in forms.values() for one in form.asked(month)}
    ahead = {known.FORECAST_SCORE, known.FORECAST_COMPLETED} & asked
    return Period(summary.round.year, summary.round.spoken, bool(ahead))


def subject_of(summary: Summary) -> str:
    """Returns what is assessed, by the table's own title: 市对区考核指标.

    >>> _YEAR_OR_TASKS.sub("", "2021年市对区考核指标任务分解表")
    '市对区考核指标'
    """
    found = _YEAR_OR_TASKS.sub("", summary.tables.indicators.title).strip()
    return found if 0 < len(found) <= 20 else "考核指标"


def losses_of(summary: Summary) -> list[tuple[Standing, Decimal]]:
    """Returns the rows that lose points with what they lose, those that lose most first."""
    return [(one, one.loss) for one in summary.losses if one.loss is not None]


def losses_by_lead(losses: Iterable[tuple[Standing, Decimal]]) -> list[tuple[str, Decimal, int]]:
    """Returns the bodies that lead rows that lose points, what they lose and on how many rows, most first."""
    sums: dict[str, tuple[Decimal, int]] = {}
    for standing, loss in losses:
        for name in standing.leads:
            before, rows = sums.get(name, (Decimal(0), 0))
            sums[name] = before + loss, rows + 1
    return sorted(((name, *found) for name, found in sums.items()), key=lambda one: -one[1])


def scored_parts(summary: Summary) -> list[PartSummary]:
    """Returns the parts whose rows are reported with a score."""
    return [part for part in summary.parts if _is_scored(part)]


def other_parts(summary: Summary) -> list[PartSummary]:
    """Returns the parts whose rows are reported without one."""
    return [part for part in summary.parts if not _is_scored(part)]


def _is_scored(part: PartSummary) -> bool:
    return bool(part.standings) and part.standings[0].is_scored


def title_of(standing: Standing) -> str:
    """Returns what a row is called: its name, with its content where several rows share the name."""
    first = standing.criteria[0]
    siblings = first.indicator.criteria
    if standing.covers or len(siblings) == 1:
        return first.name
    content = first.criterion.content
    if len(content) <= _LONGEST_CONTENT:
        return f"{first.name}——{content}"
    return f"{first.name}（第{[one.id for one in siblings].index(first.id) + 1}条）"


def full_title_of(standing: Standing) -> str:
    """Returns a row's name, with the whole of its content where several rows share the name."""
    return standing.criteria[0].name if standing.covers else standing.name


_LONGEST_CONTENT: Final = 24  # 汉字: with most names a heading of two lines


def content_of(standing: Standing) -> str:
    """Returns what a row is assessed by, where its heading does not say it though others share its name."""
    content = standing.criteria[0].criterion.content
    shared = not standing.covers and len(standing.criteria[0].indicator.criteria) > 1
    return content if shared and len(content) > _LONGEST_CONTENT else ""


def responsible(bodies: Iterable[tuple[str, bool]]) -> str:
    """Returns who answers for a row, with who leads where there are several.

    >>> responsible([("区商务委", True), ("区教委", False)]), responsible([("区教委", True)]), responsible([])
    ('区商务委（牵头）、区教委', '区教委', '尚未落实')
    """
    named = list(bodies)
    if len(named) == 1:
        return named[0][0]
    return "、".join(f"{name}（牵头）" if leads else name for name, leads in named) or "尚未落实"


def rank_of(standing: Standing, rank: str) -> str:
    """Returns the rank of the body whose score counts; "" with metrics, where each has its own."""
    if len({one.id for one in standing.statements}) > 1:
        return ""
    score = next(key for key, beside in known.RANK_OF.items() if beside == rank)
    counted = standing.progress if score == known.PROGRESS_SCORE else standing.forecast
    speaker = next((one for one in standing.statements if one.number(score) == counted), None)
    return said_rank(speaker.text(rank)) if speaker is not None else ""


def said_rank(text: str | None) -> str:
    """Returns a rank as it stands behind 排名, on one line.

    >>> said_rank("排名第3名"), said_rank("全市第2（并列）"), said_rank(None)
    ('第3名', '全市第2（并列）', '')
    """
    line = masked(short(text or "", _LONGEST_RANK))
    return _RANKED.sub("", line)


_RANKED: Final = re.compile("^(?:(?:自评)?(?:排名|排位|位列|位居)(?:为)?[：:]?)")
_LONGEST_RANK: Final = 30


class Said(NamedTuple):
    """A text of a body under a heading of the form."""

    label: str
    text: str


_SCORES_AND_RANKS: Final = frozenset((*known.RANK_OF, *known.RANK_OF.values()))


def said_by(statement: Statement, form: Form, period: Period) -> list[Said]:
    """Returns what a body wrote on a row, without people, telephone numbers, scores and problems.

    What is answered in a word or a line comes first, in one text without a label. Fields that the program
    does not know are told by their own labels; what a round does not ask is told where it was filled in.
    """
    lines: list[str] = []
    texts: list[Said] = []
    for field in form.fields:
        value = statement.report.value(statement.id, field.key)
        if field.kind in PEOPLE or field.key in _SCORES_AND_RANKS or field.key == known.PROBLEMS:
            continue
        if value is None or is_empty(value):
            continue
        if field.kind == "paragraphs":
            texts.append(Said(_label(field, period), words_of(value)))
        else:
            lines.append(f"{_label(field, period)}：{' '.join(words_of(value).split()).rstrip('。')}")
    return [Said("", "；".join(lines)), *texts] if lines else texts


def words_of(value: Value) -> str:
    """Returns a value as text, without telephone numbers."""
    return points(value) if isinstance(value, Decimal) else masked(value.strip())


def _label(field: Field, period: Period) -> str:
    if field.key == known.PROGRESS_SITUATION:
        return f"{period.span}情况"
    if field.key == known.FORECAST_SITUATION:
        return "全年预计"
    if field.key in (known.PROGRESS_COMPLETED, known.FORECAST_COMPLETED):
        when = period.span if field.key == known.PROGRESS_COMPLETED else "全年预计"
        return f"{when}{spoken(bare_label(field.label))}"
    label = spoken(bare_label(field.label)) if field.label else field.short
    return label if not field.group or label.startswith(field.group) else f"{field.group}{label}"


def score_sentence(statement: Statement, period: Period) -> str:
    """Returns what a body gave itself: 1—10月自评3.8分，排名第3名；全年预计3.9分。"""
    pieces = []
    for when, score, rank in (
        (f"{period.span}自评", known.PROGRESS_SCORE, known.PROGRESS_RANK),
        ("全年预计", known.FORECAST_SCORE, known.FORECAST_RANK),
    ):
        number, place = statement.number(score), statement.text(rank)
        words = f"{when}{points(number)}分" if number is not None else ""
        if place:
            words = f"{words}，" if words else when
            words += f"排名{said_rank(place)}"
        if words:
            pieces.append(words)
    return f"{'；'.join(pieces)}。" if pieces else ""


def metric_of(standing: Standing, entry_id: str) -> str:
    """Returns the metric that an id stands for; "" where the row is not reported metric by metric."""
    criterion = standing.criteria[0].criterion
    return dict(zip(criterion.metric_ids(), criterion.metrics, strict=True)).get(entry_id, "")


class Problem(NamedTuple):
    """What a body says of its difficulties on a row, and what it asks for."""

    unit: str
    title: str
    text: str


def problems_of(statements: Iterable[Statement], title: str) -> Iterator[Problem]:
    """Yields the problems of a row, body by body; what says that there are none is none."""
    seen: set[tuple[str, str]] = set()
    for statement in statements:
        text = statement.text(known.PROBLEMS)
        if text and not nothing_to_say(text) and (statement.unit, text) not in seen:
            seen.add((statement.unit, text))
            yield Problem(statement.unit, title, masked(text.strip()))


def reasons_of(standing: Standing, quotes: Sequence[tuple[str, str]], most: int) -> tuple[str, ...]:
    """Returns why a row may lose points, a line a body: its problems, or else its own words of worry."""
    problems = [(one.unit, beginning(one.text, most)) for one in problems_of(standing.statements, "")]
    told = {unit for unit, _ in problems}
    found = problems + [(unit, quote) for unit, quote in quotes if unit not in told]
    several = len({unit for unit, _ in found}) > 1
    return tuple(f"{unit}：{text}" if several else text for unit, text in found) or ("未说明",)


def problems_by_department(summary: Summary) -> dict[str, list[Problem]]:
    """Returns the problems by the city department that can help, in the order in which they come up.

    Those for which none is named stand last, under "".
    """
    names = [one.name for one in summary.tables.registry.city_departments]
    found: dict[str, list[Problem]] = {}
    every: list[tuple[Standing | IncentiveStanding, str]] = [
        *((one, title_of(one)) for one in summary.standings),
        *((one, one.name) for one in summary.incentives),
    ]
    for standing, title in every:
        for problem in problems_of(standing.statements, title):
            for department in departments_asked(standing, problem.text, names) or [""]:
                found.setdefault(department, []).append(problem)
    unnamed = found.pop("", None)
    return found | {"": unnamed} if unnamed else found


def departments_asked(
    standing: Standing | IncentiveStanding, text: str, known_names: Sequence[str]
) -> list[str]:
    """Returns the city departments that a problem is for, in the order of their certainty.

    Those that the text names come first; else the one that assesses the row, or that leads the incentive.
    None is guessed: where nobody is named there is none.
    """
    named = departments_in(text, known_names)
    if named:
        return named
    if isinstance(standing, IncentiveStanding):
        return list(standing.row.incentive.city_lead[:1])
    assessed_by = standing.criteria[0].criterion.assessed_by
    if not assessed_by:
        return []
    return departments_in(assessed_by, known_names) or [short(assessed_by, 20)]


def departments_in(text: str, known_names: Sequence[str]) -> list[str]:
    """Returns the names that a text holds, in its order; one within a longer one is not counted.

    A department that the registry does not know counts where the text asks it for something.

    >>> departments_in("请市发展改革委会同市商务委指导，区市商务委", ["市商务委", "市发展改革委"])
    ['市发展改革委', '市商务委']
    >>> departments_in("建议市林业局加大支持，市里对我区的会商", [])
    ['市林业局']
    """
    longest_first = sorted(known_names, key=lambda name: -len(name))
    pattern = re.compile("|".join((*(f"(?<!区){re.escape(name)}" for name in longest_first), _ASKED)))
    return list(dict.fromkeys(found[0] for found in pattern.finditer(text)))


_ASKED: Final = r"(?<=请|议|商|调|望|由|向)市[^\W\d_的对给予在我与加大里级]{2,7}?(?:委|局|办|厅|集团|中心)"
"""What stands behind 请, 建议, 商, 协调, 希望, 由, 向 and is called as departments are."""
