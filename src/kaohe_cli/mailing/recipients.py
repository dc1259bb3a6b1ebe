"""To whom a body's mail goes, by the roster: addresses, copies, how to address the person."""

from collections.abc import Iterable
from typing import NamedTuple

from kaohe_cli.tables.contacts import Contacts, UnitPeople
from kaohe_cli.words.addresses import Address, addresses_in


class Recipient(NamedTuple):
    """To whom a body's mail goes."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    salutation: str = ""
    """How to address the 责任人; "" where the roster has none."""
    problems: tuple[str, ...] = ()
    """What of the roster could not be used, without saying what stands there."""


def recipient_of(unit: str, contacts: Contacts | None) -> Recipient:
    """Returns to whom a body's mail goes: at its own address, or else at those of the people for its rows."""
    people = contacts.units.get(unit, UnitPeople()) if contacts is not None else UnitPeople()
    own = [people.email or ""]
    to, no_addresses = _addresses(own if people.email else [one.email or "" for one in people.rows.values()])
    cc, no_copies = _addresses([people.cc or ""])
    problems = [f"{unit}的邮箱里有 {no_addresses} 处不是邮箱地址，没有用"] if no_addresses else []
    problems += [f"{unit}抄送的邮箱里有 {no_copies} 处不是邮箱地址，没有用"] if no_copies else []
    known = {one.address.lower() for one in to}
    salutation = people.salutation or (f"{people.contact}同志" if people.contact else "")
    return Recipient(
        to,
        tuple(one for one in cc if one.address.lower() not in known),
        " ".join(salutation.split()),
        tuple(problems),
    )


def _addresses(written: Iterable[str]) -> tuple[tuple[Address, ...], int]:
    """Returns the addresses of some fields, each once, and how many pieces of them are none."""
    found: dict[str, Address] = {}
    wrong = 0
    for field in written:
        addresses, others = addresses_in(field)
        wrong += len(others)
        for one in addresses:
            found.setdefault(one.address.lower(), one)
    return tuple(found.values()), wrong
