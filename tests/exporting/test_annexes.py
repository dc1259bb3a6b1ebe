"""The tables as Word: word for word what was issued, merged and laid out as it was."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from kaohe_cli.drafting.saving import is_untouched_draft
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.word_file import annexes
from kaohe_cli.ooxml.office import to_pdf
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.query.rows import points
from kaohe_cli.query.selection import find_body
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY
from tests.exporting import strategies
from tests.exporting.reading import paragraphs_of, tables_of, without_joints
from tests.ooxml.printed_form import W, document_xml, pages

SOURCES = REPOSITORY / "tests" / "sources"


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return Workspace(DataFolder(REPOSITORY / "data", Path())).tables()


def body(name: str, tables: Tables) -> Extract:
    unit = find_body(name, tables.registry)
    assert isinstance(unit, Unit)
    return Extract(tables, unit)


def with_first_row(tables: Tables, **changes: object) -> Tables:
    """Returns the tables with another first criterion, and nothing else in their first section."""
    section = tables.indicators.sections[0]
    indicator = section.indicators[0]
    row = indicator.criteria[0].model_copy(update=changes)
    section = section.model_copy(update={"indicators": (indicator.model_copy(update={"criteria": (row,)}),)})
    return tables._replace(indicators=tables.indicators.model_copy(update={"sections": (section,)}))


# --- as issued --------------------------------------------------------------------------------------


def test_the_export_says_cell_for_cell_what_was_issued(shipped: Tables) -> None:
    """The issued file tears 附件2 apart once; a row repeated by hand reads like a merged one."""
    issued = tables_of(SOURCES / "附件1-3_任务分解表与报送模板.docx")
    exported = tables_of(annexes(Extract(shipped)))
    assert [table[0] for table in exported[:4]] == [table[0] for table in issued[:4]]
    assert len(exported) == 5

    def texts(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
        return [(*row[:-1], without_joints(row[-1])) for row in rows]

    for ours, theirs in zip(exported[:4], issued[:4], strict=True):
        assert texts(ours) == texts(theirs)
    assert texts(exported[4]) == texts([*issued[4], *issued[5]])


def test_titles_and_headings_are_those_issued(shipped: Tables) -> None:
    issued = paragraphs_of(SOURCES / "附件1-3_任务分解表与报送模板.docx")
    exported = paragraphs_of(annexes(Extract(shipped)))
    assert exported == issued[: len(exported)]
    assert len(exported) == 9


def test_cells_are_merged_as_they_were(shipped: Tables) -> None:
    """Number and name over an indicator's rows; a content that stands in several rows together, once."""
    exported, issued = (
        [_merged(table) for table in document_xml(source).iter(f"{W}tbl")][:4]
        for source in (annexes(Extract(shipped)), SOURCES / "附件1-3_任务分解表与报送模板.docx")
    )
    assert exported[:3] == issued[:3]
    # There a row repeated by hand splits the last indicator in two.
    assert exported[3] == issued[3] - {(8, 0, "restart"), (8, 1, "restart")} | {(8, 0, ""), (8, 1, "")}


def _merged(table: object) -> set[tuple[int, int, str]]:
    found = set()
    for number, row in enumerate(table.findall(f"{W}tr")):  # type: ignore[attr-defined]
        for column, cell in enumerate(row.findall(f"{W}tc")):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                found.add((number, column, merge.get(f"{W}val", "")))
    return found


def test_headers_repeat_and_rows_stay_whole(shipped: Tables) -> None:
    for table in document_xml(annexes(Extract(shipped), with_policy=True)).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert headers == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_units_stand_one_a_line(shipped: Tables) -> None:
    (row,) = [row for row in tables_of(annexes(Extract(shipped)))[0] if row[0] == "7"]
    assert row[-1] == "区发展改革委|区经济信息委|区大数据发展局"


def test_without_a_heading_of_its_own_a_section_takes_the_first_level(shipped: Tables) -> None:
    table = shipped.indicators.model_copy(update={"heading": None})
    texts = paragraphs_of(annexes(Extract(shipped._replace(indicators=table))))
    assert "二、群众主观感受" in texts
    assert not any(text.startswith("（") for text in texts)


# --- extracts ---------------------------------------------------------------------------------------


def test_an_extract_has_a_bodys_rows_under_their_numbers_and_says_whose(shipped: Tables) -> None:
    file = annexes(body("区招商投资局", shipped))
    first, second = tables_of(file)
    assert [row[0] for row in first] == ["序号", "8", "12"]
    assert [row[:2] for row in second[1:]] == [("4", "持续抓好招商引资工作")]
    assert paragraphs_of(file).count("（区政府外办承担部分，序号与全表一致）") == 2


def test_an_extract_leaves_out_a_part_without_rows(shipped: Tables) -> None:
    texts = paragraphs_of(annexes(body("区工商联", shipped)))
    assert "附件1" in texts
    assert "附件2" not in texts
    assert "（二）群众主观感受" in texts
    assert not any(text.startswith("（三）") for text in texts)


