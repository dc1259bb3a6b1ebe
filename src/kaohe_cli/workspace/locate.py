"""Where the data is: --data, KAOHE_DATA, the nearest data/indicators.yaml upwards, or what ships."""

import os
from dataclasses import dataclass
from pathlib import Path

from kaohe_cli.exceptions import WrongUseError

_TEMPLATE = "annex3.docx"
_MARKER = Path("data") / "indicators.yaml"


@dataclass(frozen=True)
class DataFolder:
    """A folder of tables, and the folder below which what is made from them belongs."""

    path: Path
    home: Path
    shipped: bool = False
    """True for the tables inside the package, which are read-only."""


def shipped(name: str) -> Path:
    """Returns the path of a folder that ships with kaohe: ``data``, ``templates`` or ``schema``.

    An installed package carries a copy of it; in a checkout it stands at the top of the repository.
    """
    package = Path(__file__).resolve().parents[1]
    packaged = package / "shipped" / name
    return packaged if packaged.is_dir() else package.parents[1] / name


def shipped_template() -> Path:
    """Returns the path of the Word template that ships."""
    return shipped("templates") / _TEMPLATE


def place_of_template(data: DataFolder) -> Path:
    """Returns where a workspace's own template belongs."""
    return (data.home if data.shipped else data.path.parent) / "templates" / _TEMPLATE


def own_template(data: DataFolder) -> Path | None:
    """Returns the template that stands beside a workspace's data, or None where it has none of its own."""
    path = data.path.parent / "templates" / _TEMPLATE
    return path if not data.shipped and path.exists() else None


def find_data(option: Path | None) -> DataFolder:
    """Returns the data folder to work on.

    Raises:
        WrongUseError: the folder named by ``--data`` or ``KAOHE_DATA`` does not exist.
    """
    here = Path.cwd()
    named, origin = _named(option, "data")
    if named is not None:
        if not named.is_dir():
            raise WrongUseError(f"{origin} 指的“{named}”不是文件夹，请写放着 indicators.yaml 的文件夹")
        return DataFolder(named, here)
    for folder in (here, *here.parents):
        if (folder / _MARKER).is_file():
            return DataFolder(folder / "data", folder)
    return DataFolder(shipped("data"), here, shipped=True)


def find_reports(option: Path | None, data: DataFolder) -> Path:
    """Returns the folder of the reports: --reports, KAOHE_REPORTS, or ``reports`` in the data folder.

    Raises:
        WrongUseError: the folder that was named does not exist.
    """
    named, origin = _named(option, "reports")
    if named is not None and not named.is_dir():
        what = "不是文件夹" if named.exists() else "还没有，请先建好"
        raise WrongUseError(f"{origin} 指的“{named}”{what}；请写放着各单位报送数据的文件夹")
    return named or data.path / "reports"


def find_contacts(option: Path | None, data: DataFolder) -> Path:
    """Returns the roster, which need not be there yet: --contacts, KAOHE_CONTACTS, or ``contacts.yaml``.

    Raises:
        WrongUseError: the file that was named is a folder, or in a folder that does not exist.
    """
    named, origin = _named(option, "contacts")
    if named is not None and (named.is_dir() or not named.parent.is_dir()):
        raise WrongUseError(f"{origin} 指的“{named}”不能用，请写联系人文件，所在的文件夹要先建好")
    return named or data.path / "contacts.yaml"


def _named(option: Path | None, name: str) -> tuple[Path | None, str]:
    """Returns the path that an option, or else its environment variable, names, and which of the two did."""
    if option is not None:
        return option, f"--{name}"
    variable = f"KAOHE_{name.upper()}"
    value = os.environ.get(variable)
    return (Path(value) if value else None), variable
