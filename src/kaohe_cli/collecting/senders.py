"""Which bodies the roster knows by an e-mail address or a telephone number."""

from collections.abc import Callable, Iterable, Mapping

from kaohe_cli.tables.contacts import People
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.addresses import addresses_in
from kaohe_cli.words.phones import dialled
from kaohe_cli.workspace.workspace import Tables, Workspace


def bodies_by_address(workspace: Workspace, tables: Tables) -> Mapping[str, tuple[Unit, ...]]:
    """Returns the bodies of the roster's people by their e-mail addresses, in small letters."""
    return _bodies_by(
        lambda people: (one.address.lower() for one in addresses_in(people.email or "").found),
        workspace,
        tables,
    )


def bodies_by_number(workspace: Workspace, tables: Tables) -> Mapping[str, tuple[Unit, ...]]:
    """Returns the bodies whose people have a number in the roster, by the number as it is dialled."""
    area_code = tables.indicators.area_code or ""
    return _bodies_by(
        lambda people: filter(None, (dialled(people.mobile or "", area_code),)), workspace, tables
    )


def _bodies_by(
    keys: Callable[[People], Iterable[str]], workspace: Workspace, tables: Tables
) -> dict[str, tuple[Unit, ...]]:
    roster = workspace.contacts.model if workspace.contacts else None
    found: dict[str, tuple[Unit, ...]] = {}
    for name, unit in roster.units.items() if roster else ():
        body = tables.registry.resolve(name)
        if not isinstance(body, Unit):
            continue
        for key in (key for people in (unit, *unit.rows.values()) for key in keys(people)):
            if body not in found.get(key, ()):
                found[key] = (*found.get(key, ()), body)
    return found
