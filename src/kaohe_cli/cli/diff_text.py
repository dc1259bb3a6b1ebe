"""The report of ``kaohe diff`` for the terminal and as Markdown. Changes read without colour, too."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kaohe_cli.cli.diff_report import DiffBlock, DiffEntry, Report
from kaohe_cli.cli.output import Painted, console
from kaohe_cli.comparing.words import WordPiece
from kaohe_cli.words.control import shown
from kaohe_cli.words.shortening import cut_inside, shortened

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

_CONTEXT = 14
_LONGEST_STRETCH = 60
_MARKS = {"same": ("", ""), "dropped": ("〔-", "-〕"), "added": ("〔+", "+〕")}
_STYLES = {"same": "", "dropped": "red", "added": "green"}
_SIGN_STYLES = {"+": "bold green", "-": "bold red", "~": "bold yellow"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>&|#~])")


def as_table(report: Report) -> str:
    """Returns the report as it fits the terminal, 80 columns where there is none."""
    from rich.text import Text

    screen = console()
    with screen.capture() as captured:
        screen.print(Text(shown(report.title), style="bold"))
        for line in report.summary:
            screen.print(Text(shown(line)))
        for block in report.blocks:
            screen.print()
            screen.print(Text(f"【{block.title}】", style="bold"))
            _print_block(screen, block)
    return Painted("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_block(screen: "Console", block: DiffBlock) -> None:
    from rich.text import Text

    if block.table is not None:
        screen.print(_grid(block))
    for entry in block.entries:
        screen.print(_entry_grid(entry))
    for note in block.notes:
        screen.print(Text(shown(note)))


def _entry_grid(entry: DiffEntry) -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    head = Table.grid(padding=(0, 1))
    head.add_column(no_wrap=True, width=1)
    head.add_column(overflow="fold")
    head.add_row(Text(entry.sign, style=_SIGN_STYLES[entry.sign]), marked(entry.title))
    lines = Table.grid(padding=(0, 1))
    width = max((cell_len(line.label) for line in entry.lines), default=0)
    lines.add_column(no_wrap=True, width=3)
    lines.add_column(no_wrap=True, width=min(width, 24))
    lines.add_column(overflow="fold")
    for line in entry.lines:
        lines.add_row("", Text(shown(line.label), style="dim"), marked(elided(line.text)))
    return Group(head, lines) if entry.lines else head


def marked(text: Iterable[WordPiece]) -> "Text":
    """Returns a text with what went in 〔-…-〕 and what came in 〔+…+〕."""
    from rich.text import Text

    whole = Text()
    for piece in text:
        opening, closing = _MARKS[piece.kind]
        whole.append(f"{opening}{shown(piece.text)}{closing}", style=_STYLES[piece.kind])
    return whole


def elided(text: Sequence[WordPiece]) -> tuple[WordPiece, ...]:
    """Returns a text whose long unchanged stretches are cut down to what stands beside a change."""
    last = len(text) - 1
    return tuple(
        piece if piece.kind != "same" else WordPiece("same", _cut(piece.text, first=not n, last=n == last))
        for n, piece in enumerate(text)
    )


def _cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= _LONGEST_STRETCH:
        return text
    if first and last:
        return shortened(text, _LONGEST_STRETCH + 1)
    return cut_inside(text, 0 if first else _CONTEXT, 0 if last else _CONTEXT, "…")


def _grid(block: DiffBlock) -> "RenderableType":
    from rich import box
    from rich.table import Table

    assert block.table is not None  # noqa: S101 - asked only then
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for number, title in enumerate(block.table.columns):
        is_text = not number or title == "标题"
        table.add_column(title, justify="left" if is_text else "right", no_wrap=not is_text, overflow="fold")
    for row in block.table.rows:
        table.add_row(*map(shown, row))
    return table


def as_markdown(report: Report) -> str:
    """Returns the report as Markdown; what went is struck out, what came underlined."""
    lines = [f"# {_escaped(report.title)}", "", *(f"- {_escaped(line)}" for line in report.summary)]
    for block in report.blocks:
        lines += ["", f"## {_escaped(block.title)}", "", *_markdown_block(block)]
    return "\n".join(lines)


def _markdown_block(block: DiffBlock) -> Iterator[str]:
    if block.table is not None:
        yield _row(block.table.columns)
        yield _row(["---", *("---" if title == "标题" else "---:" for title in block.table.columns[1:])])
        yield from map(_row, block.table.rows)
    names = {"+": "新增", "-": "取消", "~": "修改"}
    for entry in block.entries:
        yield f"- **{names[entry.sign]}** {_inline(entry.title)}"
        for line in entry.lines:
            yield f"  - {_escaped(line.label)}：{_inline(line.text)}"
    if block.notes:
        yield ""
        yield from (f"{_escaped(note)}  " for note in block.notes)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _inline(text: Iterable[WordPiece]) -> str:
    # Tags, because ** and ~~ do not close between a Chinese sign and a punctuation mark.
    tags = {"same": ("", ""), "dropped": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
    return "".join(f"{tags[piece.kind][0]}{_escaped(piece.text)}{tags[piece.kind][1]}" for piece in text)


def _escaped(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", _SPECIAL.sub(r"\\\1", shown(text)))