def test_a_resolved_collective_brings_its_bodies_into_an_extract_and_not_into_the_whole(
    shipped: Tables,
) -> None:
    tables = with_first_row(
        shipped, units=("区级有关部门",), resolved={"区级有关部门": ("区商务委", "区教委")}
    )
    assert tables_of(annexes(Extract(tables)))[0][1][-1] == "区级有关部门"
    extract = body("区教委", tables)
    assert extract.has_rows
    assert tables_of(annexes(extract))[0][1][-1] == "区级有关部门（区商务委、区教委）"


# --- policy -----------------------------------------------------------------------------------------


def test_the_policy_text_is_that_of_the_issued_document(shipped: Tables) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\s", "", text).replace("﹒", "．")

    issued = bare((SOURCES / "渝府办发〔2021〕83号_激励措施.txt").read_text("utf-8"))
    texts = [bare(text) for text in paragraphs_of(annexes(Extract(shipped), with_policy=True))]
    policy = texts[texts.index("附") + 1 :]
    measures = [text for text in policy if "（牵头单位：" in text]
    assert len(measures) == 27
    assert all(text in issued for text in measures[:26])  # the last has no title there
    assert (
        bare("27．对单位工作获得表彰。") + issued[issued.index("27．") + 3 :].split("二、")[0] == measures[26]
    )
    assert "2．区县申报：2022年2月1日前，各区县" in "".join(policy)
    assert "以上措施自印发之日起执行，渝府办发〔2020〕17号同时废止。" in policy
    for text in policy[:3]:
        assert text in issued


def test_with_the_policy_annex_2_says_who_may_win_what(shipped: Tables) -> None:
    rewards = tables_of(annexes(Extract(shipped), with_policy=True))[-1]
    assert rewards[0][4:] == ("激励对象", "激励方式")
    assert rewards[1] == (
        "1",
        "巩固拓展脱贫攻坚成果",
        "市乡村振兴局",
        "区农业农村委",
        "区县|乡镇（街道）",
        "资金支持|考核加分",
    )
    assert len(rewards) == 28


def test_a_deadline_that_the_text_does_not_name_is_added(shipped: Tables) -> None:
    step = shipped.incentives.timeline[1].model_copy(update={"content": "抓紧申报。"})
    incentives = shipped.incentives.model_copy(update={"timeline": (step,)})
    texts = paragraphs_of(annexes(Extract(shipped._replace(incentives=incentives)), with_policy=True))
    assert "1．区县申报：抓紧申报。（时限：2022年2月1日前）" in texts


# --- the file ---------------------------------------------------------------------------------------


def test_the_same_tables_give_the_same_bytes_and_a_digest(shipped: Tables) -> None:
    file = annexes(Extract(shipped), with_policy=True)
    assert file == annexes(Extract(shipped), with_policy=True)
    assert is_untouched_draft(file)
    assert read_properties(file)["kaohe_year"] == "2021"
    assert "kaohe_unit" not in read_properties(file)  # it is no unit's report


def test_texts_cannot_break_the_file(shipped: Tables) -> None:
    odd = "甲<w:tbl>&“乙”]]>\x07\x0b丙\n丁\t{{ 1 }}"
    rows = tables_of(annexes(Extract(with_first_row(shipped, content=odd))))[0]
    assert rows[1][3] == "甲<w:tbl>&“乙”]]>\n丙\n丁\t{{ 1 }}"


@pytest.mark.libreoffice
def test_no_page_is_empty_and_tables_go_on_below_their_header(shipped: Tables, tmp_path: Path) -> None:
    files = {"全": annexes(Extract(shipped), with_policy=True), "附件": annexes(Extract(shipped))}
    for name, pdf in to_pdf(files).items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    whole, found = (pages(tmp_path / f"{name}.pdf") for name in files)
    assert all(re.search(r"[一-龥]{4}", page) for page in (*whole, *found))
    annex2 = next(number for number, page in enumerate(found) if re.match(r"\s*附件\s?2", page))
    for page in found[1:annex2]:
        assert re.match(r"\s*(序号\s+指标|（[二三四]）)", page), page[:80]
    assert annex2 == len(found) - 1  # on one page, as issued


@settings(max_examples=40)
@given(strategies.tables())
def test_any_table_is_exported_whole(tables: Tables) -> None:
    found = tables_of(annexes(Extract(tables)))
    rows = [row for table in found[:-1] for row in table[1:]]
    assert rows == expected_rows(tables.indicators)
    assert [row[1:] for row in found[-1][1:]] == [
        (one.title, "|".join(one.city_lead), "|".join(one.units)) for one in tables.incentives.incentives
    ]


def expected_rows(table: IndicatorTable) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            indicator.name,
            *([points(row.weight or Decimal())] if section.form == "scored" else []),
            row.content,
            "|".join(row.units),
        )
        for section in table.sections
        for number, indicator in enumerate(section.indicators, 1)
        for row in indicator.criteria
    ]
