"""A heading that is the name of an indicator: all of it, or the one of its criteria that the form speaks of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe_cli.query.entries import entries_asked, rows_by_unit
from tests.collecting.reading.builder import (
    INCENTIVE_TITLE,
    SCORED_TITLE,
    UNSCORED_TITLE,
    docx,
    incentive,
    scored,
    unscored,
)
from tests.collecting.reading.corpus.values import RETAIL, SURVEY
from tests.collecting.reading.drafting import complete_entry, filled, shipped_tables
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
SMALL = {**RETAIL, "progress/self_score": 0.9, "forecast/self_score": 0.9}
FORESTS = "区规划自然资源局（区林业局）"


def reports(folder: Path) -> dict[str, Any]:
    """What every report file says, by body."""
    files = (folder / "data" / "reports").rglob("*.yaml")
    documents = [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in files]  # noqa: S506
    return {document["unit"]: document for document in documents}


def rows(folder: Path, unit: str) -> list[str]:
    return list(reports(folder).get(unit, {"entries": {}})["entries"])


def form(heading: str, unit: str, marks: str | None, content: str = "") -> bytes:
    lines = scored(f"一、{heading}", SMALL, unit=unit, marks=marks or "×")
    if marks is None:
        lines = [line.replace("（满分为×分）", "") for line in lines]
    if content:
        lines.insert(1, f"考核内容：{content}。")
    return docx(*SCORED_TITLE, *lines)


@pytest.mark.parametrize(
    ("heading", "unit", "marks", "row"),
    [
        pytest.param("生态建设", "区农业农村委", "5", "A15", id="the sum, two criteria of three"),
        pytest.param("生态建设", "区农业农村委", None, "A15", id="several of its own, no marks printed"),
        pytest.param("生态建设（指标名称）", "区农业农村委", None, "A15", id="with the form's hint"),
        pytest.param("生态建设情况", "区农业农村委", "5", "A15", id="nearly its name"),
        pytest.param("生态建设", FORESTS, "1", "A15.3", id="one criterion, its marks"),
        pytest.param("生态建设", FORESTS, None, "A15.3", id="one criterion, no marks"),
        pytest.param("生态建设", FORESTS, "5", "A15", id="one criterion, the sum"),
        pytest.param("民营经济发展成效", "区发展改革委", "3", "A02.1", id="marks of one"),
        pytest.param("民营经济发展成效", "区市场监管局", "5", "A02", id="the sum of two"),
        pytest.param("全面落实河长制工作", "区农业农村委", "2", "A15.1", id="a content as heading"),
    ],
)
def test_what_an_indicators_name_means(
    kaohe: Kaohe, workspace: Path, heading: str, unit: str, marks: str | None, row: str
) -> None:
    (workspace / "材料.docx").write_bytes(form(heading, unit, marks))
    done = kaohe("collect", "材料.docx")
    assert done.code == 0
    (entries,) = (document["entries"] for document in reports(workspace).values())
    assert list(entries) == [row]


def test_a_content_that_is_printed_says_which_criterion_it_is(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态建设", "区农业农村委", "2", "最严格水资源管理达标率"))
    assert kaohe("collect", "材料.docx").code == 0
    assert rows(workspace, "区农业农村委") == ["A15.2"]


def test_marks_that_two_criteria_have_are_a_question(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态建设", "区农业农村委", "2"))
    done = kaohe("collect", "材料.docx")
    assert done.code == 2
    assert "A15.1" in done.err
    assert "A15.2" in done.err
    assert "--row" in done.err
    assert reports(workspace) == {}
    assert kaohe("collect", "材料.docx", "--row", "生态建设=A15.2").code == 0
    assert rows(workspace, "区农业农村委") == ["A15.2"]


def test_a_person_may_say_that_the_whole_is_meant(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态", "区农业农村委", None))
    assert kaohe("collect", "材料.docx", "--row", "生态=A15").code == 0
    assert rows(workspace, "区农业农村委") == ["A15"]


def test_an_indicator_without_weights_is_known_by_the_bodys_criteria(kaohe: Kaohe, workspace: Path) -> None:
    for unit, row in (("区农业农村委", "D04"), ("区教委", "D04.6")):
        lines = unscored("一、上级交办任务", SURVEY, unit=unit)
        (workspace / f"{unit}.docx").write_bytes(docx(*UNSCORED_TITLE, *lines))
        assert kaohe("collect", f"{unit}.docx").code == 0
        assert rows(workspace, unit) == [row]


def test_a_score_is_held_against_the_sum(kaohe: Kaohe, workspace: Path) -> None:
    values = {**RETAIL, "progress/self_score": 5.5, "forecast/self_score": 5.5}
    lines = scored("一、生态建设", values, unit="区农业农村委", marks="5")
    (workspace / "材料.docx").write_bytes(docx(*SCORED_TITLE, *lines))
    done = kaohe("collect", "材料.docx")
    assert done.code == 1
    assert "A15 完成情况的自评得分 5.5 超过满分 5" in done.err
    assert "KH801" not in done.err
    assert "KH802" not in done.err


def test_full_marks_of_only_a_part_are_told(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态建设", "区农业农村委", "4"))
    done = kaohe("collect", "材料.docx")
    assert done.code == 1
    assert "写的满分是 4 分，表里是 5 分（A15 的 3 项合计）" in done.err


def test_the_criteria_count_as_reported(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态建设", "区农业农村委", "5"))
    done = kaohe("collect", "材料.docx")
    assert "缺" in done.err
    assert "A15" not in done.err.partition("缺")[2]
    detail = kaohe("status", "--unit", "区农业农村委").out
    assert "A05.1" in detail
    assert "A15" not in detail
    assert "KH801" not in kaohe("validate").out
    assert "A15 截至 10 月；自评 0.9 分" in kaohe("show", "A15.2").out


def test_a_draft_by_indicator_comes_back_as_the_indicator(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("draft", "--unit", "区农业农村委", "--level", "indicator").code == 0
    (path,) = workspace.rglob("区农业农村委.docx")
    said = {"progress/self_score": "4.9", "progress/situation": "巡河46次"}
    path.write_bytes(filled(path.read_bytes(), {"A15": said, "D04": {"progress/completed": "是"}}))
    done = kaohe("collect", path)
    assert done.code == 0
    assert "没有归入" not in done.err
    entries = reports(workspace)["区农业农村委"]["entries"]
    assert entries["A15"]["progress"] == {"situation": "巡河46次", "self_score": "4.9"}
    assert entries["D04"] == {"progress": {"completed": "是"}}
    assert not [key for key in entries if key.startswith(("A15.", "D04."))]


def test_a_draft_asks_again_as_the_body_has_reported(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(form("生态建设", "区农业农村委", "5"))
    kaohe("collect", "材料.docx")
    done = kaohe("draft", "--unit", "区农业农村委", "--format", "md")
    assert "没有填入" not in done.err
    (path,) = workspace.rglob("区农业农村委.md")
    text = path.read_text("utf-8")
    assert "满分为5分" in text
    assert "全面落实河长制工作；最严格水资源管理达标率" in text
    assert RETAIL["progress/situation"] in text


def test_every_bodys_draft_by_indicator_comes_back_whole(kaohe: Kaohe, workspace: Path) -> None:
    """All bodies that have several criteria of an indicator: every field filled, every value back."""
    tables = shipped_tables()
    every = list(tables.registry.units)
    asked = {
        unit.name: list(entries_asked(rows_by_unit(tables)[unit.name], tables, by_indicator=True))
        for unit in every
    }
    some = {name: entries for name, entries in asked.items() if any(entry.covers for entry in entries)}
    assert "区农业农村委" in some
    for name, entries in some.items():
        assert kaohe("draft", "--unit", name, "--level", "indicator").code == 0
        (path,) = (workspace / "drafts").rglob(f"{name}.docx")
        values = {entry.id: complete_entry(entry) for entry in entries}
        path.write_bytes(filled(path.read_bytes(), values))
        done = kaohe("collect", path)
        assert (done.code, done.err.splitlines()) == (0, ["共 1 份：已录入 1 份"]), name
        assert list(reports(workspace)[name]["entries"]) == [entry.id for entry in entries]


def test_an_incentive_is_known_by_the_beginning_of_its_measure(kaohe: Kaohe, workspace: Path) -> None:
    heading = "一、对“河长制”工作推进力度大、成效明显的区县予以激励"
    lines = incentive(heading, {"progress/situation": "汇报1次", "problems": "无"}, unit="区农业农村委")
    (workspace / "材料.docx").write_bytes(docx(*INCENTIVE_TITLE, *lines))
    done = kaohe("collect", "材料.docx")
    assert rows(workspace, "区农业农村委") == ["J19"]
    assert "的开头与“推进“河长制””的措施原文相同" in done.err


def test_a_beginning_that_several_measures_share_names_none(kaohe: Kaohe, workspace: Path) -> None:
    lines = incentive("一、对大力推进各项工作的予以激励", {"problems": "无"}, unit="区城市管理局")
    (workspace / "材料.docx").write_bytes(docx(*INCENTIVE_TITLE, *lines))
    assert kaohe("collect", "材料.docx").code == 2
    assert reports(workspace) == {}


def test_a_forecast_of_the_whole_year_is_not_its_result(kaohe: Kaohe, workspace: Path) -> None:
    lines = scored("一、生态建设", SMALL, unit="区农业农村委", marks="5")
    lines = [line.replace("全年预计情况", "全年完成情况预测") for line in lines]
    (workspace / "材料.docx").write_bytes(docx(*SCORED_TITLE, *lines))
    assert kaohe("collect", "材料.docx").code in (0, 1)
    assert reports(workspace)["区农业农村委"]["through_month"] == "10"
