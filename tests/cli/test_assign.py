"""``kaohe assign``: the matrix, and changes that touch exactly the right lines."""

import difflib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.query.rows import all_rows
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import PATIENCE, Outcome
from tests.ooxml.printed_form import headings, lines

Kaohe = Callable[..., Outcome]


def tables_text(workspace: Path) -> str:
    return "".join(
        (workspace / "data" / name).read_text("utf-8") for name in ("indicators.yaml", "incentives.yaml")
    )


def changed_lines(before: str, after: str) -> list[str]:
    """Returns the removed and added lines, each with its sign."""
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [
        line.replace("            ", "")
        for line in diff
        if line[:3] not in ("---", "+++") and line[0] in "+-"
    ]


class TestMatrix:
    @pytest.mark.usefixtures("workspace")
    def test_each_body_with_what_it_leads_and_supports(self, kaohe: Kaohe) -> None:
        loads = {load["name"]: load for load in json.loads(kaohe("assign", "--format", "json").out)}
        assert len(loads) == 36
        assert next(iter(loads)) == "区发展改革委"
        assert loads["区发展改革委"]["weight"] == 15
        assert loads["区商务委"] == {
            "name": "区商务委",
            "led": ["A10.1", "A11.1", "A18.1"],
            "supported": ["B02.1", "C03.1"],
            "incentives": [],
            "weight": 7,
        }
        assert loads["区政府外办"]["incentives"] == ["J04"]
        assert sum(load["weight"] for load in loads.values()) == 90

    @pytest.mark.usefixtures("workspace")
    def test_what_still_waits_stands_below(self, kaohe: Kaohe) -> None:
        out = kaohe("assign").out
        assert "还有 4 项没有全部落实到具体单位：\nC01.1 党中央" in out
        assert out.index("区国资委") < out.index("C01.1 党中央")

    @pytest.mark.usefixtures("workspace")
    def test_by_section_and_by_city(self, kaohe: Kaohe) -> None:
        sections = json.loads(kaohe("assign", "--by", "section", "--format", "json").out)
        assert [(len(one["led"]) + len(one["incentives"]), one["weight"]) for one in sections] == [
            (33, 90), (3, 0), (4, 0), (18, 0), (27, 0),
        ]  # fmt: skip
        cities = {
            one["name"]: one for one in json.loads(kaohe("assign", "--by", "city", "--format", "json").out)
        }
        assert cities["市医保局"]["incentives"] == ["J23"]
        assert cities["市水利局"]["units"] == ["区农业农村委"]

    @pytest.mark.parametrize("form", ["table", "md", "csv", "yaml"])
    @pytest.mark.usefixtures("workspace")
    def test_every_format(self, kaohe: Kaohe, form: str) -> None:
        done = kaohe("assign", "--format", form)
        assert done.code == 0
        assert "区消防救援支队" in done.out


