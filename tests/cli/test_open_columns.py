"""What an issued table may say besides the columns of 2021: kept, shown, compared, and counted in no total."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.ooxml.printed_form import lines

Kaohe = Callable[..., Outcome]

COLUMNS = {
    "target": "增长8%以上",
    "scoring": "每低1个百分点扣0.2分",
    "due": "12月底前",
    "assessed_by": "市商务委",
    "data_source": "市统计局月报",
    "evidence": "required",
    "note": "新增指标",
}
A18_1 = """\
          - id: A18.1
            weight: 3
            units: [区商务委]
            content: 按统计数据考核"""


@pytest.fixture
def wide(workspace: Path) -> Path:
    """The shipped tables; A18.1 with every open column, A02.1 led by two, and A18.2 a bonus row."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8")
    columns = "".join(f"\n            {name}: {value}" for name, value in COLUMNS.items())
    columns += "\n            more:\n              分管领导: 分管经济的副区长"
    bonus = """
          - id: A18.2
            extra: true
            units: [区教委, 区商务委]
            content: 获国家级表彰的，每项加0.5分"""
    assert text.count(A18_1) == 1
    text = text.replace(A18_1, f"{A18_1}{columns}{bonus}")
    pair = "            units: [区发展改革委, 区工商联]\n"
    assert pair in text
    text = text.replace(pair, f"{pair}            leads: [区发展改革委, 区工商联]\n", 1)
    path.write_text(text, "utf-8")
    return workspace


@pytest.mark.usefixtures("wide")
class TestReading:
    def test_the_tables_are_valid_and_the_total_is_what_it_was(self, kaohe: Kaohe) -> None:
        done = kaohe("validate", "--format", "json")
        assert done.code == 0
        assert json.loads(done.out)["totals"] == {"A": 90}

    def test_json_has_further_keys_where_a_row_has_them(self, kaohe: Kaohe) -> None:
        rows = {row["id"]: row for row in json.loads(kaohe("list", "--format", "json").out)}
        base = list(rows["A01.1"])
        assert list(rows["A18.1"]) == [*base, *COLUMNS, "more"]
        assert {name: rows["A18.1"][name] for name in COLUMNS} == COLUMNS
        assert rows["A18.1"]["more"] == {"分管领导": "分管经济的副区长"}
        assert rows["A18.2"] == {
            **{key: rows["A18.1"][key] for key in ("kind", "indicator_id", "section", "name", "form")},
            "id": "A18.2",
            "content": "获国家级表彰的，每项加0.5分",
            "weight": None,
            "units": ["区教委", "区商务委"],
            "extra": True,
        }
        assert rows["A02.1"]["leads"] == ["区发展改革委", "区工商联"]

    def test_the_full_table_has_a_column_for_each_that_a_row_fills(self, kaohe: Kaohe) -> None:
        text = kaohe("list", "A18", "--format", "csv").out.removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert rows[0]["佐证材料"] == "须提供"
        assert (rows[0]["目标值"], rows[1]["目标值"]) == ("增长8%以上", "")
        assert (rows[0]["分管领导"], rows[1]["加减分项"]) == ("分管经济的副区长", "是")
        assert "备注" not in kaohe("list", "A02", "--format", "csv").out
        assert "牵头单位" in kaohe("list", "A02", "--format", "md").out.splitlines()[0]

    def test_the_short_table_tells_a_bonus_row_by_its_weight(self, kaohe: Kaohe) -> None:
        lines = kaohe("list", "A18").out.splitlines()
        assert any(line.startswith("A18.2") and "加减分" in line for line in lines)
        assert lines[-1] == "共 2 条考核内容，权重合计 3"

    def test_show_says_what_every_column_says(self, kaohe: Kaohe) -> None:
        facts = [line.split(maxsplit=1) for line in kaohe("show", "A18.1").out.splitlines() if line.strip()]
        shown = {fact[0]: fact[1].strip() for fact in facts if len(fact) == 2}
        assert shown["评分标准"] == "每低1个百分点扣0.2分"
        assert (shown["考核单位"], shown["佐证材料"]) == ("市商务委", "须提供")
        assert shown["分管领导"] == "分管经济的副区长"
        assert "加减分项，不计入合计" in kaohe("show", "A18.2").out
        assert json.loads(kaohe("show", "A18.1", "--format", "json").out)[0]["target"] == "增长8%以上"

    def test_several_leads_count_wherever_it_is_asked_who_leads(self, kaohe: Kaohe) -> None:
        assert "区发展改革委〔牵头〕、区工商联〔牵头〕" in kaohe("show", "A02.1").out
        loads = {load["name"]: load for load in json.loads(kaohe("assign", "--format", "json").out)}
        assert "A02.1" in loads["区工商联"]["led"]
        assert "A02.1" not in loads["区工商联"]["supported"]
        assert kaohe("list", "A02.1", "--unit", "区工商联").out.splitlines()[-1] == (
            "共 1 条考核内容，权重合计 3，其中牵头 1 条、权重 3"
        )
        units = {row["name"]: row for row in json.loads(kaohe("unit", "list", "--format", "json").out)}
        assert units["区工商联"]["leads"] == 1 + len([i for i in loads["区工商联"]["led"] if i != "A02.1"])

    def test_a_bonus_row_can_be_reported(self, kaohe: Kaohe, wide: Path) -> None:
        done = kaohe("draft", "--unit", "区教委")
        assert done.code == 0
        scores = [line for line in lines(wide / "drafts/2021/区教委.docx") if "自评得分" in line]
        assert any("不计入总分" in line for line in scores)
        assert not any("满分为分" in line for line in scores)


