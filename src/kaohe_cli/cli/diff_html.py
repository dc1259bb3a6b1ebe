"""The report of ``kaohe diff`` as one HTML page that needs no other file and prints on A4."""

from collections.abc import Iterable, Iterator
from html import escape

from kaohe_cli.cli.diff_report import DiffBlock, DiffEntry, Report, Table
from kaohe_cli.comparing.words import WordPiece
from kaohe_cli.words.control import shown

_STYLE = """
@page { size: A4; margin: 22mm 20mm; }
body { font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #1a1a1a;
  max-width: 48em; margin: 2em auto; padding: 0 1em; line-height: 1.7; font-size: 12pt; }
h1, h2, .title, th { font-family: "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", SimHei, sans-serif; }
h1 { font-size: 18pt; line-height: 1.4; margin: 0 0 .5em; }
h2 { font-size: 14pt; border-bottom: 1px solid #999; margin: 1.6em 0 .6em; break-after: avoid; }
ul.summary { padding-left: 1.2em; }
.entry { margin: .7em 0; padding-left: .8em; border-left: 3px solid #c90; break-inside: avoid; }
.entry.added { border-color: #2a7d3a; }
.entry.dropped { border-color: #b3261e; }
.title { font-weight: bold; }
.sign { font-size: 10pt; font-weight: normal; border: 1px solid currentColor; border-radius: 2px;
  padding: 0 .35em; margin-right: .5em; }
.added > .title > .sign { color: #2a7d3a; }
.dropped > .title > .sign { color: #b3261e; }
.changed > .title > .sign { color: #8a6100; }
dl { margin: .2em 0 0; display: grid; grid-template-columns: minmax(4.5em, max-content) 1fr; gap: 0 .8em; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
del { color: #b3261e; background: #fdeceb; }
ins { color: #1e6b2d; background: #e8f5ea; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; }
th, td { border: 1px solid #bbb; padding: .25em .6em; text-align: right; }
th { background: #f3f3f3; }
th:first-child, td:first-child, .text { text-align: left; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.note { color: #555; font-size: 11pt; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 11pt; }
  del, ins { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""

_SIGNS = {"+": ("added", "新增"), "-": ("dropped", "取消"), "~": ("changed", "修改")}
_TAGS = {"same": "{}", "dropped": "<del>{}</del>", "added": "<ins>{}</ins>"}


def as_html(report: Report) -> str:
    """Returns the report as a page; every text in it is escaped."""
    summary = "".join(f"<li>{_text(line)}</li>\n" for line in report.summary)
    blocks = "\n".join("\n".join(_block(block)) for block in report.blocks)
    title = _text(report.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{title}</h1>\n<ul class="summary">\n{summary}</ul>\n{blocks}\n</body>\n</html>'
    )


def _block(block: DiffBlock) -> Iterator[str]:
    yield f"<h2>{_text(block.title)}</h2>"
    if block.table is not None:
        yield from _table(block.table)
    for entry in block.entries:
        yield from _entry(entry)
    for note in block.notes:
        yield f'<p class="note">{_text(note)}</p>'


def _table(table: Table) -> Iterator[str]:
    kinds = [' class="text"' if title == "标题" else "" for title in table.columns]
    heads = (f"<th{kind}>{_text(title)}</th>" for kind, title in zip(kinds, table.columns, strict=True))
    yield f"<table>\n<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    for row in table.rows:
        cells = (f"<td{kind}>{_text(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"


def _entry(entry: DiffEntry) -> Iterator[str]:
    kind, sign = _SIGNS[entry.sign]
    title = f'<div class="title"><span class="sign">{sign}</span>{_inline(entry.title)}</div>'
    yield f'<div class="entry {kind}">\n{title}'
    if entry.lines:
        lines = (f"<dt>{_text(line.label)}</dt><dd>{_inline(line.text)}</dd>" for line in entry.lines)
        yield f"<dl>{''.join(lines)}</dl>"
    yield "</div>"


def _text(text: str) -> str:
    return escape(shown(text))


def _inline(text: Iterable[WordPiece]) -> str:
    return "".join(_TAGS[piece.kind].format(_text(piece.text)) for piece in text)
