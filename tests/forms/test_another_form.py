"""A form is data: a field, a form, a kind that nobody foresaw is known everywhere, with no change to the program."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.collecting.reading.drafting import filled
from tests.conftest import Outcome
from tests.ooxml.printed_form import bookmark_names, control_tags, lines

Kaohe = Callable[..., Outcome]

UNIT = "区商务委"
BEFORE = Path(__file__).parent / "before"
RANK = "          - key: progress/self_rank\n"
SOURCE = "          - {key: progress/data_source, label: 数据来源, kind: line}\n"
PLACE = "      - number: （三）\n"
"""What stands behind the second section of the first form."""


@pytest.fixture
def office(kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh workspace, in which the test then stands."""
    assert kaohe("init", tmp_path / "考核").code == 0
    monkeypatch.chdir(tmp_path / "考核")
    return tmp_path / "考核"


def edit_forms(folder: Path, *edits: tuple[str, str]) -> None:
    """Replaces pieces of forms.yaml, each the first of its kind."""
    path = folder / "data" / "forms.yaml"
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def with_source(kaohe: Kaohe, folder: Path, field: str = SOURCE) -> None:
    """Adds a field behind those of the second section of the first form, and a template with it."""
    edit_forms(folder, (PLACE, field + PLACE))
    assert kaohe("template", "new", "templates/annex3.docx", "--force").code == 0


def draft(kaohe: Kaohe, folder: Path, *options: str) -> Path:
    done = kaohe("draft", "--unit", UNIT, "--force", *options)
    assert done.code == 0
    return Path(done.out.strip())


def collect(kaohe: Kaohe, folder: Path, values: Mapping[str, Mapping[str, Any]], *options: str) -> Outcome:
    path = folder / "收回" / f"{UNIT}.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(filled(draft(kaohe, folder, *options).read_bytes(), values))
    return kaohe("collect", path, "--received", "2021-11-12", "--force")


def value(folder: Path, entry: str, key: str) -> Any:
    workspace = Workspace(DataFolder(folder / "data", folder))
    report = workspace.report(UNIT, workspace.round_meant())
    assert report is not None
    return report.value(entry, key)


def test_a_new_field_is_known_to_every_command(kaohe: Kaohe, office: Path) -> None:
    with_source(kaohe, office)
    path = draft(kaohe, office)
    assert "A18.1/progress/data_source" in control_tags(path.read_bytes())
    assert "4. 数据来源：【请填写数据来源】。" in lines(path)
    done = collect(kaohe, office, {"A18.1": {"progress/data_source": "区统计局"}})
    assert "（二）数据来源：区统计局" in done.out
    assert "没有归入" not in done.err
    text = (office / "data" / "reports" / "2021-10" / f"{UNIT}.yaml").read_text("utf-8")
    assert "data_source: 区统计局" in text
    status = json.loads(kaohe("status", "--unit", UNIT, "--format", "json").out)
    (body,) = status
    missing = {row["id"]: row["fields"] for row in body["missing"]}
    assert "progress/data_source" not in missing["A18.1"]
    assert "progress/data_source" in missing["A10.1"]
    assert "progress/data_source" not in missing["B02.1"]
    assert kaohe("validate").code == 0
    assert "数据来源 区统计局" in kaohe("show", "A18.1").out
    assert json.loads(kaohe("show", "A18.1", "--format", "json").out)[0]["reports"][0]["progress"] == {
        "data_source": "区统计局"
    }
    assert "{{ 项.完成情况.数据来源 }}" in kaohe("template", "vars", "--format", "csv").out
    assert "KH903" in kaohe("validate").out
    assert kaohe("schema", "--check").code == 1
    assert kaohe("schema").code == 0
    assert "数据来源" in (office / "schema" / "report.schema.json").read_text("utf-8")
    assert "KH903" not in kaohe("validate").out
    assert "4. 数据来源：区统计局。" in lines(draft(kaohe, office))


def test_a_template_that_does_not_show_a_field_is_told(kaohe: Kaohe, office: Path) -> None:
    edit_forms(office, (PLACE, SOURCE + PLACE))
    says = "计分部分里没有“数据来源”；在相应的位置写上 {{ 项.完成情况.数据来源 }}"
    assert says in kaohe("draft", "--unit", UNIT).err
    assert says in kaohe("template", "check", "templates/annex3.docx").out
    assert "KH902" in kaohe("validate").out


def test_forms_without_a_template_of_their_own_are_drafted_as_they_are(kaohe: Kaohe, office: Path) -> None:
    edit_forms(office, (PLACE, SOURCE + PLACE))
    shutil.rmtree(office / "templates")
    assert "4. 数据来源：【请填写数据来源】。" in lines(draft(kaohe, office))