class TestUnits:
    @pytest.mark.parametrize(
        ("words", "changed"),
        [
            (["A18.1", "--add", "区教委"], ["-units: [区商务委]", "+units: [区商务委, 区教委]"]),
            (
                ["A18", "--add", "区教委，区民政局"],
                ["-units: [区商务委]", "+units: [区商务委, 区教委, 区民政局]"],
            ),
            (
                ["A02.1", "--remove", "区工商联"],
                ["-units: [区发展改革委, 区工商联]", "+units: [区发展改革委]"],
            ),
            (
                ["A02.1", "--lead", "区工商联"],
                ["-units: [区发展改革委, 区工商联]", "+units: [区工商联, 区发展改革委]"],
            ),
            (["A18.1", "--set", "区教委,区商务委"], ["-units: [区商务委]", "+units: [区教委, 区商务委]"]),
            (["A18.1", "--remove", "区商务委", "--allow-empty"], ["-units: [区商务委]", "+units: []"]),
            (["A12.1", "--add", "区招商投资局"], []),
            (["A12.1", "--lead", "区招商投资局"], []),
            (
                ["J04", "--add", "区商务委"],
                ["-    units: [区招商投资局]", "+    units: [区招商投资局, 区商务委]"],
            ),
            (
                ["A12.1", "--add", "区商务委", "--lead", "区商务委"],
                ["-units: [区政府外办（区招商投资局）]", "+units: [区商务委, 区政府外办（区招商投资局）]"],
            ),
        ],
    )
    def test_a_change_touches_its_line_only(
        self, kaohe: Kaohe, workspace: Path, words: list[str], changed: list[str]
    ) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", *words)
        assert done.code == 0
        assert changed_lines(before, tables_text(workspace)) == changed
        assert all(line.lstrip("+- ") in done.out for line in changed)
        assert ("未作改动" in done.err) == (not changed)
        assert kaohe("validate").code == (1 if "--allow-empty" in words else 0)
        assert not (workspace / "data" / ".kaohe-lock").exists()

    def test_several_rows_of_both_tables_at_once(self, kaohe: Kaohe, workspace: Path) -> None:
        before = tables_text(workspace)
        assert kaohe("assign", "A15", "J19", "--add", "区教委").code == 0
        assert len(changed_lines(before, tables_text(workspace))) == 2 * 4

    def test_all_or_nothing(self, kaohe: Kaohe, workspace: Path) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", "A02.1", "A18.1", "--remove", "区工商联")
        assert done.code == 2
        assert "A18.1 的责任单位里没有“区工商联”" in done.err
        assert tables_text(workspace) == before

    def test_a_dry_run_writes_nothing(self, kaohe: Kaohe, workspace: Path) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", "A18.1", "--add", "区教委", "--dry-run")
        assert "+            units: [区商务委, 区教委]" in done.out
        assert "--- data/indicators.yaml" in done.out
        assert tables_text(workspace) == before

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["A18.1", "--remove", "区商务委"], "--allow-empty"),
            (["A18.1", "--add", "区商务局"], "可能是"),
            (["A88", "--add", "区教委"], "没有编号是“A88”的项"),
            (["招商", "--add", "区教委"], "没有编号是“招商”的项"),
            (["A18.1"], "未指明要改的内容"),
            (["--add", "区教委"], "未指明要改的项"),
            (["A18.1", "--remove", "区教委"], "现有：区商务委"),
        ],
    )
    def test_what_cannot_be(self, kaohe: Kaohe, workspace: Path, words: list[str], says: str) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", *words)
        assert done.code == 2
        assert says in done.err
        assert done.err.count("\n") == 1
        assert tables_text(workspace) == before

    def test_the_tables_that_ship_are_not_changed(
        self, kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        done = kaohe("assign", "A18.1", "--add", "区教委")
        assert done.code == 2
        assert "不能修改" in done.err


class TestCollectives:
    def test_resolving_keeps_the_wording_and_counts_the_bodies(self, kaohe: Kaohe, workspace: Path) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", "C01.1", "--resolve", "区级有关部门", "--to", "区商务委,区教委")
        assert done.code == 0
        assert changed_lines(before, tables_text(workspace)) == [
            "+resolved:",
            "+  区级有关部门: [区商务委, 区教委]",
        ]
        assert "C01.1" in kaohe("list", "--unit", "区教委").out
        assert "区级有关部门（区商务委、区教委）" in kaohe("show", "C01").out.replace("\n", "").replace(
            " ", ""
        )
        assert [row["id"] for row in json.loads(kaohe("list", "--unassigned", "--format", "json").out)] == [
            "C04.1", "D02.2", "D04.1",
        ]  # fmt: skip
        assert kaohe("validate").out.count("KH505") == 3
        kaohe("draft", "--unit", "区教委")
        path = workspace / "drafts" / "2021" / "区教委.docx"
        assert any("领导批示或交办事项" in heading for heading in headings(path))
        assert "（一）责任单位：区委办公室、区政府办公室、区级有关部门（区商务委、区教委）。" in lines(path)

    def test_resolving_again_replaces_and_nothing_takes_it_back(self, kaohe: Kaohe, workspace: Path) -> None:
        before = tables_text(workspace)
        kaohe("assign", "C01.1", "--resolve", "区级有关部门", "--to", "区商务委,区教委")
        kaohe("assign", "C01.1", "--resolve", "区级有关部门", "--to", "区民政局")
        assert "区级有关部门: [区民政局]" in tables_text(workspace)
        kaohe("assign", "C01.1", "--resolve", "区级有关部门", "--to", "")
        assert tables_text(workspace) == before

    def test_a_body_named_in_the_row_leaves_the_resolution(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("assign", "C01.1", "--resolve", "区级有关部门", "--to", "区商务委,区教委")
        kaohe("assign", "C01.1", "--add", "区教委")
        assert "区级有关部门: [区商务委]" in tables_text(workspace)
        kaohe("assign", "C01.1", "--remove", "区商务委")
        assert "resolved" not in tables_text(workspace)
        assert kaohe("validate").code == 0

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (
                ["A18.1", "--resolve", "区级有关部门", "--to", "区教委"],
                "A18.1 的责任单位里没有“区级有关部门”",
            ),
            (["C01.1", "--resolve", "区委办公室", "--to", "区教委"], "不是统称"),
            (["C01.1", "--resolve", "区级有关部门", "--to", "区级有关部门"], "也是统称"),
            (["C01.1", "--resolve", "区级有关部门", "--to", "区委改革办"], "已经有区委办公室"),
            (["C01.1", "--resolve", "区级有关部门"], "--to"),
        ],
    )
    @pytest.mark.usefixtures("workspace")
    def test_what_cannot_be(self, kaohe: Kaohe, words: list[str], says: str) -> None:
        done = kaohe("assign", *words)
        assert done.code == 2
        assert says in done.err


