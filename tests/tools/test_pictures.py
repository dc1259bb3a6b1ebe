"""The pictures of the documents: small, shown, and what the program comes to today, in text and geometry."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageChops, ImageStat
from tests.conftest import REPOSITORY, Outcome
from tools.pictures.__main__ import IMAGES, pictures
from tools.pictures.answers import DAY
from tools.pictures.picture import CHROMIUM, Picture, opened
from tools.pictures.summary import ROUND

Kaohe = Callable[..., Outcome]
KEPT = sorted(IMAGES.glob("*.png"))
IN_READMES = ("summary-chart", "summary-page", "summary-report")
LARGEST = 200 * 1024
TOLERANCE = 3
"""Pixels by which a line may stand elsewhere: fonts and browsers of different releases round differently."""
ALIKE = 6.0
"""Of 255: how far the pixels of two pictures may be apart on average. A line that is missing makes more of a
difference; another release's edges of letters make about 2."""


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_each_is_small_and_knows_what_stands_in_it(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    assert opened(path).lines


def test_each_is_shown_and_said_what_it_shows() -> None:
    pages = [*REPOSITORY.glob("README*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    shown = [
        found
        for page in pages
        for found in re.findall(r"!\[(.*?)]\(\S*?([\w-]+)\.png\)", page.read_text("utf-8"))
    ]
    assert {name for _, name in shown} == {path.stem for path in KEPT}
    assert all(len(words) >= 6 for words, _ in shown)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_show_the_summary(readme: str) -> None:
    text = (REPOSITORY / readme).read_text("utf-8")
    assert sorted(re.findall(r"!\[[^]]+]\(docs/images/([\w-]+)\.png\)", text)) == list(IN_READMES)


def test_the_figures_in_them_are_those_of_the_examples(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.chdir(tmp_path)
    kaohe("--data", "examples/data", "collect", "examples/交回", "--received", "2021-11-12")
    words = ("summary", "--round", ROUND, "--today", DAY, "--format", "json")
    answer = json.loads(kaohe("--data", "examples/data", *words).out)
    page = [line.text for line in opened(IMAGES / "summary-page.png").lines]
    for name in ("full_marks", "progress", "forecast", "expected_loss"):
        assert f"{answer['totals'][name]:g}" in page, name
    chart = [line.text for line in opened(IMAGES / "summary-chart.png").lines]
    for row in answer["rows"]:
        if row["expected_loss"]:
            assert any(text.startswith(f"{row['id']} ") for text in chart), row["id"]


@pytest.mark.libreoffice
@pytest.mark.browser
@pytest.mark.skipif(not any(map(shutil.which, CHROMIUM)), reason="没有安装 Chromium")
def test_made_anew_they_have_the_same_text_at_the_same_places() -> None:
    made = pictures()
    assert sorted(made) == [path.stem for path in KEPT]
    stale = {name: said for name, picture in made.items() if (said := _difference(picture, name))}
    assert not stale, f"made anew by python -m tools.pictures, these differ: {stale}"


def _difference(picture: Picture, name: str) -> str:
    """Returns what tells a picture from the one that is kept; empty where nothing does."""
    known = opened(IMAGES / f"{name}.png")
    new, old = ({line.text for line in one.lines} for one in (picture, known))
    if new != old or len(picture.lines) != len(known.lines):
        return f"text: {sorted(new ^ old)[:4]}"
    for line, other in zip(picture.lines, known.lines, strict=True):
        if any(abs(a - b) > TOLERANCE for a, b in zip(line[1:], other[1:], strict=True)):
            return f"place: {line} {other}"
    if picture.image.size != known.image.size:
        return f"size: {picture.image.size} {known.image.size}"
    difference = ImageChops.difference(picture.image, known.image).convert("L")
    return "pixels" if ImageStat.Stat(difference).mean[0] >= ALIKE else ""
