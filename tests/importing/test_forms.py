"""附件3 imported: the forms of the issued document, and forms as other years and offices print them."""

from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.forms.written import FormTable
from kaohe_cli.importing import Imported, NothingFoundError, import_files
from kaohe_cli.importing.form_import import shipped_forms
from tests.conftest import REPOSITORY
from tests.importing.drawing import word
from tests.importing.test_sources import PASTED, POLICY, WORD

OURS = {
    "also": "other wordings, for reading",
    "at": "what a section is called in December",
    "omit_at": "what is left out in December",
    "prompt": "what an empty field asks for",
    "once": "what is said once for a whole report",
    "正在推进": "a choice beside 是 and 否",
    "<年度>": "for 2021",
    "<月份>": "for 10",
    "<满分说明>": "for 满分为×分",
    "<部分>": "for the titles of the parts",
    "<项数>": "for 25",
    "报送模板": "left out of the titles",
}
"""What the shipped file has and the document does not say in these words: see the test that holds them."""

HEAD = "附件3\n2022年市对区考核指标完成情况\n（{subtitle}报送模板）\n一、××（指标名称）\n"
SCORED = """\
（一）责任单位：。
（二）1—10月完成情况
1．基本情况：。
2．自评得分（满分为×分）：。
3．自评排名：。
（三）全年预计情况
1．基本情况：。
2．自评得分（满分为×分）：。
3．自评排名：。
（四）存在问题及建议：
（五）对接市级部门情况
1．市级考核单位分管领导：。
2．经办处室名称及联系电话：。
（六）区级责任单位
1．责任领导：。
2．责任人：　　；联系电话（手机）：　　　　。
"""
TABLES = """\
附件1
2022年市对区考核指标任务分解表
一、业绩考核指标
（一）经济发展（7分）

\t序号
\t指标
\t权重
\t考核内容
\t责任单位

\t1
\tGDP增速
\t4
\t按统计数据考核
\t区发展改革委

\t2
\t民营经济
\t3
\t按统计数据考核
\t区工商联

（二）群众主观感受

\t序号
\t指标
\t考核内容
\t责任单位

\t1
\t公共服务满意度
\t委托第三方机构开展
\t区教委
"""


def imported(tmp_path: Path, document: str | bytes, *others: Path) -> Imported:
    path = tmp_path / ("表.txt" if isinstance(document, str) else "表.docx")
    path.write_bytes(document.encode() if isinstance(document, str) else document)
    return import_files([path, *others], year=2022)


def forms(result: Imported) -> FormTable:
    assert result.forms is not None
    return result.forms.table


def fields(result: Imported, form: int = 0) -> dict[str, dict[str, Any]]:
    """The fields of a form by their label, with what the file says of each."""
    found = {}
    for section in forms(result).forms[form].sections:
        for line in (section.field,) if section.field is not None else section.fields:
            for one in getattr(line, "parts", ()) or (line,):
                data = one.model_dump(exclude_defaults=True)
                found[f"{section.number}{one.label or line.label or section.label}"] = data
    return found


def said(result: Imported) -> list[str]:
    assert result.forms is not None
    return [str(doubt) for doubt in result.forms.doubts]


def without_ours(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("", "", "（）()：。？?—-"))


@pytest.mark.parametrize("source", [WORD, PASTED], ids=["docx", "txt"])
def test_the_forms_of_the_issued_document_are_the_shipped_ones(source: Path) -> None:
    result = import_files([source, POLICY])
    assert forms(result) == shipped_forms()
    assert said(result) == []
    assert result.found["报送表"] == 3


def test_what_the_document_does_not_say_is_named() -> None:
    """Every text of the file stands in the document, but for what is ours."""
    document = without_ours(PASTED.read_text("utf-8"))
    seen: set[str] = set()

    def look(value: Any, name: str) -> None:
        if name in OURS and value:
            seen.add(name)
        elif isinstance(value, dict):
            for key, one in value.items():
                look(one, key)
        elif isinstance(value, (list, tuple)):
            for one in value:
                look(one, name)
        elif isinstance(value, str) and name in {"label", "title", "subtitle", "choices", "number"}:
            for mark in (mark for mark in OURS if mark in value):
                seen.add(mark)
            if value not in OURS and name != "choices":
                pieces = (
                    value.replace("<满分说明>", "满分为×分").replace("<年度>", "2021").replace("<月份>", "10")
                )
                pieces = pieces.replace("<项数>", "25").replace("<部分>", "")
                assert without_ours(pieces) in document, value

    look(shipped_forms().model_dump(exclude_defaults=True), "")
    assert "报送模板" in document
    assert seen | {"报送模板"} == set(OURS)


