"""``kaohe claim``: where the claims stand, what is entered, and the files for the city."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

LEAD = """\
schema_version: 1
year: 2021
unit: 区政府外办
through_month: 10
contact: {name: 李样例, mobile: "13800000000"}
entries:
  J04:
    progress:
      situation: |-
        招商项目转化落地24个，落地率75%。组建6支招商小分队，开展精准招商15次，联系李样例13800000000。
        探索“链长制”招商机制，被市级简报刊发
    forecast:
      situation: 预计全年签约项目40个
      eligible: 是
      expected_result: 争取获得激励
    problems: 高质量制造业项目储备不足
"""
SECOND = """\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
entries:
  J04:
    progress:
      situation: 引进商贸企业12家。
    forecast:
      situation: 【请填写基本情况】
      eligible: 否，制造业招商不归口
    problems: 无
"""
CLAIMS = """\
# 手工写的注释
schema_version: 1
year: 2021
claims:
  J02:   # 等环保督察结果
    state: 拟申报
"""


@pytest.fixture
def reported(kaohe: Kaohe, workspace: Path) -> Path:
    """J04 has two responsible units, and both have reported on it."""
    assert kaohe("assign", "J04", "--add", "区商务委").code == 0
    folder = workspace / "data" / "reports" / "2021-10"
    folder.mkdir(parents=True)
    (folder / "区政府外办.yaml").write_text(LEAD, "utf-8")
    (folder / "区商务委.yaml").write_text(SECOND, "utf-8")
    return workspace


def claims(workspace: Path) -> str:
    return (workspace / "data" / "claims.yaml").read_text("utf-8")


def listed(kaohe: Kaohe, *words: str) -> dict[str, dict[str, object]]:
    done = kaohe("claim", "--today", "2021-12-01", "--format", "json", *words)
    assert (done.code, done.err) == (0, "")
    return {row["id"]: row for row in json.loads(done.out)}


class TestListing:
    def test_all_are_there_before_anything_is_kept(self, kaohe: Kaohe, workspace: Path) -> None:
        rows = listed(kaohe)
        assert list(rows) == [f"J{number:02}" for number in range(1, 28)]
        assert {row["state"] for row in rows.values()} == {"未定"}
        assert {row["days_left"] for row in rows.values()} == {62}
        assert not (workspace / "data" / "claims.yaml").exists()

    @pytest.mark.usefixtures("reported")
    def test_what_the_units_say_is_told_of_each(self, kaohe: Kaohe) -> None:
        row = listed(kaohe)["J04"]
        assert row["eligible"] == {"区政府外办": "是", "区商务委": "否，制造业招商不归口"}
        assert row["expected_result"] == {"区政府外办": "争取获得激励", "区商务委": None}
        assert (row["bonus_points"], row["lead"]) == (True, "区政府外办")

    def test_a_later_round_counts_where_it_says_something(self, kaohe: Kaohe, reported: Path) -> None:
        later = SECOND.replace("through_month: 10", "through_month: 12").replace("否，制造业招商不归口", "是")
        folder = reported / "data" / "reports" / "2021-12"
        folder.mkdir()
        (folder / "区商务委.yaml").write_text(later, "utf-8")
        assert listed(kaohe)["J04"]["eligible"] == {"区政府外办": "是", "区商务委": "是"}
        before = listed(kaohe, "--round", "10")["J04"]["eligible"]
        assert before == {"区政府外办": "是", "区商务委": "否，制造业招商不归口"}

    @pytest.mark.usefixtures("reported")
    def test_what_is_missing_goes_as_it_is_entered(self, kaohe: Kaohe) -> None:
        assert listed(kaohe)["J04"]["missing"] == ["定下申报与否"]
        kaohe("claim", "J04", "--state", "拟申报")
        assert listed(kaohe)["J04"]["missing"] == ["申报材料", "报送", "抄送督查办"]
        kaohe("claim", "J04", "--state", "已报送", "--on", "2022-01-20", "--material", "招商申报材料")
        row = listed(kaohe)["J04"]
        assert (row["missing"], row["days_left"]) == (["抄送督查办"], None)
        kaohe("claim", "J04", "--copied", "2022-01-20")
        assert listed(kaohe)["J04"]["missing"] == []

    @pytest.mark.usefixtures("workspace")
    def test_one_that_is_not_claimed_lacks_nothing(self, kaohe: Kaohe) -> None:
        kaohe("claim", "J01", "--state", "不申报", "--note", "不是脱贫区县")
        row = listed(kaohe)["J01"]
        assert (row["missing"], row["days_left"], row["notes"]) == ([], None, "不是脱贫区县")

    @pytest.mark.usefixtures("reported")
    def test_the_spreadsheet_has_every_field(self, kaohe: Kaohe) -> None:
        done = kaohe("claim", "--format", "csv", "--today", "2021-12-01")
        rows = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
        assert len(rows) == 27
        assert rows[3]["是否符合条件"] == "区政府外办：是；区商务委：否，制造业招商不归口"
        assert (rows[3]["剩余天数"], rows[3]["期限"]) == ("62", "2022-02-01")

    @pytest.mark.usefixtures("workspace")
    def test_behind_the_deadline_it_is_said(self, kaohe: Kaohe) -> None:
        kaohe("claim", "J04", "--state", "拟申报")
        done = kaohe("claim", "--today", "2022-02-08")
        assert done.code == 0
        assert "2022-02-01 截止，已过 7 天" in done.out

    def test_no_phone_is_shown_wherever_one_was_written(self, kaohe: Kaohe, reported: Path) -> None:
        path = reported / "data" / "reports" / "2021-10" / "区政府外办.yaml"
        path.write_text(LEAD.replace("争取获得激励", "争取获得激励，电话13800000000"), "utf-8")
        text = CLAIMS.replace("拟申报", "拟申报\n    notes: 催李样例13800000000").replace("J02", "J04")
        (reported / "data" / "claims.yaml").write_text(text, "utf-8")
        for words in ([], ["J04"], ["--format", "json"], ["--format", "csv"], ["--format", "md"]):
            done = kaohe("claim", *words)
            assert "13800000000" not in done.out + done.err
            assert "***" in done.out

    def test_without_a_deadline_none_is_guessed(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workspace / "data" / "incentives.yaml"
        path.write_text(path.read_text("utf-8").replace('    due: "2022-02-01"\n', ""), "utf-8")
        assert listed(kaohe)["J04"]["days_left"] is None
        assert "附件2 没有写申报的期限" in kaohe("claim").out

    def test_without_the_table_there_is_nothing_to_claim(self, kaohe: Kaohe, workspace: Path) -> None:
        (workspace / "data" / "incentives.yaml").unlink()
        done = kaohe("claim")
        assert done.code == 0
        assert "没有附件2" in done.out
        assert kaohe("claim", "J04", "--state", "拟申报").code == 2

    def test_a_broken_file_is_told_with_its_place(self, kaohe: Kaohe, workspace: Path) -> None:
        (workspace / "data" / "claims.yaml").write_text(CLAIMS.replace("拟申报", "想申报"), "utf-8")
        done = kaohe("claim")
        assert done.code == 2
        assert "claims.yaml:6" in done.err
        assert "claims.yaml 无法读取" in kaohe("status").out


class TestEntering:
    def test_comments_and_every_other_byte_stay(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workspace / "data" / "claims.yaml"
        path.write_text(CLAIMS, "utf-8")
        done = kaohe("claim", "j4", "--state", "已报送", "--on", "2022年1月20日", "--copied", "2022/1/20")
        assert done.code == 0
        assert claims(workspace) == CLAIMS + (
            '  J04:\n    state: 已报送\n    sent: "2022-01-20"\n    copied: "2022-01-20"\n'
        )
        assert kaohe("validate").code == 0

    def test_a_claim_goes_to_its_place(self, kaohe: Kaohe, workspace: Path) -> None:
        for row_id in ("J02", "J09", "J05"):
            kaohe("claim", row_id, "--state", "拟申报")
        text = claims(workspace)
        assert text.index("J02") < text.index("J05") < text.index("J09")

    def test_several_at_once(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("claim", "J01", "J02", "--state", "拟申报")
        assert claims(workspace).count("state: 拟申报") == 2
        kaohe("claim", "J", "--state", "拟申报")
        assert claims(workspace).count("state: 拟申报") == 27

    def test_an_empty_value_takes_it_away(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("claim", "J04", "--state", "拟申报", "--note", "等数据", "--lead", "招商投资局")
        assert "lead: 区政府外办" in claims(workspace)
        kaohe("claim", "J04", "--note", "", "--lead", "")
        assert claims(workspace).endswith("  J04:\n    state: 拟申报\n")

    def test_a_dry_run_writes_nothing(self, kaohe: Kaohe, workspace: Path) -> None:
        done = kaohe("claim", "J04", "--state", "拟申报", "--dry-run")
        assert "+    state: 拟申报" in done.out
        assert not (workspace / "data" / "claims.yaml").exists()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["J04", "--state", "已报送"], "没有写报送日期"),
            (["J04", "--state", "拟申报", "--on", "2022-01-20"], "--on 和 --state"),
            (["J04", "--copied", "1月20日"], "连年份"),
            (["J04", "--state", "拟申报", "--note", "李样例13800000000"], "电话号码"),
            (["J04", "--state", "拟申报", "--lead", "区人武部"], "没有“区人武部”"),
            (["J04", "--state", "拟申报", "--lead", "区级有关部门"], "是统称"),
            (["J99", "--state", "拟申报"], "没有编号是“J99”"),
            (["A01", "--state", "拟申报"], "没有编号是“A01”"),
            (["--state", "拟申报"], "未指明哪一项激励"),
            (["J04", "--state", "准备"], "可以写：拟申报"),
            (["J04", "--lead", "区商务委"], "state"),
            (["J04", "--state", "已推荐", "--sent", "2022-01-20", "--on", "2022-01-10"], "早于报送日期"),
            (["J04", "--state", "已报送", "--on", "2022-01-20", "--sent", "2022-01-21"], "只写一个"),
            (["J04", "--state", "拟申报", "--format", "json"], "录入时只写"),
            (["--all"], "--all 只和 --draft"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, kaohe: Kaohe, workspace: Path, words: list[str], said: str
    ) -> None:
        done = kaohe("claim", *words)
        assert done.code == 2
        assert said in done.err
        assert not (workspace / "data" / "claims.yaml").exists()

    def test_a_file_of_another_shape_is_left_alone(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workspace / "data" / "claims.yaml"
        path.write_text("schema_version: 1\nyear: 2021\nclaims: [J04]\n", "utf-8")
        done = kaohe("claim", "J04", "--state", "拟申报")
        assert done.code == 2
        assert path.read_text("utf-8").endswith("claims: [J04]\n")

    def test_the_lead_follows_when_a_body_is_renamed(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("claim", "J04", "--state", "拟申报", "--lead", "区商务委")
        assert kaohe("unit", "rename", "区商务委", "区商务局").code == 0
        assert "lead: 区商务局" in claims(workspace)


def text_of(document: Document) -> str:
    """Returns all that the body says, what stands in content controls as well."""
    texts = document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    return "".join(node.text or "" for node in texts)


class TestFiles:
    @pytest.fixture
    def document(self, kaohe: Kaohe, reported: Path) -> Document:
        assert reported.is_dir()
        kaohe("claim", "J04", "--state", "拟申报")
        done = kaohe("claim", "J04", "--draft")
        assert (done.code, Path(done.out.strip()).name) == (0, "J04持续抓好招商引资工作.docx")
        return docx.Document(done.out.strip())

    def test_each_sentence_has_its_unit(self, document: Document) -> None:
        text = text_of(document)
        assert "招商项目转化落地24个，落地率75%。〔区政府外办〕" in text
        assert "引进商贸企业12家。〔区商务委〕" in text
        assert "高质量制造业项目储备不足。〔区政府外办〕无。〔区商务委〕" in text

    def test_a_sentence_stands_under_the_point_it_speaks_of(self, document: Document) -> None:
        lines = [paragraph.text for paragraph in document.paragraphs]
        point = lines.index("（三）招商项目转化落地率高")
        assert lines[point + 1].startswith("招商项目转化落地24个")

    def test_what_nobody_said_is_a_blank(self, document: Document) -> None:
        text = text_of(document)
        assert "（二）特别是制造业招商质量好【填写这一点的做法、成效和数据】" in text
        assert "区政府外办填报符合申报条件；区商务委填“否，制造业招商不归口”。【写明核实后" in text
        assert "区政府督查室" in text
        assert "【请填写基本情况】" not in text

    def test_the_letter_goes_to_the_city_with_a_copy(self, document: Document) -> None:
        text = text_of(document)
        assert "市招商投资局：" in text
        assert "（渝府办发〔2021〕83号）要求，我区对照激励措施“持续抓好招商引资工作”" in text
        assert "抄送：市政府督查办。" in text

    def test_the_measure_is_quoted_in_full(self, document: Document, workspace: Path) -> None:
        table = (workspace / "data" / "incentives.yaml").read_text("utf-8")
        measure = table.split("id: J04")[1].split("measure: ")[1].split("\n")[0]
        assert measure in text_of(document)

    def test_no_phone_is_in_it(self, document: Document) -> None:
        assert "13800000000" not in text_of(document)
        assert "联系人：李样例" in text_of(document)

    def test_headings_are_styles_with_outline_levels(self, document: Document) -> None:
        styles = {p.text: p.style.name for p in document.paragraphs if p.style is not None}
        assert styles["三、对照措施自评"] == "一级标题"
        assert styles["（四）工业项目投资占比大"] == "二级标题"

    def test_what_people_wrote_in_it_is_not_overwritten(self, kaohe: Kaohe, document: Document) -> None:
        path = Path("claims/2021/J04持续抓好招商引资工作.docx")
        assert kaohe("claim", "J04", "--draft").code == 0
        document.add_paragraph("补充")
        document.save(str(path))
        done = kaohe("claim", "J04", "--draft")
        assert done.code == 1
        assert "没有覆盖" in done.err
        assert docx.Document(str(path)).paragraphs[-1].text == "补充"
        assert kaohe("claim", "J04", "--draft", "--force").code == 0
        assert path.with_name(f"{path.name}.bak").exists()

    @pytest.mark.usefixtures("workspace")
    def test_all_that_are_wanted_and_no_other(self, kaohe: Kaohe) -> None:
        assert "没有“拟申报”的激励" in kaohe("claim", "--all", "--draft").err
        kaohe("claim", "J01", "J27", "--state", "拟申报")
        kaohe("claim", "J02", "--state", "材料起草")
        done = kaohe("claim", "--all", "--draft", "-o", "申报")
        assert [Path(line).name[:3] for line in done.out.splitlines()] == ["J01", "J27"]

    @pytest.mark.usefixtures("workspace")
    def test_every_measure_makes_a_file(self, kaohe: Kaohe) -> None:
        done = kaohe("claim", "J", "--draft", "-o", "申报")
        assert done.code == 0
        assert len(list(Path("申报").glob("*.docx"))) == 27

    @pytest.mark.usefixtures("reported")
    def test_the_same_data_gives_the_same_bytes(self, kaohe: Kaohe) -> None:
        for name in ("a.docx", "b.docx"):
            kaohe("claim", "J04", "--draft", "-o", name)
        assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()

    @pytest.mark.parametrize(
        "words",
        [
            ["--draft"],
            ["J04", "--all", "--draft"],
            ["J01", "J02", "--draft", "-o", "a.docx"],
            ["J01", "--draft", "-o", "a.pdf"],
            ["J01", "--draft", "--today", "2022-01-01"],
        ],
    )
    @pytest.mark.usefixtures("workspace")
    def test_what_is_not_clear_is_refused(self, kaohe: Kaohe, words: list[str]) -> None:
        assert kaohe("claim", *words).code == 2