class TestPeople:
    def fill(self, kaohe: Kaohe) -> None:
        words = ("--leader", "张样例", "--contact", "李样例", "--mobile", "13800000000")
        assert kaohe("assign", "--unit", "区商务委", *words).code == 0
        assert kaohe("assign", "A18.1", "--unit", "区商务委", "--contact", "王样例").code == 0
        assert kaohe("assign", "A18.1", "--city-office", "市场处", "--city-phone", "023-60000000").code == 0
        assert kaohe("assign", "--city", "市招商投资局", "--city-leader", "赵样例").code == 0

    def test_the_roster_is_written_and_valid(self, kaohe: Kaohe, workspace: Path) -> None:
        self.fill(kaohe)
        text = (workspace / "data" / "contacts.yaml").read_text("utf-8")
        assert text.endswith(
            "units:\n  区商务委:\n    leader: 张样例\n    contact: 李样例\n"
            '    mobile: "13800000000"\n    rows:\n      A18.1:\n        contact: 王样例\n'
            'city_rows:\n  A18.1:\n    office: 市场处\n    phone: "023-60000000"\n'
            "city_departments:\n  市招商投资局:\n    leader: 赵样例\n"
        )
        assert kaohe("validate").code == 0

    def test_an_address_is_written_and_shown(self, kaohe: Kaohe, workspace: Path) -> None:
        assert kaohe("assign", "--unit", "区商务委", "--email", "li@example.com").code == 0
        assert "email: li@example.com" in (workspace / "data" / "contacts.yaml").read_text("utf-8")
        assert "邮箱 li@example.com" in kaohe("assign", "--unit", "区商务委").out
        assert kaohe("validate").code == 0

    @pytest.mark.usefixtures("workspace")
    def test_copies_and_salutation(self, kaohe: Kaohe) -> None:
        words = (
            "--email",
            "li@example.com; wang@example.com",
            "--cc",
            "zhao@example.com",
            "--salutation",
            "李科长",
        )
        assert kaohe("assign", "--unit", "区商务委", *words).code == 0
        shown = kaohe("assign", "--unit", "区商务委").out
        assert "邮箱 li@example.com; wang@example.com，抄送 zhao@example.com，称呼 李科长" in shown
        assert kaohe("assign", "--unit", "区商务委", "--cc", "赵样例").code == 2
        assert kaohe("validate").code == 0

    def test_a_masked_number_is_a_reminder(self, kaohe: Kaohe, workspace: Path) -> None:
        text = 'schema_version: 1\nunits:\n  区商务委: {contact: 李××, mobile: "138****5678"}\n'
        (workspace / "data" / "contacts.yaml").write_text(text, "utf-8")
        done = kaohe("validate")
        assert "已打码，无法联系" in done.out
        assert "格式不对" not in done.out
        assert done.code == 0

    def test_drafts_are_filled_from_it(self, kaohe: Kaohe, workspace: Path) -> None:
        self.fill(kaohe)
        kaohe("draft", "--unit", "区商务委", "--unit", "区政府外办")
        text = lines(workspace / "drafts" / "2021" / "区商务委.docx")
        assert "2. 责任人：李样例；联系电话（手机）：13800000000。" in text
        # another person answers for A18.1, whose number nobody has given
        assert "2. 责任人：王样例；联系电话（手机）：【请填写联系电话】。" in text
        assert "2. 经办处室名称及联系电话：市场处，023-60000000。" in text
        other = lines(workspace / "drafts" / "2021" / "区政府外办.docx")
        assert "1. 市级考核单位分管领导：赵样例。" in other

    def test_a_reports_own_entry_wins(self, kaohe: Kaohe, workspace: Path) -> None:
        self.fill(kaohe)
        (workspace / "data" / "reports").mkdir()
        (workspace / "data" / "reports" / "区商务委.yaml").write_text(
            "schema_version: 1\nyear: 2021\nunit: 区商务委\nthrough_month: 10\nleader: 钱样例\n"
            "entries:\n  A18.1: {city_liaison: {office: 流通处}}\n",
            "utf-8",
        )
        kaohe("draft", "--unit", "区商务委")
        text = lines(workspace / "drafts" / "2021" / "区商务委.docx")
        assert "1. 责任领导：钱样例。" in text
        assert "1. 责任领导：张样例。" not in text
        # the roster's number is that of another office
        assert "2. 经办处室名称及联系电话：流通处，【请填写联系电话】。" in text

    @pytest.mark.usefixtures("workspace")
    def test_numbers_are_shown_only_when_asked_for(self, kaohe: Kaohe) -> None:
        words = ("assign", "--unit", "区商务委", "--mobile", "13800000000")
        assert "13800000000" not in kaohe(*words, "--dry-run").out
        assert "13800000000" in kaohe(*words, "--show-phones").out
        assert "13800000000" not in kaohe("assign", "--unit", "区商务委").out
        assert "13800000000" in kaohe("assign", "--unit", "区商务委", "--show-phones").out
        for command in (["assign"], ["list"], ["show", "A18"], ["validate"]):
            assert "13800000000" not in kaohe(*command).out

    def test_a_field_is_taken_away(self, kaohe: Kaohe, workspace: Path) -> None:
        self.fill(kaohe)
        assert kaohe("assign", "--unit", "区商务委", "--mobile", "").code == 0
        assert "13800000000" not in (workspace / "data" / "contacts.yaml").read_text("utf-8")

    def test_the_roster_may_live_elsewhere(
        self, kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere = workspace / "内部" / "联系人.yaml"
        elsewhere.parent.mkdir()
        monkeypatch.setenv("KAOHE_CONTACTS", str(elsewhere))
        assert kaohe("assign", "--unit", "区教委", "--leader", "张样例").code == 0
        assert elsewhere.exists()
        assert not (workspace / "data" / "contacts.yaml").exists()
        assert "张样例" in kaohe("assign", "--unit", "区教委").out

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--unit", "区商务委", "--mobile", "12345"], "联系电话格式不对"),
            (["--unit", "区商务委", "--mobile", "6000000"], "带区号"),
            (["A18.1", "--city-phone", "110"], "联系电话格式不对"),
            (["--unit", "区商务委", "--email", "李样例"], "邮箱的写法不对"),
            (["--unit", "区级有关部门", "--leader", "张样例"], "是统称"),
            (["--leader", "张样例"], "--unit"),
            (
                ["A01.1", "--unit", "区商务委", "--leader", "张样例"],
                "A01.1（GDP增量及增速）的责任单位里没有区商务委",
            ),
            (["--city-leader", "张样例"], "--city"),
            (["--city", "市商务局", "--city-leader", "张样例"], "没有“市商务局”这个市级部门"),
        ],
    )
    def test_what_cannot_be(self, kaohe: Kaohe, workspace: Path, words: list[str], says: str) -> None:
        done = kaohe("assign", *words)
        assert done.code == 2
        assert says in done.err
        assert done.err.count("\n") == 1
        assert not (workspace / "data" / "contacts.yaml").exists()


