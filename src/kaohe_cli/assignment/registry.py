"""The registry changed: bodies added, given other names, or renamed wherever the data names them."""

import difflib
import io
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from pydantic import ValidationError

from kaohe_cli.exceptions import UnknownNameError, WrongUseError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.files.looking import is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.rehearsal import REHEARSAL
from kaohe_cli.files.transaction import FileDiff, Transaction
from kaohe_cli.query.rows import IncentiveRow, all_rows
from kaohe_cli.query.selection import find_body, lead_bodies, row_bodies
from kaohe_cli.tables.units import Named, Registry, Unit
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.plaques import department_named
from kaohe_cli.workspace.names import UNITS
from kaohe_cli.workspace.workspace import Tables, Workspace
from kaohe_cli.yamltext.document import YamlPath, YamlValue, parse
from kaohe_cli.yamltext.edits import append_item, put_key, rename_key, set_scalar
from kaohe_cli.yamltext.new_file import yaml_text
from kaohe_cli.yamltext.reader import Node, read_yaml

BodyKind = Literal["unit", "collective", "city"]

_BOM = "\ufeff"
_LISTS: dict[BodyKind, str] = {"unit": "units", "collective": "collectives", "city": "city_departments"}
_UNTIDY = re.compile(r"""[\s,;:?!()"'，、；（）]""")  # in the tables these would be findings KH701 and KH702


class ListedName(NamedTuple):
    """A name of the registry, with how many rows its bearer leads (牵头) and supports (配合)."""

    kind: BodyKind
    name: str
    aliases: tuple[str, ...]
    leads: int
    supports: int


def entries(tables: Tables) -> list[ListedName]:
    """Returns the whole registry in its own order: bodies, collectives, city departments."""
    leads: Counter[str] = Counter()
    supports: Counter[str] = Counter()
    for row in all_rows(tables):
        led = {body.name for body in lead_bodies(row, tables.registry) if body is not None}
        supported = {body.name for body in row_bodies(row, tables.registry) if body is not None}
        if isinstance(row, IncentiveRow):
            led |= set(map(department_named, row.incentive.city_lead))
            supported |= set(map(department_named, row.incentive.city_support))
        leads.update(led)
        supports.update(supported - led)
    return [
        ListedName(kind, one.name, one.names[1:], leads[one.name], supports[one.name])
        for kind, one in _all_named(tables.registry)
    ]


def _all_named(registry: Registry) -> Iterator[tuple[BodyKind, Named]]:
    yield from (("unit", unit) for unit in registry.units)
    yield from (("collective", collective) for collective in registry.collectives)
    yield from (("city", department) for department in registry.city_departments)


def new_registry(bodies: Registry) -> str:
    """Returns the text of a ``units.yaml`` where there was none, with the bodies that the tables name."""
    return yaml_text("units", bodies.as_data())


def add(text: str, registry: Registry, kind: BodyKind, name: str, aliases: Sequence[str] = ()) -> str:
    """Returns the text of ``units.yaml`` with a new entry at the end of its list.

    Raises:
        WrongUseError: a name is taken or cannot be a name; the message says why.
    """
    if aliases and kind != "unit":
        raise WrongUseError("统称和市级部门没有其他名称，请去掉 --alias")
    names = _new_names((name, *aliases), registry, kind)
    entry: dict[str, YamlValue] = {"name": names[0]}
    if aliases:
        entry["aliases"] = list(names[1:])
    listed = parse(text.removeprefix(_BOM)).root.data()
    if listed.get(_LISTS[kind]):
        return append_item(text, (_LISTS[kind],), entry)
    return put_key(text, (), _LISTS[kind], [entry])


def add_aliases(text: str, registry: Registry, unit: str, aliases: Sequence[str]) -> str:
    """Returns the text of ``units.yaml`` with further names for a body, which any of its names finds.

    Raises:
        WrongUseError: the body is not known or not a body, or a name is taken or cannot be a name.
    """
    body = find_body(unit, registry)
    if not isinstance(body, Unit):
        raise WrongUseError(f"“{body.name}”是统称，没有其他名称；请写具体单位")
    for name in _new_names(aliases, registry, "unit"):
        text = _with_alias(text, body.name, name)
    return text


