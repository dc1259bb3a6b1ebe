"""Returns of several rounds in any order: the same reports, and no round touches another."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_cli.cli.app import run
from kaohe_cli.forms.rounds import Round
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.collecting.reading.drafting import draft, filled
from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome

Kaohe = Callable[..., Outcome]
UNITS = {"区税务局": "A03.2", "区商务委": "A18.1"}
KEYS = ("progress/situation", "progress/self_score", "progress/self_rank", "problems")
MONTHS = (6, 10, 12)
_SAVED = datetime.fromisoformat("2021-11-10T08:00:00")


class Sent(NamedTuple):
    """A return: who sent it, of which round, what is filled in; the later number was saved later."""

    unit: str
    month: int
    number: int
    filled: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.unit}-{self.month}-{self.number}.docx"


@lru_cache(maxsize=256)
def data_of(sent: Sent) -> bytes:
    values: dict[str, Any] = {
        key: 0.5 if key.endswith("score") else f"{sent.month}月第{sent.number}份的{key}"
        for key in sent.filled
    }
    document = docx.Document(io.BytesIO(filled(draft(sent.unit, sent.month), {UNITS[sent.unit]: values})))
    document.core_properties.modified = _SAVED + timedelta(hours=sent.number)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def said(folder: Path) -> Mapping[str, Any]:
    """What each report says, by its path: the values of every row, and when it came."""
    workspace = Workspace(DataFolder(folder, folder.parent))
    found = {}
    for loaded in workspace.all_reports:
        report = loaded.get()
        assert workspace.round_of(loaded) == (report.year, report.through_month)
        assert report.returned is not None
        place = loaded.source.path.relative_to(folder).as_posix()
        found[place] = (
            {row: {**report.said, **own} for row, own in report.entries.items() if own},
            report.returned.file,
            report.returned.received,
        )
    return found


def collected(parent: Path, batches: list[list[Sent]]) -> Mapping[str, Any]:
    shutil.rmtree(parent, ignore_errors=True)
    shutil.copytree(REPOSITORY / "data", parent / "data", ignore=WHAT_SHIPS)
    for number, batch in enumerate(batches):
        folder = parent / f"收回{number}"
        folder.mkdir()
        for sent in batch:
            (folder / sent.name).write_bytes(data_of(sent))
        run(["--data", str(parent / "data"), "collect", str(folder), "--received", "2021-11-12"])
    return said(parent / "data")


SENT = st.lists(
    st.builds(
        Sent,
        st.sampled_from(sorted(UNITS)),
        st.sampled_from(MONTHS),
        st.integers(1, 9),
        st.frozensets(st.sampled_from(KEYS), min_size=1),
    ),
    min_size=2,
    max_size=5,
    unique_by=lambda sent: sent.number,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(sent=SENT, data=st.data())
def test_any_order_ends_in_the_same_reports(tmp_path: Path, sent: list[Sent], data: st.DataObject) -> None:
    together = collected(tmp_path / "一起", [sent])
    order = data.draw(st.permutations(sent))
    one_by_one = collected(tmp_path / "逐份", [[one] for one in order])
    assert one_by_one == together
    assert {Round(2021, one.month) for one in sent} == {
        Round(*map(int, path.split("/")[1].split("-"))) for path in together
    }


@pytest.mark.usefixtures("workspace")
def test_collecting_again_changes_no_byte(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "收回"
    folder.mkdir()
    for month, number in ((6, 1), (10, 3), (10, 2), (12, 4)):
        sent = Sent("区税务局", month, number, frozenset(KEYS))
        (folder / sent.name).write_bytes(data_of(sent))
    kaohe("collect", folder)
    before = {path: path.read_bytes() for path in (workspace / "data").rglob("*") if path.is_file()}
    assert "已录入过 4 份" in kaohe("collect", folder).err
    assert {path: path.read_bytes() for path in (workspace / "data").rglob("*") if path.is_file()} == before


def test_a_round_touches_no_byte_of_another(kaohe: Kaohe, workspace: Path) -> None:
    for number, month in enumerate(MONTHS):
        before = {path: path.read_bytes() for path in (workspace / "data").rglob("*") if path.is_file()}
        sent = Sent("区税务局", month, number, frozenset(KEYS))
        (workspace / sent.name).write_bytes(data_of(sent))
        assert kaohe("collect", sent.name).code in (0, 1)
        after = {path: path.read_bytes() for path in (workspace / "data").rglob("*") if path.is_file()}
        assert {path: after[path] for path in before} == before
        folders = {
            path.relative_to(workspace / "data" / "reports").parts[0] for path in set(after) - set(before)
        }
        assert folders == {f"2021-{month:02d}"}


def rewritten(data: bytes, new: str) -> bytes:
    """A draft of which the unit has typed over the label of （二）, and that has lost its mark of a round."""
    document = docx.Document(io.BytesIO(data))
    labels = [one for one in document.paragraphs if LABEL in one.text]
    assert labels
    for label in labels:
        first, *others = label.runs
        first.text = label.text.replace(LABEL, new)
        for run_ in others:
            run_.text = ""
    saved, stream = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/custom.xml":
                content = content.replace(b"kaohe_through_month", b"other")
            target.writestr(name, content)
    return stream.getvalue()


OCTOBER = Sent("区税务局", 10, 1, frozenset(KEYS))
LABEL = "1—10月完成情况"


@pytest.mark.parametrize(
    ("label", "folder"),
    [
        ("1—11月完成情况", "2021-11"),
        ("截至9月底完成情况", "2021-09"),
        ("全年完成情况", "2021-12"),
        ("2021年全年完成情况", "2021-12"),
        ("2021年1—12月完成情况", "2021-12"),
        ("截至10月底完成情况", "2021-10"),
    ],
)
def test_the_label_says_the_round(kaohe: Kaohe, workspace: Path, label: str, folder: str) -> None:
    (workspace / "交回.docx").write_bytes(rewritten(data_of(OCTOBER), label))
    kaohe("collect", "交回.docx")
    assert [path.parent.name for path in (workspace / "data" / "reports").glob("*/*.yaml")] == [folder]


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("2020年1—10月完成情况", "是 2020 年的材料，表是 2021 年的，未录入"),
        ("1—13月完成情况", "写的是 1—13月，没有这样的月份，未录入"),
        ("1—0月完成情况", "写的是 1—0月，没有这样的月份，未录入"),
    ],
)
def test_what_is_no_round_of_the_year_is_not_taken(
    kaohe: Kaohe, workspace: Path, label: str, why: str
) -> None:
    (workspace / "交回.docx").write_bytes(rewritten(data_of(OCTOBER), label))
    done = kaohe("collect", "交回.docx")
    assert done.code == 2
    assert why in done.err
    assert not (workspace / "data" / "reports").exists()


def test_one_that_states_none_goes_where_the_rule_says(kaohe: Kaohe, workspace: Path) -> None:
    silent = rewritten(data_of(OCTOBER), "目前完成情况")
    (workspace / "交回.docx").write_bytes(silent)
    done = kaohe("collect", "交回.docx")
    assert "没有写是几月的材料，按1—10月录入 2021-10 这一轮；不是这一轮的，加 --round 重新录入" in done.err
    year_end = Sent("区税务局", 12, 2, frozenset(KEYS))
    (workspace / year_end.name).write_bytes(data_of(year_end))
    kaohe("collect", year_end.name)
    assert "已录入过 1 份" in kaohe("collect", "交回.docx").err  # though another round is meant by now
    assert "按 --round 录入 2021-06 这一轮" in kaohe("collect", "交回.docx", "--round", "6").err
    names = {path.parent.name for path in (workspace / "data" / "reports").glob("*/*.yaml")}
    assert names == {"2021-06", "2021-10", "2021-12"}
