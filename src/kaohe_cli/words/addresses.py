"""E-mail addresses as people write them into one field: several, with names or without, whatever between.

An address that is taken is plain ASCII without blanks, and a name is one line without control characters, so
that neither can bring a header of its own into a mail.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.words.control import without_controls

_LONGEST: Final = 254
"""RFC 5321: what a server must take of a whole address."""
_LONGEST_NAME: Final = 60
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_PIECE: Final = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^,;，；、\r\n"])+|"')
_NAMED: Final = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")
_QUOTED: Final = re.compile(r'"((?:\\.|[^"\\])*)"')
_SHOWN: Final = re.compile(r"(?<![\w.+-])([\w])[\w.+-]*(?=@[\w-]+\.)")


class Address(NamedTuple):
    """An e-mail address."""

    address: str
    name: str = ""
    """Whose it is, as it is written before it; "" for a bare address."""


class Addresses(NamedTuple):
    """What a field of addresses says."""

    found: tuple[Address, ...]
    """Each once, in order."""
    others: tuple[str, ...]
    """What is no address."""


def addresses_in(text: str) -> Addresses:
    """Returns the addresses of a field.

    >>> addresses_in('li@example.com；"李样例, 科长" <wang@example.com>').found
    (Address(address='li@example.com', name=''), Address(address='wang@example.com', name='李样例, 科长'))
    >>> addresses_in("li@example.com wang＠example.com、李样例").others
    ('李样例',)
    """
    found: dict[str, Address] = {}
    others = []
    for piece in _pieces(text):
        one = _address(piece)
        if one is None:
            others.append(piece.strip())
        else:
            found.setdefault(one.address.lower(), one)
    return Addresses(tuple(found.values()), tuple(others))


def is_address_list(text: str) -> bool:
    """True for a field that holds addresses and nothing else.

    >>> [is_address_list(text) for text in ("li@example.com", "a@b.cn; c@d.cn", "李样例 <a@b.cn>", "a@b", "")]
    [True, True, True, False, False]
    """
    found, others = addresses_in(text)
    return bool(found) and not others


def without_addresses(text: str) -> str:
    """Returns a text with the first sign left of each e-mail address in it.

    >>> without_addresses("发给 li.yl@example.com、z@x.cn")
    '发给 l***@example.com、z***@x.cn'
    """
    return _SHOWN.sub(r"\1***", text)


def _pieces(text: str) -> Iterator[str]:
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece.strip():
            yield from [piece] if "<" in piece or '"' in piece else piece.split()


def _address(piece: str) -> Address | None:
    named = _NAMED.fullmatch(piece)
    written = named["address"] if named else piece
    bare = unicodedata.normalize("NFKC", written).strip().removeprefix("mailto:")
    if len(bare) > _LONGEST or not _ADDRESS.fullmatch(bare):
        return None
    return Address(bare, _name(named["name"]) if named else "")


def _name(written: str) -> str:
    quoted = _QUOTED.fullmatch(written)
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else written
    return " ".join(without_controls(name).split())[:_LONGEST_NAME]