def _new_names(names: Sequence[str], registry: Registry, kind: BodyKind) -> tuple[str, ...]:
    """Returns the names without space around them, where each is free, usable and unlike the others."""
    stripped = tuple(name.strip() for name in names)
    for name in stripped:
        _check_form(name, kind)
        owner = registry.resolve(name)
        if owner is not None or name in registry.city_names:
            if owner is not None and owner.name == name:
                raise WrongUseError(f"“{name}”已经在名录里，未作改动；现有的见 kaohe unit list")
            owned = f"{owner.name}的名称" if owner is not None else "市级部门"
            raise WrongUseError(f"“{name}”已经是{owned}，一个名称只能指一个单位；现有的见 kaohe unit list")
        if kind == "unit" and (same := registry.same_file_as(name)):
            raise WrongUseError(f"“{name}”和{same}在 Windows、macOS 上是同一个文件名，未作改动；请换一个名称")
        if stripped.count(name) > 1:
            raise WrongUseError(f"“{name}”写了两次，只写一次就行")
    return stripped


def _check_form(name: str, kind: BodyKind) -> None:
    try:
        Named(name=name)
    except ValidationError:
        raise WrongUseError(
            f'“{name}”不能用作名称：不能空着，不能有 \\ / : * ? " < > |，首尾不能是点，'
            "不能是 NUL 这样的设备名，最多 60 字"
        ) from None
    if wrong := _UNTIDY.search(name):
        what = "空格" if wrong[0].isspace() else f"“{wrong[0]}”"
        raise WrongUseError(f"“{name}”里有{what}，单位名称里不要有空格、逗号、顿号和括号")
    if kind == "city" and name != department_named(name):
        raise WrongUseError(f"“{name}”以“等”结尾，在配合单位里会读成“等单位”；请换一个名称")


@dataclass(frozen=True)
class Renaming:
    """What a renaming changes, staged in a transaction but not written yet."""

    places: int
    """How many texts, keys and file names become the new name."""
    diffs: tuple[FileDiff, ...]
    """What changes, file by file; a file that is called otherwise shows the changed lines only."""
    modes: dict[Path, int]
    """The permissions that files under a new name take over."""
    is_kept: bool
    """Whether the old name stays known, as a body's alias."""

    def commit(self, change: Transaction) -> None:
        """Writes all files, or none; none in a dry run."""
        change.commit()
        if REHEARSAL.on:
            return
        for path, mode in self.modes.items():
            path.chmod(mode)


def rename(change: Transaction, workspace: Workspace, old: str, new: str) -> Renaming:
    """Stages a name's replacement everywhere: registry, tables, claims, roster, reports and their files.

    Texts about the body (考核内容, measures, what units report) stay as they are. A body keeps its old name
    as an alias, for forms that were sent out under it; one of its own aliases may become its name.

    Raises:
        UnknownNameError: the registry does not know the old name.
        WrongUseError: the new one is taken or cannot be a name.
        UnusableDataError: the tables cannot be read.
        CannotEditError: a place cannot be changed safely; the message names file and line.
    """
    registry = workspace.tables().registry
    old, new = old.strip(), new.strip()
    kind = _kind_of(old, registry)
    is_own = _is_own_alias(old, new, registry)
    if not is_own:
        _new_names((new,), registry, kind)
    folder = workspace.data.path
    renamer = _Renamer(change, old, new)
    if UNITS in workspace.missing:
        change.create(folder / UNITS, new_registry(registry))
    if is_own:
        renamer.edit(folder / UNITS, _swapped_in_registry(old, new))
    else:
        renamer.edit(folder / UNITS, _in_registry(old, new))
        if kind == "unit":
            change.edit(folder / UNITS, lambda text: _with_alias(text, new, old))
    in_rows = _in_city_lists(old, new) if kind == "city" else _in_units(old, new, registry)
    for name in workspace.present_tables:
        renamer.edit(folder / name, in_rows)
    if is_there(workspace.contacts_path):
        renamer.edit(workspace.contacts_path, _in_roster(old, _LISTS[kind]))
    if kind == "unit" and is_there(workspace.sent_path):
        renamer.edit(workspace.sent_path, _in_sent(old))
    if kind == "unit":
        _rename_in_claims_and_reports(renamer, workspace, old, new)
    return renamer.done(is_kept=kind == "unit")