def test_forms_that_ask_what_the_shipped_ones_ask_are_written_as_those_are() -> None:
    shipped = (REPOSITORY / "data" / "forms.yaml").read_text("utf-8")
    assert import_files([WORD, POLICY]).files()["forms.yaml"] == shipped
    later = import_files([WORD, POLICY], year=2022).files()["forms.yaml"]
    assert later == shipped.replace("year: 2021", "year: 2022")


def test_a_field_that_nobody_knows_gets_a_key_of_its_own_and_is_told(tmp_path: Path) -> None:
    more = "4．数据来源：。\n5．佐证材料（盖章扫描件）：。\n6．甲乙丙：。\n（三）"
    result = imported(
        tmp_path, TABLES + HEAD.format(subtitle="经济发展2项指标") + SCORED.replace("（三）", more)
    )
    found = fields(result)
    assert found["（二）数据来源"] == {"key": "progress/data_source", "label": "数据来源", "kind": "line"}
    assert found["（二）佐证材料（盖章扫描件）"]["key"] == "progress/evidence_files"
    assert found["（二）佐证材料（盖章扫描件）"]["kind"] == "paragraphs"
    assert found["（二）甲乙丙"]["key"] == "progress/field_6"
    assert found["（三）基本情况"]["key"] == "forecast/situation"
    doubts = [one for one in said(result) if "新的栏目" in one]
    assert len(doubts) == 3
    assert doubts[0] in (REPOSITORY / "docs" / "import.md").read_text("utf-8")
    text = result.files()["forms.yaml"]
    assert all(f"# 请核对：{one}" in text for one in said(result))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（七）填报人：", {"key": "filled_by", "kind": "person"}),
        ("（七）填报日期：", {"key": "filled_on", "kind": "date"}),
        ("（七）下一步工作打算：", {"key": "next_steps", "kind": "paragraphs"}),
        ("（七）是否需要协调：", {"key": "help_needed", "kind": "choice", "choices": ("是", "否")}),
        ("（七）进度（正常/滞后/严重滞后）：", {"kind": "choice", "choices": ("正常", "滞后", "严重滞后")}),
        ("（七）项目数量：", {"key": "section_7", "kind": "number"}),
        ("（七）主要做法：（300字以内）", {"key": "measures", "prompt": "主要做法（300字以内）"}),
        ("3．填报人：　　；电话：　　", {"key": "filled_by", "kind": "person", "once": True}),
        ("填报人：　　　　　审核人：", {"key": "filled_by", "kind": "person", "once": True}),
    ],
)
def test_what_the_words_of_a_new_label_say(tmp_path: Path, line: str, expected: dict[str, Any]) -> None:
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED + line + "\n")
    label = line.lstrip("（七）3．").partition("：")[0]
    found = fields(result)
    (own,) = (one for key, one in found.items() if key.endswith(label))
    assert {name: own.get(name) for name in expected} == expected


def test_a_phone_beside_a_new_person_is_that_persons(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED + "3．填报人：　　，联系电话：　　。\n")
    (line,) = (line for line in forms(result).forms[0].sections[-1].fields[2:])
    assert [(one.key, one.kind, one.joint) for one in line.parts] == [
        ("filled_by", "person", None),
        ("filled_by_phone", "phone", "，"),
    ]


@pytest.mark.parametrize(
    ("edits", "label", "key"),
    [
        ((("1—10月完成情况", "1-9月份工作完成情况"),), "（二）基本情况", "progress/situation"),
        ((("1—10月完成情况", "截至9月底完成情况"),), "（二）自评排名", "progress/self_rank"),
        ((("自评排名", "全市排名情况"),), "（二）全市排名情况", "progress/self_rank"),
        (
            (("自评得分（满分为×分）", "自评分（满分3分）"),),
            "（三）自评分（<满分说明>）",
            "forecast/self_score",
        ),
        ((("1．", "1. "), ("2．", "2、")), "（二）自评得分（<满分说明>）", "progress/self_score"),
        ((("1．", "（1）"), ("2．", "（2）")), "（五）市级考核单位分管领导", "city_liaison/leader"),
        ((("（", "("), ("）", ")"), ("：", ":")), "（六）责任领导", "leader"),
        ((("责任领导", "分管领导"),), "（六）分管领导", "leader"),
        ((("全年预计情况", "预计全年目标完成情况"),), "（三）基本情况", "forecast/situation"),
        ((("责任人：", "联系人："),), "（六）联系人", "contact/name"),
    ],
)
def test_known_labels_in_other_wordings_keep_their_keys(
    tmp_path: Path, edits: tuple[tuple[str, str], ...], label: str, key: str
) -> None:
    text = SCORED
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    assert fields(imported(tmp_path, HEAD.format(subtitle="") + text))[label]["key"] == key


