"""How each row of 附件1 stands in a round: full marks, scores, expected loss, light, what is odd about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Value
from kaohe_cli.query.indicator_rows import IndicatorRow
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, points
from kaohe_cli.query.scopes import Scope, rows_that_count
from kaohe_cli.rules.answers import Answer, answer
from kaohe_cli.rules.ranks import contradiction
from kaohe_cli.summarizing.agreement import Agreed, agreed
from kaohe_cli.summarizing.lights import Light, light_of_answers, light_of_score
from kaohe_cli.summarizing.statements import Body, Statement, Statements, bodies_of, quoted
from kaohe_cli.tables.indicators import Lights
from kaohe_cli.workspace.workspace import Tables

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

    row: CriterionRow | IndicatorRow
    covers: tuple[str, ...]
    """The criteria that an indicator stands for, by their ids; empty for a criterion."""
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
    is_final: bool = False
    """Whether the round asks no forecast of it: what was reached is the result of the year."""
    flags: tuple[Flag, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def name(self) -> str:
        """The indicator's name, with the content behind it where that tells several criteria apart."""
        return self.row.heading

    @property
    def criteria(self) -> tuple[CriterionRow, ...]:
        """The criteria that it stands for: itself, or those that an indicator covers."""
        return (self.row,) if isinstance(self.row, CriterionRow) else self.row.criteria

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
    def loss(self) -> Decimal | None:
        """What it loses: by the forecast, or in the round of the whole year by the result."""
        if self.forecast is not None or not self.is_final:
            return self.expected_loss
        if self.full_marks is None or self.progress is None:
            return None
        return self.full_marks - self.progress

    @property
    def counts(self) -> bool:
        """Whether it is in the totals: it has a weight."""
        return self.full_marks is not None

    def below(self) -> Iterator[str]:
        """Yields the ids of the criteria and metrics that an indicator stands for."""
        yield from self.covers
        for row in self.criteria if self.covers else ():
            yield from row.criterion.metric_ids()

    @property
    def is_scored(self) -> bool:
        """Whether its form asks for a score."""
        return self.row.form.is_scored


def standings_of(tables: Tables, statements: Statements, lights: Lights, month: int) -> Iterator[Standing]:
    """Yields how the rows of 附件1 stand in the round through a month, in the table's order.

    Those of an indicator that was reported as a whole are one.
    """
    for scope in rows_that_count(tables, statements.by_id):
        row = scope.row
        if isinstance(row, IndicatorRow):
            left = tuple(one for one in row.criteria if one.id in scope.covers)
            row = replace(row, criteria=left) if left else row
        if not isinstance(row, IncentiveRow):
            standing = _standing(row, scope, bodies_of(row, tables.registry), statements, lights)
            asked = row.form.asked(month)
            yield replace(standing, is_final=all(one.key != known.FORECAST_SCORE for one in asked))


def _standing(
    row: CriterionRow | IndicatorRow,
    scope: Scope,
    bodies: tuple[Body, ...],
    statements: Statements,
    lights: Lights,
) -> Standing:
    ids = scope.parts or (row.id,)
    look = _Look(ids, {one: statements.of(one, bodies) for one in ids})
    standing = Standing(
        row,
        scope.covers,
        bodies,
        statements=tuple(said for entry_id in ids for said in look.by_id[entry_id]),
        full_marks=scope.full_marks,
        progress=look.score(known.PROGRESS_SCORE),
        forecast=look.score(known.FORECAST_SCORE),
        light=None,
    )
    # Without weights what was reported by itself stands beside the whole, and nothing of it goes uncounted.
    below = standing.below() if scope.full_marks is not None else ()
    parts = [said for one in below for said in statements.of(one, bodies)]
    return replace(
        standing,
        light=_light(standing, look, lights),
        flags=tuple(_flags(standing, look, parts)),
        conflicts=tuple(look.conflicts()),
    )


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

    def answer(self, entry_id: str, key: str) -> Agreed[Answer]:
        """Returns what counts of the answer to 是否完成 under an id."""
        return agreed(self.by_id[entry_id], lambda said: _answer(said, key))

    def answers(self, key: str) -> list[Answer]:
        """Returns what was answered under each id to 是否完成; nothing where one has no answer yet."""
        given: list[Answer] = []
        for entry_id in self.ids:
            value = self.answer(entry_id, key).value
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
                if self.answer(entry_id, key).is_contested:
                    said = agreed(self.by_id[entry_id], _texts_of(key)).said
                    yield Conflict(entry_id, key, {unit: quoted(text) for unit, text in said.items()})


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
        yield Flag("in_parts_too", f"整项报送之外，{names}又分条报送，分条的得分未计入")
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
            counted = f"按 {points(one.value)} 计" if one.value is not None else "未计入"
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
