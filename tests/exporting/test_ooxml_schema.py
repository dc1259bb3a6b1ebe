"""Exported Word files against the Open XML schema and semantic rules, by a validator that is not ours."""

from pathlib import Path

import pytest

from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.word_file import annexes
from kaohe_cli.query.selection import find_body
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.drafting.test_ooxml_schema import NO_THEME, findings


@pytest.mark.parametrize("name", ["", "区农业农村委", "区工商联"])
def test_exports_fit_the_schema(tmp_path: Path, name: str) -> None:
    tables = Workspace(DataFolder(REPOSITORY / "data", Path())).tables()
    unit = find_body(name, tables.registry) if name else None
    path = tmp_path / "附件.docx"
    path.write_bytes(annexes(Extract(tables, unit), with_policy=True))  # type: ignore[arg-type]
    assert [text for text in findings(path) if NO_THEME not in text] == []