def test_two_people_at_once_both_survive(workspace: Path) -> None:
    units = [
        unit.name for unit in Workspace(find_data(None)).tables().registry.units if unit.name != "区商务委"
    ][:6]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kaohe_cli", "assign", "A18.1", "--add", unit], stdout=subprocess.DEVNULL
        )
        for unit in units
    ]
    assert [process.wait(timeout=PATIENCE) for process in running] == [0] * len(units)
    (row,) = (row for row in all_rows(Workspace(find_data(None)).tables()) if row.id == "A18.1")
    assert set(row.units) == {"区商务委", *units}


class TestNothingGoesUnheeded:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["C01.1", "--add", "区教委", "--resolve", "区级有关部门", "--to", "区民政局"], "不能一次做"),
            (["A18.1", "--add", "区教委", "--city-office", "市场处"], "不能一次做"),
            (
                ["--unit", "区商务委", "--leader", "张样例", "--city", "市财政局", "--city-leader", "王样例"],
                "不能一次做",
            ),
            (["A18.1", "--unit", "区商务委", "--add", "区教委"], "--unit 只用来"),
            (["A18.1", "--add", "区教委", "-o", "甲.txt"], "--format、--output 只用于列出"),
            (["A18.1", "--add", ""], "--add 后面没有写单位"),
            (["A18.1", "--set", ","], "--set 后面没有写单位"),
            (["A18.1", "--lead", " "], "--lead 后面没有写单位"),
        ],
    )
    def test_a_mixture_or_a_blank_is_refused(
        self, kaohe: Kaohe, workspace: Path, words: list[str], says: str
    ) -> None:
        before = tables_text(workspace)
        done = kaohe("assign", *words)
        assert done.code == 2
        assert says in done.err
        assert tables_text(workspace) == before
        assert not (workspace / "data" / "contacts.yaml").exists()


