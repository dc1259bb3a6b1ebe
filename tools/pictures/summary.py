"""The pictures of `kaohe summary` in the READMEs: the page for leaders, its chart, the report in Word."""

from contextlib import chdir
from pathlib import Path
from typing import Final

from tools.pictures.answers import DAY, kaohe
from tools.pictures.picture import Browser, Picture, beside, printed

ROUND: Final = "2021-10"
WIDTH: Final = 900
"""Of Chromium's window, in pixels."""
MARGIN, EDGE = 12, 4
PAGES: Final = (1, 2)
"""Of the report."""


def documents(folder: Path, desk: Path) -> dict[str, bytes]:
    """The report of the first round; the page is left in the folder."""
    with chdir(desk / "examples"):
        for name in ("page.html", "report.docx"):
            kind = name.rpartition(".")[2]
            kaohe("summary", "--round", ROUND, "--today", DAY, "--format", kind, "-o", folder / name)
    return {"summary-report": (folder / "report.docx").read_bytes()}


def pictures(folder: Path, browser: Browser) -> dict[str, Picture]:
    """The page down to its table by parts, its charts, the first pages of the report."""
    whole, ((_, bottom), (chart_top, chart_bottom)) = browser.shown(
        folder / "page.html", WIDTH, "#parts", ".charts"
    )
    return {
        "summary-page": whole.cut(0, 0, WIDTH, bottom + MARGIN),
        "summary-chart": whole.cut(0, chart_top - EDGE, WIDTH, chart_bottom + MARGIN),
        "summary-report": beside([printed(folder / "summary-report.pdf", number) for number in PAGES]),
    }
