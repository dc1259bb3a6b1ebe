"""The hook that others put before their commits."""

import re

import pytest
import yaml

from tests.conftest import REPOSITORY

(HOOK,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    "changed",
    ["data/indicators.yaml", "2022/data/units.yml", "templates/annex3.docx", "2022/templates/annex3.docx"],
)
def test_tables_and_templates_are_checked_when_they_change(changed: str) -> None:
    assert re.search(HOOK["files"], changed)


@pytest.mark.parametrize("changed", ["README.md", "交回/区商务委.docx", "mytemplates/a.docx"])
def test_nothing_else_runs_the_hook(changed: str) -> None:
    assert not re.search(HOOK["files"], changed)
    assert HOOK["pass_filenames"] is False
