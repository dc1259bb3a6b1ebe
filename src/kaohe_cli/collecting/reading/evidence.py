"""What a returned file says of its body: its properties, its name, （一）, the phones under （六）."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.labels import Wordings
from kaohe_cli.collecting.reading.spans import Reading
from kaohe_cli.collecting.reading.values import is_filler, tidy_lines
from kaohe_cli.drafting import draft_properties
from kaohe_cli.forms import known as known_keys
from kaohe_cli.tables.units import Collective, Registry, Unit
from kaohe_cli.words.body_names import looks_like_body, may_mean, tidied
from kaohe_cli.words.folding import fold
from kaohe_cli.words.listed_bodies import names_listed
from kaohe_cli.words.phones import dialled
from kaohe_cli.words.plaques import PLAQUE
from kaohe_cli.words.prompts import without_prompts

DRAFTED: Final = "发给的是"
IN_ROW: Final = "（一）责任单位写的是"
_IN_FILE_NAME: Final = "文件名写的是"
_SENDER: Final = "发件人的邮箱在联系人（contacts.yaml）里是"
_IN_ROSTER: Final = "责任人的电话在联系人（contacts.yaml）里是"

_PIECES: Final = re.compile(r"[^\u4e00-\u9fff（）×]+")
_NUMBERS: Final = re.compile(r"\+?\d[\d\-—－ ()]{6,24}\d")
_ROLE: Final = re.compile("(?:牵头|主责|负责|配合|协助|参与)(?:单位|部门)?")
_BY: Final = re.compile("^由(?=.{3})")
_JOINED: Final = re.compile("会同|[和与及/／]")
_MEMBERS: Final = re.compile("[^（）]+（(?P<names>[^（）]+)）")
"""A collective with the bodies it was resolved to, as a draft prints it: 区级有关部门（区商务委、区教委）."""
_WITH_REPORT: Final = re.compile(
    "^(?P<name>.{2,20}?)(?:的|关于|报送|上报|填报|考核|指标|督查|激励|材料|完成情况|自评)"
)
"""The name of a body before what the file is: 商务委考核指标完成情况."""
_AND_OTHERS: Final = re.compile("等(?:单位|部门)?$")
_COLLECTIVE: Final = re.compile("(?:有关|相关|各|其他).{0,4}(?:部门|单位|街道|镇|乡)")


@dataclass(frozen=True)
class Known:
    """What is known of bodies before a file is read."""

    registry: Registry
    phones: Mapping[str, tuple[Unit, ...]]
    """The bodies whose people have a number, by the number as it is dialled."""
    area_code: str = ""
    mails: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    """The bodies whose people have an e-mail address, by the address in small letters."""


class Evidence(NamedTuple):
    """What one place of a file says of the body that it is from."""

    where: str
    said: str
    units: tuple[Unit, ...]
    """The bodies that it names: one proves that body, several only speak against others."""
    unknown: tuple[str, ...] = ()
    """What it names and the registry does not know. An unknown name may be anybody's."""
    is_open: bool = False
    """Whether it names a collective, behind which any body may stand."""

    @property
    def proves(self) -> Unit | None:
        """The body that it names alone."""
        is_alone = len(self.units) == 1 and not self.unknown and not self.is_open
        return self.units[0] if is_alone else None

    def is_against(self, unit: Unit) -> bool:
        """Whether it names others and not this body; beside others an unknown name may be its own."""
        if self.is_open:
            return False
        return not self.units if self.unknown else unit not in self.units


def evidence_of_file(
    properties: Mapping[str, str], file_name: str, known: Known, sender: str = ""
) -> list[Evidence]:
    """Returns what a file says of its body before it is read; ``sender`` is who mailed it."""
    drafted = properties.get(draft_properties.UNIT, "").strip()
    return [
        *_of_names(DRAFTED, [drafted] if drafted else [], known.registry),
        *_of_file_name(file_name, known.registry),
        *_of_sender(sender, known),
    ]


def evidence_of_row(
    reading: Reading, known: Known, wordings: Wordings, answering: Sequence[Unit] = ()
) -> Iterator[Evidence]:
    """Yields what a row of a file says of its body: （一）, and whose the numbers under （六） are.

    ``answering`` are the bodies of the row, who help to understand a name that could be several bodies'.
    """
    is_further = False
    for span in reading.spans:
        if span.place in wordings.units:
            names = names_in(span.text, known.registry)
            if is_further:  # “1. 责任单位：” somewhere in a text
                names = [name for name in names if _can_only_be_a_name(name, known.registry)]
            yield from _of_names(IN_ROW, names, known.registry, answering)
            is_further = True
        elif span.place in known_keys.WHO_ANSWERS:
            yield from _of_phones(span.text, known)


