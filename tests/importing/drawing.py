"""Tables drawn in text, as Word tables and as pasted text.

A row is a line, its cells parted by “|”. A cell “^” is merged with the one above, “<” with the one to its
left; “⏎” begins a new paragraph, “↵” is a soft break, “→” a tab. Other lines are paragraphs.
"""

from collections.abc import Iterator, Sequence

from tests.ooxml.builder import docx, p, r

_SIGNS = {"↵": "<w:r><w:br/></w:r>", "→": "<w:r><w:tab/></w:r>"}


def paragraph(text: str) -> str:
    """A paragraph with soft breaks and tabs."""
    runs, held = [], ""
    for sign in text:
        if sign in _SIGNS:
            runs += [r(held), _SIGNS[sign]]
            held = ""
        else:
            held += sign
    return p(*runs, r(held)) if runs else p(held)


def cell(content: str, *, merge: str = "", span: int = 1) -> str:
    """A cell; `merge` is “restart” or “continue”; content that is XML stands as it is."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = content if content.startswith("<") else "".join(map(paragraph, content.split("⏎")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def split(table: str) -> list[list[str]]:
    """The cells of the rows of a drawn table."""
    return [[one.strip(" ") for one in line.strip().split("|")] for line in table.strip().split("\n")]


def word_table(table: str, *, repeated_header: bool = True) -> str:
    """A drawn table as a Word table."""
    rows = split(table)
    lines = []
    for number, row in enumerate(rows):
        header = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 and repeated_header else ""
        lines.append(f"<w:tr>{header}{''.join(_cells(rows, number, row))}</w:tr>")
    width = max(map(len, rows))
    grid = "<w:gridCol w:w='1500'/>" * width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def _cells(rows: Sequence[Sequence[str]], number: int, row: Sequence[str]) -> Iterator[str]:
    for column, content in enumerate(row):
        if content == "<":
            continue
        span = 1
        while column + span < len(row) and row[column + span] == "<":
            span += 1
        below = rows[number + 1] if number + 1 < len(rows) else []
        goes_on = len(below) > column and below[column] == "^"
        if content == "^":
            yield cell("", merge="continue", span=span)
        else:
            yield cell(content, merge="restart" if goes_on else "", span=span)


def drawn(document: str) -> list[str]:
    """Paragraphs and tables of a drawn document, in order."""
    blocks: list[str] = []
    table: list[str] = []
    for line in [*document.strip().split("\n"), ""]:
        text = line.strip()
        if "|" in text:
            table.append(text)
            continue
        if table:
            blocks.append("\n".join(table))
            table = []
        if text:
            blocks.append(text)
    return blocks


def word(document: str) -> bytes:
    """A drawn document as a .docx."""
    return docx(*(word_table(block) if "|" in block else paragraph(block) for block in drawn(document)))


def lines(document: str) -> str:
    """A drawn document as pasted from a web page: a cell a line behind a tab, rows parted by blank lines."""
    text = ""
    for block in drawn(document):
        if "|" not in block:
            text += f"{block}\n"
            continue
        for row in split(block):
            cells = ["" if one in ("^", "<") else one for one in row]
            text += "".join(f"\t{one.replace('⏎', chr(10))}\n" for one in cells) + "\n"
        text += "\n"
    return text


def tabs(document: str) -> str:
    """A drawn document as pasted from Word: a row a line, its cells parted by tabs."""
    text = ""
    for block in drawn(document):
        if "|" not in block:
            text += f"{block}\n"
            continue
        for row in split(block):
            cells = ["" if one in ("^", "<") else one for one in row]
            text += "\t".join(one.replace("⏎", "\n") for one in cells) + "\n"
    return text
