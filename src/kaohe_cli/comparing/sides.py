"""The two sides of a comparison: a data folder, a single file, or an earlier version in git."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_file, is_folder, is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.finding import Finding, UnusableDataError
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.names import INCENTIVES, INDICATORS, TABLES, UNITS
from kaohe_cli.workspace.revision import Past, is_revision
from kaohe_cli.workspace.source import Loaded, Source, load, read_source
from kaohe_cli.workspace.workspace import Workspace

_MODELS: dict[str, Any] = dict(zip(TABLES, (IndicatorTable, IncentiveTable, Registry), strict=True))
_MARKS = {"sections": INDICATORS, "incentives": INCENTIVES, "units": UNITS}
"""The key that tells what a file is, whatever it is called."""
_DOCUMENTS = frozenset(
    {".docx", ".doc", ".wps", ".rtf", ".odt", ".txt", ".xlsx", ".xls", ".et", ".ods", ".csv", ".tsv"}
    | {".htm", ".html", ".mht", ".mhtml", ".pdf"}
)


@dataclass(frozen=True)
class Side:
    """One side: those of the tables that are there. ``findings`` say what is wrong with them."""

    label: str
    """What people call it: the folder, file or version as it was named."""
    indicators: IndicatorTable | None = None
    incentives: IncentiveTable | None = None
    registry: Registry | None = None
    only: str | None = None
    """The file that was named, where it was a single one; nothing else is compared then."""
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    is_document: bool = False
    """True where it was read from an issued document, which has no registry of its own."""

    @property
    def compares_registry(self) -> bool:
        """False where the registry only says what the wordings of the tables mean."""
        return self.only in (None, UNITS) and not self.is_document

    @property
    def has(self) -> tuple[bool, bool, bool]:
        """Which of the three files are there."""
        return (self.indicators is not None, self.incentives is not None, self.registry is not None)


def is_document(name: str) -> bool:
    """True for an issued document rather than data: by its name, since data is YAML or a folder."""
    return Path(name).suffix.lower() in _DOCUMENTS and not is_folder(Path(name))


def read_side(name: str, data: Path) -> Side:
    """Returns what ``name`` means: a folder or file, or else a version of the folder ``data``.

    Raises:
        WrongUseError: it is none of these.
    """
    if not name.strip():
        raise WrongUseError("没有写和什么比较；请写数据文件夹、yaml 文件，或 git 里的版本")
    path = Path(name)
    if is_folder(path):
        if not _holds_tables(path) and is_revision(name, data):
            remark = f"文件夹“{name}”里没有表，按 git 里的版本比较"
            return replace(_past(name, data), remarks=(remark,))
        side = _folder(path)
    elif is_file(path):
        side = _file(path)
    else:
        return _past(name, data)
    if is_revision(name, data):
        kind = "文件夹" if is_folder(path) else "文件"
        full = f"refs/tags/{name}、refs/heads/{name}"
        remark = f"“{name}”既是{kind}，也是 git 里的版本，这里按{kind}比较；要比较版本请写全名，如 {full}"
        side = replace(side, remarks=(*side.remarks, remark))
    return side


def own_side(data: DataFolder) -> Side:
    """Returns the tables that are worked on now."""
    side = _folder(data.path)
    return replace(side, label="随程序安装的表") if data.shipped else side


def comparable(old: Side, new: Side) -> tuple[Side, Side]:
    """Returns the sides without what only one of them is asked about, with remarks on what is left out.

    Raises:
        UnusableDataError: one of the files cannot be read.
        WrongUseError: the sides have no table in common.
    """
    if findings := (*old.findings, *new.findings):
        raise UnusableDataError(tuple(sorted(findings)))
    if old.only and new.only and old.only != new.only:
        raise WrongUseError(f"“{old.label}”和“{new.label}”不是同一种表，不能比较")
    if only := old.only or new.only:
        old, new = _narrowed(old, only), _narrowed(new, only)
    shared = [name for name, *both in zip(TABLES, old.has, new.has, strict=True) if all(both)]
    if (only or not shared) and only not in shared:
        raise WrongUseError(f"“{old.label}”和“{new.label}”没有共同的表可以比较")
    remarks = [
        f"只有“{(old if there[0] else new).label}”有 {name}，这张表没有比较"
        for name, *there in zip(TABLES, old.has, new.has, strict=True)
        if there[0] != there[1] and not only
    ]
    return replace(old, remarks=(*old.remarks, *remarks)), new


def _narrowed(side: Side, only: str) -> Side:
    """Returns a side with one table, and the registry that says what its wordings mean."""
    return replace(
        side,
        only=only,
        indicators=side.indicators if only == INDICATORS else None,
        incentives=side.incentives if only == INCENTIVES else None,
    )


def _holds_tables(folder: Path) -> bool:
    return _has_tables(folder) or _has_tables(folder / "data")


def _folder(path: Path) -> Side:
    inner = path / "data"
    folder = inner if not _has_tables(path) and _has_tables(inner) else path
    if not _has_tables(folder):
        raise WrongUseError(f"文件夹“{path}”里没有 {'、'.join(TABLES)}；请写放着表的文件夹")
    return _side(shown_path(folder), Workspace(DataFolder(folder, folder)).present)


def _past(name: str, data: Path) -> Side:
    return _side(name, Workspace(DataFolder(data, data), store=Past(name, data)).present)


def _has_tables(folder: Path) -> bool:
    return any(is_there(folder / name) for name in TABLES)


def _file(path: Path) -> Side:
    source = read_source(path)
    kind = _kind(source)
    label = shown_path(path)
    if kind is None:
        if source.findings:
            return Side(label, findings=source.findings)
        raise WrongUseError(
            f"“{label}”不是 indicators.yaml、incentives.yaml 或 units.yaml 那样的表；请写其中一种"
        )
    loaded: dict[str, Loaded[Any]] = {kind: load(source, _MODELS[kind])}
    neighbour = path.parent / UNITS
    if kind != UNITS and is_file(neighbour):
        loaded[UNITS] = load(read_source(neighbour), Registry)
    return replace(_side(label, loaded), only=kind)


def _kind(source: Source) -> str | None:
    keys = source.root.value if source.root is not None else None
    return next((_MARKS[key] for key in _MARKS if isinstance(keys, dict) and key in keys), None)


def _side(label: str, loaded: Mapping[str, Loaded[Any]]) -> Side:
    indicators, incentives, registry = (
        loaded[name].model if name in loaded and loaded[name].usable else None for name in TABLES
    )
    bad = tuple(finding for one in loaded.values() if not one.usable for finding in one.findings)
    return Side(label, indicators, incentives, registry, findings=bad)