def _of_names(
    where: str, words: Sequence[str], registry: Registry, answering: Sequence[Unit] = ()
) -> Iterator[Evidence]:
    """Yields what names say, if there are any. “等” and 有关部门 leave it open who else is meant."""
    names = [word for word in words if not _ROLE.fullmatch(word)]
    bare = [_AND_OTHERS.sub("", name) for name in names]
    found = [(name, body_called(name, registry, answering)) for name in bare if not _COLLECTIVE.search(name)]
    is_open = bare != names or len(found) < len(bare)
    is_open |= any(body is not None and not isinstance(body, Unit) for _, body in found)
    if names:
        units = tuple(dict.fromkeys(body for _, body in found if isinstance(body, Unit)))
        yield Evidence(
            where, "、".join(names), units, tuple(name for name, body in found if body is None), is_open
        )


def _of_file_name(file_name: str, registry: Registry) -> Iterator[Evidence]:
    """Yields what the name of a file says: the bodies named in it, and what can only be a body's name."""
    named, rest = registry.named_in(file_name.rpartition(".")[0] or file_name)
    words = [unit.name for unit in named]
    for piece in _PIECES.split(rest):
        bare = piece.strip("（）")
        short = _WITH_REPORT.match(bare)
        if isinstance(registry.find(bare), Unit) or looks_like_body(bare):
            words.append(bare)
        elif short and isinstance(registry.find(short["name"]), Unit):
            words.append(short["name"])
    yield from _of_names(_IN_FILE_NAME, words, registry)


def _of_sender(address: str, known: Known) -> Iterator[Evidence]:
    """Yields whose people have the address of the mail that a file came with, where the roster knows it."""
    if units := known.mails.get(address.strip().lower(), ()):
        yield Evidence(_SENDER, f"{'、'.join(unit.name for unit in units)}的", units)


def _of_phones(text: str, known: Known) -> Iterator[Evidence]:
    """Yields whose people have the numbers of a 责任人, where the roster knows them."""
    for written in _NUMBERS.findall(fold(tidy_lines(text).partition("\n")[0])) if known.phones else ():
        if units := known.phones.get(dialled(written, known.area_code) or ""):
            yield Evidence(_IN_ROSTER, f"{'、'.join(unit.name for unit in units)}的", units)


def names_in(text: str, registry: Registry) -> list[str]:
    """Returns the names behind （一）责任单位, as in “区商务委、区财政局。”.

    What stands behind the “。”, or on further lines, is a name only where it is known or can be nothing else.
    """
    first, *below = tidy_lines(without_prompts(text)).split("\n")
    names, _, behind = first.strip(" 。.．").partition("。")
    found = [] if is_filler(names) else split_names(names, registry)
    rest = "。".join([behind, *below])
    further = split_names(rest, registry) if rest else []
    return found + [name for name in further if _can_only_be_a_name(name, registry)]


def _can_only_be_a_name(name: str, registry: Registry) -> bool:
    return looks_like_body(name) or registry.find(name) is not None


def split_names(text: str, registry: Registry) -> list[str]:
    """Returns the names that a person listed; 甲会同乙 are two where the registry knows both of them."""
    found = [_BY.sub("", name) for name in names_listed(text, registry.all_names)]
    return [part for name in found for part in _parted(name, registry)]


def _parted(name: str, registry: Registry) -> list[str]:
    if not _JOINED.search(name) or registry.find(name) is not None:
        return [name]
    parts = _JOINED.split(name)
    return parts if all(part and registry.find(part) is not None for part in parts) else [name]


def body_called(name: str, registry: Registry, answering: Sequence[Unit] = ()) -> Unit | Collective | None:
    """Returns whom a name means: by the registry, else the one of the row's bodies that it may be."""
    if (body := registry.find(name)) is not None:
        return body
    plaque = PLAQUE.fullmatch(tidied(name))  # with one that nobody has put into the registry
    if plaque is not None and registry.find(plaque["plaque"]) is None:
        bare = registry.find(plaque["name"])
        return bare if bare in answering else None
    if looks_like_body(name) and registry.named_in(tidied(name))[0]:  # 区教委体育局 is somebody else
        return None
    meant = [unit for unit in answering if any(may_mean(name, one) for one in unit.names)]
    return meant[0] if len(meant) == 1 else None


def bodies_named(words: Sequence[str], registry: Registry, answering: Sequence[Unit] = ()) -> list[Unit]:
    """Returns the bodies of the registry among names, those of a resolved collective in its place."""
    found = []
    for word in words:
        members = _MEMBERS.fullmatch(word) if _COLLECTIVE.search(word) else None
        names = split_names(members["names"], registry) if members else [word]
        found += [body_called(name, registry, answering) for name in names]
    return list(dict.fromkeys(body for body in found if isinstance(body, Unit)))


def leaves_it_open(words: Sequence[str]) -> bool:
    """Whether names end in 等, or one is a collective, behind which any body may stand."""
    return any(_AND_OTHERS.search(word) or _COLLECTIVE.search(word) for word in words)
