"""The pictures of the handbook: Word files as the office sees them, answers in the terminal, `diff`."""

import html
import re
from contextlib import chdir
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from tools.pictures.answers import DAY, kaohe
from tools.pictures.picture import Browser, Picture, beside, printed

PAGES: Final = {"annex": (1, 2), "form": (1,), "returned": (1,), "claim": (1, 2)}
"""Which pages of which Word file are shown."""
TERMINALS: Final = {
    "show": ("examples", "A06"),
    "assign": ("examples",),
    "status": ("examples", "--today", DAY),
    "validate": (".",),
}
"""Commands whose answers are shown: where they are typed, and with which words."""
TERMINAL: Final = 760
"""Pixels for 80 columns and a margin."""
SCREEN: Final = 900

_TERMINAL_PAGE: Final = """\
<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #1e1e1e; }}
pre {{ display: inline-block; margin: 0; padding: 14px 18px; }}
pre {{ color: #ddd; font: 17px/1.45 "Noto Sans Mono CJK SC", monospace; }}
i {{ display: inline-block; height: .8em; vertical-align: middle; }}
.line {{ height: 0; border-bottom: 1px solid #888; }}
.full {{ background: #ddd; }} .empty {{ background: #555; }}
</style><body><pre>{}</pre></body>
"""
_LOOKS: Final = {"─": "line", "█": "full", "░": "empty"}
_BARS: Final = re.compile("(─+|█+|░+)")


def documents(folder: Path, desk: Path) -> dict[str, bytes]:
    """The Word files; answers and the page of `diff` are left in the folder as web pages."""
    with chdir(desk):
        kaohe("export", "-o", "annex.docx")
        kaohe("init", "练习9", "--year", "2022")
        kaohe("--data", "练习9/data", "assign", "A04.1", "--set", "区教委,区科技局")
        kaohe("diff", "data", "练习9", "--format", "html", "--output", folder / "handbook-diff.html")
    with chdir(desk / "examples"):
        kaohe("draft", "--unit", "区政府外办", "--output", ".", "--round", "10")
        kaohe("claim", "J04", "--draft", "--output", "claim.docx")
    for name, (place, *words) in TERMINALS.items():
        with chdir(desk / place):
            page = terminal_page(" ".join([name, *words]), kaohe(name, *words))
            (folder / f"handbook-{name}.html").write_text(page, "utf-8")
    files = {
        "annex": desk / "annex.docx",
        "form": desk / "examples" / "区政府外办.docx",
        "returned": desk / "examples" / "交回" / "区商务委.docx",
        "claim": desk / "examples" / "claim.docx",
    }
    return {f"handbook-{name}": files[name].read_bytes() for name in PAGES}


def terminal_page(words: str, answer: str) -> str:
    """A terminal with a command and what it answers, in its colours."""
    console = Console(record=True, width=200, force_terminal=True, file=StringIO())
    console.print(Text.from_ansi(answer), soft_wrap=True, highlight=False)
    body = console.export_html(inline_styles=True, code_format="{code}").strip()
    return _TERMINAL_PAGE.format(f"$ kaohe {html.escape(words)}\n{_BARS.sub(_bar, body)}")


def _bar(run: re.Match[str]) -> str:
    """Signs that are a column wide in a terminal, and two in a font for 汉字."""
    return f'<i class="{_LOOKS[run[0][0]]}" style="width: {len(run[0]) / 2}em"></i>'


def pictures(folder: Path, browser: Browser) -> dict[str, Picture]:
    """Every picture of the handbook that is not of `summary`."""
    made = {
        f"handbook-{name}": beside([printed(folder / f"handbook-{name}.pdf", page) for page in pages])
        for name, pages in PAGES.items()
    }
    for name in TERMINALS:
        made[f"handbook-{name}"] = browser.shown(folder / f"handbook-{name}.html", TERMINAL)[0]
    made["handbook-diff"] = browser.shown(folder / "handbook-diff.html", SCREEN)[0]
    return made
