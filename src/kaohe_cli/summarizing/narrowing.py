"""A summary of some rows only: those of some bodies, or of one part of 附件1; sums are of what is left."""

from collections.abc import Callable, Collection
from dataclasses import replace

from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import totals_of
from kaohe_cli.summarizing.units import UnitStanding


def of_bodies(summary: Summary, names: Collection[str]) -> Summary:
    """Returns what these bodies, by their proper names, answer for."""
    kept = _kept(summary, lambda one: any(name in names for name in one.units))
    wanted = tuple(one for one in summary.incentives if any(body.name in names for body in one.bodies))
    ids = {one.id for one in wanted}
    return replace(
        kept,
        incentives=wanted,
        units=tuple(one for one in summary.units if one.unit in names),
        claims=tuple(one for one in summary.claims if one.id in ids),
    )


def of_section(summary: Summary, section: str) -> Summary:
    """Returns the part of 附件1 with this id, and of each body what it has in it; no incentives."""
    kept = _kept(summary, lambda one: one.row.section.id == section)
    units = (_of_section(one, section) for one in summary.units)
    return replace(
        kept,
        incentives=(),
        claims=(),
        units=tuple(one for one in units if one.led or one.supported),
    )


def _kept(summary: Summary, test: Callable[[Standing], bool]) -> Summary:
    standings = tuple(one for one in summary.standings if test(one))
    parts = [(part, tuple(one for one in part.standings if test(one))) for part in summary.parts]
    kept = tuple(replace(part, standings=own, totals=totals_of(own)) for part, own in parts if own)
    return replace(summary, standings=standings, parts=kept, totals=totals_of(standings))


def _of_section(unit: UnitStanding, section: str) -> UnitStanding:
    led = tuple(one for one in unit.led if one.row.section.id == section)
    return replace(
        unit,
        led=led,
        supported=tuple(one for one in unit.supported if one.row.section.id == section),
        totals=totals_of(led),
        missing=tuple(one for one in unit.missing if one.startswith(section)),
    )
