"""The words of a summary that every view has in common."""

from typing import Final

from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Totals

NOT_REPORTED: Final = "未报"
"""What stands in the place of a score that nobody gave."""


def heading(summary: Summary) -> str:
    """Returns what a summary is of: 2021年1—10月考核指标汇总."""
    return f"{summary.round.year}年{summary.round.spoken}考核指标汇总"


def loss_word(summary: Summary) -> str:
    """Returns what a loss is called: expected, or known."""
    return "失分" if summary.is_final else "预计失分"


def thresholds(summary: Summary) -> str:
    """Returns from what on a light is green and yellow, in words."""
    lights = summary.lights
    what = "得分" if summary.is_final else "预计"
    return f"{what}达到满分的 {points(lights.green)}% 为绿，{points(lights.yellow)}% 为黄，再低为红"


def lights_line(totals: Totals) -> str:
    """Returns how many rows have each light: 绿 20、黄 3、红 1、未报 9."""
    counts = [(WORDS[light], totals.lights[light]) for light in ("green", "yellow", "red", None)]
    return "、".join(f"{word} {number}" for word, number in counts if number) or "没有项"


def days_left(days: int | None) -> str:
    """Returns how long there is until a deadline.

    >>> days_left(3), days_left(0), days_left(-2), days_left(None)
    ('还有 3 天', '即今天', '已过 2 天', '')
    """
    if days is None:
        return ""
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "即今天"