def test_a_fourth_form_for_one_part(kaohe: Kaohe, office: Path) -> None:
    form = """\
  - id: special
    covers: [C]
    title: <年度>年重点专项推进情况
    sections:
      - {number: （一）, label: 责任单位, prints: units}
      - number: （二）
        label: 1—<月份>月推进情况
        fields:
          - {key: special/measures, label: 主要举措, kind: paragraphs}
          - {key: special/done_on, label: 完成日期, kind: date}
          - {key: special/projects, label: 项目个数（个）, kind: number}
          - {key: special/state, label: 推进状态, kind: choice, choices: [正常, 滞后]}
      - {number: （三）, label: 责任人, field: {key: special/person, kind: person}}
"""
    edit_forms(
        office, ("covers: [B, C, D]", "covers: [B, D]"), ("  - id: incentive\n", form + "  - id: incentive\n")
    )
    text = (office / "data" / "indicators.yaml").read_text("utf-8")
    (office / "data" / "indicators.yaml").write_text(re.sub(r"\n    form: \w+", "", text), "utf-8")
    assert kaohe("template", "new", "--force").code == 0
    values = {
        "C03.1": {
            "special/measures": "一是统筹。\n二是推进。",
            "special/done_on": "2021年11月3日",
            "special/projects": "1,234.5",
            "special/state": "滞后",
            "special/person": "李样例",
        }
    }
    done = collect(kaohe, office, values)
    assert done.code == 0, done.err
    assert "没有归入" not in done.err
    assert value(office, "C03.1", "special/done_on") == "2021-11-03"
    assert value(office, "C03.1", "special/projects") == Decimal("1234.5")
    assert value(office, "C03.1", "special/measures") == "一是统筹。\n二是推进。"
    assert "2021年重点专项推进情况" in lines(draft(kaohe, office))
    assert "2. 完成日期：2021年11月3日。" in lines(draft(kaohe, office))
    assert kaohe("validate").code == 0


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("{key: progress/amount, label: 完成数, kind: number}", "约三成", "“约三成”不是一个数，没有读进来"),
        ("{key: progress/day, label: 完成日期, kind: date}", "年底前", "“年底前”不是日期，没有读进来"),
        ("{key: progress/state, label: 状态, kind: choice, choices: [正常, 滞后]}", "一般", "KH816"),
        ("{key: progress/caller, label: 值班电话, kind: phone}", "60000", "KH805"),
    ],
)
def test_a_field_gets_the_checks_of_its_kind(
    kaohe: Kaohe, office: Path, field: str, wrong: str, says: str
) -> None:
    with_source(kaohe, office, f"          - {field}\n")
    key = re.findall(r"key: ([a-z/]+)", field)[0]
    done = collect(kaohe, office, {"A18.1": {key: wrong}, "A10.1": {"progress/self_rank": "第1名"}})
    assert says in done.err
    validated = kaohe("validate").out
    assert (says in validated) is says.startswith("KH")


def test_a_number_that_is_none_makes_a_report_unreadable(kaohe: Kaohe, office: Path) -> None:
    with_source(kaohe, office, "          - {key: progress/amount, label: 完成数, kind: number}\n")
    assert collect(kaohe, office, {"A18.1": {"progress/amount": "12"}}).code == 0
    path = office / "data" / "reports" / "2021-10" / f"{UNIT}.yaml"
    path.write_text(path.read_text("utf-8").replace("amount: 12", "amount: 十二"), "utf-8")
    assert "KH203 “amount”应当是数字" in kaohe("validate").out


def test_a_field_taken_away_is_told_of_where_reports_still_have_it(kaohe: Kaohe, office: Path) -> None:
    with_source(kaohe, office)
    values = {"A18.1": {"progress/data_source": "区统计局", "progress/self_rank": "第1名"}}
    assert collect(kaohe, office, values).code == 0
    sent = (office / "收回" / f"{UNIT}.docx").read_bytes()
    edit_forms(office, (SOURCE, ""))
    assert kaohe("template", "new", "--force").code == 0
    done = kaohe("validate")
    line = (
        (office / "data" / "reports" / "2021-10" / f"{UNIT}.yaml")
        .read_text("utf-8")
        .split("data_source")[0]
        .count("\n")
    )
    assert f"{UNIT}.yaml:{line + 1}:" in done.out
    assert "KH807 A18.1 的完成情况里没有“data_source”这一项" in done.out
    assert "progress/data_source 表里没有这一栏" in kaohe("draft", "--unit", UNIT, "--force").err
    (office / "收回" / "再交.docx").write_bytes(sent)
    again = kaohe("collect", office / "收回" / "再交.docx", "--force")
    assert "数据来源：这一项的表里没有这一栏" in again.err
    assert "区统计局" in again.err
    assert value(office, "A18.1", "progress/self_rank") == "第1名"
    assert value(office, "A18.1", "progress/data_source") == "区统计局"


