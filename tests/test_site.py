"""The handbook as a site: built without a warning, asks nothing from outside, opens from a folder, finds 汉字."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder; a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "-b",
        "html",
        "-d",
        folder / "trees",
        DOCS,
        folder / "html",
    ]
    done = subprocess.run(build, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_page_of_the_documents_is_in_it(site: Path) -> None:
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert pages <= {path.relative_to(site) for path in site.rglob("*.html")}
    first = (site / "index.html").read_text("utf-8")
    assert all(f'href="{path.as_posix()}"' in first for path in pages - {Path("index.html")})


def test_nothing_is_loaded_from_outside(site: Path) -> None:
    elsewhere = re.compile(r"(?:[a-z]+:)?//")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*?\bsrc=\"([^\"]*)\"", text)
        loaded += re.findall(r"<link\b[^>]*?\bhref=\"([^\"]*)\"", text)
        assert loaded
        assert not [one for one in loaded if elsewhere.match(one)], page
    for sheet in site.rglob("*.css"):
        named = re.findall(r"(?:url\(|@import )[\"']?([^\"')]+)", sheet.read_text("utf-8"))
        assert not [one for one in named if elsewhere.match(one)], sheet


@pytest.mark.parametrize("chapter", sorted((DOCS / "handbook").glob("*.md")), ids=lambda path: path.stem)
def test_lines_are_joined_without_a_gap_between_two_signs(site: Path, chapter: Path) -> None:
    """A link or bold words on either side of the break are signs too."""
    text = (site / "handbook" / chapter.with_suffix(".html").name).read_text("utf-8")
    assert text.count("<li") > 10
    text = text.split("<article")[1].split("</article>")[0]
    text = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:a|strong|span)\b[^>]*>", "", text)
    assert not re.search(r"[\u4e00-\u9fff，。；：]\n *[\u4e00-\u9fff]", text)


@pytest.fixture
def page(site: Path) -> Iterator[Any]:
    """Chromium with the first page, opened from the folder; what it asks for or complains of is kept."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        opened: Any = chromium.new_page(viewport={"width": 1200, "height": 900})
        opened.asked, opened.said = [], []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.on("console", lambda message: opened.said.append(message.text))
        opened.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.goto((site / "index.html").as_uri())
        yield opened
        chromium.close()


@pytest.mark.browser
def test_opened_from_a_folder_it_finds_any_words_and_asks_nothing_from_outside(page: Any) -> None:
    search = page.locator(".kaohe-search input")
    search.fill("落实统称")
    hits = page.locator(".kaohe-search__hit")
    assert hits.first.locator("strong").inner_text() == "3　分解任务 › 落实统称"
    search.fill("修订痕迹")
    assert hits.count() > 1
    assert {text for text in page.locator(".kaohe-search__hit mark").all_inner_texts() if text} == {
        "修订痕迹"
    }
    search.fill("断电 强行关闭")
    assert hits.first.locator("strong").inner_text().endswith("› 断电、死机、强行关闭")
    search.fill("填空处")
    assert hits.first.locator("strong").inner_text() == "4　发出报送材料"
    assert "How kaohe is built" in hits.last.locator("strong").inner_text()
    search.fill("没有这几个字的")
    assert page.locator(".kaohe-search__count").inner_text() == "没有找到“没有这几个字的”"
    search.fill("ＧＩＴ push")
    hits.filter(has_text="三个人用").first.click()
    page.wait_for_url("**/handbook/10-git.html#*")
    assert not [one for one in page.asked if not one.startswith("file:")]
    assert page.said == []


@pytest.mark.browser
def test_it_is_read_on_a_telephone_and_on_paper(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("reference/draft", "data", "handbook/07-summary"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        tables = page.locator(".table-wrapper").evaluate_all(
            "all => all.map(one => one.scrollWidth - one.clientWidth)"
        )
        assert not any(tables), name
    page.goto((site / "reference" / "draft.html").as_uri())
    option = page.get_by_text("--through-month").first
    assert option.evaluate("one => one.getClientRects().length") == 1  # not broken behind a hyphen
    page.emulate_media(media="print")
    for part in (".kaohe-search", ".skip-to-content"):
        assert not page.locator(part).first.is_visible(), part
