"""The page for leaders as text: its policy, hostile texts, no numbers of people, sensible where there is little."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome
from tests.summarizing import small

Page = Callable[..., str]
_PHONE = "13800000000"
_HOSTILE = '</td><script>alert(1)</script><img src=x onerror="alert(2)">\u202e&amp;'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small.save(tmp_path)


@pytest.fixture
def page(kaohe: Callable[..., Outcome], data: Path, tmp_path: Path) -> Page:
    """Returns the page that is made of these reports."""

    def made(*reports: dict[str, Any], words: tuple[str, ...] = ()) -> str:
        small.send(data, *reports)
        target = tmp_path / "汇总.html"
        command = ("--data", data, "summary", "--today", "2021-11-16", "--format", "html", "-o", target)
        outcome = kaohe(*command, *words)
        assert outcome.code == 0, outcome.err
        return target.read_text("utf-8")

    return made


class _Tags(HTMLParser):
    """Counts elements, and collects their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_only_its_own_script_and_style_may_run(page: Page) -> None:
    text = page(small.report("甲局", {"A01.1": (3, 3)}))
    policy = next(
        one["content"]
        for one in _Tags(text).named("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_nothing_is_loaded_and_nothing_stands_in_attributes_that_run(page: Page) -> None:
    tags = _Tags(page(small.report("甲局", {"A01.1": (3, 3)})))
    assert not {"img", "link", "iframe", "object", "base", "form"} & {name for name, _ in tags.found}
    for _, attributes in tags.found:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_hostile_texts_stay_texts(page: Page, data: Path) -> None:
    files = small.tables()
    indicator = files["indicators.yaml"]["sections"][0]["indicators"][0]
    indicator["name"] = _HOSTILE.replace("\u202e", "")
    small.write(data / "indicators.yaml", files["indicators.yaml"])
    entry = small.scores(2, 3) | {"problems": f"难以完成目标{_HOSTILE}"}
    answered = small.answers("正在推进", f"否{_HOSTILE}")
    text = page(small.report("甲局", {"A01.1": entry, "B01.1": answered, "J01": _eligible(_HOSTILE)}))
    tags = _Tags(text)
    assert len(tags.named("script")) == 1
    assert not tags.named("img")
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)" in text


def _eligible(text: str) -> dict[str, Any]:
    return {"forecast": {"eligible": text, "expected_result": text}}


def test_no_numbers_of_people(page: Page) -> None:
    entry = small.scores(2, 3) | {
        "problems": f"难以完成目标，请打{_PHONE}",
        "city_liaison": {"leader": "李样例", "office": "综合处", "phone": _PHONE},
    }
    head: dict[str, Any] = {"leader": "王样例", "contact": {"name": "张样例", "mobile": _PHONE}}
    report = small.report(
        "甲局",
        {"A01.1": entry, "B01.1": small.answers("是", f"否，{_PHONE}"), "J01": _eligible(f"否 {_PHONE}")},
        **head,
    )
    assert _PHONE not in page(report)


@pytest.mark.parametrize("words", [(), ("--round", "12"), ("--section", "B"), ("--unit", "丁办")])
def test_there_is_a_page_where_nobody_has_reported(page: Page, words: tuple[str, ...]) -> None:
    text = page(words=words)
    assert "还没有单位报送" in text
    assert "未报" in text


def test_one_table_alone(kaohe: Callable[..., Outcome], data: Path, tmp_path: Path) -> None:
    (data / "indicators.yaml").unlink()
    target = tmp_path / "汇总.html"
    outcome = kaohe("--data", data, "summary", "--format", "html", "-o", target)
    assert outcome.code == 0, outcome.err
    assert "督查激励" in target.read_text("utf-8")


def test_every_table_has_a_caption_and_heads(page: Page) -> None:
    text = page(small.report("甲局", {"A01.1": (2, 3), "J01": _eligible("是")}))
    tags = _Tags(text)
    assert len(tags.named("table")) == len(tags.named("caption")) > 3
    assert all(head.get("scope") in ("col", "row") for head in tags.named("th"))