def test_a_leader_beside_the_usual_one_is_another_field(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED + "3．分管领导：。\n")
    found = fields(result)
    assert (found["（六）责任领导"]["key"], found["（六）分管领导"]["key"]) == ("leader", "leader_in_charge")


def test_choices_that_the_form_prints_are_taken_and_those_left_out_are_told(tmp_path: Path) -> None:
    form = SCORED.replace("2．自评得分（满分为×分）：。\n3．自评排名", "2．是否完成（是/否）")
    result = imported(tmp_path, HEAD.format(subtitle="") + form)
    own = fields(result)["（二）是否完成（是/否）"]
    assert (own["key"], own["choices"]) == ("progress/completed", ("是", "否"))
    assert any("正在推进" in one for one in said(result))


def test_each_form_is_for_the_parts_that_its_title_names(tmp_path: Path) -> None:
    unscored = SCORED.replace("2．自评得分（满分为×分）：。\n3．自评排名", "2．是否完成")
    text = TABLES + HEAD.format(subtitle="经济发展2项指标") + SCORED
    text += HEAD.format(subtitle="群众主观感受") + unscored
    result = imported(tmp_path, text)
    assert [(one.id, one.covers, one.subtitle) for one in forms(result).forms] == [
        ("scored", ("A",), "（<部分><项数>项指标）"),
        ("unscored", ("B",), "（<部分>）"),
    ]
    assert said(result) == []
    assert result.tables.indicators is not None
    assert [one.form for one in result.tables.indicators.sections] == ["scored", "unscored"]


def test_a_part_that_no_form_is_for_names_none(tmp_path: Path) -> None:
    result = imported(tmp_path, TABLES + HEAD.format(subtitle="经济发展2项指标") + SCORED)
    assert result.tables.indicators is not None
    assert [one.form for one in result.tables.indicators.sections] == ["scored", None]
    assert any("群众主观感受" in one for one in said(result))


def test_where_no_title_names_parts_the_weights_tell_and_it_is_said(tmp_path: Path) -> None:
    result = imported(tmp_path, TABLES + HEAD.format(subtitle="") + SCORED)
    assert forms(result).forms[0].covers == ("A",)
    assert any("按有没有权重写成 A" in one for one in said(result))
    assert any("群众主观感受" in one and "covers" in one for one in said(result))


def test_another_number_of_indicators_than_the_title_says_is_told(tmp_path: Path) -> None:
    result = imported(tmp_path, TABLES + HEAD.format(subtitle="经济发展5项指标") + SCORED)
    assert any("5 项指标，附件1 里是 2 项" in one for one in said(result))


def test_a_fourth_form_has_an_id_of_its_own_and_its_part_names_it(tmp_path: Path) -> None:
    special = (
        "（一）责任单位：。\n（二）满意度工作：\n1．主要做法：。\n2．自评得分：。\n（三）存在问题及建议：。\n"
    )
    special += "（四）区级责任单位\n1．责任领导：。\n2．责任人：；联系电话：。\n"
    text = TABLES + HEAD.format(subtitle="经济发展") + SCORED + HEAD.format(subtitle="群众主观感受") + special
    result = imported(tmp_path, text)
    assert [(one.id, one.covers) for one in forms(result).forms] == [("scored", ("A",)), ("scored_2", ("B",))]
    assert result.tables.indicators is not None
    assert [one.form for one in result.tables.indicators.sections] == ["scored", "scored_2"]
    assert any("新的一种表，编号写成 scored_2" in one for one in said(result))
    assert fields(result, 1)["（三）存在问题及建议"]["key"] == "problems"


def test_another_month_is_told_once(tmp_path: Path) -> None:
    form = HEAD.format(subtitle="") + SCORED.replace("1—10月", "1—9月")
    result = imported(tmp_path, form + form.replace("3．自评排名：。\n", ""))
    assert sum("截至 9 月" in one for one in said(result)) == 1
    assert forms(result).forms[0].sections[1].label == "1—<月份>月完成情况"


FORM_TABLE = """\
（一）责任单位|
（二）1—10月完成情况|
1．基本情况|
2．自评得分（满分为×分）|
3．数据来源|
（三）存在问题及建议|
（四）区级责任单位|
1．责任领导|
"""
FORM_TABLE_WITH_MERGED_CELLS = """\
（一）责任单位|<|
（二）1—10月完成情况|1．基本情况|
^|2．自评得分（满分为×分）|
^|数据来源|
（三）存在问题及建议|<|
（四）区级责任单位|1．责任领导|
"""


