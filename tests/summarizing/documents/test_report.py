"""The merged report: what stands in it, in which order, and that it is a sound Word file."""

import re
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.document import Document

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.summarizing.documents.grids import told_alike
from kaohe_cli.summarizing.documents.report import from_template, merged_report
from kaohe_cli.summarizing.documents.variables import variables
from tests.conftest import REPOSITORY
from tests.drafting.test_ooxml_schema import NO_THEME, findings
from tests.exporting.reading import paragraphs_of, tables_of
from tests.ooxml.printed_form import lines
from tests.summarizing.documents.sample import Raw, Sample, sample, tables

CHAPTERS = [
    "一、总体情况",
    "二、各项指标完成情况",
    "三、可能失分的指标及原因",
    "四、群众主观感受、重点专项和基础保障",
    "五、督查激励争取情况",
    "六、存在问题及建议",
]
PHONES = ("13800000000", "60000000", "王样例", "李样例", "赵样例")


@pytest.fixture(scope="module")
def full() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def written(full: Sample) -> bytes:
    return merged_report(full.summary)


@pytest.fixture(scope="module")
def document(written: bytes) -> Document:
    return docx.Document(BytesIO(written))


def styled(document: Document, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style is not None and one.style.name == style]


def test_chapters_are_headings_in_the_order_of_the_report(document: Document) -> None:
    assert styled(document, "一级标题") == CHAPTERS


def test_the_same_reports_give_the_same_bytes_and_say_nothing_of_the_program(written: bytes) -> None:
    assert written == merged_report(sample().summary)
    core = docx.Document(BytesIO(written)).core_properties
    assert (core.author, core.comments, core.title[:2]) == ("", "", "关于")
    assert read_properties(written)["kaohe_summary"] == "report"


def test_it_fits_the_schema(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(written)
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_every_scored_row_has_a_heading_in_the_order_of_the_table(full: Sample, document: Document) -> None:
    texts = [one.text for one in document.paragraphs]
    chapter = texts[texts.index(CHAPTERS[1]) : texts.index(CHAPTERS[2])]
    headings = [text for text in chapter if re.match(r"（[一二三四五六七八九十]+）", text)]
    names = [one.criteria[0].name for one in full.summary.standings if one.is_scored]
    assert len(headings) == len(names) == 33
    for heading, name in zip(headings, names, strict=True):
        assert heading.partition("）")[2].startswith(name)


def test_nobody_s_number_or_name_is_in_it(written: bytes) -> None:
    text = "\n".join(
        [*paragraphs_of(written), *("|".join(row) for table in tables_of(written) for row in table)]
    )
    assert not [one for one in PHONES if one in text]


def test_a_number_in_the_words_of_a_unit_is_starred() -> None:
    def call(one: Raw) -> None:
        for entry in one["entries"].values():
            entry["problems"] = "请联系13900001111。"
            entry["progress"]["situation"] = "联系人电话 023-61112222。"

    text = "".join(paragraphs_of(merged_report(sample(change=call).summary)))
    assert "请联系***********。" in text
    assert not re.search(r"61112222|13900001111", text)


def test_the_words_of_several_units_stand_under_one_heading_told_apart(document: Document) -> None:
    texts = [one.text for one in document.paragraphs]
    place = texts.index("（二）民营经济发展成效——民营经济增加值增量及增速、增加值占GDP比重")
    chapter = texts[place + 1 : place + 12]
    assert chapter[0] == "责任单位：区发展改革委（牵头）、区工商联。"
    assert (
        re.fullmatch(
            r"得分排名：满分3分；1—10月自评[\d.]+分，排名第5名；全年预计[\d.]+分，排名第\d+名。", chapter[1]
        )
        or "预计失分" in chapter[1]
    )
    assert "1．区发展改革委（牵头）" in chapter
    assert any(text == "2．区工商联" for text in texts[place:])


def _body(wording: str, names: dict[str, str]) -> str:
    """Returns the body that a wording of the table means; “甲（乙）” is 甲."""
    return names.get(wording) or names[wording.partition("（")[0]]


def forecast_losses(raw: list[dict[str, Any]]) -> dict[str, Decimal]:
    """Returns what each row of the table loses, from the reports as written: of the lead's own score."""
    table = yaml.safe_load((REPOSITORY / "data" / "units.yaml").read_text("utf-8"))
    names = {name: one["name"] for one in table["units"] for name in (one["name"], *one.get("aliases", ()))}
    found = {}
    for section in tables().indicators.sections:
        for indicator in section.indicators:
            for row in indicator.criteria:
                ids = [f"{row.id}.{n}" for n in range(1, len(row.metrics) + 1)] or [row.id]
                lead = next((one for one in raw if one["unit"] == _body(row.units[0], names)), None)
                if (
                    lead is None
                    or row.weight is None
                    or "self_score" not in lead["entries"].get(ids[0], {}).get("forecast", {})
                ):
                    continue
                scores = [Decimal(str(lead["entries"][one]["forecast"]["self_score"])) for one in ids]
                found[row.id] = row.weight - sum(scores)
    return found


def test_losses_are_those_of_the_reports_largest_first(full: Sample, written: bytes) -> None:
    table = next(one for one in tables_of(written) if one[0][-1] == "原因")
    losses = [Decimal(row[5]) for row in table[1:]]
    assert losses == sorted(losses, reverse=True)
    expected = [loss for loss in forecast_losses(full.raw).values() if loss > 0]
    assert Counter(losses) == Counter(expected)
    assert all("难以完成" in row[-1] or row[-1] for row in table[1:])


def test_the_sums_by_part_say_on_how_many_rows_they_rest(full: Sample, written: bytes) -> None:
    table = tables_of(written)[0]
    assert [row[0] for row in table[2:]] == ["群众主观感受", "重点专项", "基础保障", "合计"]
    rows, full_marks, _, forecast, loss = table[1][1:6]
    assert (rows, full_marks) == ("33", "90")
    losses = forecast_losses(full.raw)
    assert loss == f"{sum(losses.values(), Decimal(0)).normalize():f}|（{len(losses)}项）"
    assert forecast == f"{(90 - sum(losses.values(), Decimal(0))).normalize():f}|（33项）"


def test_headers_repeat_and_rows_stay_whole(document: Document) -> None:
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].xpath("./w:trPr/w:tblHeader")
        assert sum(bool(row.xpath("./w:trPr/w:cantSplit")) for row in rows) >= len(rows) - 1


