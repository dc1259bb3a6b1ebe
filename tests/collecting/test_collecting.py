"""Returned files taken into the reports: what is there already, what is older, what is kept."""

import errno
import io
import os
import shutil
import stat
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from kaohe_cli.files.transaction import Transaction
from kaohe_cli.yamltext.reader import read_yaml
from tests.collecting.reading.drafting import complete, draft, filled
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
UNIT = "区商务委"

REPORT = """\
# 区商务委的报送数据，第一行是人写的
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10   # 十月
entries:
  A18.1:
    problems: 无   # 问过了
    progress: {self_score: 2.5, situation: 增长8%}
"""


def values(**rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Values by row, the row's id written with _ for its point."""
    return {row.replace("_", "."): fields for row, fields in rows.items()}


def returned(rows: dict[str, dict[str, Any]], saved: str | None = None, month: int | None = None) -> bytes:
    """A draft with these values typed in, saved at a time."""
    document = docx.Document(io.BytesIO(filled(draft(UNIT, through_month=month), rows)))
    document.core_properties.modified = datetime.fromisoformat(saved or "2021-11-10T08:00:00")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def report(folder: Path, unit: str = UNIT) -> dict[str, Any]:
    root, problems = read_yaml((folder / "data" / "reports" / "2021-10" / f"{unit}.yaml").read_text("utf-8"))
    assert root is not None
    assert problems == []
    data: dict[str, Any] = root.data()
    return data


def entry(folder: Path, row: str) -> dict[str, Any]:
    found: dict[str, Any] = report(folder)["entries"][row]
    return found


def write_report(folder: Path, text: str = REPORT) -> Path:
    path = folder / "data" / "reports" / "2021-10" / f"{UNIT}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


A18 = {"progress/situation": "增长8%", "progress/self_score": "2.5", "problems": "无"}


def test_what_changed_is_shown_and_nothing_else_is_touched(kaohe: Kaohe, workspace: Path) -> None:
    path = write_report(workspace)
    rows = values(A18_1={**A18, "progress/self_score": "2.8", "progress/self_rank": "第3名"})
    del rows["A18.1"]["problems"]
    (workspace / "交回.docx").write_bytes(returned(rows))
    done = kaohe("collect", "交回.docx", "--received", "2021-11-12")
    assert "区商务委（交回.docx）：新填 1 栏，改动 1 栏，清空 1 栏" in done.out
    assert "    ~ （二）自评得分：2.5 → 2.8\n" in done.out
    assert "    + （二）自评排名：第3名\n" in done.out
    assert "    - （四）存在问题及建议：原来是 无\n" in done.out
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "# 区商务委的报送数据，第一行是人写的"
    assert "through_month: 10   # 十月" in lines
    assert entry(workspace, "A18.1")["progress"] == {
        "self_score": Decimal("2.8"), "situation": "增长8%", "self_rank": "第3名",
    }  # fmt: skip
    assert "problems" not in entry(workspace, "A18.1")
    assert report(workspace)["returned"]["received"] == "2021-11-12"


def test_the_same_words_but_for_a_full_stop_change_nothing(kaohe: Kaohe, workspace: Path) -> None:
    path = write_report(workspace, REPORT.replace("增长8%", "增长8%。"))
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    done = kaohe("collect", "交回.docx")
    assert "与现有内容一致，未作改动" in done.out
    assert "progress: {self_score: 2.5, situation: 增长8%。}" in path.read_text("utf-8")


def test_a_dry_run_shows_and_writes_nothing(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    done = kaohe("collect", "交回.docx", "--dry-run")
    assert "新填 3 栏" in done.out
    assert "未写入文件" in done.err
    assert not (workspace / "data" / "reports").exists()


def test_an_older_return_does_not_replace_a_newer_one(kaohe: Kaohe, workspace: Path) -> None:
    older = returned(values(A18_1={**A18, "progress/self_score": "1"}, A10_1=A18), "2021-11-01T08:00:00")
    (workspace / "新.docx").write_bytes(returned(values(A18_1=A18), "2021-11-09T08:00:00"))
    (workspace / "旧.docx").write_bytes(older)
    kaohe("collect", "新.docx", "--received", "2021-11-10")
    done = kaohe("collect", "旧.docx", "--received", "2021-11-11")
    assert done.code == 1
    assert "旧.docx：比已录入的那份（新.docx，保存于 2021-11-09T08:00:00Z）旧" in done.err
    assert "A18.1 没有替换：（二）自评得分：2.5 → 1" in done.err
    assert entry(workspace, "A18.1")["progress"]["self_score"] == Decimal("2.5")
    assert report(workspace)["returned"]["file"] == "新.docx"
    forced = kaohe("collect", "旧.docx", "--force")
    assert "（二）自评得分：2.5 → 1" in forced.out
    assert entry(workspace, "A18.1")["progress"]["self_score"] == 1


def test_files_of_one_body_in_one_go_the_last_saved_has_the_say(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "收回"
    folder.mkdir()
    first = values(A18_1=A18, A10_1={"problems": "甲"})
    second = values(A18_1={**A18, "progress/self_score": "3"}, A11_1={"problems": "乙"})
    (folder / "a.docx").write_bytes(returned(second, "2021-11-09T08:00:00"))
    (folder / "b.docx").write_bytes(returned(first, "2021-11-08T08:00:00"))
    done = kaohe("collect", folder)
    assert "a.docx：区商务委还交了 b.docx" in done.err
    assert entry(workspace, "A18.1")["progress"]["self_score"] == 3
    assert entry(workspace, "A11.1")["problems"] == "乙"
    assert report(workspace)["returned"]["file"] == "a.docx"


def test_the_same_file_again_and_an_untouched_draft_change_nothing(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    shutil.copy(workspace / "交回.docx", workspace / "交回（1）.docx")
    done = kaohe("collect", "交回.docx", "交回（1）.docx")
    assert "交回（1）.docx：与 交回.docx 是同一份文件" in done.err
    before = (workspace / "data" / "reports" / "2021-10" / f"{UNIT}.yaml").read_bytes()
    assert "这一份已经录入过" in kaohe("collect", "交回.docx").err
    (workspace / "草稿.docx").write_bytes(draft(UNIT))
    assert "没有人填写过" in kaohe("collect", "草稿.docx").err
    assert (workspace / "data" / "reports" / "2021-10" / f"{UNIT}.yaml").read_bytes() == before


def test_another_month_is_another_report(kaohe: Kaohe, workspace: Path) -> None:
    path = write_report(
        workspace, REPORT + "  A10.1:\n    progress: {situation: 到十月的}\n    problems: 甲\n"
    )
    before = path.read_bytes()
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18), month=11))
    done = kaohe("collect", "交回.docx")
    assert "录入 2021-11 这一轮（不是 2021-10）" in done.err
    assert "rounds 里没有 2021-11 这一轮，照常录入" in done.err
    assert path.read_bytes() == before
    assert "through_month: 11\n" in (path.parents[1] / "2021-11" / path.name).read_text("utf-8")


def test_who_answers_is_said_once_where_all_rows_agree(kaohe: Kaohe, workspace: Path) -> None:
    everything = complete(UNIT)
    (workspace / "交回.docx").write_bytes(returned(everything))
    kaohe("collect", "交回.docx")
    data = report(workspace)
    assert (data["leader"], data["contact"]) == ("张三", {"name": "李四", "mobile": "13800000000"})
    assert not any("leader" in row or "contact" in row for row in data["entries"].values())
    everything["A18.1"] |= {"contact/name": "王五", "contact/mobile": "13900000000"}
    (workspace / "更正.docx").write_bytes(returned(everything, "2021-11-12T08:00:00"))
    done = kaohe("collect", "更正.docx", "--show-phones")
    assert "（六）责任人：李四 → 王五" in done.out
    assert "13800000000 → 13900000000" in done.out
    data = report(workspace)
    assert data["contact"] == {"name": "李四", "mobile": "13800000000"}
    assert data["entries"]["A18.1"]["contact"] == {"name": "王五", "mobile": "13900000000"}
    everything["A10.1"] |= {"contact/name": "赵六"}
    del everything["A10.1"]["contact/mobile"]  # nobody gets another's number
    (workspace / "第三次.docx").write_bytes(returned(everything, "2021-11-13T08:00:00"))
    kaohe("collect", "第三次.docx")
    data = report(workspace)
    assert "contact" not in data
    assert data["entries"]["A10.1"]["contact"] == {"name": "赵六"}
    assert data["entries"]["A11.1"]["contact"] == {"name": "李四", "mobile": "13800000000"}


def test_the_file_is_kept_with_what_no_field_claimed(kaohe: Kaohe, workspace: Path) -> None:
    for number, words in enumerate(("附：另有几句话想说。", "附：这是另一份。"), 1):
        form = docx.Document(io.BytesIO(returned(values(A18_1=A18), f"2021-11-1{number}T08:00:00")))
        form.paragraphs[0].insert_paragraph_before(words)
        form.save(str(workspace / "交回.docx"))
        done = kaohe("collect", "交回.docx")
        assert f"没有归入任何一栏：第 1 段：{words}" in done.err
        assert done.code == 1
    kept = workspace / "data" / "reports" / "2021-10" / "returned" / UNIT
    assert sorted(path.name for path in kept.iterdir()) == [
        "交回-2.docx", "交回-2.docx.未归入.txt", "交回.docx", "交回.docx.未归入.txt",
    ]  # fmt: skip
    assert "这是另一份" in (kept / "交回-2.docx.未归入.txt").read_text("utf-8")
    assert (kept / "交回-2.docx").read_bytes() == (workspace / "交回.docx").read_bytes()


def kept(folder: Path) -> dict[str, bytes]:
    below = folder / "data" / "reports" / "2021-10" / "returned" / UNIT
    return {path.name: path.read_bytes() for path in below.iterdir()} if below.is_dir() else {}


def test_originals_and_reports_are_one_change(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the original is copied: then there is no report either, and nothing beside them."""
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.suffix == ".docx":
            raise OSError(errno.ENOSPC, "full")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        done = kaohe("collect", "交回.docx")
    assert (done.code, done.out) == (2, "")
    assert "磁盘已满" in done.err
    assert "未作改动" in done.err
    assert not (workspace / "data" / "reports").exists()
    assert kaohe("collect", "交回.docx", "--received", "2021-11-12").code < 2
    assert kept(workspace) == {"交回.docx": (workspace / "交回.docx").read_bytes()}


def test_a_file_that_was_changed_after_it_was_read_is_not_taken(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    commit = Transaction.commit

    def changed_first(self: Transaction) -> tuple[Path, ...]:
        (workspace / "交回.docx").write_bytes(b"another")
        return commit(self)

    monkeypatch.setattr(Transaction, "commit", changed_first)
    done = kaohe("collect", "交回.docx")
    assert (done.code, done.out) == (2, "")
    assert "交回.docx 在读取之后又被改动或移走，这一次未录入任何内容；请重新录入" in done.err
    assert not (workspace / "data" / "reports").exists()


def test_originals_of_one_name_are_all_kept(kaohe: Kaohe, workspace: Path) -> None:
    files = []
    for number in range(3):
        path = workspace / f"第{number}次" / "交回.docx"
        path.parent.mkdir()
        rows = values(A18_1={**A18, "progress/self_score": str(number)})
        path.write_bytes(returned(rows, f"2021-11-0{number + 1}T08:00:00"))
        files.append(path)
    kaohe("collect", *files)
    assert kept(workspace) == {
        "交回.docx": files[0].read_bytes(),
        "交回-2.docx": files[1].read_bytes(),
        "交回-3.docx": files[2].read_bytes(),
    }


def test_an_original_with_a_very_long_name_is_kept(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / f"{'材' * 83}.docx"
    path.write_bytes(returned(values(A18_1=A18)))
    assert kaohe("collect", path, "--received", "2021-11-12").code < 2
    ((name, content),) = kept(workspace).items()
    assert name.startswith("材材")
    assert name.endswith("材.docx")
    assert content == path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_reports_and_originals_are_private(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    kaohe("collect", "交回.docx", "--received", "2021-11-12")
    reports = workspace / "data" / "reports"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (reports, *reports.rglob("*"))}
    assert modes == {
        "reports": 0o700, "2021-10": 0o700, "returned": 0o700, UNIT: 0o700, "交回.docx": 0o600, f"{UNIT}.yaml": 0o600,
    }  # fmt: skip


def test_bodies_whose_files_would_be_one_are_not_taken(kaohe: Kaohe, workspace: Path) -> None:
    units = workspace / "data" / "units.yaml"
    units.write_text(
        units.read_text("utf-8").replace(f"name: {UNIT}\n", f"name: {UNIT}a\n    aliases: [{UNIT}]\n", 1),
        "utf-8",
    )
    units.write_text(units.read_text("utf-8").replace("units:\n", f"units:\n  - name: {UNIT}A\n", 1), "utf-8")
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    done = kaohe("collect", "交回.docx", "--unit", UNIT)
    assert done.code == 2
    assert "同一个文件名，未录入" in done.out + done.err
    assert not (workspace / "data" / "reports").exists()


def test_a_report_with_a_mistake_is_left_alone_and_the_rest_is_taken(kaohe: Kaohe, workspace: Path) -> None:
    path = write_report(workspace, REPORT.replace("year: 2021", "year: 二〇二一"))
    (workspace / "商务委.docx").write_bytes(returned(values(A18_1=A18)))
    (workspace / "科技局.docx").write_bytes(filled(draft("区科技局"), {"A04.1": {"problems": "无"}}))
    done = kaohe("collect", "商务委.docx", "科技局.docx")
    assert done.code == 1
    assert "商务委.docx：data/reports/2021-10/区商务委.yaml 有误" in done.err
    assert path.read_text("utf-8") == REPORT.replace("year: 2021", "year: 二〇二一")
    assert report(workspace, "区科技局")["entries"]["A04.1"] == {"problems": "无"}


def test_collected_reports_pass_validate_and_are_drafted_again(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "交回.docx").write_bytes(returned(complete(UNIT)))
    assert kaohe("collect", "交回.docx").code == 0
    assert "KH8" not in kaohe("validate").out
    kaohe("draft", "--unit", UNIT, "--output", "再次")
    form = docx.Document("再次/区商务委.docx")  # anybody saves it: it is no draft of ours any more
    form.core_properties.modified = datetime.fromisoformat("2021-12-01T08:00:00")
    form.save("再次/区商务委.docx")
    done = kaohe("collect", "再次")
    assert "与现有内容一致，未作改动" in done.out


@pytest.mark.parametrize(("day", "is_said"), [("2021-11-12", False), ("2021-11-13", True)])
def test_a_day_of_receipt_that_is_yet_to_come_is_told(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch, day: str, is_said: bool
) -> None:
    monkeypatch.setattr("kaohe_cli.cli.collect.today", lambda: date(2021, 11, 12))
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    done = kaohe("collect", "交回.docx", "--received", day)
    assert ("收到的日期在今天以后，请核对" in done.err) == is_said
    assert report(workspace)["returned"]["received"] == day


@pytest.mark.parametrize("day", ["2021/11/12", "2021年11月12日", "11月12日"])
def test_the_day_of_receipt_is_read_as_people_write_it(kaohe: Kaohe, workspace: Path, day: str) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    done = kaohe("collect", "交回.docx", "--received", day)
    assert report(workspace)["returned"]["received"] == "2021-11-12"
    assert ("按表的考核年度读作 2021-11-12" in done.err) == (day == "11月12日")


def test_wrong_use_is_explained(kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "交回.docx").write_bytes(returned(values(A18_1=A18)))
    for words, said in [
        (("没有.docx",), "找不到“没有.docx”"),
        (("交回.docx", "--received", "十一月"), "--received 的“十一月”不是日期"),
        (("交回.docx", "--unit", "区级有关部门"), "是统称，不交材料"),
        (("交回.docx", "--row", "标题"), "请写成 标题=编号"),
        (("交回.docx", "--row", "标题=Z99"), "没有编号是“Z99”的项"),
        (("data",), "没有找到 Word 文件"),
    ]:
        done = kaohe("collect", *words)
        assert done.code == 2
        assert said in done.err
    shutil.rmtree(workspace / "data")
    done = kaohe("collect", "交回.docx")
    assert done.code == 2
    assert "随程序安装的表，不能修改" in done.err


def test_an_area_code_more_or_less_changes_nothing(kaohe: Kaohe, workspace: Path) -> None:
    tables = workspace / "data" / "indicators.yaml"
    tables.write_text(
        tables.read_text("utf-8").replace("year: 2021", 'year: 2021\narea_code: "023"', 1), "utf-8"
    )
    row = {**A18, "city_liaison/office": "市场处", "city_liaison/phone": "023-60000001"}
    (workspace / "先.docx").write_bytes(returned(values(A18_1=row)))
    kaohe("collect", "先.docx")
    again = returned(values(A18_1={**row, "city_liaison/phone": "60000001"}), "2021-11-11T08:00:00")
    (workspace / "后.docx").write_bytes(again)
    done = kaohe("collect", "后.docx")
    assert "与现有内容一致，未作改动" in done.out
    assert "KH805" not in done.err
    assert entry(workspace, "A18.1")["city_liaison"]["phone"] == "023-60000001"


def test_the_last_line_counts_every_file_that_was_given(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "收回"
    folder.mkdir()
    (folder / "先交.docx").write_bytes(returned(values(A18_1=A18)))
    kaohe("collect", folder)
    other = returned(values(A18_1={**A18, "problems": "有"}))
    for name, data in {
        "另交.docx": other,
        "另交（副本）.docx": other,
        "空表.docx": draft(UNIT),
        "旧.docx": returned(values(A18_1=A18), saved="2021-10-01T08:00:00", month=9),
        "区教委.docx": returned(values(A10_1=A18)),
        "坏的.docx": b"PK",
        "名单.xlsx": b"",
        "说明.txt": b"",
    }.items():
        (folder / name).write_bytes(data)
    (folder / "断了.docx").symlink_to(folder / "没有.docx")
    notice = docx.Document()
    notice.add_paragraph("会议通知")
    notice.save(str(folder / "通知.docx"))
    last = kaohe("collect", folder).err.splitlines()[-1]
    assert last == (
        "共 11 份：已录入 2 份，已录入过 1 份，重复 1 份，未填写 1 份，待确认 1 份，"
        "无法读取 3 份，未录入 1 份，不是填报的表 1 份；录入 2021-09 1 份、2021-10 1 份"
    )


def test_a_template_that_cannot_be_read_does_not_stop_what_comes_back(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it prints is not known then; ``draft`` says what is wrong with it."""
    template = workspace / "templates" / "annex3.docx"
    template.parent.mkdir()
    template.write_bytes(b"")
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == template.name and path.parent.parent == workspace:
            raise PermissionError(errno.EACCES, "no")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (workspace / f"{UNIT}.docx").write_bytes(returned(complete(UNIT)))
    done = kaohe("collect", f"{UNIT}.docx")
    assert "已录入 1 份" in done.err