def _rename_in_claims_and_reports(renamer: "_Renamer", workspace: Workspace, old: str, new: str) -> None:
    if is_there(workspace.claims_path):
        renamer.edit(workspace.claims_path, _in_claims(old, new))
    for path in workspace.report_paths():
        if _is_about(path, old):
            renamer.edit_report(path)


def _is_about(path: Path, name: str) -> bool:
    """True where a report is this body's, by its file name or its text, or one that it has a share in.

    Raises:
        CannotEditError: it cannot be read, or is a link, which a file with another name cannot replace.
    """
    try:
        root, _ = read_yaml(path.read_text("utf-8-sig", errors="replace"))
    except OSError as error:
        raise CannotEditError("这个报送文件无法读取", "移走或修好后再试", file=shown_path(path)) from error
    data = root.data() if root is not None else None
    said = data if isinstance(data, dict) else {}
    joint = said.get("joint") or ()
    about = path.stem == name or said.get("unit") == name or (isinstance(joint, list) and name in joint)
    if about and path.is_symlink():
        raise CannotEditError("这个报送文件是链接，不能改名", "换成真正的文件后再试", file=shown_path(path))
    return about


def _kind_of(name: str, registry: Registry) -> BodyKind:
    for kind, one in _all_named(registry):
        if name in one.names:
            return kind
    known = [known for _, one in _all_named(registry) for known in one.names]
    hint = did_you_mean(name, known) or "现有的见 kaohe unit list"
    raise UnknownNameError(f"{registry.where}里没有“{name}”这个名称，{hint}")


class _Places(NamedTuple):
    """Where a file has the old name: texts with what they become, and mappings with a key of that name."""

    texts: list[tuple[YamlPath, str]]
    keys: list[YamlPath]


_Finder: TypeAlias = Callable[[Node], _Places]


class _Renamer:
    """Changes one file after another and keeps count."""

    def __init__(self, change: Transaction, old: str, new: str) -> None:
        self._change = change
        self._old = old
        self._new = new
        self._places = 0
        self._moved: list[tuple[Path, Path, str]] = []
        self._modes: dict[Path, int] = {}

    def edit(self, path: Path, find: _Finder) -> None:
        """Stages the new name in one file."""

        def renamed(text: str) -> str:
            places = find(parse(text.removeprefix(_BOM)).root)
            self._places += len(places.texts) + len(places.keys)
            for place, value in places.texts:
                text = set_scalar(text, place, value)
            for place in places.keys:
                text = rename_key(text, place, self._old, self._new)
            return text

        self._change.edit(path, renamed)

    def edit_report(self, path: Path) -> None:
        """Stages the new name in a report, and in the name of its file."""
        before = self._change.read(path)
        self.edit(path, _in_report(self._old, self._new))
        if path.stem == self._old:
            target = path.with_name(f"{self._new}.yaml")
            self._change.create(target, self._change.read(path))
            self._change.remove(path)
            self._places += 1
            self._moved.append((path, target, before))
            self._modes[target] = stat.S_IMODE(path.stat().st_mode)

    def done(self, *, is_kept: bool) -> Renaming:
        """Returns what has been staged."""
        moved = {path for source, target, _ in self._moved for path in (source, target)}
        diffs = [diff for diff in self._change.diffs() if diff.path not in moved]
        diffs += [
            FileDiff(target, _moved_diff(source, target, before, self._change.read(target)))
            for source, target, before in self._moved
        ]
        return Renaming(self._places, tuple(diffs), self._modes, is_kept)


def _texts(node: Node, path: YamlPath = ()) -> Iterator[tuple[YamlPath, str]]:
    """Yields every text below a node with its place."""
    if isinstance(node.value, str):
        yield path, node.value
    elif isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from _texts(child, (*path, key))
    elif isinstance(node.value, list):
        for number, child in enumerate(node.value):
            yield from _texts(child, (*path, number))


def _is_own_alias(old: str, new: str, registry: Registry) -> bool:
    """Whether the new name of a body is one of its other names: the two then change places."""
    body = registry.resolve(old)
    return isinstance(body, Unit) and old == body.name and new in body.aliases