def test_a_file_sent_out_before_the_change_comes_home(kaohe: Kaohe, office: Path) -> None:
    """Nobody asked the unit for the new field: it is not missing, and what is known of it stays."""
    sent = draft(kaohe, office).read_bytes()
    with_source(kaohe, office)
    assert collect(kaohe, office, {"A18.1": {"progress/data_source": "区统计局"}}).code == 0
    path = office / "收回" / "旧表.docx"
    path.write_bytes(filled(sent, {"A18.1": {"progress/self_rank": "第1名"}}))
    done = kaohe("collect", path, "--force")
    assert "没有归入" not in done.err
    assert value(office, "A18.1", "progress/data_source") == "区统计局"
    assert value(office, "A18.1", "progress/self_rank") == "第1名"
    assert "数据来源" not in kaohe("status", "--unit", UNIT).out


def test_the_year_end_round_says_the_whole_year(kaohe: Kaohe, office: Path) -> None:
    path = draft(kaohe, office, "--through-month", "12")
    text = lines(path)
    assert "（二）全年完成情况" in text
    assert "（三）全年预计情况" not in text[: text.index("2021年市对区考核指标完成情况", 5)]
    assert "（四）存在问题及建议：【请填写存在问题及建议】。" in text
    assert "A18.1/forecast/self_score" not in control_tags(path.read_bytes())
    values = {"A18.1": {"progress/situation": "增长8%", "progress/self_score": "2.8"}}
    done = collect(kaohe, office, values, "--through-month", "12")
    assert "没有归入" not in done.err
    missing = kaohe("status", "--unit", UNIT).out
    assert "（二）自评排名" in missing
    assert "（三）自评得分" not in missing


LEADER = (
    "          - {key: leader, label: 责任领导, kind: person, once: true, "
    "also: [区级责任领导, 〔区级〕分管领导, 〔区级〕分管负责人]}\n"
)


@pytest.mark.parametrize("key", ["progress/the_longest_key_there_may_be"[:32], "a/b/c/d", "x1"])
def test_a_long_key_has_a_bookmark_that_word_keeps(kaohe: Kaohe, office: Path, key: str) -> None:
    with_source(kaohe, office, f"          - {{key: {key}, label: 数据来源, kind: line}}\n")
    names = bookmark_names(draft(kaohe, office).read_bytes())
    assert all(len(name) <= 40 for name in names)
    assert collect(kaohe, office, {"A18.1": {key: "区统计局"}}).code == 0
    assert value(office, "A18.1", key) == "区统计局"


def test_what_is_said_once_stands_at_the_top(kaohe: Kaohe, office: Path) -> None:
    field = "          - {key: filed_on, label: 填报日期, kind: date, once: true}\n"
    edit_forms(office, (LEADER, field))
    assert kaohe("template", "new", "--force").code == 0
    assert (
        collect(kaohe, office, {row: {"filed_on": "2021.11.3"} for row in ("A10.1", "A11.1", "A18.1")}).code
        == 0
    )
    text = (office / "data" / "reports" / "2021-10" / f"{UNIT}.yaml").read_text("utf-8")
    assert '\nfiled_on: "2021-11-03"\n' in text
    assert value(office, "A18.1", "filed_on") == "2021-11-03"


class TestMadeBefore:
    """Files that were made before the forms were data."""

    def test_a_draft_in_the_hands_of_a_unit_comes_home(self, kaohe: Kaohe, office: Path) -> None:
        done = kaohe("collect", BEFORE / "filled.docx", "--received", "2021-11-12")
        assert done.code == 0
        assert "没有归入" not in done.err
        saved = (office / "data" / "reports" / "2021-10" / f"{UNIT}.yaml").read_text("utf-8")
        before = (BEFORE / "report.yaml").read_text("utf-8")
        assert saved.split("entries:")[1] == before.split("entries:")[1]

    def test_a_draft_that_nobody_touched_is_still_ours(self, kaohe: Kaohe, office: Path) -> None:
        place = office / "drafts" / "2021" / f"{UNIT}.docx"
        place.parent.mkdir(parents=True)
        shutil.copyfile(BEFORE / "draft.docx", place)
        assert kaohe("draft", "--unit", UNIT).code == 0

    def test_a_report_is_read(self, kaohe: Kaohe, office: Path) -> None:
        (office / "data" / "reports").mkdir(exist_ok=True)
        shutil.copyfile(BEFORE / "report.yaml", office / "data" / "reports" / f"{UNIT}.yaml")
        assert kaohe("validate").code == 0
        assert value(office, "A18.1", "contact/mobile") == "13800000000"
        assert "2. 责任人：李四；联系电话（手机）：13800000000。" in lines(draft(kaohe, office))

    def test_an_office_template_works_with_its_variables(self, kaohe: Kaohe, office: Path) -> None:
        shutil.copyfile(BEFORE / "template.docx", office / "templates" / "annex3.docx")
        (office / "data" / "reports").mkdir(exist_ok=True)
        shutil.copyfile(BEFORE / "report.yaml", office / "data" / "reports" / f"{UNIT}.yaml")
        done = kaohe("draft", "--unit", UNIT)
        assert (done.code, done.err) == (0, "")
        text = lines(office / "drafts" / "2021" / f"{UNIT}.docx")
        assert f"2021年市对区考核指标完成情况（{UNIT}）" in text
        assert "3. 自评排名：第1名。" in text
