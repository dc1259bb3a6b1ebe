"""Bars as inline SVG: what is lost, drawn without a library, readable on a phone and on paper."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

from kaohe_cli.words.control import shown

_WIDTH, _ROW, _BAR = 360, 34, 10  # units; 360 is the width of a phone, so that text is not made smaller there
_LONGEST_LABEL: Final = 24  # 汉字 of 11 units, beside the value


class Bar(NamedTuple):
    """A bar: what it is of, how long it is, and the value as it is printed."""

    label: str
    value: float
    text: str


def bars(name: str, title: str, description: str, data: Sequence[Bar]) -> str:
    """Returns a chart of horizontal bars; ``name`` is that of its title among the ids of the page."""
    longest = max((bar.value for bar in data), default=0) or 1
    height = _ROW * len(data)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{_text(title)}</title><desc id="{name}-d">{_text(description)}</desc>'
        f"{''.join(_drawn(data, longest))}</svg>"
    )


def _drawn(data: Sequence[Bar], longest: float) -> Iterator[str]:
    for position, bar in enumerate(data):
        top = position * _ROW
        label = bar.label if len(bar.label) <= _LONGEST_LABEL else f"{bar.label[: _LONGEST_LABEL - 1]}…"
        length = max(1.0, _WIDTH * bar.value / longest)
        yield f'<text x="0" y="{top + 13}">{_text(label)}</text>'
        yield f'<text x="{_WIDTH}" y="{top + 13}" text-anchor="end">{_text(bar.text)}</text>'
        yield f'<rect class="ground" x="0" y="{top + 18}" width="{_WIDTH}" height="{_BAR}"/>'
        yield f'<rect class="bar" x="0" y="{top + 18}" width="{length:.1f}" height="{_BAR}"/>'


def _text(text: str) -> str:
    return escape(shown(text))