def _with_alias(text: str, name: str, alias: str) -> str:
    """Returns the text of ``units.yaml`` with one more alias for the body that has a name."""
    units = parse(text.removeprefix(_BOM)).root.data()["units"]
    place = next(
        number for number, unit in enumerate(units) if name in (unit["name"], *(unit.get("aliases") or ()))
    )
    if units[place].get("aliases"):
        return append_item(text, ("units", place, "aliases"), alias)
    return put_key(text, ("units", place), "aliases", [alias], after="name")


def _in_registry(old: str, new: str) -> _Finder:
    def find(root: Node) -> _Places:
        named = [
            (path, new)
            for path, text in _texts(root)
            if text == old and (path[-1] == "name" or path[-2] == "aliases")
        ]
        return _Places(named, [])

    return find


def _swapped_in_registry(old: str, new: str) -> _Finder:
    def find(root: Node) -> _Places:
        places = _in_registry(old, new)(root).texts + _in_registry(new, old)(root).texts
        return _Places(places, [])

    return find


def _in_units(old: str, new: str, registry: Registry) -> _Finder:
    """Finds the name where a row names bodies, alone or beside a plaque: “旧（乙）”, “甲（旧）”."""
    name = re.escape(old)
    beside_plaque = re.compile(rf"^{name}(?=（[^（）]+）$)|(?<=（){name}(?=）$)")
    registered = frozenset(registry.known_names())

    def reworded(wording: str) -> str:
        if wording == old:
            return new
        if wording in (f"{old}（{new}）", f"{new}（{old}）"):  # the two names of one body change places
            return f"{new}（{old}）"
        if wording in registered:  # a name of its own that happens to look like “甲（乙）”
            return wording
        result = beside_plaque.sub(lambda _: new, wording)
        if result != wording and result in registered:
            raise WrongUseError(
                f"改名后“{wording}”会写成“{result}”，那已经是别的名称，未作改动；请换一个新名称"
            )
        return result

    def find(root: Node) -> _Places:
        wordings = [
            (path, text)
            for path, text in _texts(root)
            if path[-2:-1] in (("units",), ("leads",)) or "resolved" in path[-3:-2]
        ]
        changed = [(path, reworded(text)) for path, text in wordings if reworded(text) != text]
        holders = dict.fromkeys(path[:-2] for path, _ in wordings if path[-3:-1] == ("resolved", old))
        return _Places(changed, list(holders))

    return find


def _in_city_lists(old: str, new: str) -> _Finder:
    """Finds a city department among those that lead or support, “等” behind it or not."""

    def find(root: Node) -> _Places:
        named = [
            (path, new + text.removeprefix(old))
            for path, text in _texts(root)
            if path[-2:-1] in (("city_lead",), ("city_support",)) and department_named(text) == old
        ]
        return _Places(named, [])

    return find


def _in_roster(old: str, part: str) -> _Finder:
    def find(root: Node) -> _Places:
        people = root.value.get(part) if isinstance(root.value, dict) else None
        has_it = people is not None and old in people.keys
        return _Places([], [(part,)] if has_it else [])

    return find


def _in_sent(old: str) -> _Finder:
    """Finds the body where something was sent to it, round by round."""

    def find(root: Node) -> _Places:
        sent = root.value.get("sent") if isinstance(root.value, dict) else None
        rounds = sent.value if sent is not None and isinstance(sent.value, dict) else {}
        return _Places([], [("sent", one) for one, node in rounds.items() if old in node.keys])

    return find


def _in_claims(old: str, new: str) -> _Finder:
    """Finds the body where it leads a claim."""

    def find(root: Node) -> _Places:
        leads = [(path, new) for path, text in _texts(root) if path[-1:] == ("lead",) and text == old]
        return _Places(leads, [])

    return find


def _in_report(old: str, new: str) -> _Finder:
    def find(root: Node) -> _Places:
        said = ((path, text) for path, text in _texts(root) if path[:1] in (("unit",), ("joint",)))
        return _Places([(path, new) for path, text in said if text == old], [])

    return find


def _moved_diff(source: Path, target: Path, before: str, after: str) -> str:
    """Returns the diff of a file that is also called otherwise, in the manner of git."""
    old, new = shown_path(source), shown_path(target)
    lines = [f"rename from {old}\n", f"rename to {new}\n"]
    old_lines, new_lines = (io.StringIO(text, newline="\n").readlines() for text in (before, after))
    lines += difflib.unified_diff(old_lines, new_lines, old, new)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ 文件末尾没有换行\n" for line in lines)
