"""Importing tables of 500 and 5,000 rows: does the time grow as the rows do?

The tables are as issued ones are: merged cells, several bodies a row, parts of 250 rows. Opening alone is
python-docx reading the package and its XML, without looking at a cell. The last line looks up the cells of
one table of 240 rows with python-docx's `table.cell()`, whose time grows with the square of the rows.
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from timing import call, compare, ratio

from kaohe_cli.importing import import_files

SIZES = (500, 5000)
_PART, _CRITERIA = 240, 4
_CONTENT = "研发经费投入占比及高新技术企业增量和增速，按统计数据考核；规模以上工业企业有研发活动的占比"
_HEADER = ("序号", "指标", "权重", "考核内容及说明", "责任单位")


def write_document(path: Path, rows: int) -> Path:
    """Saves a Word file with tables of so many rows in all."""
    document = Document()
    document.add_paragraph("2022年市对区考核指标任务分解表")
    for part, start in enumerate(range(0, rows, _PART)):
        document.add_paragraph(f"（{'一二三四五六七八九十'[part % 10]}）第{part}部分的指标")
        _add_table(document, min(_PART, rows - start))
    document.save(str(path))
    return path


def _add_table(document: object, rows: int) -> None:
    table = document.add_table(rows + 1, len(_HEADER))  # type: ignore[attr-defined]
    for number, row in enumerate(table._tbl.tr_lst):  # noqa: SLF001 - table.cell() is what we do not measure
        texts = _HEADER if number == 0 else _texts(number - 1)
        for column, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            for line, body in enumerate(text.split("\n")):
                paragraph = cell.p_lst[0] if line == 0 else cell.add_p()
                paragraph.add_r().text = body
            if number and column < 2:
                cell.vMerge = "restart" if text else "continue"


def _texts(number: int) -> tuple[str, ...]:
    indicator, place = divmod(number, _CRITERIA)
    name = ("", "") if place else (str(indicator + 1), f"科技创新工作成效之{indicator + 1}")
    return (*name, "0.5", f"{_CONTENT}{number}", f"区第{number % 40}局\n区第{number % 7}委")


def open_only(path: Path) -> object:
    """The document as python-docx opens it, with its rows counted."""
    return sum(1 for _ in Document(str(path)).element.body.iter(qn("w:tr")))


def by_cell(path: Path) -> object:
    """Every cell of the first table looked up by row and column, as is usual with python-docx."""
    document = Document(str(path))
    table = Table(document.tables[0]._tbl, document)  # noqa: SLF001
    return [table.cell(row, column).text for row in range(len(table.rows)) for column in range(len(_HEADER))]


def read(path: Path, rows: int) -> None:
    """Imports the file and looks whether all of it was read."""
    result = import_files([path])
    assert result.account.read == rows, result.account.fates
    assert result.is_complete, result.doubts[:3]
    result.files()


def main() -> None:
    """Prints the CPU time a row and in terms of opening alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as work:
        files = {rows: write_document(Path(work) / f"{rows}.docx", rows) for rows in SIZES}
        peers = {f"import {rows}": call(partial(read, path, rows)) for rows, path in files.items()}
        peers |= {f"open {rows}": call(partial(open_only, path)) for rows, path in files.items()}
        peers["cells"] = call(partial(by_cell, files[SIZES[0]]))
        times = compare(peers, rounds)
        print(f"CPU time of import, {rounds} rounds, minimum")
        for rows in SIZES:
            own = times[f"import {rows}"]
            a_row = min(own.cpu) / rows * 1e6
            opening = ratio(own, times[f"open {rows}"]).cpu
            print(
                f"  {rows:>6} rows: {a_row:>6.0f} µs a row   {opening:>5.2f} × python-docx opening the file"
            )
        growth = ratio(times[f"import {SIZES[1]}"], times[f"import {SIZES[0]}"]).cpu / (SIZES[1] / SIZES[0])
        print(f"  a row of {SIZES[1]} takes {growth:.2f} × a row of {SIZES[0]} (1.00 is linear)")
        cells = ratio(times["cells"], times[f"import {SIZES[0]}"]).cpu
        print(f"  table.cell() for {_PART} of {SIZES[0]} rows: {cells:.1f} × importing all of them")


if __name__ == "__main__":
    main()
