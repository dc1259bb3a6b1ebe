"""Stores: what is not there is not what cannot be read; a workspace stands on any of them."""

import subprocess
from pathlib import Path

import pytest

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.names import FORMS, INDICATORS, TABLES, UNITS
from kaohe_cli.workspace.revision import Past
from kaohe_cli.workspace.store import ENOUGH, Disk, Overlay, Store, Texts
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    for name in TABLES:
        (data / name).write_bytes((REPOSITORY / "data" / name).read_bytes())
    (data / "reports").mkdir()
    (data / "reports" / "区教委.yaml").write_bytes(b"schema_version: 1\n")
    return data


def stores(folder: Path) -> dict[str, Store]:
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-qm", "2020")
    texts = {path: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    return {
        "disk": Disk(folder),
        "past": Past("HEAD", folder),
        "texts": Texts(texts),
        "overlay": Overlay(Texts({}), dict(texts)),
    }


def test_all_stores_tell_the_same_of_the_same_files(folder: Path) -> None:
    wanted = (folder / INDICATORS, folder / FORMS)
    for name, store in stores(folder).items():
        found = store.read(wanted, ENOUGH)
        assert found[folder / INDICATORS] == (folder / INDICATORS).read_bytes(), name
        assert isinstance(found[folder / FORMS], FileNotFoundError), name
        assert store.listing(folder, "*.yaml") == sorted(folder / one for one in TABLES), name
        assert store.listing(folder / "reports", "*.yaml") == [folder / "reports" / "区教委.yaml"], name
        assert store.listing(folder / "none", "*.yaml") == [], name
        assert store.folders(folder) == [folder / "reports"], name


def test_a_workspace_stands_on_any_of_them(folder: Path) -> None:
    for name, store in stores(folder).items():
        workspace = Workspace(DataFolder(folder, folder.parent), folder / "reports", store=store)
        assert list(workspace.present) == list(TABLES), name
        assert len(list(workspace.tables().indicators.criteria())) == 58, name
        assert not workspace.has_forms, name  # of a time before them: those that ship serve
        assert [form.id for form in workspace.record], name


def test_an_earlier_version_stays_as_it_was(folder: Path) -> None:
    past = stores(folder)["past"]
    (folder / INDICATORS).write_text("别的", "utf-8")
    (folder / UNITS).unlink()
    workspace = Workspace(DataFolder(folder, folder.parent), store=past)
    assert workspace.tables().indicators.year == 2021
    assert past.called(folder / UNITS) == "HEAD:data/units.yaml"


def test_an_overlay_hides_what_a_change_removes(folder: Path) -> None:
    over = Overlay(Disk(folder), {folder / UNITS: None, folder / FORMS: b"forms: []\n"})
    assert isinstance(over.read([folder / UNITS], ENOUGH)[folder / UNITS], FileNotFoundError)
    assert over.listing(folder, "*.yaml") == sorted([folder / name for name in TABLES[:2]] + [folder / FORMS])
    again = Overlay(over, {folder / UNITS: b"units: []\n"})
    assert again.read([folder / UNITS], ENOUGH)[folder / UNITS] == b"units: []\n"


def test_what_is_no_data_file_is_not_read_out_of_git(folder: Path) -> None:
    past = stores(folder)["past"]
    with pytest.raises(WrongUseError, match=r"HEAD:data/indicators\.yaml 超过 0 MB"):
        past.read([folder / INDICATORS], 10)


def test_a_folder_that_may_not_be_read_is_not_an_empty_one(folder: Path) -> None:
    (folder / INDICATORS).unlink()
    (folder / INDICATORS).mkdir()
    workspace = Workspace(DataFolder(folder, folder.parent), folder / "reports")
    assert workspace.has(INDICATORS)
    assert [finding.code for finding in workspace.present[INDICATORS].findings] == ["KH101"]
