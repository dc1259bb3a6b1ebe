"""``kaohe template``: what is wrong with a template, its words, a fresh copy, its text."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from kaohe_cli.drafting.vocabulary import FILTERS, sample, words
from kaohe_cli.workspace.locate import shipped
from tests.conftest import Outcome
from tests.progress.filled import TABLES

Kaohe = Callable[..., Outcome]
SHIPPED = shipped("templates") / "annex3.docx"


def changed(path: Path, *, drop: str = "", replace: tuple[str, str] = ("", ""), add: str = "") -> Path:
    """Returns a copy of the shipped template, changed as a person would in Word."""
    document = docx.Document(str(SHIPPED))
    for node in list(document.element.body.iter("{*}p")):
        text = "".join(piece.text or "" for piece in node.iter("{*}t"))
        if drop and drop in text:
            node.getparent().remove(node)
    for piece in document.element.body.iter("{*}t"):
        if replace[0] and replace[0] in (piece.text or ""):
            piece.text = piece.text.replace(*replace)
    if add:
        document.add_paragraph(add)
    document.save(str(path))
    return path


def test_the_shipped_template_is_flawless(kaohe: Kaohe) -> None:
    done = kaohe("template", "check", SHIPPED)
    assert (done.code, done.err) == (0, "没有发现问题\n")
    assert re.search(r"^正文第\d+段.*　\{\{ 年度 \}\}$", done.out, re.MULTILINE)
    assert done.out.count("{% for ") == 3 + 3  # each stands in the place and as the tag


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"add": "{{ 单味 }}"}, "可能是“单位”"),
        ({"add": "{% for 项 in 计分部分.项目 %}{{ 项.标提 }}{% endfor %}"}, "标题"),
        ({"add": "{% if 单位 %}"}, "endif"),
        ({"add": "{% endfor %}"}, "endfor"),
        ({"add": "{{ 单位|顿好 }}"}, "顿号"),
        ({"add": "{{ 单位"}, "没有写完"),
        ({"add": "{% include '别的' %}"}, "include"),
    ],
)
def test_a_mistake_is_an_error_with_its_paragraph(
    kaohe: Kaohe, tmp_path: Path, change: dict[str, str], says: str
) -> None:
    done = kaohe("template", "check", "--no-tags", changed(tmp_path / "模板.docx", **change))  # type: ignore[arg-type]
    assert done.code == 1
    assert done.out.startswith("错误：正文第77段")
    assert says in done.out


def test_all_mistakes_are_told_at_once(kaohe: Kaohe, tmp_path: Path, workspace: Path) -> None:
    path = changed(tmp_path / "模板.docx", replace=("{{ 年度 }}", "{{ 年渡 }}"), add="{{ 单味 }}")
    done = kaohe("template", "check", "--no-tags", path)
    assert [line[:2] for line in done.out.splitlines()] == ["错误"] * 3
    drafted = kaohe("draft", "--unit", "区教委", "--template", path)
    assert drafted.code == 2
    assert drafted.err == done.out
    assert not (workspace / "drafts").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"drop": "自评排名"}, "计分部分里没有“自评排名”；在相应的位置写上 {{ 项.完成情况.自评排名 }}"),
        ({"drop": "预计争取结果"}, "激励部分里没有“预计争取结果”"),
    ],
)
def test_a_field_that_the_template_never_shows_is_a_remark(
    kaohe: Kaohe, tmp_path: Path, workspace: Path, change: dict[str, str], says: str
) -> None:
    path = changed(tmp_path / "模板.docx", **change)  # type: ignore[arg-type]
    done = kaohe("template", "check", "--no-tags", path)
    assert done.code == 0
    assert f"提醒：{says}" in done.out
    drafted = kaohe("draft", "--unit", "区教委", "--template", path)
    assert drafted.code == 0
    assert f"提醒：{says}" in drafted.err


def test_a_report_is_no_template(kaohe: Kaohe, workspace: Path) -> None:
    kaohe("draft", "--unit", "区商务委")
    report = workspace / "drafts" / "2021" / "区商务委.docx"
    done = kaohe("draft", "--unit", "区教委", "--template", report)
    assert (done.code, done.out) == (2, "")
    assert "区商务委.docx”里没有一个标记" in done.err


def test_fields_without_controls_are_a_remark(kaohe: Kaohe, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    (control,) = (
        node
        for node in document.element.body.iter("{*}sdt")
        if "{{ 项.编号 }}/forecast/eligible" in [tag.get(tag.keys()[0]) for tag in node.iter("{*}tag")]
    )
    content = control.find("{*}sdtContent")
    for child in list(content):
        control.addprevious(child)
    control.getparent().remove(control)
    document.save(str(tmp_path / "模板.docx"))
    done = kaohe("template", "check", "--no-tags", tmp_path / "模板.docx")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "是否符合申报条件没有内容控件" in done.out


def test_a_template_without_any_control_is_one_remark(kaohe: Kaohe, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    for tag in list(document.element.body.iter("{*}tag")):
        tag.getparent().remove(tag)
    document.save(str(tmp_path / "模板.docx"))
    out = kaohe("template", "check", "--no-tags", tmp_path / "模板.docx").out
    assert out.count("\n") == 1
    assert "没有内容控件" in out


def test_single_braces_are_a_remark(kaohe: Kaohe, tmp_path: Path) -> None:
    path = changed(tmp_path / "模板.docx", add="填报单位：{ 单位 }")
    out = kaohe("template", "check", "--no-tags", path).out
    assert "“{ 单位 }”只有一层大括号" in out


def test_tags_of_the_document_properties_are_filled_in(kaohe: Kaohe, workspace: Path, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    document.core_properties.title = "{{ 单位 }}{{ 年度 }}年报送材料"
    document.save(str(tmp_path / "模板.docx"))
    done = kaohe("template", "check", tmp_path / "模板.docx")
    assert done.code == 0
    assert done.out.endswith("文档属性“标题”　{{ 单位 }}\n文档属性“标题”　{{ 年度 }}\n")
    assert (
        "文档属性“标题”　{{ 单位 }}{{ 年度 }}年报送材料"
        in kaohe("template", "show", tmp_path / "模板.docx").out
    )
    kaohe("draft", "--unit", "区教委", "--template", tmp_path / "模板.docx")
    made = docx.Document(str(workspace / "drafts" / "2021" / "区教委.docx"))
    assert made.core_properties.title == "区教委2021年报送材料"


def test_a_tag_where_none_is_filled_in_stops_the_draft(kaohe: Kaohe, workspace: Path, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    (first, *_) = document.element.body.iter("{*}listItem")
    first.set(first.keys()[0], "{{ 单位 }}")
    document.save(str(tmp_path / "模板.docx"))
    said = r"^(错误：)?正文第\d+段“.*”的下拉选项：\{\{ 单位 \}\} 写在这里不会填写"
    done = kaohe("template", "check", "--no-tags", tmp_path / "模板.docx")
    assert done.code == 1
    assert re.match(said, done.out)
    drafted = kaohe("draft", "--unit", "区教委", "--template", tmp_path / "模板.docx")
    assert drafted.code == 2
    assert re.match(said, drafted.err)
    assert not (workspace / "drafts").exists()
    shown = kaohe("template", "show", tmp_path / "模板.docx").out
    assert re.search(r"〔正文以外的标记〕\n正文第\d+段“.*”的下拉选项　\{\{ 单位 \}\}\n$", shown)


@pytest.mark.parametrize(
    ("added", "count"),
    [
        ("甲{% if 单位 %}乙{% endif -%}", 1),
        ("{%- if 单位 %}甲{% endif %}", 1),
        ("甲{% if 单位 -%}乙{%- endif %}", 0),
        ("{% if 单位 %}甲{% endif %}", 0),
    ],
)
def test_what_would_join_paragraphs_elsewhere_is_a_remark(
    kaohe: Kaohe, tmp_path: Path, added: str, count: int
) -> None:
    done = kaohe("template", "check", "--no-tags", changed(tmp_path / "模板.docx", add=added))
    assert done.code == 0
    assert done.out.count("里的减号在 docxtpl 里是") == count


def test_one_missing_for_is_not_forty_mistakes(kaohe: Kaohe, tmp_path: Path) -> None:
    path = changed(tmp_path / "模板.docx", add="{{ 项.标题 }} {{ 项.编号 }} {{ loop.index }}")
    lines = kaohe("template", "check", "--no-tags", path).out.splitlines()
    assert len(lines) == 2
    assert "只能写在 {% for 项 in … %} 和 {% endfor %} 之间" in lines[0]


@pytest.mark.parametrize(
    "tag",
    ["{% if 截至月份 == 12 %}{{ 项.完成情况.自评排名 }}{% endif %}", "{{ 项.完成情况.是否完成 }}"],
)
def test_what_real_data_has_is_no_problem(kaohe: Kaohe, tmp_path: Path, tag: str) -> None:
    path = changed(tmp_path / "模板.docx", add=f"{{% for 项 in 全部项目 %}}{tag}{{% endfor %}}")
    assert kaohe("template", "check", "--no-tags", path).out == ""


def test_a_field_under_a_condition_is_not_missing(kaohe: Kaohe, tmp_path: Path) -> None:
    tag = '{{ 项.完成情况.自评排名|待填("自评排名") }}'
    path = changed(tmp_path / "模板.docx", replace=(tag, f"{{% if 截至月份 == 12 %}}{tag}{{% endif %}}"))
    assert "里没有“自评排名”" not in kaohe("template", "check", "--no-tags", path).out


def test_a_part_that_is_missing_is_one_remark(kaohe: Kaohe, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    body = document.element.body
    paragraphs = list(body.iter("{*}p"))
    texts = ["".join(piece.text or "" for piece in node.iter("{*}t")) for node in paragraphs]
    for node in paragraphs[texts.index("{% if 激励部分.项目 %}") :]:
        body.remove(node)
    document.save(str(tmp_path / "模板.docx"))
    out = kaohe("template", "check", "--no-tags", tmp_path / "模板.docx").out
    assert out.count("\n") == 1
    assert "激励部分没有出现" in out


def test_a_missing_bookmark_is_a_remark(kaohe: Kaohe, tmp_path: Path) -> None:
    document = docx.Document(str(SHIPPED))
    for mark in list(document.element.body.iter("{*}bookmarkStart")):
        if "kh_b_problems" in mark.attrib.values():
            mark.getparent().remove(mark)
    document.save(str(tmp_path / "模板.docx"))
    done = kaohe("template", "check", "--no-tags", tmp_path / "模板.docx")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "缺少书签 kh_b_problems" in done.out


def test_a_file_that_is_no_template(kaohe: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_text("甲", "utf-8")
    for action in (["check"], ["show"]):
        done = kaohe("template", *action, tmp_path / "甲.docx")
        assert (done.code, done.out) == (2, "")
        assert "甲.docx 不是 Word 文件" in done.err
    assert kaohe("template", "check", tmp_path / "没有.docx").code == 2


def test_every_variable_of_the_list_works_and_none_is_missing(kaohe: Kaohe, tmp_path: Path) -> None:
    rows = json.loads(kaohe("template", "vars", "--format", "json").out)
    assert len(rows) == len(list(words(TABLES.forms)))
    tags = [word.tag for word in words(TABLES.forms) if word not in FILTERS]
    document = docx.Document()
    for tag in tags:
        in_loop = "项." in tag or "loop." in tag
        text = f"{{% for 项 in 计分部分.项目 %}}{tag}{{% endfor %}}" if in_loop else tag
        if tag.startswith("{%"):
            text = f"{tag}{{% end{tag.split()[1]} %}}"
        if any(part in tag for part in ("是否", "预计争取结果")):
            form = "激励部分" if "申报" in tag or "争取" in tag else "不计分部分"
            text = text.replace("计分部分", form)
        document.add_paragraph(text)
    document.save(str(tmp_path / "全部.docx"))
    assert "错误" not in kaohe("template", "check", "--no-tags", tmp_path / "全部.docx").out

    undescribed = {path for path in _paths(sample(TABLES.forms), "") if path not in " ".join(tags)}
    assert undescribed == {"项.anchor"}  # it names bookmarks


def _paths(value: object, prefix: str) -> set[str]:
    """Returns the paths of all variables, items of lists as 项."""
    if isinstance(value, dict):
        return {
            found for key, inner in value.items() for found in _paths(inner, f"{prefix}.{key}".lstrip("."))
        }
    if isinstance(value, list) and isinstance(value[0], dict):
        return {prefix} | _paths(value[0], "项")
    return {prefix}


def test_a_fresh_copy_to_start_from(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("template", "new", "templates/annex3.docx").code == 0
    assert (workspace / "templates" / "annex3.docx").read_bytes() == SHIPPED.read_bytes()
    again = kaohe("template", "new", "templates/annex3.docx")
    assert again.code == 2
    assert "已经存在" in again.err
    assert kaohe("template", "new", "templates/annex3.docx", "--force").code == 0


def test_a_template_as_text(kaohe: Kaohe) -> None:
    out = kaohe("template", "show", SHIPPED).out
    assert "{% for 项 in 计分部分.项目 %}" in out
    assert "{{ 项.编号 }}/progress/situation" in out
