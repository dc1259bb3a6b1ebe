"""The pictures of `kaohe summary` in the READMEs: small, shown, and what the examples come to today."""

import json
import re
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageChops, ImageStat
from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]
MAKER: dict[str, Any] = runpy.run_path(str(REPOSITORY / "tools" / "make_summary_pictures.py"))
IMAGES = REPOSITORY / "docs" / "images"
NAMES = ("summary-page", "summary-chart", "summary-report")
LARGEST = 200 * 1024
TOLERANCE = 3
"""Pixels by which a line may stand elsewhere: fonts and browsers of different releases round differently."""
ALIKE = 6.0
"""Of 255: how far the pixels of two pictures may be apart on average. A line that is missing makes more of a
difference; another release's edges of letters make about 2."""


def kept(name: str) -> Any:
    return MAKER["opened"](IMAGES / f"{name}.png")


@pytest.mark.parametrize("name", NAMES)
def test_they_are_small(name: str) -> None:
    assert (IMAGES / f"{name}.png").stat().st_size < LARGEST


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_show_them_and_say_what_they_show(readme: str) -> None:
    text = (REPOSITORY / readme).read_text("utf-8")
    shown = dict(re.findall(r"!\[([^]]+)]\(docs/images/(summary-\w+)\.png\)", text))
    assert sorted(shown.values()) == sorted(NAMES)
    assert all(len(words) >= 8 for words in shown)


def test_the_figures_in_them_are_those_of_the_examples(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.chdir(tmp_path)
    kaohe("--data", "examples/data", "collect", "examples/交回", "--received", "2021-11-12")
    words = ("summary", "--round", MAKER["ROUND"], "--today", MAKER["DAY"], "--format", "json")
    answer = json.loads(kaohe("--data", "examples/data", *words).out)
    page = [line.text for line in kept("summary-page").lines]
    for name in ("full_marks", "progress", "forecast", "expected_loss"):
        assert f"{answer['totals'][name]:g}" in page, name
    chart = [line.text for line in kept("summary-chart").lines]
    for row in answer["rows"]:
        if row["expected_loss"]:
            assert any(text.startswith(f"{row['id']} ") for text in chart), row["id"]


@pytest.mark.libreoffice
@pytest.mark.skipif(not any(map(shutil.which, MAKER["CHROMIUM"])), reason="没有安装 Chromium")
def test_made_anew_they_have_the_same_text_at_the_same_places() -> None:
    made = MAKER["pictures"]()
    assert set(made) == set(NAMES)
    for name, picture in made.items():
        known = kept(name)
        assert [line.text for line in picture.lines] == [line.text for line in known.lines], name
        for line, other in zip(picture.lines, known.lines, strict=True):
            assert all(abs(a - b) <= TOLERANCE for a, b in zip(line[1:], other[1:], strict=True)), (
                line,
                other,
            )
        assert picture.image.size == known.image.size
        difference = ImageChops.difference(picture.image, known.image).convert("L")
        assert ImageStat.Stat(difference).mean[0] < ALIKE, name