class TestComparing:
    @pytest.mark.usefixtures("wide")
    def test_diff_tells_every_column_and_who_leads(self, kaohe: Kaohe, tmp_path: Path) -> None:
        old = tmp_path / "旧"
        assert kaohe("init", old).code == 0
        out = kaohe("diff", old).out.replace("\n", "").replace(" ", "")
        for text in (
            "目标值（没有）→增长8%以上",
            "佐证材料（没有）→须提供",
            "分管领导（没有）→分管经济的副区长",
            "牵头单位区发展改革委、〔+区工商联+〕",
        ):
            assert text in out
        done = json.loads(kaohe("diff", old, "--format", "json").out)
        fields = {field["field"] for row in done["criteria"]["changed"] for field in row["fields"]}
        assert fields == {*COLUMNS, "more/分管领导"}
        loads = {load["unit"]: load for load in done["loads"]}
        assert loads["区工商联"]["after"]["led"] == loads["区工商联"]["before"]["led"] + 1
        assert done["totals"] == {"before": 90, "after": 90}

    def test_diff_tells_what_changed_at_the_head(self, kaohe: Kaohe, wide: Path, tmp_path: Path) -> None:
        old = tmp_path / "旧"
        kaohe("init", old)
        path = wide / "data" / "indicators.yaml"
        head = (
            'rounds:\n  - through_month: 10\n    due: "2021-11-15"\n  - through_month: 12\n'
            'lights: {green: 95, yellow: 85}\narea_code: "023"\noffice: 区政府办公室\nsections:\n'
        )
        text = path.read_text("utf-8").replace("rounds:\n  - through_month: 10\n  - through_month: 12\n", "")
        path.write_text(text.replace("office: 区政府督查室\nsections:\n", head, 1), "utf-8")
        assert kaohe("validate").code == 0
        out = kaohe("diff", old).out.replace("\n", "").replace(" ", "")
        for text in (
            "1—10月（2021-11-15截止）",
            "绿灯95%，黄灯85%",
            "（没有）→023",
            "区政府督查室→区政府办公室",
        ):
            assert text in out

    @pytest.mark.usefixtures("wide")
    def test_a_new_row_is_told_with_its_columns(self, kaohe: Kaohe, tmp_path: Path) -> None:
        old = tmp_path / "旧"
        kaohe("init", old)
        path = old / "data" / "indicators.yaml"
        text = path.read_text("utf-8")
        row = text[text.index("      - id: A18\n") : text.index("      - id: A19\n")]
        path.write_text(text.replace(row, ""), "utf-8")
        out = kaohe("diff", old).out
        assert "评分标准" in out
        assert "每低1个百分点扣0.2分" in out

    def test_a_renamed_body_is_renamed_among_the_leads(self, kaohe: Kaohe, wide: Path) -> None:
        assert kaohe("unit", "rename", "区工商联", "区工商业联合会").code == 0
        text = (wide / "data" / "indicators.yaml").read_text("utf-8")
        assert "leads: [区发展改革委, 区工商业联合会]\n" in text
        assert kaohe("validate").code == 0


class TestAssigning:
    @pytest.mark.parametrize(
        ("words", "units", "leads"),
        [
            (["A02.1", "--lead", "区工商联"], "[区工商联, 区发展改革委]", None),
            (["A02.1", "--remove", "区工商联"], "[区发展改革委]", None),
            (["A02.1", "--set", "区教委,区工商联"], "[区教委, 区工商联]", None),
            (["A02.1", "--add", "区教委"], "[区发展改革委, 区工商联, 区教委]", "[区发展改革委, 区工商联]"),
            (
                ["A02.1", "--add", "区教委", "--lead", "区教委,区工商联"],
                "[区教委, 区工商联, 区发展改革委]",
                "[区教委, 区工商联]",
            ),
        ],
    )
    def test_leads_stay_the_beginning_of_the_units(
        self, kaohe: Kaohe, wide: Path, words: list[str], units: str, leads: str | None
    ) -> None:
        assert kaohe("assign", *words).code == 0
        row = (
            (wide / "data" / "indicators.yaml").read_text("utf-8").split("- id: A02.1\n")[1].split("- id:")[0]
        )
        assert f"units: {units}\n" in row
        assert ("leads:" in row) == (leads is not None)
        assert leads is None or f"leads: {leads}\n" in row
        assert kaohe("validate").code == 0

    @pytest.mark.usefixtures("wide")
    def test_an_incentive_has_one_lead(self, kaohe: Kaohe) -> None:
        done = kaohe("assign", "J03", "--lead", "区教委,区工商联")
        assert (done.code, done.out) == (2, "")
        assert "J03 是督查激励，只能由一个单位牵头" in done.err
