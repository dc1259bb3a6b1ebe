"""The roster of people: learnt from returns, read from Excel and written there; numbers only where asked for."""

import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
Cell = str | int | float | None


def put_report(workspace: Path, unit: str, body: str, month: int = 10, **head: Any) -> Path:
    """Writes a report as a return leaves it; ``body`` stands below the head."""
    path = workspace / "data" / "reports" / f"2021-{month:02d}" / f"{unit}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {"schema_version": 1, "year": 2021, "unit": unit, "through_month": month, **head}
    path.write_text(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False) + body, "utf-8")
    return path


ONE_ROW = "entries:\n  A18.1: {problems: 无}\n"
WHO: dict[str, Any] = {"leader": "张样例", "contact": {"name": "李样例", "mobile": "13800000000"}}


def roster(workspace: Path) -> Any:
    path = workspace / "data" / "contacts.yaml"
    return yaml.safe_load(path.read_text("utf-8"))["units"] if path.exists() else {}


def put_roster(workspace: Path, text: str) -> Path:
    path = workspace / "data" / "contacts.yaml"
    path.write_text(f"schema_version: 1\n{text}", "utf-8")
    return path


class TestLearn:
    def test_it_proposes_with_its_place_and_writes(self, kaohe: Kaohe, workspace: Path) -> None:
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        look = kaohe("assign", "--learn", "--dry-run")
        assert look.code == 0
        assert roster(workspace) == {}
        assert "2021-10/区商务委.yaml A18.1" in "".join(look.out.split("\n"))
        assert "+    contact: 李样例" in look.out
        assert "13800000000" not in look.out + look.err
        assert kaohe("assign", "--learn").code == 0
        assert roster(workspace) == {
            "区商务委": {"leader": "张样例", "contact": "李样例", "mobile": "13800000000"}
        }
        again = kaohe("assign", "--learn")
        assert (again.code, again.out) == (0, "")
        assert "未作改动" in again.err

    def test_the_latest_round_counts_unless_another_is_asked_for(self, kaohe: Kaohe, workspace: Path) -> None:
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        put_report(workspace, "区商务委", ONE_ROW, 12, leader="赵样例", contact=WHO["contact"])
        kaohe("assign", "--learn")
        assert roster(workspace)["区商务委"]["leader"] == "赵样例"
        kaohe("assign", "--learn", "--round", "10")
        assert roster(workspace)["区商务委"]["leader"] == "张样例"

    def test_a_round_that_names_nobody_does_not_hide_the_one_before(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        put_report(workspace, "区商务委", ONE_ROW, 12)
        kaohe("assign", "--learn")
        assert roster(workspace)["区商务委"]["contact"] == "李样例"

    def test_a_new_person_does_not_get_the_number_of_the_former(self, kaohe: Kaohe, workspace: Path) -> None:
        path = put_roster(
            workspace,
            "# 办公室整理\nunits:\n  区商务委:\n    contact: 王样例  # 原来的\n    post: 科长\n"
            '    mobile: "13900000000"\n    email: wang@example.com\n',
        )
        put_report(workspace, "区商务委", ONE_ROW, contact={"name": "李样例"})
        done = kaohe("assign", "--learn")
        assert roster(workspace) == {"区商务委": {"contact": "李样例", "email": "wang@example.com"}}
        assert path.read_text("utf-8").startswith("schema_version: 1\n# 办公室整理\n")
        assert "责任人职务、手机是原来那位的，一并去掉" in done.err
        assert "邮箱没有动，请核对" in done.err
        assert "王样例" in done.out

    def test_the_same_number_written_otherwise_is_no_change(self, kaohe: Kaohe, workspace: Path) -> None:
        put_roster(
            workspace, "units:\n  区商务委: {leader: 张样例, contact: 李样例, mobile: 138-0000-0000}\n"
        )
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        assert "未作改动" in kaohe("assign", "--learn").err

    def test_two_people_in_two_rows_are_a_question(self, kaohe: Kaohe, workspace: Path) -> None:
        put_report(
            workspace,
            "区商务委",
            "entries:\n  A18.1: {contact: {name: 李样例, mobile: '13800000000'}}\n"
            "  A10.1: {contact: {name: 王样例, mobile: '13900000000'}}\n",
            leader="张样例",
        )
        done = kaohe("assign", "--learn")
        assert done.code == 1
        assert "A18.1是李样例，A10.1是王样例" in done.err
        assert roster(workspace) == {"区商务委": {"leader": "张样例"}}
        kaohe("assign", "--unit", "区商务委", "--contact", "李样例")
        kaohe("assign", "A10.1", "--unit", "区商务委", "--contact", "王样例")
        assert kaohe("assign", "--learn").code == 0, "answered once, it is not asked again"

    @pytest.mark.parametrize(
        ("contact", "said"),
        [
            ({"name": "李××", "mobile": "13800000000"}, "责任人打了码"),
            ({"name": "李样例", "mobile": "138****0000"}, "联系电话打了码"),
            ({"name": "李样例", "mobile": "1380000000"}, "联系电话不是能拨通的号码"),
            ({"name": "李样例", "mobile": "13800000000、13900000000"}, "写了 2 个号码"),
        ],
    )
    def test_what_nobody_can_be_called_by_is_not_taken(
        self, kaohe: Kaohe, workspace: Path, contact: dict[str, str], said: str
    ) -> None:
        put_report(workspace, "区商务委", ONE_ROW, contact=contact)
        done = kaohe("assign", "--learn")
        assert (done.code, said in done.err) == (1, True)
        assert "mobile" not in roster(workspace).get("区商务委", {})

    def test_a_joint_report_could_mean_anybody(self, kaohe: Kaohe, workspace: Path) -> None:
        put_report(
            workspace,
            "区发展改革委",
            "entries:\n  A02.1: {problems: 无}\n",
            joint=["区发展改革委", "区工商联"],
            **WHO,
        )
        done = kaohe("assign", "--learn")
        assert (done.code, "是几个单位合报的" in done.err, roster(workspace)) == (1, True, {})

    def test_a_report_that_cannot_be_read_is_told_and_no_older_one_taken(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        put_report(workspace, "区商务委", ONE_ROW, 12).write_text("unit: [", "utf-8")
        done = kaohe("assign", "--learn")
        assert (done.code, "无法读取" in done.err, roster(workspace)) == (1, True, {})

    @pytest.mark.usefixtures("workspace")
    def test_nothing_to_learn_from_is_said(self, kaohe: Kaohe) -> None:
        done = kaohe("assign", "--learn")
        assert (done.code, "没有联系人可认" in done.err) == (0, True)

    def test_every_format_masks_numbers_unless_asked(self, kaohe: Kaohe, workspace: Path) -> None:
        put_report(workspace, "区商务委", ONE_ROW, **WHO)
        for form in ("table", "json", "csv", "yaml", "md"):
            hidden = kaohe("assign", "--learn", "--dry-run", "--format", form).out
            shown = kaohe("assign", "--learn", "--dry-run", "--format", form, "--show-phones").out
            assert "13800000000" not in hidden
            assert "13800000000" in shown
        (leader, contact, mobile) = json.loads(
            kaohe("assign", "--learn", "--dry-run", "--format", "json", "--show-phones").out
        )
        assert leader["field"] == "leader"
        assert contact["where"].startswith("2021-10/区商务委.yaml A18.1")
        assert mobile == {**contact, "field": "mobile", "new": "13800000000"}

    @pytest.mark.usefixtures("workspace")
    @pytest.mark.parametrize(
        "words",
        [
            ("--learn", "A18.1"),
            ("--learn", "--people"),
            ("--learn", "--add", "区教委"),
            ("--people", "a.xlsx", "--unit", "区教委"),
            ("--people", "a.xlsx", "--format", "json"),
            ("--people", "--round", "10"),
            ("--round", "10"),
        ],
    )
    def test_what_would_go_unheeded_is_refused(self, kaohe: Kaohe, words: tuple[str, ...]) -> None:
        done = kaohe("assign", *words)
        assert (done.code, done.out) == (2, "")


class TestList:
    @pytest.fixture(autouse=True)
    def people(self, workspace: Path) -> None:
        put_roster(
            workspace,
            "units:\n  区商务委:\n    leader: 张样例\n    leader_post: 主任\n    leader_mobile: 023-60000000\n"
            '    contact: 李样例\n    mobile: "13800000000"\n    email: li@example.com\n'
            '    rows:\n      A18.1: {contact: 王样例, mobile: "13900000000"}\n',
        )

    @pytest.mark.parametrize("words", [("--people",), ("--unit", "区商务委")])
    def test_numbers_stand_in_every_format_where_asked_for(
        self, kaohe: Kaohe, words: tuple[str, ...]
    ) -> None:
        forms = ["table", "json", "yaml", "md", *(["csv"] if words == ("--people",) else [])]
        for form in forms:
            hidden = kaohe("assign", *words, "--format", form).out
            shown = kaohe("assign", *words, "--format", form, "--show-phones").out
            assert "李样例" in hidden
            for number in ("13800000000", "13900000000", "60000000"):
                assert number not in hidden
                assert number in shown

    def test_the_record(self, kaohe: Kaohe) -> None:
        whole, row = json.loads(kaohe("assign", "--people", "--format", "json", "--show-phones").out)
        assert whole == {
            "unit": "区商务委", "row": None, "leader": "张样例", "leader_post": "主任",
            "leader_mobile": "023-60000000", "contact": "李样例", "post": None,
            "mobile": "13800000000", "email": "li@example.com", "cc": None, "salutation": None,
        }  # fmt: skip
        assert (row["row"], row["contact"]) == ("A18.1", "王样例")
        cells = list(
            csv.reader(io.StringIO(kaohe("assign", "--people", "--format", "csv").out.lstrip("\ufeff")))
        )
        assert cells[0][:3] == ["单位", "编号", "责任领导"]
        assert cells[2][:2] == ["区商务委", "A18.1"]

    def test_excel_and_back_is_the_same(self, kaohe: Kaohe, workspace: Path) -> None:
        before = roster(workspace)
        done = kaohe("assign", "--people", "-o", "通讯录.xlsx", "--show-phones")
        assert done.code == 0
        rows = list(load_workbook(workspace / "通讯录.xlsx").worksheets[0].iter_rows(values_only=True))
        assert rows[0][:3] == ("单位", "编号", "责任领导")
        assert len(rows) == 1 + 36 + 1, "every body has a line, for people to fill in"
        if os.name != "nt":
            assert (workspace / "通讯录.xlsx").stat().st_mode & 0o077 == 0, "it holds numbers"
        assert "未作改动" in kaohe("assign", "--people", "通讯录.xlsx").err
        (workspace / "data" / "contacts.yaml").unlink()
        assert kaohe("assign", "--people", "通讯录.xlsx").code == 0
        assert roster(workspace) == before

    def test_without_being_asked_the_file_holds_no_number(self, kaohe: Kaohe, workspace: Path) -> None:
        before = (workspace / "data" / "contacts.yaml").read_bytes()
        done = kaohe("assign", "--people", "-o", "通讯录.xlsx")
        assert "--show-phones" in done.err
        book = load_workbook(workspace / "通讯录.xlsx")
        texts = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
        assert "***********" in texts
        assert not any("0000000" in text for text in texts)
        back = kaohe("assign", "--people", "通讯录.xlsx")
        assert (back.code, "打了码" in back.err) == (1, True)
        assert (workspace / "data" / "contacts.yaml").read_bytes() == before

    def test_a_file_that_people_filled_in_is_not_overwritten(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("assign", "--people", "-o", "通讯录.xlsx")
        book = load_workbook(workspace / "通讯录.xlsx")
        book.worksheets[0]["C3"] = "赵样例"
        book.save(workspace / "通讯录.xlsx")
        before = (workspace / "通讯录.xlsx").read_bytes()
        done = kaohe("assign", "--people", "-o", "通讯录.xlsx")
        assert (done.code, "没有覆盖" in done.err, "--force" in done.err) == (2, True, False)
        assert (workspace / "通讯录.xlsx").read_bytes() == before


def workbook(
    path: Path, *sheets: Sequence[Sequence[Cell]], merged: Sequence[str] = (), names: Sequence[str] = ()
) -> Path:
    """Writes an Excel file; ``merged`` are of the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if number < len(names) else f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
    for reference in merged:
        book.worksheets[0].merge_cells(reference)
    book.save(path)
    return path


WANTED = {
    "leader": "张样例",
    "contact": "李样例",
    "post": "科长",
    "mobile": "13800000000",
    "email": "li@example.com",
}


class TestExcel:
    @pytest.mark.parametrize(
        "mobile",
        ["13800000000", 13800000000, 13800000000.0, "138 0000 0000", "13800000000.0", "+86-13800000000"],
    )
    def test_columns_in_any_order_below_titles(self, kaohe: Kaohe, workspace: Path, mobile: Cell) -> None:
        path = workbook(
            workspace / "通讯录.xlsx",
            [
                ["2021年考核工作通讯录"],
                ["填报日期：2021年11月"],
                ["序号", "电子邮箱", "手  机", "职务", "责任人\n（姓名）", "责任领导", "责任单位"],
                [1, "li@example.com", mobile, "科长", "李  样例", "张样例", "黔江区商务委员会"],
            ],
            merged=["A1:G1"],
        )
        done = kaohe("assign", "--people", path)
        assert done.code == 0, done.err
        assert roster(workspace) == {"区商务委": {**WANTED, "contact": "李样例"}}
        assert "13800000000" not in done.out + done.err

    @pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
    def test_the_order_of_columns_says_nothing_where_one_person_stands(
        self, kaohe: Kaohe, workspace: Path, order: tuple[int, ...]
    ) -> None:
        columns: list[tuple[Cell, Cell]] = [
            ("填报单位", "区商务委"), ("姓名", "李样例"), ("职务", "科长"), ("联系电话", 13800000000),
        ]  # fmt: skip
        rows = [[columns[at][row] for at in order] for row in (0, 1)]
        assert kaohe("assign", "--people", workbook(workspace / "a.xlsx", rows)).code == 0
        assert roster(workspace) == {
            "区商务委": {"contact": "李样例", "post": "科长", "mobile": "13800000000"}
        }

    def test_copies_and_salutation_come_in_and_go_out_again(self, kaohe: Kaohe, workspace: Path) -> None:
        rows: list[list[Cell]] = [
            ["抄送邮箱", "称呼", "单位", "责任领导", "责任人", "邮箱"],
            [
                "zhao@example.com",
                "李科长",
                "区商务委",
                "张样例",
                "李样例",
                "li@example.com；wang@example.com",
            ],
            ["赵样例", "", "区教委", "", "周样例", "zhou@example.com"],
        ]
        done = kaohe("assign", "--people", workbook(workspace / "a.xlsx", rows))
        assert done.code == 1
        assert "第 3 行的“抄送邮箱”不是邮箱地址，没有录入" in done.err
        wanted = {
            "区商务委": {
                "leader": "张样例", "contact": "李样例", "email": "li@example.com;wang@example.com",
                "cc": "zhao@example.com", "salutation": "李科长",
            },
            "区教委": {"contact": "周样例", "email": "zhou@example.com"},
        }  # fmt: skip
        assert roster(workspace) == wanted
        assert kaohe("assign", "--people", "-o", "b.xlsx", "--show-phones").code == 0
        (workspace / "data" / "contacts.yaml").unlink()
        assert kaohe("assign", "--people", "b.xlsx").code == 0
        assert roster(workspace) == wanted

    def test_a_number_before_all_names_and_every_address_is_the_contacts(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        rows: list[list[Cell]] = [
            ["手机", "单位", "责任领导", "邮箱", "责任人"],
            [13800000000, "区商务委", "张样例", "li@example.com", "李样例"],
        ]
        assert kaohe("assign", "--people", workbook(workspace / "a.xlsx", rows)).code == 0
        wanted = {name: value for name, value in WANTED.items() if name != "post"}
        assert roster(workspace) == {"区商务委": wanted}

    def test_a_head_of_two_lines_and_merged_bodies(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [
                ["单位", "责任领导", None, None, "联络员", None, None, "负责的项"],
                [None, "姓名", "职务", "电话", "姓名", "职务", "手机", None],
                ["区商务委", "张样例", "主任", "023-60000000", "李样例", "科长", 13800000000, None],
                [None, None, None, None, "王样例", "科员", 13900000000, "A18.1"],
            ],
            merged=["A1:A2", "B1:D1", "E1:G1", "H1:H2", "A3:A4"],
        )
        assert kaohe("assign", "--people", path).code == 0
        assert roster(workspace) == {
            "区商务委": {
                "leader": "张样例", "leader_post": "主任", "leader_mobile": "023-60000000",
                "contact": "李样例", "post": "科长", "mobile": "13800000000",
                "rows": {"A18.1": {"contact": "王样例", "post": "科员", "mobile": "13900000000"}},
            }
        }  # fmt: skip

    def test_a_person_a_row_with_the_role_beside(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [
                ["单位", "分工", "姓名", "职务", "手机", "邮箱"],
                ["区商务委", "责任领导", "张样例", "主任", None, None],
                ["区商务委", "联系人", "李样例", "科长", 13800000000, "li@example.com"],
            ],
            [["姓名", "手机", "单位"], ["郑样例", 13700000000, "区教委"]],
        )
        assert kaohe("assign", "--people", path).code == 0
        assert roster(workspace) == {
            "区商务委": {
                "leader": "张样例", "leader_post": "主任", "contact": "李样例", "post": "科长",
                "mobile": "13800000000", "email": "li@example.com",
            },
            "区教委": {"contact": "郑样例", "mobile": "13700000000"},
        }  # fmt: skip

    def test_a_sheet_a_body_and_bodies_as_lines(self, kaohe: Kaohe, workspace: Path) -> None:
        people: list[list[Cell]] = [["姓名", "手机"], ["李样例", 13800000000]]
        lines: list[list[Cell]] = [
            ["姓名", "手机"],
            ["区教委"],
            ["郑样例", 13700000000],
            ["区民政局"],
            ["王样例", 13900000000],
        ]
        path = workbook(workspace / "a.xlsx", people, lines, [["区审计局通讯录"], *people], names=["商务委"])
        assert kaohe("assign", "--people", path).code == 0
        assert {unit: one["contact"] for unit, one in roster(workspace).items()} == {
            "区商务委": "李样例", "区教委": "郑样例", "区民政局": "王样例", "区审计局": "李样例",
        }  # fmt: skip

    def test_several_people_of_whom_nobody_knows_who_is_who_are_a_question(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [
                ["单位", "姓名", "职务", "手机"],
                ["区商务委", "张样例", "主任", 13900000000],
                ["区商务委", "李样例", "科长", 13800000000],
                ["区教委", "郑样例", "科长", 13700000000],
            ],
        )
        done = kaohe("assign", "--people", path)
        assert done.code == 1
        assert "区商务委有 2 个人（张样例、李样例）" in done.err
        assert "第 2 行" in done.err
        assert list(roster(workspace)) == ["区教委"]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (
                ["区某某局", "王样例", 13900000000, None],
                "第 3 行：名录（units.yaml）里没有“区某某局”这个单位",
            ),
            ([None, "王样例", 13900000000, None], "第 3 行：没有写单位"),
            (["区级有关部门", "王样例", 13900000000, None], "第 3 行：“区级有关部门”是统称"),
            (["区教委", None, 13900000000, None], "第 3 行没有姓名"),
            (["区教委", "王样例", 1390000000, None], "第 3 行的号码不是能拨通的号码，没有录入"),
            (["区教委", "王样例", "1.39E+10", None], "第 3 行的号码不是能拨通的号码，没有录入"),
            (["区教委", "王样例", "13900000000/13900000001", None], "第 3 行的号码写了 2 个号码"),
            (["区教委", "王样例", "60000000、13900000000", None], "第 3 行的号码另有 1 个号码没有录入"),
            (["区教委", "王样例", 13900000000, "没有"], "第 3 行的“邮箱”不是邮箱地址，没有录入"),
            (["区教委", "#N/A", 13900000000, None], "第 3 行的“姓名”不像是姓名，没有录入"),
            (["区教委", "王××", 13900000000, None], "第 3 行的“姓名”打了码，没有录入"),
            (["备注：以上名单以系统为准", None, None, None], "第 3 行无法识别"),
            (["区教委", "王样例", 13900000000, None, "见附页"], "第 3 行在没有表头的列里还有内容"),
        ],
    )
    def test_each_row_that_is_not_understood_is_told_with_its_place(
        self, kaohe: Kaohe, workspace: Path, row: list[Cell], said: str
    ) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [["单位", "姓名", "手机", "邮箱"], ["区商务委", "李样例", 13800000000, None], row],
        )
        done = kaohe("assign", "--people", path)
        assert roster(workspace)["区商务委"] == {"contact": "李样例", "mobile": "13800000000"}
        assert done.code == 1
        assert said in done.err
        assert "139" not in done.err + done.out

    def test_people_of_a_row_belong_to_a_body_of_the_row(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [
                ["单位", "编号", "姓名", "手机"],
                ["区商务委", "a18.1", "李样例", 13800000000],
                ["区教委", "A18.1", "郑样例", 13700000000],
                ["区教委", "A99.1", "郑样例", 13700000000],
                ["区教委", 3, "王样例", "无"],
            ],
        )
        done = kaohe("assign", "--people", path)
        assert "第 3 行：A18.1 的责任单位里没有区教委" in done.err
        assert "第 4 行：编号“A99.1”不在表里" in done.err
        assert roster(workspace) == {
            "区商务委": {"rows": {"A18.1": {"contact": "李样例", "mobile": "13800000000"}}},
            "区教委": {"contact": "王样例"},
        }

    def test_columns_without_a_place_in_the_roster_are_told(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workbook(
            workspace / "a.xlsx",
            [
                ["单位", "姓名", "手机", "办公电话", "QQ"],
                ["区商务委", "李样例", 13800000000, "60000000", "12345"],
            ],
        )
        done = kaohe("assign", "--people", path)
        assert "“QQ”没有地方录入，没有读" in done.err
        assert "另有 1 个没有地方录入" in done.err
        assert roster(workspace) == {"区商务委": {"contact": "李样例", "mobile": "13800000000"}}

    def test_what_is_blank_in_the_file_stays_in_the_roster(self, kaohe: Kaohe, workspace: Path) -> None:
        put_roster(
            workspace, "units:\n  区商务委: {leader: 张样例, contact: 李样例, email: li@example.com}\n"
        )
        path = workbook(
            workspace / "a.xlsx",
            [["单位", "责任领导", "责任人", "手机", "邮箱"], ["区商务委", None, "李样例", 13800000000, None]],
        )
        look = kaohe("assign", "--people", path, "--dry-run")
        assert "mobile" in look.out
        assert "mobile" not in roster(workspace)["区商务委"]
        assert kaohe("assign", "--people", path).code == 0
        assert roster(workspace)["区商务委"] == {
            "leader": "张样例", "contact": "李样例", "email": "li@example.com", "mobile": "13800000000",
        }  # fmt: skip

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", "单位,姓名\n".encode()])
    def test_what_is_no_workbook_is_refused(self, kaohe: Kaohe, workspace: Path, content: bytes) -> None:
        (workspace / "a.xlsx").write_bytes(content)
        done = kaohe("assign", "--people", "a.xlsx")
        assert (done.code, done.out, roster(workspace)) == (2, "", {})
        assert "内部出错" not in done.err

    def test_a_file_without_people_is_refused(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workbook(workspace / "a.xlsx", [["项目", "金额"], ["办公", 3]], [])
        done = kaohe("assign", "--people", path)
        assert (done.code, "没有认出表头" in done.err, "没有读出联系人" in done.err) == (2, True, True)
        assert kaohe("assign", "--people", workspace / "没有.xlsx").code == 2
