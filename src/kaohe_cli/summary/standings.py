"""How each row of 附件1 stands in a round: full marks, scores, expected loss, light, what is odd about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Value
from kaohe_cli.model.indicators import Lights
from kaohe_cli.model.units import Registry
from kaohe_cli.query.rows import CriterionRow, points
from kaohe_cli.rules.answers import Answer, answer
from kaohe_cli.rules.ranks import contradiction
from kaohe_cli.summary.agreement import Agreed, agreed
from kaohe_cli.summary.lights import Light, light_of_answers, light_of_score
from kaohe_cli.summary.statements import Body, Statement, Statements, bodies_of, ids_of

FlagKind: TypeAlias = Literal[
    "nobody_leads",
    "not_by_lead",
    "not_responsible",
    "contested",
    "out_of_range",
    "falling",
    "contradicts_itself",
    "incomplete",
    "in_parts_too",
    "unranked",
    "unclear",
]


class Flag(NamedTuple):
    """Something about a row that people should look at, in a sentence."""

    kind: FlagKind
    text: str


class Conflict(NamedTuple):
    """A field of a row of which two bodies said different things."""

    id: str
    """The row, or the metric of it."""
    key: str
    """The field, by its key."""
    values: Mapping[str, Value]
    """What each body said, the lead first."""


@dataclass(frozen=True)
class Standing:
    """One row of 附件1: a criterion, or an indicator on the whole of which a body has reported."""

    rows: tuple[CriterionRow, ...]
    """The criteria that it stands for, in the table's order; more than one where it is an indicator."""
    bodies: tuple[Body, ...]
    """Who answers for it, in the table's order."""
    statements: tuple[Statement, ...]
    """All that was reported on it: by metric where it has metrics, the lead's first."""
    full_marks: Decimal | None
    """In points; None where it has no weight or is a bonus or penalty row."""
    progress: Decimal | None
    """The score up to the month of the round that counts; None is 未报, never 0."""
    forecast: Decimal | None
    """The score expected for the whole year that counts."""
    light: Light | None
    flags: tuple[Flag, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def row(self) -> CriterionRow:
        """The criterion, or the first of those that it stands for."""
        return self.rows[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is an indicator that stands for several criteria."""
        return len(self.rows) > 1

    @property
    def id(self) -> str:
        return self.row.indicator.id if self.is_whole else self.row.id

    @property
    def covers(self) -> tuple[str, ...]:
        """The criteria that it stands for, by their ids; of a criterion itself alone."""
        return tuple(row.id for row in self.rows)

    @property
    def name(self) -> str:
        """The indicator's name, with the content behind it where that tells several criteria apart."""
        return self.row.name if self.is_whole else self.row.heading

    @property
    def leads(self) -> tuple[str, ...]:
        """The bodies that lead it."""
        return tuple(body.name for body in self.bodies if body.leads)

    @property
    def units(self) -> tuple[str, ...]:
        """The bodies that answer for it."""
        return tuple(body.name for body in self.bodies)

    @property
    def reported_by(self) -> tuple[str, ...]:
        """The bodies that have said anything of it, the lead first."""
        return tuple(dict.fromkeys(statement.unit for statement in self.statements))

    @property
    def expected_loss(self) -> Decimal | None:
        """Full marks less forecast, in points; None without either, below 0 for a forecast above them."""
        if self.full_marks is None or self.forecast is None:
            return None
        return self.full_marks - self.forecast

    @property
    def counts(self) -> bool:
        """Whether it is in the totals: it has a weight."""
        return self.full_marks is not None

    @property
    def is_scored(self) -> bool:
        """Whether its form asks for a score."""
        return self.row.form.is_scored


def standings_of(
    rows: Iterable[CriterionRow], registry: Registry, statements: Statements, lights: Lights
) -> Iterator[Standing]:
    """Yields how the rows stand, in the table's order; those of an indicator reported as a whole as one."""
    groups: dict[str, list[CriterionRow]] = {}
    for row in rows:
        groups.setdefault(row.indicator.id, []).append(row)
    for indicator_id, group in groups.items():
        is_whole = len(group) > 1 and indicator_id in statements.by_id
        for together in [group] if is_whole else ([row] for row in group):
            yield _standing(tuple(together), registry, statements, lights)


def _standing(
    rows: tuple[CriterionRow, ...], registry: Registry, statements: Statements, lights: Lights
) -> Standing:
    bodies = _bodies(rows, registry)
    ids = (rows[0].indicator.id,) if len(rows) > 1 else ids_of(rows[0])
    by_id = {one: statements.of(one, bodies) for one in ids}
    marks = [row.weight for row in rows]
    full_marks = sum((one for one in marks if one is not None), Decimal(0)) if any(marks) else None
    look = _Look(ids, by_id)
    progress, forecast = look.score(known.PROGRESS_SCORE), look.score(known.FORECAST_SCORE)
    parts = [one for row in rows for part in ids_of(row) for one in statements.of(part, bodies)]
    said = tuple(one for entry in ids for one in by_id[entry])
    standing = Standing(rows, bodies, said, full_marks, progress, forecast, None)
    return Standing(
        rows,
        bodies,
        said,
        full_marks,
        progress,
        forecast,
        _light(standing, look, lights),
        tuple(_flags(standing, look, parts if len(rows) > 1 else ())),
        tuple(look.conflicts()),
    )


def _bodies(rows: Sequence[CriterionRow], registry: Registry) -> tuple[Body, ...]:
    """Returns the bodies of the rows together; those of the first lead the whole."""
    found = {body.name: body for row in reversed(rows) for body in bodies_of(row, registry)}
    first = bodies_of(rows[0], registry)
    others = (body.name for row in rows[1:] for body in bodies_of(row, registry))
    led = {body.name for body in first if body.leads}
    order = dict.fromkeys([*(body.name for body in first), *others])
    return tuple(Body(name, name in led) for name in order if name in found)


_SCORES: Final = (known.PROGRESS_SCORE, known.FORECAST_SCORE)
_COMPLETED: Final = (known.PROGRESS_COMPLETED, known.FORECAST_COMPLETED)
_RANKS: Final = (known.PROGRESS_RANK, known.FORECAST_RANK)
_CALLED: Final = {
    known.PROGRESS_SCORE: "完成情况的自评得分",
    known.FORECAST_SCORE: "全年预计的自评得分",
    known.PROGRESS_COMPLETED: "完成情况的是否完成",
    known.FORECAST_COMPLETED: "全年预计的是否完成",
    known.PROGRESS_RANK: "完成情况的自评排名",
    known.FORECAST_RANK: "全年预计的自评排名",
}


def called(key: str) -> str:
    """Returns what a field is called in a sentence about a row."""
    return _CALLED.get(key, key)


class _Look:
    """The statements of one row, and what counts of their fields."""

    def __init__(self, ids: Sequence[str], by_id: Mapping[str, Sequence[Statement]]) -> None:
        self.ids = ids
        self.by_id = by_id
        self._agreed: dict[tuple[str, str], Agreed[Decimal]] = {}

    def number(self, entry_id: str, key: str) -> Agreed[Decimal]:
        """Returns what counts of a score under an id."""
        place = entry_id, key
        if place not in self._agreed:
            self._agreed[place] = agreed(self.by_id[entry_id], lambda one: one.number(key))
        return self._agreed[place]

    def score(self, key: str) -> Decimal | None:
        """Returns the score of the row: with metrics the sum of theirs, once all are there."""
        values = [self.number(one, key).value for one in self.ids]
        scores = [one for one in values if one is not None]
        return sum(scores, Decimal(0)) if scores and len(scores) == len(self.ids) else None

    def answers(self, key: str) -> list[Answer]:
        """Returns what was answered under each id to 是否完成; nothing where one has no answer yet."""
        given: list[Answer] = []
        for entry_id in self.ids:
            value = agreed(self.by_id[entry_id], _answers_to(key)).value
            if value is not None:
                given.append(value)
        return given if len(given) == len(self.ids) else []

    def conflicts(self) -> Iterator[Conflict]:
        """Yields the scores and answers of which two bodies said different things."""
        for entry_id in self.ids:
            for key in _SCORES:
                if (one := self.number(entry_id, key)).is_contested:
                    yield Conflict(entry_id, key, dict(one.said))
            for key in _COMPLETED:
                if agreed(self.by_id[entry_id], _answers_to(key)).is_contested:
                    said = agreed(self.by_id[entry_id], _texts_of(key)).said
                    yield Conflict(entry_id, key, dict(said))


def _answers_to(key: str) -> Callable[[Statement], Answer | None]:
    return lambda statement: _answer(statement, key)


def _texts_of(key: str) -> Callable[[Statement], str | None]:
    return lambda statement: statement.text(key)


def _answer(statement: Statement, key: str) -> Answer | None:
    text = statement.text(key)
    return answer(text) if text is not None else None


def _light(standing: Standing, look: _Look, lights: Lights) -> Light | None:
    """Returns the light: of the forecast, else of what is there up to now; of a score before an answer."""
    for score, key in (
        (standing.forecast, known.FORECAST_COMPLETED),
        (standing.progress, known.PROGRESS_COMPLETED),
    ):
        if score is not None and standing.full_marks is not None:
            return light_of_score(score, standing.full_marks, lights)
        if answers := look.answers(key):
            return light_of_answers(answers)
    return None


def _flags(standing: Standing, look: _Look, parts: Sequence[Statement]) -> Iterator[Flag]:
    if not standing.leads:
        yield Flag("nobody_leads", "没有落实到牵头单位")
    yield from _flags_of_speakers(standing)
    for key in _SCORES:
        yield from _flags_of_score(standing, look, key)
    if parts:
        names = "、".join(dict.fromkeys(f"{one.unit}（{one.id}）" for one in parts))
        yield Flag("in_parts_too", f"整项报送之外，{names}又分条报送，分条的得分没有计入")
    for statement in standing.statements:
        yield from _flags_of_statement(standing, statement)


def _flags_of_speakers(standing: Standing) -> Iterator[Flag]:
    others = dict.fromkeys(one.unit for one in standing.statements if not one.is_responsible)
    if others:
        yield Flag("not_responsible", f"{'、'.join(others)}报送了这一项，但责任单位里没有")


def _flags_of_score(standing: Standing, look: _Look, key: str) -> Iterator[Flag]:
    found = {one: look.number(one, key) for one in look.ids}
    by_another = list(dict.fromkeys(unit for one in found.values() if one.is_by_another for unit in one.said))
    if by_another:
        yield Flag("not_by_lead", f"{called(key)}由{'、'.join(by_another)}填报，牵头单位没有填")
    for entry_id, one in found.items():
        if one.is_contested:
            said = "，".join(f"{unit} {points(value)}" for unit, value in one.said.items())
            counted = f"按 {points(one.value)} 计" if one.value is not None else "没有计入"
            where = f" {entry_id}" if len(look.ids) > 1 else ""
            yield Flag("contested", f"{called(key)}{where}各单位填的不一样：{said}；{counted}")
    there = sum(one.value is not None for one in found.values())
    if 0 < there < len(look.ids):
        yield Flag("incomplete", f"{called(key)}只填了 {there}/{len(look.ids)} 个分项，填齐后才计入")
    score = look.score(key)
    if score is not None and standing.full_marks is not None and not 0 <= score <= standing.full_marks:
        wrong = f"超过满分 {points(standing.full_marks)}" if score > 0 else "小于 0"
        yield Flag("out_of_range", f"{called(key)} {points(score)} {wrong}，照填报的计入")


def _flags_of_statement(standing: Standing, said: Statement) -> Iterator[Flag]:
    who = f"{said.unit} {said.id} " if len({one.id for one in standing.statements}) > 1 else said.unit
    now, then = said.number(known.PROGRESS_SCORE), said.number(known.FORECAST_SCORE)
    if now is not None and then is not None and now > then:
        yield Flag("falling", f"{who}完成情况的自评得分 {points(now)} 高于全年预计的 {points(then)}")
    for score, rank in known.RANK_OF.items():
        text = said.text(rank)
        if text is not None and (both := contradiction(text)):
            yield Flag("contradicts_itself", f"{who}{called(rank)}{both}")
        if text is None and said.number(score) is not None and rank in standing.row.form.by_key:
            yield Flag("unranked", f"{who}{_CALLED[rank]}没有填")
    for key in _COMPLETED:
        text = said.text(key)
        if text is not None and answer(text) is None:
            yield Flag("unclear", f"{who}{called(key)}填的看不出是还是否")