@pytest.mark.parametrize("table", [FORM_TABLE, FORM_TABLE_WITH_MERGED_CELLS])
def test_a_form_laid_out_in_a_table(tmp_path: Path, table: str) -> None:
    result = imported(tmp_path, word("2022年市对区考核指标完成情况\n（报送模板）\n" + table))
    assert [one["key"] for one in fields(result).values()] == [
        *("progress/situation", "progress/self_score", "progress/data_source", "problems", "leader"),
    ]
    assert result.account.tables[0].kind == "报送表"
    assert result.account.fates["读入"] == len(table.splitlines())


def test_a_form_in_a_table_that_cannot_be_read_safely_is_a_doubt(tmp_path: Path) -> None:
    bare = "\n".join(line.lstrip("（一二三四）123．") for line in FORM_TABLE.splitlines())
    result = imported(tmp_path, word(f"2022年\n{bare}"), WORD, POLICY)
    assert any("表1：像是附件3 的报送表" in str(one) for one in result.doubts)


def test_what_a_unit_has_filled_in_is_no_form(tmp_path: Path) -> None:
    filled = (
        SCORED.replace("：。", "：已经完成。")
        .replace("建议：", "建议：没有问题")
        .replace("人：　", "人：张三")
    )
    with pytest.raises(NothingFoundError, match="kaohe collect"):
        imported(tmp_path, HEAD.format(subtitle="") + filled)


def test_the_same_form_in_two_files_counts_once(tmp_path: Path) -> None:
    form = HEAD.format(subtitle="经济发展") + SCORED
    other = tmp_path / "另一份.txt"
    other.write_text(form, "utf-8")
    result = imported(tmp_path, TABLES + form, other)
    assert [one.covers for one in forms(result).forms] == [("A",)]
    assert any("1 种与前面的文件相同" in text for _, text in result.account.texts)


def test_two_forms_for_one_part_are_told(tmp_path: Path) -> None:
    again = SCORED.replace("3．自评排名：。\n", "")
    head = HEAD.format(subtitle="经济发展")
    result = imported(tmp_path, TABLES + head + SCORED + head + again)
    assert [(one.id, one.covers) for one in forms(result).forms] == [("scored", ("A",)), ("scored_2", ())]
    assert any("A 部分前面已有一种表（scored）" in one for one in said(result))


def test_a_form_that_asks_for_any_number_of_fields_gets_keys_for_all(tmp_path: Path) -> None:
    """Unnumbered labels of one name in a table: more than a hundred of one stem."""
    lines = "".join(f"{number % 90 + 1}．经办人{number}：。\n" for number in range(140))
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED + lines)
    keys = [one.key for one in forms(result).forms[0].sections[-1].fields[2:]]
    assert len(set(keys)) == 140
    assert all(len(key or "") <= 32 for key in keys)


@pytest.mark.parametrize(
    "lines",
    ["（一）责任单位：牵头单位：　　；配合单位：　　。", "（一）责任单位\n1．牵头单位：。\n2．配合单位：。"],
)
def test_lead_and_support_under_the_units_are_printed(tmp_path: Path, lines: str) -> None:
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED.replace("（一）责任单位：。", lines))
    assert forms(result).forms[0].sections[0].prints == "units"
    assert not any("新的栏目" in one for one in said(result))


def test_a_label_that_a_line_break_cut_in_its_bracket(tmp_path: Path) -> None:
    cut = "（四）存在问题及建议（是否存在扣分\n风险点，分别是哪些？）："
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED.replace("（四）存在问题及建议：", cut))
    fourth = forms(result).forms[0].sections[3]
    assert fourth.label == "存在问题及建议（是否存在扣分风险点，分别是哪些？）"
    assert fourth.field is not None
    assert fourth.field.key == "problems"


def test_open_brackets_without_end_take_no_time(tmp_path: Path) -> None:
    """Lines are joined up to the length of a title only."""
    with pytest.raises(NothingFoundError):
        imported(tmp_path, "（一）责任单位：\n" + f"{'（' * 50}\n" * 20_000)


def test_forms_alone_can_be_imported(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD.format(subtitle="") + SCORED)
    assert "forms.yaml" in result.files()
    assert forms(result).forms[0].covers == ("A",)
    assert any("没有附件1 可以对照" in one for one in said(result))


def test_the_running_text_of_a_form_is_not_taken_for_indicators(tmp_path: Path) -> None:
    more = "（七）分工（责任单位：区教委）：\n1．数据报送（区教委负责）：\n"
    result = imported(tmp_path, TABLES + HEAD.format(subtitle="经济发展") + SCORED + more)
    assert result.found["考核指标"] == 3