class TestNoCommandLeavesTheDataWorse:
    @pytest.mark.usefixtures("workspace")
    def test_a_body_with_people_for_the_row_stays(self, kaohe: Kaohe) -> None:
        kaohe("assign", "A18.1", "--add", "区教委")
        kaohe("assign", "A18.1", "--unit", "区教委", "--leader", "王样例")
        done = kaohe("assign", "A18.1", "--remove", "区教委")
        assert done.code == 2
        assert "contacts.yaml 出错：A18.1" in done.err
        assert kaohe("assign", "A18.1", "--unit", "区教委", "--leader", "").code == 0
        assert kaohe("assign", "A18.1", "--remove", "区教委").code == 0
        assert kaohe("validate").code == 0

    def test_a_body_that_has_reported_stays(self, kaohe: Kaohe, workspace: Path) -> None:
        (workspace / "data" / "reports").mkdir()
        (workspace / "data" / "reports" / "区商务委.yaml").write_text(
            "schema_version: 1\nyear: 2021\nunit: 区商务委\nthrough_month: 10\nentries:\n  A18.1: {problems: 无}\n",
            "utf-8",
        )
        done = kaohe("assign", "A18.1", "--set", "区教委")
        assert done.code == 2
        assert "区商务委.yaml 出错" in done.err
        assert kaohe("validate").code == 0

    @pytest.mark.usefixtures("workspace")
    def test_two_collectives_do_not_share_a_body(self, kaohe: Kaohe) -> None:
        kaohe("unit", "add", "区级其他部门", "--collective")
        kaohe("assign", "C01", "--add", "区级其他部门")
        kaohe("assign", "C01", "--resolve", "区级有关部门", "--to", "区教委")
        done = kaohe("assign", "C01", "--resolve", "区级其他部门", "--to", "区教委")
        assert done.code == 2
        assert "已经有区教委" in done.err

    def test_errors_that_were_there_before_do_not_block(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workspace / "data" / "indicators.yaml"
        path.write_text(path.read_text("utf-8").replace("weight: 7", "weight: 7.5"), "utf-8")
        assert kaohe("validate").code == 1
        assert kaohe("assign", "A18.1", "--add", "区教委").code == 0


class TestRosterByHand:
    @pytest.mark.parametrize(
        "units",
        ["{区教委: 张样例}", "甲", "[甲]", "{区教委: {leader: [甲]}}", "{区教委: {leader: 甲, rows: 张三}}"],
    )
    def test_what_is_no_mapping_is_refused_with_its_line(
        self, kaohe: Kaohe, workspace: Path, units: str
    ) -> None:
        path = workspace / "data" / "contacts.yaml"
        text = f"schema_version: 1\nunits: {units}\n"
        path.write_text(text, "utf-8")
        words = ["A21.2"] if "rows" in units else []
        done = kaohe("assign", *words, "--unit", "区教委", "--leader", "新样例")
        assert done.code == 2
        assert "第 2 行" in done.err
        assert path.read_text("utf-8") == text

    def test_nothing_is_made_of_nothing(self, kaohe: Kaohe, workspace: Path) -> None:
        for words in (["J04", "--city-phone", ""], ["--unit", "区教委", "--leader", ""]):
            done = kaohe("assign", *words)
            assert (done.code, done.out) == (0, "")
            assert "未作改动" in done.err
        assert not (workspace / "data" / "contacts.yaml").exists()

    def test_an_emptied_entry_goes_away_whole(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("assign", "--unit", "区商务委", "--leader", "张样例")
        before = (workspace / "data" / "contacts.yaml").read_text("utf-8")
        kaohe("assign", "A18.1", "--unit", "区商务委", "--contact", "王样例")
        kaohe("assign", "A18.1", "--unit", "区商务委", "--contact", "")
        assert (workspace / "data" / "contacts.yaml").read_text("utf-8") == before

    @pytest.mark.parametrize("number", ["1380 000 0000", "138-0000-0000", "+86 13800000000"])
    def test_a_number_in_any_grouping_is_written_plain_and_hidden(
        self, kaohe: Kaohe, workspace: Path, number: str
    ) -> None:
        done = kaohe("assign", "--unit", "区商务委", "--mobile", number)
        assert '"13800000000"' in (workspace / "data" / "contacts.yaml").read_text("utf-8")
        assert "0000" not in done.out

    def test_a_number_of_an_office_needs_no_area_code(self, kaohe: Kaohe, workspace: Path) -> None:
        assert kaohe("assign", "J04", "--city-phone", "6000 0000").code == 0
        assert '"60000000"' in (workspace / "data" / "contacts.yaml").read_text("utf-8")
        assert "KH805" not in kaohe("validate").out

    @pytest.mark.parametrize("number", ["138 000 00000", "1 3 9 0 0 0 0 0 0 0 0", "023-6000 0001"])
    def test_a_hand_written_grouping_is_found_and_hidden(
        self, kaohe: Kaohe, workspace: Path, number: str
    ) -> None:
        (workspace / "data" / "contacts.yaml").write_text(
            f'schema_version: 1\nunits:\n  区教委: {{leader: 甲, mobile: "{number}"}}\n', "utf-8"
        )
        for words in (
            ["validate"],
            ["assign", "--unit", "区教委"],
            ["assign", "--unit", "区教委", "--leader", "乙"],
        ):
            done = kaohe(*words)
            assert number not in done.out + done.err
        assert "KH805" not in kaohe("validate").out


@pytest.mark.parametrize(
    ("general", "own", "shown"),
    [
        ("{name: 钱报送}", "", "2. 责任人：钱报送；联系电话（手机）：【请填写联系电话】。"),
        (
            '{name: 钱报送, mobile: "13911111111"}',
            "{name: 孙单行}",
            "2. 责任人：孙单行；联系电话（手机）：【请填写联系电话】。",
        ),
        ('{mobile: "13911111111"}', "", "2. 责任人：李样例；联系电话（手机）：13911111111。"),
        ("{}", "", "2. 责任人：李样例；联系电话（手机）：13800000000。"),
    ],
)
def test_nobody_gets_another_ones_number(
    kaohe: Kaohe, workspace: Path, general: str, own: str, shown: str
) -> None:
    kaohe("assign", "--unit", "区商务委", "--contact", "李样例", "--mobile", "13800000000")
    (workspace / "data" / "reports").mkdir()
    entry = f"{{contact: {own}}}" if own else "{problems: 无}"
    (workspace / "data" / "reports" / "区商务委.yaml").write_text(
        f"schema_version: 1\nyear: 2021\nunit: 区商务委\nthrough_month: 10\ncontact: {general}\nentries:\n  A18.1: {entry}\n",
        "utf-8",
    )
    kaohe("draft", "--unit", "区商务委")
    text = lines(workspace / "drafts" / "2021" / "区商务委.docx")
    start = text.index("三、社会消费品零售总额及增速")
    assert shown in text[start : start + 18]


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_a_new_roster_is_private(kaohe: Kaohe, workspace: Path) -> None:
    assert (
        kaohe("assign", "A18.1", "--unit", "区商务委", "--contact", "张样例", "--mobile", "13800000000").code
        == 0
    )
    assert (workspace / "data" / "contacts.yaml").stat().st_mode & 0o777 == 0o600


def test_no_copy_of_the_roster_is_made(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "data" / "contacts.yaml").write_text("schema_version: 1\n", "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary folder")

    for name in ("mkdtemp", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert kaohe("assign", "A18.1", "--add", "区教委").code == 0
    assert (
        kaohe("assign", "A18.1", "--unit", "区商务委", "--contact", "张样例", "--mobile", "13800000000").code
        == 0
    )
