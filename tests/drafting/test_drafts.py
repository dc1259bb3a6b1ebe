"""Drafts as files: the same input gives the same bytes, and what people filled in is never lost."""

import errno
import os
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.drafting.annex3 import context
from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.drafting.saving import FilledInError, save
from kaohe_cli.exceptions import CannotWriteError, WrongUseError
from kaohe_cli.files.rehearsal import Result
from kaohe_cli.forms.reports import Report
from kaohe_cli.ooxml.errors import PackageError
from kaohe_cli.ooxml.properties import is_untouched, read_properties
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Workspace
from tests.ooxml.printed_form import lines


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(DataFolder(shipped("data"), Path("没有"), shipped=True))


@pytest.fixture(scope="module")
def draft(workspace: Workspace) -> bytes:
    return open_drafter(workspace, None, None).render([workspace.tables().registry.units[12]], pytest.fail)


def fill_in(path: Path) -> None:
    document = docx.Document(str(path))
    document.add_paragraph("增长8%")
    document.save(str(path))


def test_the_same_input_gives_the_same_bytes(workspace: Workspace, draft: bytes) -> None:
    again = open_drafter(workspace, None, None).render([workspace.tables().registry.units[12]], pytest.fail)
    assert again == draft


def test_a_draft_knows_what_it_is(draft: bytes) -> None:
    properties = read_properties(draft)
    assert properties["kaohe_year"] == "2021"
    assert properties["kaohe_unit"] == "区商务委"
    assert properties["kaohe_through_month"] == "10"
    assert set(properties) == {
        "kaohe_year",
        "kaohe_unit",
        "kaohe_through_month",
        "kaohe_template",
        "kaohe_forms",
        "kaohe_version",
        "kaohe_digest",
    }
    assert properties["kaohe_forms"] == "scored、unscored"
    assert is_untouched(draft, "kaohe_digest") is True


def test_new_same_and_updated(tmp_path: Path, draft: bytes, workspace: Workspace) -> None:
    path = tmp_path / "2021" / "区商务委.docx"
    assert save(path, draft).result is Result.NEW
    assert save(path, draft).result is Result.SAME
    other = open_drafter(workspace, None, 6).render([workspace.tables().registry.units[12]], pytest.fail)
    assert save(path, other).result is Result.UPDATED
    assert path.read_bytes() == other
    assert list(path.parent.iterdir()) == [path]


def test_a_filled_in_draft_is_not_overwritten(tmp_path: Path, draft: bytes) -> None:
    path = tmp_path / "区商务委.docx"
    save(path, draft)
    fill_in(path)
    filled = path.read_bytes()
    with pytest.raises(FilledInError, match=r"kaohe collect.*移到别处.*--force"):
        save(path, draft)
    assert path.read_bytes() == filled


def test_force_keeps_every_older_file(tmp_path: Path, draft: bytes) -> None:
    path = tmp_path / "区商务委.docx"
    kept = []
    for number in (1, 2, 3):
        save(path, draft)
        fill_in(path)
        saved = save(path, draft, force=True)
        assert saved.backup is not None
        kept.append(saved.backup.name)
        assert number == len(kept)
    assert kept == ["区商务委.docx.bak", "区商务委.docx.bak2", "区商务委.docx.bak3"]
    assert all("增长8%" in lines(tmp_path / name) for name in kept)
    assert path.read_bytes() == draft


def test_a_file_that_kaohe_did_not_write_is_not_overwritten(tmp_path: Path, draft: bytes) -> None:
    path = tmp_path / "区商务委.docx"
    path.write_bytes("不是 Word 文件".encode())
    with pytest.raises(FilledInError):
        save(path, draft)


def test_a_folder_in_the_place_of_the_draft(tmp_path: Path, draft: bytes) -> None:
    (tmp_path / "区商务委.docx").mkdir()
    with pytest.raises(CannotWriteError, match="无法读取"):
        save(tmp_path / "区商务委.docx", draft)


def test_a_full_disk_leaves_no_half_file(
    tmp_path: Path, draft: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kaohe_cli.files.atomic.write_all", full)
    with pytest.raises(CannotWriteError, match="磁盘已满"):
        save(tmp_path / "区商务委.docx", draft)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "says"), [("没有.docx", "不存在"), (".", "是文件夹")])
def test_a_template_that_is_no_file(workspace: Workspace, tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(WrongUseError, match=says):
        open_drafter(workspace, tmp_path / name, None)


def test_a_template_that_is_no_word_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_text("甲", "utf-8")
    with pytest.raises(PackageError, match=r"模板\.docx"):
        open_drafter(workspace, path, None)


TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("<>&\"'{}%#\\\n\t\x00\x0b\u2028🙂，。（）")),
    min_size=1,
    max_size=40,
).filter(str.strip)


@settings(max_examples=40)
@given(situation=TEXTS, rank=TEXTS)
def test_any_text_is_written_as_it_is(workspace: Workspace, situation: str, rank: str) -> None:
    tables = workspace.tables()
    unit = tables.registry.units[12]
    entry = {"progress": {"self_rank": rank}, "forecast": {"situation": situation}}
    report = Report(schema_version=1, year=2021, unit=unit.name, through_month=10, entries={"A10.1": entry})
    drafter = open_drafter(workspace, None, None)
    variables = context(unit, drafter.rows[unit.name], tables, report, 10)
    data = drafter.template.render(variables)
    assert data == drafter.template.render(variables)
    text = "".join(lines(data)).replace("⏎", "")
    for piece in (rank, situation):
        kept = "".join(c for c in piece if c.isprintable() and not c.isspace())
        found = "".join(c for c in text if c.isprintable() and not c.isspace())
        assert kept in found
