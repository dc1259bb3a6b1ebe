"""What a person sees: the drafts as LibreOffice prints them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import PATIENCE
from tests.ooxml.printed_form import lines, pages

pytestmark = pytest.mark.libreoffice

UNITS = ("区商务委", "区农业农村委", "区委办公室")
LINES, CHARACTERS = 22, 28
LONG = "全区社会消费品零售总额保持平稳增长" * 40

REPORT = f"""\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
entries:
  A10.1: {{progress: {{situation: {LONG}}}}}
"""


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the draft of each body, as Word file and as PDF."""
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "区商务委.yaml").write_text(REPORT, "utf-8")
    workspace = Workspace(DataFolder(shipped("data"), folder, shipped=True), folder)
    drafter = open_drafter(workspace, None, None)
    for unit in workspace.tables().registry.units:
        if unit.name in UNITS:
            (folder / f"{unit.name}.docx").write_bytes(drafter.render([unit], pytest.fail))
    profile = (folder / "profile").as_uri()
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing"
    command = [
        soffice,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run(
        [*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True, timeout=PATIENCE
    )
    return folder


@pytest.fixture(scope="module")
def printed(drafts: Path) -> dict[str, list[str]]:
    """The pages of each body's draft, as text laid out like the page."""
    return {unit: pages(drafts / f"{unit}.pdf") for unit in UNITS}


def body_lines(page: str) -> list[str]:
    """Returns the lines of the type area, without the page number."""
    return [
        line.strip()
        for line in page.splitlines()
        if line.strip() and not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_no_tag_no_blank_page_no_empty_heading(printed: dict[str, list[str]], unit: str) -> None:
    found = printed[unit]
    text = "".join(found)
    assert "{" not in text
    assert "}" not in text
    assert all(len(body_lines(page)) >= 3 for page in found[:-1])
    assert body_lines(found[-1])
    assert not re.search(r"[一二三四五六七八九十]、\s*$", text, re.MULTILINE)
    assert "None" not in text


@pytest.mark.parametrize("unit", UNITS)
def test_a_page_has_at_most_22_lines(printed: dict[str, list[str]], unit: str) -> None:
    assert max(len(body_lines(page)) for page in printed[unit]) <= LINES


def test_a_full_page_has_22_lines_of_28_characters(printed: dict[str, list[str]]) -> None:
    full = [line for page in printed["区商务委"] for line in body_lines(page) if set(line) <= set(LONG)]
    assert len(full) > 15
    assert {len(line) for line in full[1:-1]} == {CHARACTERS}
    assert any(len(body_lines(page)) == LINES for page in printed["区商务委"])


@pytest.mark.parametrize("unit", UNITS)
def test_page_numbers_stand_outside(printed: dict[str, list[str]], unit: str) -> None:
    for number, page in enumerate(printed[unit], start=1):
        (line,) = (line for line in page.splitlines() if re.fullmatch(r"\s*—\s*\d+\s*—\s*", line))
        assert re.sub(r"\s", "", line) == f"—{number}—"
        indent = len(line) - len(line.lstrip())
        assert indent > 20 if number % 2 else indent < 10


def test_a_heading_never_stands_alone_at_the_foot(printed: dict[str, list[str]]) -> None:
    for unit in UNITS:
        for page in printed[unit]:
            last = body_lines(page)[-1]
            assert not re.match(r"[一二三四五六七八九十]+、|（[二三五六]）\S{0,14}$", last)


@pytest.mark.parametrize("unit", UNITS)
def test_not_one_character_is_lost_in_print(drafts: Path, printed: dict[str, list[str]], unit: str) -> None:
    """LibreOffice drops a 、 that hangs behind a full line when characters are set too wide."""
    written = "".join(lines(drafts / f"{unit}.docx"))
    shown = "".join("".join(body_lines(page)) for page in printed[unit])
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", written)
