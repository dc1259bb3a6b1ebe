"""Word files as a stream. The XML is read once, by the engine; no cell is looked up by its place."""

import re
from collections.abc import Iterator, Sequence

from kaohe_cli.importing.stream import Cell, Grid, GridRow, Stream, StreamItem, Text
from kaohe_cli.importing.texts import clean
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.reading.content import Block, Paragraph, Table
from kaohe_cli.ooxml.reading.content import Cell as WordCell
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.words.shortening import quoted

_PAGE_NUMBER = re.compile(r"[-—–\s\d第页共/]*")


def read_word(name: str, data: bytes) -> Stream:
    """Returns a Word file as a stream; ``name`` is what messages call it.

    Raises:
        PackageError: the file is no usable .docx, or one that we refuse to open.
    """
    package = open_package(data, name=name, to_read=True)
    content = read_content(package)
    reader = _Reader()
    items = tuple(reader.items(content.blocks))
    remarks = [*package.told, *reader.remarks]
    if content.revised:
        remarks.append("文件里有修订痕迹，按接受全部修订后的文字读")
    notes = [note for note in content.notes if not _PAGE_NUMBER.fullmatch(note.text)]
    if notes:
        places = "、".join(dict.fromkeys(note.place for note in notes))
        remarks.append(f"{places}里的文字没有导入（{len(notes)} 处）")
    return Stream(name, items, tuple(remarks))


class _Reader:
    def __init__(self) -> None:
        self._tables = 0
        self._last_text = ""
        self.remarks: list[str] = []

    def items(self, blocks: Sequence[Block]) -> Iterator[StreamItem]:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._look_at_asides(block)
                yield Text(block.shown)
            elif _is_frame(block):
                self.remarks.append("有只用来排版的外框表格，按框里的内容读")
                for row in block.rows:
                    for cell in row.cells:
                        yield from self.items(cell.blocks)
            else:
                self._tables += 1
                yield self._grid(block)

    def _look_at_asides(self, paragraph: Paragraph) -> None:
        where = f"“{quoted(self._last_text)}”后面" if self._last_text else "开头"
        if any(aside.kind == "图片" for aside in paragraph.asides):
            self.remarks.append(f"{where}有图片，图片里的内容没有读；是表的，请照着录成文字再导入")
        self._tell(where, paragraph)
        self._last_text = clean(paragraph.shown) or self._last_text

    def _tell(self, where: str, paragraph: Paragraph) -> None:
        """Says what Word shows, or hides, beside the text that is read."""
        for aside in paragraph.asides:
            if aside.kind in {"上标", "下标"}:
                self.remarks.append(f"{where}的{aside}按普通文字读；核对是否要改写")
            elif aside.kind not in {"图片", "注"}:
                self.remarks.append(f"{where}的{aside}没有导入")

    def _grid(self, table: Table) -> Grid:
        rows = tuple(
            GridRow(number, tuple(self._cell(cell, number) for cell in row.cells))
            for number, row in enumerate(table.rows, start=1)
        )
        return Grid(self._tables, rows, shows_merges=True)

    def _cell(self, cell: WordCell, row: int) -> Cell:
        lines: list[str] = []
        has_picture = False
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                has_picture = has_picture or any(aside.kind == "图片" for aside in block.asides)
                self._tell(f"表{self._tables}第{row}行", block)
                lines.append(block.shown)
            else:
                self.remarks.append(f"表{self._tables}第{row}行的格子里还有一个表，按文字读，各格用“、”隔开")
                lines += _flattened(block)
        return Cell("\n".join(lines), cell.column, cell.span, cell.merged, has_picture)


def _is_frame(table: Table) -> bool:
    """True for a table of one column that holds another table: it only frames it."""
    cells = [cell for row in table.rows for cell in row.cells]
    return all(len(row.cells) <= 1 for row in table.rows) and any(
        isinstance(block, Table) for cell in cells for block in cell.blocks
    )


def _flattened(table: Table) -> Iterator[str]:
    for row in table.rows:
        texts = (" ".join(cell.text.split()) for cell in row.cells if cell.merged != "further")
        yield "、".join(text for text in texts if text)
