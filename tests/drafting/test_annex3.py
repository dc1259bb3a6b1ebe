"""The drafts of all bodies: the right rows, in the right form, with what is already known."""

from pathlib import Path

import pytest

from kaohe_cli.drafting.annex3 import context
from kaohe_cli.drafting.drafts import Drafter, open_drafter
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.query.rows import all_rows
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.ooxml.printed_form import W, bookmark_names, control_tags, document_xml, headings, lines

REPORT = """\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
leader: 张样例
contact: {name: 李样例, mobile: "13800000000"}
entries:
  A18.1:
    progress: {situation: "零售总额<增长>8% & {{ 年度 }} {% for %}", self_score: 2.80, self_rank: 第3名}
    forecast: {situation: "一是商圈建设。\\n二是消费节。", self_score: 3}
    problems: 无。
    city_liaison: {leader: 王样例, office: 市场处, phone: 023-60000000}
    leader: 赵样例
  B02.1:
    progress: {completed: 正在推进}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    reports = tmp_path_factory.mktemp("reports")
    (reports / "区商务委.yaml").write_text(REPORT, "utf-8")
    return Workspace(DataFolder(shipped("data"), Path(), shipped=True), reports)


@pytest.fixture(scope="module")
def tables(workspace: Workspace) -> Tables:
    return workspace.tables()


@pytest.fixture(scope="module")
def drafter(workspace: Workspace) -> Drafter:
    return open_drafter(workspace, None, None)


def draft(drafter: Drafter, name: str) -> bytes:
    (unit,) = (unit for unit in drafter.tables.registry.units if unit.name == name)
    return drafter.render([unit], pytest.fail)


def test_every_body_drafts_and_together_they_cover_every_row(drafter: Drafter, tables: Tables) -> None:
    covered: set[str] = set()
    for unit in tables.registry.units:
        rows = rows_by_unit(tables)[unit.name]
        assert rows
        data = draft(drafter, unit.name)
        assert len(headings(data)) == len(list(entries_of(rows)))
        assert not any("{{" in line or "{%" in line for line in lines(data) if unit.name != "区商务委")
        covered |= {row.id for row in rows}
    assert covered == {row.id for row in all_rows(tables)}


def test_the_forms_come_in_order_and_an_empty_one_is_left_out(drafter: Drafter) -> None:
    titles = [
        line
        for line in lines(draft(drafter, "区农业农村委"))
        if line in ("2021年市对区考核指标完成情况", "督查激励支持政策争取情况")
    ]
    assert titles == ["2021年市对区考核指标完成情况"] * 2 + ["督查激励支持政策争取情况"]
    text = "\n".join(lines(draft(drafter, "区公安分局")))
    assert "25项指标" not in text
    assert "激励" not in text


def test_a_row_that_shares_its_indicator_is_headed_by_its_content(drafter: Drafter) -> None:
    assert headings(draft(drafter, "区税务局")) == [
        "一、政府债务管控、预算绩效管理和税收收入质量——流转税、所得税税收占比"
    ]
    assert headings(draft(drafter, "区金融办"))[0] == "一、经济证券化水平"


def test_metrics_are_reported_one_by_one(drafter: Drafter) -> None:
    data = draft(drafter, "区住房城乡建委")
    found = headings(data)[:5]
    assert found == [
        f"{number}、新型城镇化建设——{metric}"
        for number, metric in zip(
            "一二三四五",
            ["城镇化率及增速", "道路长度", "污水管道长度", "人行道面积", "公租房分配使用率"],
            strict=True,
        )
    ]
    assert "2. 自评得分（5项合计满分为3分）：【请填写自评得分】。" in lines(data)
    assert "A19.1.5/progress/self_score" in control_tags(data)


def test_the_fields_of_each_form_in_order(drafter: Drafter) -> None:
    text = lines(draft(drafter, "区体育发展中心"))
    start = text.index("（一）责任单位：区体育发展中心。")
    assert text[start:] == [
        "（一）责任单位：区体育发展中心。",
        "（二）1—10月完成情况",
        "1. 基本情况：【请填写基本情况】。",
        "2. 自评得分（满分为2分）：【请填写自评得分】。",
        "3. 自评排名：【请填写自评排名】。",
        "（三）全年预计情况",
        "1. 基本情况：【请填写基本情况】。",
        "2. 自评得分（满分为2分）：【请填写自评得分】。",
        "3. 自评排名：【请填写自评排名】。",
        "（四）存在问题及建议：【请填写存在问题及建议】。",
        "（五）对接市级部门情况",
        "1. 市级考核单位分管领导：【请填写分管领导】。",
        "2. 经办处室名称及联系电话：【请填写经办处室名称】，【请填写联系电话】。",
        "（六）区级责任单位",
        "1. 责任领导：【请填写责任领导】。",
        "2. 责任人：【请填写责任人】；联系电话（手机）：【请填写联系电话】。",
    ]


def test_what_is_known_is_filled_in_and_nothing_of_it_is_evaluated(drafter: Drafter) -> None:
    text = lines(draft(drafter, "区商务委"))
    start = text.index("三、社会消费品零售总额及增速")
    assert text[start + 1 : start + 19] == [
        "考核内容：按统计数据考核。",
        "（一）责任单位：区商务委。",
        "（二）1—10月完成情况",
        "1. 基本情况：零售总额<增长>8% & {{ 年度 }} {% for %}。",
        "2. 自评得分（满分为3分）：2.8。",
        "3. 自评排名：第3名。",
        "（三）全年预计情况",
        "1. 基本情况：一是商圈建设。",
        "二是消费节。",
        "2. 自评得分（满分为3分）：3。",
        "3. 自评排名：【请填写自评排名】。",
        "（四）存在问题及建议：无。",
        "（五）对接市级部门情况",
        "1. 市级考核单位分管领导：王样例。",
        "2. 经办处室名称及联系电话：市场处，023-60000000。",
        "（六）区级责任单位",
        "1. 责任领导：赵样例。",
        "2. 责任人：李样例；联系电话（手机）：13800000000。",
    ]
    assert "2. 是否完成：正在推进。" in text


def test_fields_can_be_found_again(drafter: Drafter) -> None:
    data = draft(drafter, "区商务委")
    tags, names = control_tags(data), bookmark_names(data)
    assert len(set(tags)) == len(tags)
    assert {"A18.1/progress/self_score", "B02.1/forecast/completed", "A10.1/contact/mobile"} <= set(tags)
    assert len({name.lower() for name in names}) == len(names)
    assert "kh_a_progress_self_score_A18_1" in names
    assert all(len(name) <= 40 and name.isascii() for name in names)
    ids = [node.get(f"{W}val") for node in document_xml(data).iter(f"{W}id")]
    assert len(set(ids)) == len(ids) == len(tags)


def test_a_placeholder_is_marked_as_one_and_a_value_is_not(drafter: Drafter) -> None:
    root = document_xml(draft(drafter, "区商务委"))
    shown = {}
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        assert tag is not None
        shown[tag.get(f"{W}val")] = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    assert shown["A18.1/forecast/self_rank"]
    assert not shown["A18.1/progress/self_rank"]


def test_another_round_keeps_the_people_and_nothing_else(workspace: Workspace, tables: Tables) -> None:
    (unit,) = (unit for unit in tables.registry.units if unit.name == "区商务委")
    text = lines(open_drafter(workspace, None, 6).render([unit], pytest.fail))
    assert "（二）1—6月完成情况" in text
    assert "3. 自评排名：第3名。" not in text
    assert "1. 责任领导：赵样例。" in text


def test_last_years_report_is_not_filled_in(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "2021-10").mkdir()
    (tmp_path / "2021-10" / "区商务委.yaml").write_text(REPORT.replace("year: 2021", "year: 2020"), "utf-8")
    workspace = Workspace(DataFolder(shipped("data"), Path(), shipped=True), tmp_path)
    (unit,) = (unit for unit in tables.registry.units if unit.name == "区商务委")
    said: list[str] = []
    text = lines(open_drafter(workspace, None, None).render([unit], said.append))
    assert said == ["区商务委的报送数据里写的是 2020-10，不是 2021-10，没有填入；见 kaohe validate"]
    assert not any("赵样例" in line for line in text)


def test_the_variables_are_plain_data(tables: Tables) -> None:
    def check(value: object) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            for item in value.values():
                check(item)
        elif isinstance(value, list):
            for item in value:
                check(item)
        else:
            assert value is None or isinstance(value, str | int) or type(value).__name__ == "Decimal"

    first = tables.registry.units[0]
    check(context(first, rows_by_unit(tables)[first.name], tables, None, 10))
