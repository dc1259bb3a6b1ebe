"""佐证材料: the files that bodies hand in to prove what they report, by row. What is in them is never read.

They stand in ``reports/<round>/evidence/<unit>/``: a file ``A18.1-统计公报.pdf``, or any file below a folder
``A18.1``. Nothing is passed over in silence: what cannot be counted is a :class:`Stray`.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.looking import is_file, is_folder
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.rows import CriterionRow, Row, all_rows
from kaohe_cli.query.scopes import scopes
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.patterns import regex
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.names import EVIDENCE
from kaohe_cli.workspace.workspace import Tables, Workspace

_ID: Final = regex(r"[A-Z]\d{2}(?!\d)(?:\.\d{1,2}(?!\d)){0,2}")
_JOINT: Final = regex(r"\s*[、,，和及与+&]\s*")
_LITTER: Final = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows itself leaves in a folder."""
_OWNER_FILES: Final = ("~$", ".")
"""How the names begin of what Office leaves beside an open file, and of hidden files."""
_DEEPEST: Final = 20
"""Folders in folders; an unpacked archive has three or four."""
_NAMED: Final = 3
_MOST_TOLD: Final = 10
"""Lines on a screen, before they push away what was asked for."""


class EvidenceFile(NamedTuple):
    """A file that proves something of a body's rows."""

    unit: str
    ids: tuple[str, ...]
    """What its name says it is about: ids of criteria, metrics, incentives, or indicators as a whole."""
    rows: tuple[str, ...]
    """The ids of the rows that it counts for."""
    path: Path
    name: str
    """Its path below the body's folder, with “/”."""


class Stray(NamedTuple):
    """What stands among the evidence and counts for nothing."""

    path: Path
    reason: str
    hint: str

    def __str__(self) -> str:
        return f"{shown_path(self.path)} {self.reason}；{self.hint}"


class Evidence(NamedTuple):
    """The evidence of one round."""

    files: tuple[EvidenceFile, ...] = ()
    strays: tuple[Stray, ...] = ()
    unseen: frozenset[str] = frozenset()
    """The bodies whose folders could not be looked into, wholly or in part: of them nothing is missing."""

    def remarks(self) -> list[str]:
        """Returns a line for each stray; of a great many the first, and how many more."""
        lines = [str(one) for one in self.strays[:_MOST_TOLD]]
        rest = len(self.strays) - _MOST_TOLD
        return [*lines, f"佐证材料里还有 {rest} 处未计入，见 kaohe validate"] if rest > 0 else lines

    def of(self, unit: str) -> tuple[EvidenceFile, ...]:
        """Returns the files of a body."""
        return tuple(one for one in self.files if one.unit == unit)

    def lacks(self, row: Row, tables: Tables) -> bool:
        """True where a row asks for evidence and none of its bodies has handed in any."""
        if not isinstance(row, CriterionRow) or row.criterion.evidence is None:
            return False
        bodies = {body.name for body in row_bodies(row, tables.registry) if isinstance(body, Unit)}
        if bodies & self.unseen:
            return False
        return not any(row.id in one.rows and one.unit in bodies for one in self.files)


NO_EVIDENCE: Final = Evidence()


def ids_named(name: str) -> tuple[str, ...]:
    """Returns what stands at the beginning of a name and has the form of ids, however it was typed.

    >>> ids_named("A18.1-统计公报.pdf"), ids_named("a18．1（2）.pdf"), ids_named("A02.1、A02.2.zip")
    (('A18.1',), ('A18.1',), ('A02.1', 'A02.2'))
    >>> ids_named("J04申报.docx"), ids_named("A19.1.5.jpg"), ids_named("A4纸.pdf"), ids_named("A181.pdf")
    (('J04',), ('A19.1.5',), (), ())
    """
    text = unicodedata.normalize("NFKC", name).strip().upper()
    found: list[str] = []
    at = 0
    while one := _ID.match(text, at):
        found.append(one[0])
        joint = _JOINT.match(text, one.end())
        if joint is None:
            break
        at = joint.end()
    return tuple(dict.fromkeys(found))


def evidence_of(workspace: Workspace, asked: Round) -> Evidence:
    """Returns the evidence of a round.

    Raises:
        UnusableDataError: the tables cannot be used.
    """
    return _Search(workspace).of(workspace.round_folder(asked) / EVIDENCE)


