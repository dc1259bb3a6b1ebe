"""What a person sees: the documents as LibreOffice prints them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kaohe_cli.ooxml.office import to_pdf
from kaohe_cli.summarizing.documents.brief import brief
from kaohe_cli.summarizing.documents.card import card
from kaohe_cli.summarizing.documents.notice import notice
from kaohe_cli.summarizing.documents.report import merged_report
from kaohe_cli.summarizing.documents.slips import slip
from tests.ooxml.printed_form import lines, pages
from tests.summarizing.documents.sample import Raw, sample

pytestmark = pytest.mark.libreoffice

LONG = "受市场需求不足影响，限额以上企业增长放缓，建议市发展改革委加大支持力度。" * 40
PAGE_NUMBER = re.compile(r"\s*—\s*\d+\s*—\s*")


def wordy(one: Raw) -> None:
    """Has some bodies write at length and leave much out, so that tables hold tall rows."""
    if one["unit"] in ("区商务委", "区教委", "区发展改革委", "区农业农村委"):
        for number, entry in enumerate(one["entries"].values()):
            entry["problems"] = LONG
            if "self_rank" in entry["progress"]:
                entry["progress"]["self_rank"] = "主城都市区第二名、全市第五名（并列第5位，第6名）"
            if number % 2:
                del entry["progress"]["situation"]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    full = sample(
        without=("区税务局", "区科技局", "区财政局"),
        change=wordy,
        received=lambda unit: "2021-11-18" if unit < "区民" else "2021-11-12",
    )
    many = sample(only=("区商务委",), change=wordy, of_all_rows="区商务委")
    none, one, year = sample(only=()), sample(only=("区商务委",)), sample(month=12)
    documents = {
        "报告": merged_report(full.summary),
        "通报": notice(full.summary, full.returns),
        "专报": brief(full.summary),
        **{f"更正{body.unit.name}": slip(full.summary, body) for body in full.returns if body.needs_work},
        **{f"卡片{body.unit.name}": card(full.summary, body) for body in full.returns},
    }
    documents |= {
        f"卡片，全部的项，{name}": card(found.summary, body)
        for name, found in (("已报", many), ("未报", sample(only=(), of_all_rows="区商务委")))
        for body in found.returns
        if body.unit.name == "区商务委"
    }
    for name, found in (("没有报送", none), ("一份", one), ("全年", year)):
        documents |= {
            f"报告，{name}": merged_report(found.summary),
            f"通报，{name}": notice(found.summary, found.returns),
            f"专报，{name}": brief(found.summary),
        }
    return documents


@pytest.fixture(scope="module")
def printed(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, pdf in to_pdf(made).items():
        found[name] = folder / f"{name}.pdf"
        found[name].write_bytes(pdf)
    return found


def written(page: str) -> list[str]:
    """Returns the lines of a page but its number."""
    return [line for line in page.splitlines() if line.strip() and not PAGE_NUMBER.fullmatch(line)]


def test_briefs_and_cards_are_one_page(printed: dict[str, Path]) -> None:
    counts = {name: len(pages(pdf)) for name, pdf in printed.items() if name[:2] in ("专报", "卡片")}
    assert len(counts) == 42
    assert {name for name, count in counts.items() if count != 1} == set()


def test_no_page_has_one_line_or_none(printed: dict[str, Path]) -> None:
    thin = {
        (name, number)
        for name, pdf in printed.items()
        for number, page in enumerate(pages(pdf), 1)
        if len(written(page)) < 2
    }
    assert thin == set()


def test_nothing_is_cut(made: dict[str, bytes], printed: dict[str, Path]) -> None:
    """Every sign of the file is on its pages; a row that is cut would lose some."""
    for name, data in made.items():
        wanted = Counter("".join(lines(data)).translate(dict.fromkeys(map(ord, "⏎ \t　"))))
        there = Counter("".join("".join(pages(printed[name])).split()))
        assert not wanted - there, name


def test_tables_go_on_below_their_header(printed: dict[str, Path]) -> None:
    for page in pages(printed["报告"]):
        body = written(page)
        if re.match(r"\s*\d+\s{2,}\S", body[0]) and "．" not in body[0]:
            pytest.fail(f"a row without a header begins a page: {body[0]}")


def test_no_column_shows_one_sign_a_line(printed: dict[str, Path]) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    for name in ("报告", "通报", "卡片区农业农村委", "更正区商务委"):
        with pdfplumber.open(printed[name]) as pdf:
            for page in pdf.pages:
                for table in page.extract_tables():
                    for cell in (cell for row in table for cell in row if cell):
                        shown = cell.split("\n")
                        assert len(shown) < 3 or any(len(line) > 1 for line in shown), (name, cell)
