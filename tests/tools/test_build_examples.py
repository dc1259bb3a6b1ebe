"""The invented returns of `examples/` are what the script makes, and what the READMEs say of them is so."""

import io
import re
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph
from tests.conftest import REPOSITORY, Outcome

from kaohe_cli.yamltext.reader import read_yaml

Kaohe = Callable[..., Outcome]
EXAMPLES = REPOSITORY / "examples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BUILDER: dict[str, Any] = runpy.run_path(str(REPOSITORY / "tools" / "build_examples.py"))


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "examples"


MADE: dict[str, bytes] = BUILDER["build"]()


def described(data: bytes) -> list[str]:
    """Returns a Word file line by line: the geometry of its pages, then each paragraph's text, looks and place."""
    document = docx.Document(io.BytesIO(data))
    lines = [
        f"page {s.page_width} {s.page_height} {s.left_margin} {s.right_margin} {s.top_margin} {s.bottom_margin}"
        for s in document.sections
    ]
    lines += [
        f"{p.style.name} {p.style.font.size} {p.style.paragraph_format.line_spacing}"
        f" {[getattr(look, name) for look in (p.paragraph_format, p.style.paragraph_format) for name in LOOKS]}"
        f" {shown(p)!r}"
        for p in document.paragraphs
        if p.style is not None
    ]
    return lines


LOOKS = ("alignment", "first_line_indent", "left_indent", "right_indent", "space_before", "page_break_before")


def shown(paragraph: Paragraph) -> str:
    """Returns all text of a paragraph, that in content controls and in tracked changes as well."""
    names = ("t", "delText")
    return "".join(
        node.text for name in names for node in paragraph.paragraph_format.element.iter(f"{{{W}}}{name}")
    )


def test_the_script_makes_the_files_that_are_there() -> None:
    kept = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.docx")}
    assert set(MADE) == {name for name in kept if not name.startswith("data/")}


@pytest.mark.parametrize("name", MADE)
def test_text_and_geometry_are_those_of_the_file(name: str) -> None:
    kept = (EXAMPLES / name).read_bytes()
    assert described(MADE[name]) == described(kept), f"{name}: run tools/build_examples.py"
    assert MADE[name] == kept, f"{name}: run tools/build_examples.py"


@pytest.mark.parametrize("name", [name for name in MADE if "教委报送" not in name and "通知" not in name])
def test_what_is_filled_in_stands_in_the_file(name: str) -> None:
    """By python-docx and the list alone: nothing of the builder is asked."""
    text = "\n".join(shown(p) for p in docx.Document(str(EXAMPLES / name)).paragraphs)
    root, _ = read_yaml(Path(BUILDER["RETURNS"]).read_text("utf-8"))
    assert root is not None
    folder = next(one for one in root.data()["folders"] if name.startswith(f"{one['name']}/"))
    returned = next(one for one in folder["files"] if name.endswith(f"/{one['file']}"))
    for fields in returned["rows"].values():
        for value in fields.values():
            for line in re.sub(r"\[-|-]|\{\+|\+}", "\n", value).splitlines():
                assert line in text, line


def test_the_tables_are_valid(kaohe: Kaohe, examples: Path) -> None:
    assert kaohe("--data", examples / "data", "validate").code == 0


def test_a_form_typed_by_hand_is_read(kaohe: Kaohe, examples: Path) -> None:
    kaohe("--data", examples / "data", "collect", examples / "交回", "--received", "2021-11-12")
    root, _ = read_yaml((examples / "data" / "reports" / "2021-10" / "区教委.yaml").read_text("utf-8"))
    assert root is not None
    progress = root.data()["entries"]["A03.1"]["progress"]
    assert str(progress["self_score"]) == "2.9"
    assert progress["self_rank"] == "并列第2"
    assert root.data()["contact"]["mobile"] == "13700000000"


def test_every_body_but_one_has_sent_something(kaohe: Kaohe, examples: Path) -> None:
    drafted = kaohe("--data", examples / "data", "draft", "--all", "--output", "发出")
    assert len(drafted.out.splitlines()) == 8
    kaohe("--data", examples / "data", "collect", examples / "交回", "--received", "2021-11-12")
    done = kaohe("--data", examples / "data", "status", "--today", "2021-11-16", "--remind")
    assert "──────── 区政府外办 ────────" in done.out
    assert "区教委" not in done.out.replace("区教委报送", "")
