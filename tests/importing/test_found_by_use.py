"""What tables as secretaries make them have shown: each was once read wrongly."""

from pathlib import Path

import pytest

from tests.importing.test_variations import HEAD, doubts, imported, rows
from tests.ooxml.builder import docx, p, tbl, tr


def test_a_repeated_row_with_another_weight_is_a_criterion_of_its_own(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲指标|4|按统计数据考核|区教委\n1|甲指标|2|按统计数据考核|区教委")
    assert rows(result) == ["A01.1 甲指标 4 按统计数据考核 区教委", "A01.2 甲指标 2 按统计数据考核 区教委"]
    assert doubts(result) != []


def test_a_repeated_row_with_the_same_weight_is_not(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲指标|4|内容|区教委\n1|甲指标|4|内容|区教委")
    assert rows(result) == ["A01.1 甲指标 4 内容 区教委"]
    assert result.account.fates["手工重复"] == 1


def test_a_header_divided_below_the_name_is_no_row(tmp_path: Path) -> None:
    document = (
        "2022年考核指标表\n一、经济\n序号|考核指标|<|权重|考核内容|责任单位\n^|一级|二级|^|^|^\n"
        "1|经济|GDP|4|内容一|区教委\n2|^|工业|3|内容二|区财政局"
    )
    result = imported(tmp_path, document)
    assert [row.split()[1] for row in rows(result)] == ["GDP", "工业"]


def test_units_wrapped_over_lines_are_joined(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容|区住房城乡⏎建委⏎区人力社⏎保局")
    assert rows(result)[0].endswith(" 区住房城乡建委、区人力社保局")


@pytest.mark.parametrize("sign", ["—", "无", "/"])
def test_signs_for_none_are_no_units(tmp_path: Path, sign: str) -> None:
    result = imported(tmp_path, HEAD + f"1|甲|4|内容|{sign}\n2|乙|3|内容二|区教委")
    assert rows(result)[0] == "A01.1 甲 4 内容 "
    assert any(doubt.startswith("!") for doubt in doubts(result))


def test_ditto_repeats_the_row_above(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容|区教委\n2|乙|3|内容二|同上\n3|丙|2|内容三|〃")
    assert [row.rsplit(" ", 1)[1] for row in rows(result)] == ["区教委"] * 3


def test_lead_and_support_told_in_a_sentence(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容|区教委牵头，区财政局、区科技局配合")
    assert rows(result)[0].endswith(" 区教委、区财政局、区科技局")


def test_of_two_weights_the_one_of_the_year_counts_and_it_is_told(tmp_path: Path) -> None:
    document = (
        "2022年考核指标表\n一、经济\n序号|指标|2021年权重|2022年权重|考核内容|责任单位\n1|甲|3|4|内容|区教委"
    )
    result = imported(tmp_path, document)
    assert rows(result) == ["A01.1 甲 4 内容 区教委"]
    assert doubts(result) != []


def test_ministries_and_people_are_columns_that_are_left_out(tmp_path: Path) -> None:
    document = "2022年考核指标表\n一、经济\n序号|指标|权重|考核内容|国家牵头部委|责任单位|责任人|联系电话\n1|甲|4|内容|商务部|区教委|张三|13800000000"
    assert rows(imported(tmp_path, document)) == ["A01.1 甲 4 内容 区教委"]


def test_undecided_units_are_told_in_both_annexes(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容|待定")
    assert any("待定" in doubt and doubt.startswith("!") for doubt in doubts(result))
    incentives = "2022年督查激励任务分解表\n序号|督查激励措施|市级牵头部门|区级责任单位\n1|推动企业上市|市金融监管局|待定"
    told = doubts(imported(tmp_path, incentives))
    assert any("待定" in doubt and doubt.startswith("!") for doubt in told)


def test_units_divided_by_full_stops_and_points(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容|区教委。区财政局·区科技局")
    assert rows(result)[0].endswith(" 区教委、区财政局、区科技局")


def test_a_title_that_says_it_goes_on_opens_no_part(tmp_path: Path) -> None:
    header = "序号|指标|权重|考核内容|责任单位\n"
    result = imported(
        tmp_path,
        f"2022年考核指标表\n一、考核指标\n（一）经济\n{header}1|甲|4|内容|区教委\n（一）经济（续）\n{header}2|乙|3|内容二|区教委",
    )
    assert rows(result) == ["A01.1 甲 4 内容 区教委", "A02.1 乙 3 内容二 区教委"]


def test_the_same_table_twice_is_never_doubled_in_silence(tmp_path: Path) -> None:
    from kaohe_cli.importing import import_files
    from tests.importing.drawing import word

    path = tmp_path / "来文.docx"
    path.write_bytes(word(HEAD + "1|甲|4|内容|区教委"))
    result = import_files([path, path])
    assert not result.is_complete
    assert any("写了两遍" in doubt for doubt in doubts(result))


def test_a_picture_where_a_table_should_be_is_told(tmp_path: Path) -> None:
    picture = p("<w:r><w:drawing><wp:inline><a:graphic/></wp:inline></w:drawing></w:r>")
    header = tr(*["序号", "指标", "权重", "考核内容", "责任单位"])
    table = tbl(header, tr(*["1", "甲", "4", "内容", "区教委"]))
    document = docx("2022年考核指标表", "（一）经济", table, "（二）社会", picture)
    told = [remark for _, remark in imported(tmp_path, document).account.remarks]
    assert any("“（二）社会”后面有图片" in remark for remark in told)
