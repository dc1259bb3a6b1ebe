"""Forms laid out otherwise than printed: summary tables with one row an indicator, bullets, numbers in steps."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.collecting.reading.builder import (
    SCORED_TITLE,
    UNSCORED_TITLE,
    Writing,
    docx,
    p,
    scored,
    tbl,
    tc,
    tr,
    unscored,
)
from tests.collecting.reading.comparing import differences, report_of, reports_in
from tests.collecting.reading.corpus.values import A10, A18, B02, INVESTMENT, RETAIL, SURVEY
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
UNIT = "区商务委"
LABELS = {
    "progress/situation": "1—10月完成情况",
    "progress/self_score": "自评得分",
    "progress/self_rank": "自评排名",
    "forecast/situation": "全年预计情况",
    "forecast/self_score": "自评得分",
    "forecast/self_rank": "自评排名",
    "problems": "存在问题及建议",
    "city_liaison/leader": "市级考核单位分管领导",
    "city_liaison/office": "经办处室及联系电话",
    "leader": "责任领导",
    "contact/name": "责任人及联系电话",
}
WITH = {"city_liaison/office": "city_liaison/phone", "contact/name": "contact/mobile"}


def cell(text: object, *, span: int = 1, merge: str = "") -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(str(text))}</w:tc>"


def row(name: str, values: dict[str, Any], keys: Sequence[str], *, unit: str | None = UNIT) -> str:
    said = [values[key] if key not in WITH else f"{values[key]}，{values[WITH[key]]}" for key in keys]
    return tr(*map(tc, ["1", name, *([unit] if unit is not None else []), *map(str, said)]))


def collected(kaohe: Kaohe, folder: Path, data: bytes, *arguments: str) -> Outcome:
    (folder / "区商务委.docx").write_bytes(data)
    done = kaohe("collect", "区商务委.docx", *arguments)
    assert "Traceback" not in done.err
    return done


def test_a_summary_table_is_one_form_a_row(kaohe: Kaohe, workspace: Path) -> None:
    head = tr(*map(tc, ["序号", "考核指标", "责任单位", *LABELS.values()]))
    rows = [row(A18, RETAIL, list(LABELS)), row(A10, INVESTMENT, list(LABELS))]
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, tbl(head, *rows)))
    assert done.code == 0, done.err
    expected = {"A18.1": RETAIL, "A10.1": INVESTMENT}
    assert differences(workspace, report_of(workspace, UNIT), expected) == []


def test_a_head_of_two_rows_says_the_period_above(kaohe: Kaohe, workspace: Path) -> None:
    keys = [key for key in LABELS if key.startswith(("progress", "forecast"))]
    top = tr(
        cell("序号", merge="restart"),
        cell("指标名称", merge="restart"),
        cell("1—10月完成情况", span=3),
        cell("全年预计情况", span=3),
    )
    below = tr(
        cell("", merge="continue"),
        cell("", merge="continue"),
        *map(cell, ["基本情况", "自评得分", "自评排名"] * 2),
    )
    rows = [row(A18, RETAIL, keys, unit=None), row(A10, INVESTMENT, keys, unit=None)]
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, tbl(top, below, *rows)))
    assert done.code == 0, done.err
    expected = {
        entry: {key: values[key] for key in keys}
        for entry, values in (("A18.1", RETAIL), ("A10.1", INVESTMENT))
    }
    assert differences(workspace, report_of(workspace, UNIT), expected) == []


def test_columns_in_another_order_and_of_no_field(kaohe: Kaohe, workspace: Path) -> None:
    head = tr(*map(tc, ["指标", "全年预计得分", "全年预计情况", "1—10月自评得分", "1—10月完成情况", "备注"]))
    data = tr(*map(tc, [A18, "3", "全年增长9%", "2.8分", "增长8%", "另附说明"]))
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, tbl(head, data)))
    assert done.code == 1
    assert f"{A18} 备注：另附说明" in done.err
    expected = {
        "progress/self_score": 2.8, "progress/situation": "增长8%",
        "forecast/self_score": 3, "forecast/situation": "全年增长9%",
    }  # fmt: skip
    assert differences(workspace, report_of(workspace, UNIT), {"A18.1": expected}) == []


def test_a_row_that_is_no_row_of_the_tables_is_told(kaohe: Kaohe, workspace: Path) -> None:
    head = tr(*map(tc, ["指标", "1—10月完成情况", "自评得分", "自评排名"]))
    rows = [
        tr(*map(tc, row))
        for row in ([A18, "增长9%", "2.9", "第2名"], ["合计", "", "", ""], ["火星探测", "甲", "1", "无"])
    ]
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, tbl(head, *rows)))
    assert done.code == 1
    assert "无法辨认标题“火星探测”" in done.err
    assert "没有归入任何一栏：正文：合计" in done.err
    assert report_of(workspace, UNIT) is not None


def test_a_table_inside_a_text_stays_there(kaohe: Kaohe, workspace: Path) -> None:
    head = tr(*map(tc, ["指标", "完成情况", "得分", "排名"]))
    data = tr(*map(tc, ["社零", "增长8%", "9", "第1名"]))
    lines = scored(f"一、{A18}", RETAIL, marks="3")
    at = next(number for number, line in enumerate(lines) if "自评得分" in line)
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, *lines[:at], tbl(head, data), *lines[at:]))
    report = report_of(workspace, UNIT)
    assert report is not None, done.err
    situation = str(report.value("A18.1", "progress/situation"))
    assert situation.startswith(RETAIL["progress/situation"])
    assert "社零 | 增长8% | 9 | 第1名" in situation
    assert report.value("A18.1", "progress/self_score") == Decimal("2.8")


STARTS = [
    Writing("● ", "- "), Writing("◆", "• "), Writing("➢ ", "✓ "), Writing("□ ", "○ "), Writing("— ", "* "),
    Writing("1.{1} ", "1.2.{1} "), Writing("1.1.{1}、", "1.1.{1}.1、"),
]  # fmt: skip


@pytest.mark.parametrize("writing", STARTS, ids=lambda writing: f"{writing.section}{writing.item}")
def test_labels_behind_bullets_and_steps(kaohe: Kaohe, workspace: Path, writing: Writing) -> None:
    start = writing.section.replace("{1}", "1").partition("1")[0] or "1 "
    lines = scored(f"{start}{A10}", INVESTMENT, marks="2", writing=writing)
    survey = unscored(f"{start}{B02}", SURVEY, writing=writing)
    done = collected(kaohe, workspace, docx(*SCORED_TITLE, *lines, *UNSCORED_TITLE, *survey))
    assert done.code == 0, done.err
    assert reports_in(workspace) == [UNIT]
    expected = {"A10.1": INVESTMENT, "B02.1": SURVEY}
    assert differences(workspace, report_of(workspace, UNIT), expected) == []


def test_a_list_inside_a_text_keeps_its_bullets(kaohe: Kaohe, workspace: Path) -> None:
    situation = "一是招商：\n● 签约12个项目\n1.1 到资2.1亿美元\n- 完成情况好于预期"
    values = {**INVESTMENT, "progress/situation": situation}
    collected(kaohe, workspace, docx(*SCORED_TITLE, *scored(f"一、{A10}", values, marks="2")))
    assert differences(workspace, report_of(workspace, UNIT), {"A10.1": values}) == []