class _Search:
    """Looks through the evidence of a round."""

    def __init__(self, workspace: Workspace) -> None:
        self._store = workspace.store
        self._tables = workspace.tables()
        self._scopes = scopes(self._tables)
        self._rows = {row.id: row for row in all_rows(self._tables)}
        self._files: list[EvidenceFile] = []
        self._strays: list[Stray] = []
        self._unseen: set[str] = set()

    def of(self, root: Path) -> Evidence:
        """Returns what the folder of a round's evidence holds."""
        everybody = [unit.name for unit in self._tables.registry.units]
        if root.is_symlink():
            self._refuse_link(root)
        elif self._is_file(root):
            hint = "移到单位的文件夹里，再新建 evidence 文件夹"
            self._strays.append(Stray(root, "是文件，不是放佐证材料的文件夹，未计入", hint))
        else:
            for path in self._inside(root, everybody):
                self._of_folder(path)
        return Evidence(tuple(self._files), tuple(self._strays), frozenset(self._unseen))

    def _of_folder(self, path: Path) -> None:
        """Looks through what stands in the place of a body's folder."""
        if path.is_symlink():
            self._refuse_link(path)
            return
        body = self._tables.registry.find(path.name)
        if not self._is_folder(path):
            hint = f"移到 {EVIDENCE}/单位/ 里，文件名以编号开头"
            self._strays.append(Stray(path, "不在哪个单位的文件夹里，未计入", hint))
        elif not isinstance(body, Unit):
            where = self._tables.registry.where
            hint = "文件夹用单位的正式名称"
            self._strays.append(Stray(path, f"不是{where}里的单位，里面的佐证材料未计入", hint))
        else:
            self._base = path
            for below in self._inside(path, [body.name]):
                self._look(below, body, (), 1)

    def _look(self, path: Path, body: Unit, around: tuple[str, ...], depth: int) -> None:
        """Takes a file, or what is in a folder; ``around`` is what the folders above it are about."""
        if path.is_symlink():
            self._refuse_link(path)
            return
        ids = tuple(map(self._known, ids_named(path.name)))
        if around and ids and not self._rows_of(ids) <= self._rows_of(around):
            said = f"文件夹写的是{'、'.join(around)}，它的名称写的是{'、'.join(ids)}，未计入"
            self._strays.append(Stray(path, said, "放进对应的文件夹，或改名"))
            return
        ids = ids or around
        if not self._is_folder(path):
            self._take(path, body, ids)
        elif depth >= _DEEPEST:
            self._unseen.add(body.name)
            self._strays.append(Stray(path, f"套了 {_DEEPEST} 层文件夹，里面的没有看", "放浅一些"))
        else:
            for below in self._inside(path, [body.name]):
                self._look(below, body, ids, depth + 1)

    def _take(self, path: Path, body: Unit, ids: tuple[str, ...]) -> None:
        if not ids:
            hint = "文件名以编号开头，如 A18.1-统计公报.pdf，或放进名为 A18.1 的文件夹"
            self._strays.append(Stray(path, "看不出是哪一项的佐证材料，未计入", hint))
            return
        if unknown := [key for key in ids if not self._rows_of([key])]:
            reason = f"名称里的 {'、'.join(unknown)} 不是表里的编号，未计入"
            self._strays.append(Stray(path, reason, "对照 kaohe list 里的编号"))
            return
        own = [key for key in sorted(self._rows_of(ids)) if self._answers(body, self._rows[key])]
        if not own:
            reason = f"是 {'、'.join(ids)} 的，责任单位里没有{body.name}，未计入"
            self._strays.append(Stray(path, reason, "核对编号，或移到它的责任单位的文件夹"))
        elif why := self._why_empty(path):
            self._strays.append(Stray(path, f"{why}，未计入", "请单位重新提供"))
        else:
            name = path.relative_to(self._base).as_posix()
            self._files.append(EvidenceFile(body.name, ids, tuple(own), path, name))

    def _why_empty(self, path: Path) -> str:
        content = self._store.read([path], 1)[path]
        if isinstance(content, OSError):
            return "打不开，或者不是普通的文件"
        return "" if content else "是空文件"

    def _known(self, key: str) -> str:
        """Returns an id without a number behind it that belongs to the name: “A18.1.2月报” is of A18.1."""
        while key.count(".") > 1 and key not in self._scopes:
            key = key.rpartition(".")[0]
        return key

    def _rows_of(self, ids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for key in ids:
            scope = self._scopes.get(key)
            whole = [one for one in self._rows if one.startswith(f"{key}.")]  # A18 of one criterion alone
            found |= {*scope.covers} or {scope.row.id} if scope is not None else {*whole}
        return found

    def _answers(self, body: Unit, row: Row) -> bool:
        return body in row_bodies(row, self._tables.registry)

    def _inside(self, folder: Path, bodies: Iterable[str]) -> Iterator[Path]:
        try:
            found = self._store.listing(folder, "*")
            found += [one for one in self._store.folders(folder) if one not in found]
        except CannotLookError as error:
            self._unseen |= {*bodies}
            self._strays.append(Stray(folder, f"里的佐证材料看不到：{error}", "能看了再核对"))
            return
        yield from (one for one in sorted(found) if not _is_litter(one.name))

    def _is_folder(self, path: Path) -> bool:
        try:
            return is_folder(path) or path in self._store.folders(path.parent)
        except CannotLookError:
            return False

    def _is_file(self, path: Path) -> bool:
        try:
            return is_file(path)
        except CannotLookError:
            return False

    def _refuse_link(self, path: Path) -> None:
        self._strays.append(Stray(path, "是链接，没有看它指的内容", "请放原来的文件"))


def _is_litter(name: str) -> bool:
    return name.startswith(_OWNER_FILES) or name.casefold() in _LITTER


def named(files: Iterable[EvidenceFile]) -> str:
    """Returns the names of some files, in a line."""
    return some_of([one.name for one in files], _NAMED, "份")
