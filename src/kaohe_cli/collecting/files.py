"""Which files were handed in: paths and folders as given, containers opened, none able to stop the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from kaohe_cli.collecting.opening import FOREIGN, LOOSE, Refused, ReturnedFile, open_pieces
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.foreign import MOST_BYTES, CannotOpenError, read_foreign
from kaohe_cli.files.kinds import kind_of
from kaohe_cli.files.looking import files_below, is_file, is_folder, is_there
from kaohe_cli.files.unpacking import ContainerKind, Opened, PackedFile, Unopened, other_container, unpacked
from kaohe_cli.workspace.names import BESIDE_REPORTS, EVIDENCE, RETURNED

_WORD: Final = frozenset((".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".odt", ".rtf"))
_CONTAINERS: Final = frozenset(
    (".zip", ".eml", ".mbox", ".mbx", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".msg")
)
_KNOWN: Final = _WORD | _CONTAINERS | FOREIGN | LOOSE
_MOST_PACKED: Final = 256 * 2**20
"""Of an archive or a mail, in which the files of many units may lie."""


@dataclass(frozen=True)
class Found:
    """What lies among and below some paths."""

    files: tuple[Path, ...]
    """What may be a return, in order."""
    others: tuple[Path, ...] = ()
    """What folders hold besides."""
    archived: int = 0
    """How many files of the archive were left out: originals that were taken in before."""
    evidence: int = 0
    """How many files of 佐证材料 were left out: they are no returns, whatever they are called."""


@dataclass
class Handed:
    """What was handed in, once everything is opened."""

    files: list[ReturnedFile | Refused] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """The names of files in containers that can be no return."""
    opened: list[Opened] = field(default_factory=list)
    """The archives and mails that were opened."""

    def count(self, kind: ContainerKind) -> int:
        """Returns how many containers of a kind were opened."""
        return sum(one.kind == kind for one in self.opened)


def find_files(paths: Iterable[Path], reports: Path | None = None) -> Found:
    """Returns the files among and below the paths that may be returns, in order, and what is there besides.

    A file named by itself is always taken. Folders are searched to any depth, hidden files left out. What was
    taken in before and is kept below ``reports`` is never taken again, and 佐证材料 there never is.

    Raises:
        WrongUseError: a path does not exist.
    """
    found: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        if is_folder(path):
            for inner in files_below(path):
                if not _is_hidden(inner.relative_to(path)):
                    (found if inner.suffix.lower() in _KNOWN else others)[inner] = None
        elif is_file(path) or path.is_symlink():
            found[path] = None
        elif is_there(path):
            raise WrongUseError(f"“{path}”不是普通的文件，也不是文件夹；请检查路径")
        else:
            raise WrongUseError(f"找不到“{path}”；请检查路径")
    root = None if reports is None else reports.resolve()
    beside: dict[Path, str] = {}
    if root is not None:
        folders = {folder: folder.resolve() for folder in {path.parent for path in (*found, *others)}}
        beside = {one: _beside(one, folders[one.parent] / one.name, root) for one in (*found, *others)}
    return Found(
        tuple(path for path in found if not beside.get(path)),
        tuple(path for path in others if not beside.get(path)),
        *(sum(one == folder for one in beside.values()) for folder in (RETURNED, EVIDENCE)),
    )


def _beside(path: Path, here: Path, reports: Path) -> str:
    """Returns which folder beside the reports a file lies in that is ``here``; "" for none."""
    for place in (here, path.resolve()) if path.is_symlink() else (here,):  # a link, and what it leads to
        inside = place.relative_to(reports).parts[:-1] if place.is_relative_to(reports) else ()
        if found := next((part for part in inside if part in BESIDE_REPORTS), ""):
            return found
    return ""


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def open_files(paths: Sequence[Path]) -> Handed:
    """Returns what the paths hold, each file opened or refused; LibreOffice is started once for all."""
    handed = Handed()
    pieces: list[tuple[Path, PackedFile] | Refused] = []
    for path in paths:
        pieces += _pieces_of(path, handed)
    handed.files += open_pieces(pieces)
    return handed


def _pieces_of(path: Path, handed: Handed) -> Iterator[tuple[Path, PackedFile] | Refused]:
    """Yields the files that a path holds, each with a path to know it by: of one inside, no real one."""
    most = _MOST_PACKED if path.suffix.lower() in _CONTAINERS else MOST_BYTES
    try:
        piece = PackedFile(path.name, read_foreign(path, most))
    except CannotOpenError as error:
        yield Refused(path, str(error))
        return
    for one in unpacked(piece):
        place = path.joinpath(*one.inside[1:], one.name) if one.inside else path
        if isinstance(one, Opened):
            handed.opened.append(one)
        elif isinstance(one, Unopened):
            yield Refused(place, one.reason)
        elif one.inside and not one.is_body and not _may_be_a_return(one):
            handed.others.append(one.name)
        else:
            yield place, one


def _may_be_a_return(piece: PackedFile) -> bool:
    """True by the name, or by what it is: mails bring files without an ending."""
    is_known = PurePath(piece.name).suffix.lower() in _KNOWN or kind_of(piece.data) in {"docx", "doc"}
    return is_known or other_container(piece.data) is not None
