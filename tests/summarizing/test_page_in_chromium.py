"""The page for leaders in a real browser: filter, sort, paper, a phone, nothing asked of the network, for everyone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome
from tests.progress.filled import TABLES
from tests.summarizing import district, small

pytestmark = pytest.mark.browser

_PHONE_WIDTH = 390
_A4 = (594, 842)  # points


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield chromium
        chromium.close()


@pytest.fixture
def address(kaohe: Callable[..., Outcome], tmp_path: Path) -> str:
    """The page of a whole district, of which a few bodies have not reported."""
    data = tmp_path / "data"
    shutil.copytree(REPOSITORY / "data", data, ignore=WHAT_SHIPS)
    small.send(data, *district.reports(TABLES)[3:])
    target = tmp_path / "page.html"
    outcome = kaohe("--data", data, "summary", "--today", "2021-11-16", "--format", "html", "-o", target)
    assert outcome.code == 0, outcome.err
    return target.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page as it opens; whatever it asks for or complains of is kept in ``asked`` and ``said``."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.asked, opened.said = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()


def shown(page: Any) -> list[str]:
    ids: list[str] = page.locator("#rows tbody tr:visible th").all_text_contents()
    return ids


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(page: Any, address: str) -> None:
    page.locator("#search").fill("GDP")
    page.locator("#rows thead button").first.click()
    assert page.asked == [address]
    assert page.said == []


def test_the_policy_stops_what_does_not_belong_to_it(page: Any) -> None:
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.org/x.png\">')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.in = 1'}))"
    )
    page.wait_for_function("() => document.images[0].complete")
    assert page.evaluate("window.in === undefined")
    assert any("Content Security Policy" in line for line in page.said)


def test_filter(page: Any) -> None:
    everything = shown(page)
    assert len(everything) == 58
    page.locator("#light").select_option("red")
    red = shown(page)
    assert red
    assert set(page.locator("#rows tbody tr:visible .light").all_text_contents()) == {"红"}
    page.locator("#part").select_option("D")
    assert all(one.startswith("D") for one in shown(page))
    assert page.locator("#count").text_content() == f"{len(shown(page))} / 58 项"
    page.locator("#all").click()
    assert shown(page) == everything
    page.locator("#unit").select_option("区商务委")
    assert "A18.1" in shown(page)
    page.locator("#all").click()
    page.locator("#search").fill("招商投资 区政府外办")
    assert shown(page) == ["A12.1"]


def test_sort_by_keyboard(page: Any) -> None:
    page.locator("#rows thead th", has_text="预计失分").locator("button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    head = page.locator("#rows thead th", has_text="预计失分")
    assert head.get_attribute("aria-sort") == "descending"
    losses = page.locator("#rows tbody tr td:nth-child(4)").all_text_contents()
    numbers = [float(one) for one in losses if one not in ("—", "未报")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0
    assert losses[len(numbers) :] == [one for one in losses if one in ("—", "未报")]  # at the end either way


def test_a_light_leads_to_its_row(page: Any) -> None:
    page.locator(".lights a", has_text="A12.1").click()
    assert page.evaluate("document.querySelector('tr:target th').textContent") == "A12.1"


def test_on_a_phone_nothing_sticks_out(page: Any) -> None:
    page.set_viewport_size({"width": _PHONE_WIDTH, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == _PHONE_WIDTH
    assert page.locator("#rows").is_visible()
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 16


def test_on_paper(page: Any, tmp_path: Path) -> None:
    import pdfplumber

    target = tmp_path / "page.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    with pdfplumber.open(target) as file:
        assert {(int(one.width), round(one.height)) for one in file.pages} == {_A4}
        texts = [one.extract_text() for one in file.pages]
        assert not any(word.get("x1", 0) > one.width for one in file.pages for word in one.extract_words())
    text = "".join(texts)
    assert "A18.1" in text
    assert "D04.14" in text
    assert "查找" not in text  # what is only for the screen
    assert sum("指标" in one and "牵头单位" in one for one in texts) > 1  # the head again on each page


def test_without_a_script_all_is_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert len(shown(page)) == 58
    assert not page.locator("#tools").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1200, _PHONE_WIDTH])
def test_everyone_can_use_it(page: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
