"""Collecting 45 filled-in drafts, against doing no more than opening the same files with python-docx."""

import argparse
import gc
import io
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import docx
from cold import BODIES, write_tables
from lxml import etree
from timing import Command, call, compare, print_table, print_target, program, ratio
from word_templates import MAIN_PART, parts_of, zipped

from kaohe_cli.__main__ import OBJECTS_BETWEEN_COLLECTIONS
from kaohe_cli.cli.app import run
from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext import reader

COLLECT, DRY, AGAIN = "kaohe collect", "kaohe collect --dry-run", "kaohe collect, all files known already"
OPEN, SCRIPT = "docx.Document(path)", "python -c 'import docx; docx.Document(path)'"
_PROGRAM = Path(sys.executable).with_name("kaohe")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SITUATION = (
    "1—10月，全区完成年度目标任务的92.5%，高于全市平均水平3.1个百分点，同比增长8.2%，居全市第3位；"
    "其中重点项目12个，已完工7个，完成投资23.6亿元。"
)
_VALUES = {
    "situation": _SITUATION,
    "self_score": "0.5",
    "self_rank": "第3名",
    "completed": "是",
    "eligible": "是",
    "expected_result": "争取获得激励",
    "problems": "财政科技投入强度与先进区县相比还有差距，建议市级部门在项目安排上予以倾斜。",
    "leader": "张某某",
    "office": "规划处",
    "phone": "023-60000000",
    "name": "李某某",
    "mobile": "13800000000",
}


def write_returns(data: Path, folder: Path) -> int:
    """Every body's draft, filled in; the number of fields in all of them."""
    workspace = Workspace(find_data(data))
    tables = workspace.tables()
    drafter = open_drafter(workspace, None, None)
    rows = rows_by_unit(tables)
    folder.mkdir()
    count = 0
    for unit in tables.registry.units:
        draft = drafter.render([unit], _unexpected)
        (folder / f"{unit.name}.docx").write_bytes(filled(draft))
        count += sum(len(entry.form.fields) for entry in entries_of(rows[unit.name]))
    return count


def _unexpected(remark: str) -> None:
    raise AssertionError(remark)


def filled(draft: bytes) -> bytes:
    """A draft with a text in each of its controls."""
    parts = parts_of(draft)
    root = etree.fromstring(parts[MAIN_PART])
    for control in root.iter(f"{_W}sdt"):
        tag, content = control.find(f".//{_W}tag"), control.find(f"{_W}sdtContent")
        assert tag is not None
        assert content is not None
        for run_ in list(content):
            content.remove(run_)
        text = etree.SubElement(etree.SubElement(content, f"{_W}r"), f"{_W}t")
        text.text = _VALUES[tag.get(f"{_W}val", "").rpartition("/")[2]]
    parts[MAIN_PART] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return zipped(parts)


def collect(data: Path, folder: Path, *options: str) -> str:
    """What the command writes to standard output."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = run(["--data", str(data), "collect", str(folder), *options])
    assert code in (0, 1), code
    return out.getvalue()


def compare_in_process(data: Path, folder: Path, rounds: int) -> None:
    """What one process does that has everything imported already, with the program's own garbage collection.

    No text is known from the call before, as none is when a person types the command.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    files = sorted(folder.iterdir())
    known, new = data.with_name("known"), data.with_name("new")
    shutil.copytree(data, known)
    shutil.copytree(data, new, ignore=shutil.ignore_patterns("reports"))

    def forget() -> None:
        shutil.rmtree(data / "reports", ignore_errors=True)
        reader.forget()

    peers = {
        COLLECT: call(lambda: collect(data, folder), before=forget),
        DRY: call(lambda: collect(new, folder, "--dry-run"), before=reader.forget),
        AGAIN: call(lambda: collect(known, folder), before=reader.forget),
        OPEN: call(lambda: [docx.Document(str(path)) for path in files]),
    }
    times = compare(peers, rounds)
    print_table(f"{BODIES} returned files, in process", times, OPEN)
    print_target("kaohe collect / docx.Document", ratio(times[COLLECT], times[OPEN]).cpu, at_most=5)


def compare_processes(data: Path, folder: Path, rounds: int) -> None:
    """The command, against a script that imports python-docx and opens the files."""
    script = "import sys, pathlib, docx; [docx.Document(str(p)) for p in pathlib.Path(sys.argv[1]).iterdir()]"
    command: Command = [_PROGRAM, "--data", data, "collect", folder]
    peers = {
        COLLECT: program(command, before=lambda: shutil.rmtree(data / "reports", ignore_errors=True)),
        SCRIPT: program([sys.executable, "-c", script, folder]),
    }
    times = compare(peers, rounds)
    print_table(f"{BODIES} returned files, whole processes", times, SCRIPT)


def main() -> None:
    """Prints both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as work:
        data, folder = write_tables(Path(work) / "data"), Path(work) / "returned"
        fields = write_returns(data, folder)
        assert len(list(folder.iterdir())) == BODIES
        assert collect(data, folder).count("    + ") == fields
        compare_in_process(data, folder, rounds)
        compare_processes(data, folder, rounds)


if __name__ == "__main__":
    main()
