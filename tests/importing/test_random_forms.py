"""Any form of 附件3 that people could print: no label is lost, and what comes of it holds together."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_cli.drafting.new_template import build
from kaohe_cli.forms.record import record_of
from kaohe_cli.importing import import_files
from kaohe_cli.importing.form_import import shipped_forms
from kaohe_cli.ooxml.reading.plaintext import plain_text
from kaohe_cli.rules.forms import forms_cover_the_parts, forms_hold_together
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.importing.test_forms import TABLES

HAN = "一二三四五六七八九"
SECTIONS = (
    *("1—10月完成情况", "1-9月份工作完成情况", "全年完成情况", "工作推进情况", "全年预计情况", "下一步预测"),
    *("存在问题及建议", "存在问题", "意见建议", "对接市级部门情况", "区级责任单位", "数据来源", "填报信息"),
    *("佐证材料（附后）", "自评得分（满分为×分）", "是否完成（是/否）", "丙丁", "完成日期", "责任领导"),
)
LABELS = (
    *("基本情况", "自评得分（满分为×分）", "自评得分", "自评排名", "是否完成", "是否完成（是/否/正在推进）"),
    *(
        "市级考核单位分管领导",
        "经办处室名称及联系电话",
        "经办处室",
        "责任领导",
        "分管领导",
        "责任人",
        "联系人",
    ),
    *(
        "联系电话（手机）",
        "联系电话",
        "数据来源",
        "数据出处",
        "佐证材料",
        "填报人",
        "审核人",
        "甲乙",
        "完成率（%）",
    ),
    *(
        "是否符合申报条件",
        "预计争取结果",
        "排名（全市/全区）",
        "存在问题",
        "2022年目标",
        "A类项目个数",
        "状态□好□差",
    ),
)
TITLES = (
    *(
        "（经济发展2项指标报送模板）",
        "（群众主观感受报送模板）",
        "（报送模板）",
        "",
        "（经济发展、群众主观感受报送表）",
    ),
)
lines = st.lists(st.sampled_from(LABELS), min_size=1, max_size=3)
sections = st.lists(st.tuples(st.sampled_from(SECTIONS), st.lists(lines, max_size=5)), min_size=2, max_size=8)
forms = st.lists(st.tuples(st.sampled_from(TITLES), sections), min_size=1, max_size=4)


def printed(title: str, parts: list[tuple[str, list[list[str]]]], dot: str) -> str:
    text = f"2022年考核指标完成情况\n{title}\n一、××（指标名称）\n（一）责任单位：。\n"
    for number, (section, rows) in enumerate(parts, start=1):
        text += f"（{HAN[number]}）{section}：。\n"
        for position, labels in enumerate(rows, start=1):
            text += f"{position}{dot}" + "：　　；".join(labels) + "：。\n"
    return f"{text}\n"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forms, st.sampled_from(["．", ". ", "、"]), st.booleans())
def test_no_label_is_lost_and_the_forms_hold_together(
    tmp_path: Path,
    drawn: list[tuple[str, list[tuple[str, list[list[str]]]]]],
    dot: str,
    with_tables: bool,
) -> None:
    text = "附件3\n" + "".join(printed(title, parts, dot) for title, parts in drawn)
    path = tmp_path / "表.txt"
    path.write_text((TABLES if with_tables else "") + text, "utf-8")
    asked = {section for _, parts in drawn for section, _ in parts}
    asked |= {label for _, parts in drawn for _, rows in parts for row in rows for label in row}
    if not with_tables and sum(map(known, asked)) < 3:
        return
    result = import_files([path], year=2022)
    if result.forms is None:
        return
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    for name, content in result.files().items():
        (folder / name).write_text(content, "utf-8")
    workspace = Workspace(DataFolder(folder, tmp_path))
    assert [*forms_hold_together(workspace)] == []
    if with_tables:
        assert not [one for one in forms_cover_the_parts(workspace) if one.severity == "error"]
    assert workspace.forms.get() == result.forms.table
    template = tmp_path / "模板.docx"
    template.write_bytes(build(record_of(result.forms.table)))
    shown = plain_text(template)
    for form in result.forms.table.forms:
        assert all(f"{section.number}" in shown for section in form.sections)


def known(label: str) -> bool:
    from kaohe_cli.importing.known_forms import KnownForms

    return KnownForms.of([shipped_forms()]).is_known(label)


@pytest.mark.parametrize("label", LABELS)
def test_each_label_stands_in_the_form(tmp_path: Path, label: str) -> None:
    parts = [
        ("1—10月完成情况", [["基本情况"], [label]]),
        ("存在问题及建议", []),
        ("区级责任单位", [["责任领导"]]),
    ]
    path = tmp_path / "表.txt"
    path.write_text(printed("（报送模板）", parts, "．"), "utf-8")
    result = import_files([path], year=2022)
    assert result.forms is not None
    (form,) = result.forms.table.forms
    second = form.sections[1].fields
    shown = [line.label or line.parts[0].label for line in second]
    wanted = label.replace("满分为×分", "<满分说明>").replace("2022年", "<年度>年")
    assert shown == ["基本情况", wanted]
    keys = [one.key for section in form.sections for line in section.fields for one in line.fields()]
    assert len(set(keys)) == len(keys)
