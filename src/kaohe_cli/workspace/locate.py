"""Where the data is: --data, KAOHE_DATA, the nearest ``data`` upwards that holds a table, or what ships."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaohe_cli.exceptions import CannotLookError, WrongUseError
from kaohe_cli.files.looking import current_folder, is_file, is_folder, is_there, listing
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.names import CONTACTS, MARKERS

_TEMPLATE = "annex3.docx"
_DATA = "data"
"""A folder that holds one of these holds tables."""

# “考核/2022/data” is found from above “考核”; deeper, or among more folders, nobody keeps a year's tables.
_DEPTH_BELOW = 3
_FOLDERS_BELOW = 500
_NAMED_BELOW = 5


@dataclass(frozen=True)
class DataFolder:
    """A folder of tables, and the folder below which what is made from them belongs."""

    path: Path
    home: Path
    shipped: bool = False
    """True where nothing else was found: the tables inside the package, which are read-only."""
    closed: Path | None = None
    """A ``data`` folder on the way up that could not be looked into."""


def shipped(name: str) -> Path:
    """Returns the path of a folder that ships: ``data``, ``templates``, ``schema``, ``ci`` or ``docs``.

    An installed package carries a copy of it; in a checkout it stands at the top of the repository.
    """
    package = Path(__file__).resolve().parents[1]
    packaged = package / "shipped" / name
    return packaged if is_folder(packaged) else package.parents[1] / name


def shipped_template() -> Path:
    """Returns the path of the Word template that ships."""
    return shipped("templates") / _TEMPLATE


def place_of_template(data: DataFolder) -> Path:
    """Returns where a workspace's own template belongs."""
    return (data.home if data.shipped else data.path.parent) / "templates" / _TEMPLATE


def own_template(data: DataFolder) -> Path | None:
    """Returns the template that stands beside a workspace's data, or None where it has none of its own."""
    path = data.path.parent / "templates" / _TEMPLATE
    return path if not data.shipped and is_there(path) else None


def find_data(option: Path | None) -> DataFolder:
    """Returns the data folder to work on.

    Raises:
        WrongUseError: the folder named by ``--data`` or ``KAOHE_DATA`` does not exist.
        CannotLookError: the current folder is gone, or its own ``data`` cannot be looked into.
    """
    named, origin = _named(option, "data")
    if named is not None:
        if not is_folder(named):
            raise WrongUseError(f"{origin} 指的“{named}”不是文件夹，请写放着 indicators.yaml 的文件夹")
        return DataFolder(named, _here_if_any())
    here = current_folder()
    closed: Path | None = None
    for folder in (here, *here.parents):
        try:
            if holds_tables(folder / _DATA):
                return DataFolder(folder / _DATA, folder, closed=closed)
        except CannotLookError:  # far up it is most likely somebody else's
            if folder == here:
                raise
            closed = closed or folder / _DATA
    return DataFolder(shipped(_DATA), here, shipped=True, closed=closed)


def holds_tables(folder: Path) -> bool:
    """True where a folder holds at least one of the two tables."""
    return any(is_file(folder / name) for name in MARKERS)


def remarks(data: DataFolder) -> list[str]:
    """Returns what whoever works on this data should know: that nobody chose it, and what was not seen."""
    said = []
    if data.closed is not None:
        said.append(f"提醒：“{data.closed}”没有权限查看，没有在里面找表；要用它，请检查权限")
    if data.shipped:
        where = tables_below(data.home) or HOW_TO_NAME
        said.append(f"提醒：没有找到自己的表，用的是随程序安装的 2021 年表（只读）；{where}")
    return said


HOW_TO_NAME = "自己的表用 --data 指明，还没有的用 kaohe init 新建"


def tables_below(folder: Path) -> str:
    """Returns a sentence naming the folders here and below that hold tables; empty where there are none."""
    found = _folders_with_tables(folder)
    if not found:
        return ""
    names = [path.relative_to(folder).as_posix() for path in found]
    return f"这里往下有表的文件夹：{some_of(names, _NAMED_BELOW, '个')}；用 --data 指明，如 --data {names[0]}"


def _folders_with_tables(folder: Path) -> list[Path]:
    """Returns the folders that hold tables, the nearest first; what cannot be looked into is passed over."""
    found: list[Path] = []
    level, looked_into = [folder], 0
    for _ in range(_DEPTH_BELOW + 1):
        below: list[Path] = []
        for one in level[: _FOLDERS_BELOW - looked_into]:
            looked_into += 1
            inside = _inside(one)
            if any(path.name in MARKERS for path in inside):
                found.append(one)
            else:
                below += filter(_is_open_folder, inside)
        level = below
    return found


def _inside(folder: Path) -> list[Path]:
    with suppress(CannotLookError):
        return listing(folder)
    return []


def _is_open_folder(path: Path) -> bool:
    with suppress(CannotLookError):
        return is_folder(path)
    return False


def find_reports(option: Path | None, data: DataFolder) -> Path:
    """Returns the folder of the reports: --reports, KAOHE_REPORTS, or ``reports`` in the data folder.

    Raises:
        WrongUseError: the folder that was named does not exist.
    """
    named, origin = _named(option, "reports")
    if named is not None and not is_folder(named):
        what = "不是文件夹" if is_there(named) else "还没有，请先建好"
        raise WrongUseError(f"{origin} 指的“{named}”{what}；请写放着各单位报送数据的文件夹")
    return named or data.path / "reports"


def find_contacts(option: Path | None, data: DataFolder) -> Path:
    """Returns the roster, which need not be there yet: --contacts, KAOHE_CONTACTS, or ``contacts.yaml``.

    Raises:
        WrongUseError: the file that was named is a folder, or in a folder that does not exist.
    """
    named, origin = _named(option, "contacts")
    if named is not None and (is_folder(named) or not is_folder(named.parent)):
        raise WrongUseError(f"{origin} 指的“{named}”不能用，请写联系人文件，所在的文件夹要先建好")
    return named or data.path / CONTACTS


def _named(option: Path | None, name: str) -> tuple[Path | None, str]:
    """Returns the path that an option, or else its environment variable, names, and which of the two did."""
    if option is not None:
        return option, f"--{name}"
    variable = f"KAOHE_{name.upper()}"
    value = os.environ.get(variable)
    return (Path(value) if value else None), variable


def _here_if_any() -> Path:
    """Returns the current folder; where it is gone, the name under which writing into it will fail."""
    with suppress(CannotLookError):
        return current_folder()
    return Path()