def test_every_table_is_as_wide_as_the_text_and_no_column_narrower_than_its_header(written: bytes) -> None:
    document = docx.Document(BytesIO(written))
    for table in document.tables:
        widths = [int(one) for one in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == 8845
        for title, width in zip((cell.text for cell in table.rows[0].cells), widths, strict=True):
            if len(title) > 1:
                assert width - 170 >= 2 * 210, title  # two characters of 五号 beside the margins of the cell


def test_problems_stand_by_the_city_department_that_is_asked() -> None:
    def ask(one: Raw) -> None:
        for entry in one["entries"].values():
            entry["problems"] = "无"
        if one["unit"] == "区商务委":
            first, second, third = list(one["entries"].values())[:3]
            first["problems"] = "企业偏少，建议市发展改革委、市科技局给予支持。"
            second["problems"] = "入库难，请市林业局指导。"
            third["problems"] = "力量不足。"

    document = docx.Document(BytesIO(merged_report(sample(change=ask).summary)))
    texts = [one.text for one in document.paragraphs]
    chapter = texts[
        texts.index(CHAPTERS[5]) : texts.index("附件：1．2021年1—10月计分指标得分表")
        if "附件：1．2021年1—10月计分指标得分表" in texts
        else None
    ]
    headings = [text for text in chapter if re.match(r"（.）", text)]
    assert headings[:4] == [
        "（一）需市发展改革委支持的",
        "（二）需市科技局支持的",
        "（三）需市林业局支持的",
        "（四）没有写明市级部门的",
    ]


def test_who_has_not_reported_is_listed_with_the_rows() -> None:
    found = sample(without=("区税务局", "区科技局"))
    written = merged_report(found.summary)
    table = next(one for one in tables_of(written) if one[0][-1] == "没有报送的项")
    assert [(row[1], row[2]) for row in table[1:]] == [("区税务局", "未报送"), ("区科技局", "未报送")]
    texts = paragraphs_of(written)
    assert "责任单位没有报送。" in texts
    assert "，已报送34个单位，未报送2个单位。" in "".join(texts)


def test_what_does_not_fit_together_is_told_in_an_annex() -> None:
    def contradict(one: Raw) -> None:
        for entry in one["entries"].values():
            if one["unit"] == "区工商联" and "self_score" in entry["forecast"]:
                entry["forecast"]["self_score"] = 99.0

    written = merged_report(sample(change=contradict).summary)
    table = next(one for one in tables_of(written) if one[0][-1] == "需核对的内容")
    assert "各单位填的不一样" in table[1][2]
    assert any(text.endswith("．填报内容需核对的事项") for text in paragraphs_of(written))


def test_the_round_of_the_whole_year_tells_results(tmp_path: Path) -> None:
    written = merged_report(sample(month=12).summary)
    texts = paragraphs_of(written)
    assert texts[0].replace("\n", "").startswith("关于2021年全年市对区考核指标完成情况")
    assert "三、失分的指标及原因" in texts
    (tmp_path / "a.docx").write_bytes(written)
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_a_round_without_reports_is_a_short_sentence(tmp_path: Path) -> None:
    written = merged_report(sample(only=()).summary)
    texts = paragraphs_of(written)
    assert [text for text in texts if re.match("[一二三]、", text)] == ["一、总体情况"]
    assert any("还没有单位报送1—10月的材料" in text for text in texts)
    assert len(tables_of(written)) == 1  # who has not reported
    (tmp_path / "a.docx").write_bytes(written)
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_one_report_alone() -> None:
    texts = lines(merged_report(sample(only=("区商务委",), office=None).summary))
    assert any("已报送1个单位，未报送35个单位" in text for text in texts)
    assert "【署名单位】" in texts


def test_texts_of_people_cannot_break_the_file(tmp_path: Path) -> None:
    odd = "甲<w:tbl>&“乙”]]>\x07\x0b丙\n\n{{ 1 }}{% raw %}\t" + "长" * 3000

    def spoil(one: Raw) -> None:
        for entry in one["entries"].values():
            entry["progress"]["situation"] = entry["problems"] = odd
            if "self_rank" in entry["progress"]:
                entry["progress"]["self_rank"] = odd

    written = merged_report(sample(only=("区商务委", "区教委"), change=spoil).summary)
    assert any("甲<w:tbl>&“乙”]]>" in text for text in paragraphs_of(written))
    (tmp_path / "a.docx").write_bytes(written)
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_answers_of_many_are_counted() -> None:
    assert told_alike({f"单位{n}": "是" for n in range(5)} | {"甲": "否"}) == ("是：5个单位", "否：甲")


class TestOwnTemplate:
    def template(self, folder: Path, *lines: str) -> Path:
        made = docx.Document()
        for line in lines:
            made.add_paragraph(line)
        made.save(str(folder / "模板.docx"))
        return folder / "模板.docx"

    def test_it_is_filled_in(self, full: Sample, tmp_path: Path) -> None:
        path = self.template(
            tmp_path,
            "{{ 年度 }}年{{ 时段 }}{{ 考核名称 }}，失分{{ 总计.失分 }}分，{{ 日期|日期 }}，{{ 署名 }}",
            "{% for 部 in 部分 %}",
            "{{ 部.标题 }}：{{ 部.总计.项数 }}项",
            "{% endfor %}",
            "{% for 项 in 失分项 %}",
            "{{ 项.标题 }}：{% for 报 in 项.填报 %}{{ 报.单位 }}{{ 报.全年预计.自评得分 }}；{% endfor %}",
            "{% endfor %}",
        )
        texts = paragraphs_of(from_template(full.summary, path))
        lost = sum(forecast_losses(full.raw).values(), Decimal(0)).normalize()
        assert texts[0] == f"2021年1—10月市对区考核指标，失分{lost:f}分，2021年11月16日，区政府督查室"
        assert "群众主观感受：3项" in texts

    def test_a_mistake_is_told_with_its_place(self, full: Sample, tmp_path: Path) -> None:
        with pytest.raises(KaoheError, match="部份"):
            from_template(full.summary, self.template(tmp_path, "{{ 部份 }}"))

    def test_no_number_is_among_the_variables(self, full: Sample) -> None:
        assert not [one for one in PHONES if one in repr(variables(full.summary))]

    def test_the_handbook_names_every_variable(self, full: Sample) -> None:
        handbook = (REPOSITORY / "docs" / "summary.md").read_text("utf-8")
        found = variables(full.summary)
        names = {*found, *found["总计"], *found["部分"][0], *found["全部项目"][0], *found["督查激励"][0]}
        names |= {*found["单位"][0], *found["问题建议"][0], *found["问题建议"][0]["条目"][0]}
        assert sorted(name for name in names if f"`{name}`" not in handbook) == []


def test_the_rank_is_that_of_the_body_whose_score_counts() -> None:
    def rank(one: Raw) -> None:
        entry = one["entries"].get("A02.1")
        if entry and one["unit"] == "区发展改革委":
            del entry["forecast"]["self_rank"]
        elif entry:
            entry["forecast"]["self_rank"] = "排名第9名"

    texts = paragraphs_of(merged_report(sample(only=("区发展改革委", "区工商联"), change=rank).summary))
    line = next(text for text in texts if text.startswith("得分排名：满分3分"))
    assert "第9名" not in line
    assert any("排名第9名。" in text and "排名排名" not in text for text in texts)
