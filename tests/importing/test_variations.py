"""What single cells, rows and titles mean: data of their own, and the doubts they raise."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaohe_cli.importing import Imported, import_files
from kaohe_cli.tables.indicators import Criterion
from tests.importing.drawing import tabs, word

HEAD = "2022年考核指标表\n一、经济\n序号|指标|权重|考核内容|责任单位\n"


def imported(folder: Path, document: str | bytes, suffix: str = ".docx", year: int | None = None) -> Imported:
    path = folder / f"来文{suffix}"
    path.write_bytes(document if isinstance(document, bytes) else word(document))
    return import_files([path], year=year)


def rows(result: Imported) -> list[str]:
    """The criteria, a line each."""
    assert result.tables.indicators is not None
    return [
        f"{one.criterion.id} {one.indicator.name} {one.criterion.weight if one.criterion.weight is not None else '—'}"
        f" {one.criterion.content} {'、'.join(one.criterion.units)}"
        for one in result.tables.indicators.criteria()
    ]


def criteria(result: Imported) -> list[Criterion]:
    """The criteria as the model has them."""
    assert result.tables.indicators is not None
    return [place.criterion for place in result.tables.indicators.criteria()]


def doubts(result: Imported) -> list[str]:
    """The doubts, the serious ones behind “!”."""
    return [f"{'!' if doubt.serious else ''}{doubt}" for doubt in result.doubts]


# --- merged cells -----------------------------------------------------------------------------------


def test_a_weight_shared_by_several_rows_stands_once_and_is_a_serious_doubt(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容一|区教委\n^|^|^|内容二|区财政局\n2|乙|3|丙|区教委")
    assert rows(result) == ["A01.1 甲 4 内容一 区教委", "A01.2 甲 — 内容二 区财政局", "A02.1 乙 3 丙 区教委"]
    assert doubts(result) == [
        "!表1第2行：权重 4 由这一行和第3行共用一格，记在这一行，其余没有写；请商定各占几分"
    ]
    assert not result.is_complete


def test_one_weight_and_content_for_bodies_in_rows_of_their_own_is_one_criterion(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容一|区教委\n^|^|^|^|区财政局\n2|乙|3|丙|区教委")
    assert rows(result) == ["A01.1 甲 4 内容一 区教委、区财政局", "A02.1 乙 3 丙 区教委"]
    assert result.account.fates == {"表头": 1, "读入": 2, "并入": 1}
    assert doubts(result) == []


def test_bodies_merged_over_several_rows_repeat(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容一|区教委⏎区财政局\n^|^|1|内容二|^\n2|乙|3|丙|^")
    assert [row.rsplit(" ", 1)[1] for row in rows(result)] == ["区教委、区财政局"] * 3
    assert doubts(result) == []


def test_bodies_that_are_blank_are_never_guessed_for_another_indicator(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容一|区教委\n^|^|1|内容二|\n2|乙|3|丙|")
    assert [row.rsplit(" ", 1)[1] for row in rows(result)] == ["区教委", "区教委", ""]
    assert doubts(result) == [
        "表1第3行“责任单位”：没有责任单位，按与上一行相同处理",
        "!表1第4行“责任单位”：没有责任单位",
    ]


def test_rows_of_which_nothing_is_left_but_merged_cells_are_counted(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内容一|区教委\n^|^|^|^|^\n2|乙|3|丙|区教委")
    assert len(rows(result)) == 2
    assert result.account.fates == {"表头": 1, "读入": 2, "并入": 1}


# --- numbers and weights ----------------------------------------------------------------------------


def test_numbers_that_do_not_count_up_are_doubted(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "2|甲|4|内|区教委\n4|乙|1|丙|区教委\n4|丁|1|丙|区教委")
    assert doubts(result) == [
        "表1第2行“序号”：这一部分的序号从 2 开始，请看原文有没有漏行",
        "表1第3行“序号”：序号从 2 跳到 4，请看原文有没有漏行",
        "表1第4行“序号”：序号 4 重复，请看原文有没有漏行",
    ]


def test_numbers_that_go_on_from_part_to_part_are_fine(tmp_path: Path) -> None:
    document = HEAD + "1|甲|4|内|区教委\n\n二、其他\n序号|指标|权重|考核内容|责任单位\n2|乙|1|丙|区教委"
    assert doubts(imported(tmp_path, document)) == []


def test_weights_that_cannot_be_read_are_serious(tmp_path: Path) -> None:
    text = "1|甲|四分之一|内|区教委\n2|乙|—|丙|区教委\n3|丙|5％|丙|区教委\n4|丁|2.3|丙|区教委"
    result = imported(tmp_path, HEAD + text)
    assert doubts(result) == [
        "!表1第2行“权重”：无法识别“四分之一”是几分",
        "!表1第3行“权重”：没有权重，可能与上一行合用一格",
        "!表1第4行“权重”：无法识别“5％”是几分",
        "表1第5行“权重”：2.3 不是 0.5 的正倍数",
    ]


@pytest.mark.parametrize("row", ["合 计||5||", "合计5分|<|<|<|<", "总计|<|5|<|<"])
def test_a_sum_that_does_not_agree_is_serious(tmp_path: Path, row: str) -> None:
    result = imported(tmp_path, f"{HEAD}1|甲|4|内容一|区教委\n{row}")
    assert [doubt.partition("：")[2] for doubt in doubts(result)] == ["合计写的是 5，各项之和是 4"]
    assert not result.is_complete
    assert len(rows(result)) == 1


def test_sums_in_between_and_of_all_parts_are_checked(tmp_path: Path) -> None:
    text = "1|甲|4|内|区教委\n小计||4||\n2|乙|2|内|区教委\n小计||2||\n合计||6||\n"
    text += "\n二、其他\n序号|指标|权重|考核内容|责任单位\n1|丙|1|内|区教委\n总计||7||"
    result = imported(tmp_path, HEAD + text)
    assert doubts(result) == []
    assert result.account.fates["合计"] == 4


def test_the_points_in_a_title_are_checked(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD.replace("一、经济", "一、经济（共5分）") + "1|甲|4|内|区教委")
    assert doubts(result) == ["!表1第2行：“经济”写的是 5 分，各项之和是 4"]


# --- columns and titles -----------------------------------------------------------------------------


def test_a_table_without_numbers_and_parts_without_numbers(tmp_path: Path) -> None:
    document = """
2022年考核指标表
经济发展
指标|权重|内容|责任单位
1.甲|4|内容一|区教委
2.乙|4|内容二|区教委

群众感受
指标|内容|责任单位
丙|内容三|区教委
"""
    result = imported(tmp_path, document)
    assert rows(result) == [
        "A01.1 甲 4 内容一 区教委",
        "A02.1 乙 4 内容二 区教委",
        "B01.1 丙 — 内容三 区教委",
    ]
    assert result.tables.indicators is not None
    assert [section.title for section in result.tables.indicators.sections] == ["经济发展", "群众感受"]


def test_without_a_column_of_contents_the_name_stands_for_it(tmp_path: Path) -> None:
    result = imported(tmp_path, "2022年考核指标表\n序号|指标|权重|责任单位\n1|甲|4|区教委")
    assert rows(result) == ["A01.1 甲 4 甲 区教委"]
    assert doubts(result) == ["表1：没有考核内容一列，用指标名称作考核内容"]


def test_columns_that_not_every_table_has_are_kept(tmp_path: Path) -> None:
    header = "序号|指标|权重|考核内容|监考单位|责任单位|备注|GDP 口径（不变价）|目标值|完成时限|佐证材料"
    row = "1|甲|4|内|市统计局|区教委|新|常住|8％|6月底前|是"
    (found,) = criteria(imported(tmp_path, f"2022年考核指标表\n{header}\n{row}"))
    assert found.open_columns() == {
        "目标值": "8％",
        "完成时限": "6月底前",
        "考核单位": "市统计局",
        "佐证材料": "须提供",
        "备注": "新",
        "GDP口径（不变价）": "常住",
    }
    assert found.evidence == "required"


def test_merged_and_repeated_cells_of_further_columns_belong_to_each_row(tmp_path: Path) -> None:
    document = (
        "2022年考核指标表\n序号|指标|权重|考核内容|责任单位|分管领导|备注\n"
        "1|甲|4|内|区教委|副区长|新\n2|乙|3|内二|区教委|^|^\n3|丙|2|内三|区教委|同上|"
    )
    found = criteria(imported(tmp_path, document))
    assert [one.more for one in found] == [{"分管领导": "副区长"}] * 3
    assert [one.note for one in found] == ["新", "新", None]


def test_people_and_their_phones_stay_out_of_the_tables_and_are_told(tmp_path: Path) -> None:
    document = "2022年考核指标表\n序号|指标|权重|考核内容|责任单位|联系人|联系电话\n1|甲|4|内|区教委|张样例|13800000000"
    result = imported(tmp_path, document)
    assert result.account.tables[0].left_out_columns == ("联系人", "联系电话")
    assert "13800000000" not in result.files()["indicators.yaml"]
    assert "张样例" not in result.files()["indicators.yaml"]


def test_which_papers_are_wanted_is_kept_in_words(tmp_path: Path) -> None:
    document = "2022年考核指标表\n序号|指标|权重|考核内容|责任单位|佐证材料\n1|甲|4|内|区教委|统计报表、证书"
    (found,) = criteria(imported(tmp_path, document))
    assert (found.evidence, found.more) == (None, {"佐证材料": "统计报表、证书"})


def test_several_leads_are_kept_where_the_table_tells_them_from_the_others(tmp_path: Path) -> None:
    apart = "2022年考核指标表\n序号|指标|权重|考核内容|牵头单位|配合单位\n1|甲|4|内|区教委⏎区财政局|区科技局\n2|乙|3|内二|区教委|区科技局"
    found = criteria(imported(tmp_path, apart))
    assert [one.leads for one in found] == [("区教委", "区财政局"), ()]
    assert found[0].units == ("区教委", "区财政局", "区科技局")
    cell = "2022年考核指标表\n序号|指标|权重|考核内容|责任单位\n1|甲|4|内|牵头单位：区教委、区财政局；配合单位：区科技局"
    assert [one.leads for one in criteria(imported(tmp_path, cell))] == [("区教委", "区财政局")]
    text = "2022年考核指标任务\n一、经济\n1．甲（3分）：内。（区教委、区财政局牵头，区科技局配合）"
    assert [one.leads for one in criteria(imported(tmp_path, text))] == [("区教委", "区财政局")]
    alone = "2022年考核指标表\n序号|指标|权重|考核内容|责任单位\n1|甲|4|内|区教委、区财政局"
    assert [one.leads for one in criteria(imported(tmp_path, alone))] == [()]


def test_a_bonus_row_needs_no_weight_and_is_in_no_total(tmp_path: Path) -> None:
    document = "2022年考核指标表\n一、经济（4分）\n序号|指标|权重|考核内容|责任单位\n1|甲|4|内|区教委\n2|表彰|加分项|每项加0.5分|区教委"
    result = imported(tmp_path, document)
    assert [(one.weight, one.extra) for one in criteria(result)] == [(Decimal(4), False), (None, True)]
    assert result.is_complete


def test_how_points_are_given_is_a_column_of_its_own_beside_the_content(tmp_path: Path) -> None:
    result = imported(
        tmp_path, "2022年考核指标表\n序号|指标|考核内容|评分标准|责任单位\n1|甲|内|按比例|区教委"
    )
    assert rows(result) == ["A01.1 甲 — 内 区教委"]
    assert [one.scoring for one in criteria(result)] == ["按比例"]
    alone = imported(tmp_path, "2022年考核指标表\n序号|指标|评分标准|责任单位\n1|甲|按比例|区教委")
    assert rows(alone) == ["A01.1 甲 — 按比例 区教委"]


def test_the_loser_of_two_columns_alike_keeps_its_name(tmp_path: Path) -> None:
    document = "2022年考核指标表\n序号|指标|2021年权重|2022年权重|考核内容|责任单位\n1|甲|3|4|内容|区教委"
    (found,) = criteria(imported(tmp_path, document))
    assert (found.weight, found.more) == (Decimal(4), {"2021年权重": "3"})


def test_a_year_that_stands_nowhere_is_supposed_and_told(tmp_path: Path) -> None:
    document = "考核指标表\n根据2019年的安排分解如下。\n序号|指标|权重|考核内容|责任单位\n1|甲|4|内|区教委"
    result = imported(tmp_path, document)
    assert result.tables.indicators is not None
    assert result.tables.indicators.year == 2019
    assert (
        "!全文：标题里没有看出是哪一年的表，暂记作 2019 年（文件里提到的最近一年）；不对的，用 --year 写明再导入"
        in doubts(result)
    )
    nowhere = imported(tmp_path, document.replace("根据2019年的安排分解如下。", ""))
    assert any("（今年）" in doubt for doubt in doubts(nowhere))
    result = imported(tmp_path, document, year=2023)
    assert result.tables.indicators is not None
    assert result.tables.indicators.year == 2023


def test_indicators_in_running_text(tmp_path: Path) -> None:
    document = """
2022年考核指标任务
一、经济发展（7分）
1．民营经济发展成效（3分）：民营经济增加值增量。（区发展改革委、区工商联负责）
2．环境质量（4分）：按统计数据考核。（牵头单位：区生态环境局；配合单位：区教委）
二、其他
1．国家安全：国家安全工作（区委政法委牵头，区教委配合）
2．这一条没有写谁负责。
"""
    result = imported(tmp_path, document)
    assert rows(result) == [
        "A01.1 民营经济发展成效 3 民营经济增加值增量。 区发展改革委、区工商联",
        "A02.1 环境质量 4 按统计数据考核。 区生态环境局、区教委",
        "B01.1 国家安全 — 国家安全工作 区委政法委、区教委",
    ]
    assert result.account.texts == [("来文.docx", "正文里的编号段落 4 个 = 读入 3 + 不是指标 1")]


# --- incentives -------------------------------------------------------------------------------------


def test_incentives_with_a_header_in_two_levels(tmp_path: Path) -> None:
    document = """
2022年督查激励任务分解表
序号|事项|市级|<|区级|<|备注
^|^|牵头单位|配合单位|牵头单位|配合单位|^
1|推动企业上市|市金融监管局|市财政局等|区金融办|区财政局|无
2|河长制|市水利局||区农业农村委||
"""
    result = imported(tmp_path, document)
    assert result.tables.incentives is not None
    assert result.tables.incentives.incentives[0].measure == ""  # without the policy there is none
    text = result.files()["units.yaml"]
    for name in ("区金融办", "区财政局", "区农业农村委", "市金融监管局", "市财政局", "市水利局"):
        assert f"- name: {name}\n" in text
    assert "等" not in text


def test_a_table_with_the_measures_in_it_and_city_departments_by_their_names(tmp_path: Path) -> None:
    document = """
2022年督查激励任务分解表
渝府办发〔2022〕70号
序号|激励事项|激励措施内容|牵头单位|配合单位|区级责任单位
1|推动企业上市|对成效明显的区县，给予资金奖补支持。|市金融监管局|市财政局|区金融办
"""
    text = imported(tmp_path, document).files()["incentives.yaml"]
    assert "city_lead: [市金融监管局]\n    city_support: [市财政局]\n    units: [区金融办]" in text
    assert "eligible: [区县]\n    rewards: [资金支持]\n    bonus_points: false\n    measure: 对成效" in text


POLICY = """
重庆市人民政府办公厅
关于印发2022年激励措施的通知
渝府办发[2022] 70号
重庆市人民政府办公厅
二〇二二年八月一日
一、激励措施
1.推动企业上市。对成效明显的区县和国家级开发开放平台，给予资金奖补支持。（市金融监管局牵头，市财政局、市科技局等配合）
2.河长制。对成效明显的乡镇（街道），在项目安排上倾斜。（市水利局、市财政局负责）
3.教育公平。对成效明显的区县，
在考核中予以加分。
（责任单位：市教委）
二、实施步骤
1.申报：2023年2月前，各区县申报。
2.通报：2023年3月底前通报。
原《关于激励的通知》（渝府办发〔2021〕83号）同时废止。
"""


def test_a_policy_with_tails_that_say_who_leads_or_only_who_is_responsible(tmp_path: Path) -> None:
    result = imported(tmp_path, POLICY.encode(), ".txt")
    table = result.tables.incentives
    assert table is not None
    assert [(one.city_lead, one.city_support) for one in table.incentives] == [
        (("市金融监管局",), ("市财政局", "市科技局等")),
        (("市水利局", "市财政局"), ()),
        (("市教委",), ()),
    ]
    assert table.incentives[2].measure == "对成效明显的区县，在考核中予以加分。"
    assert [one.rewards for one in table.incentives] == [("资金支持",), ("项目支持",), ("考核加分",)]
    assert "第2条：原文只说谁负责，没有分牵头和配合，都记作市级牵头单位" in doubts(result)


def test_the_facts_of_a_policy(tmp_path: Path) -> None:
    result = imported(tmp_path, POLICY.encode(), ".txt")
    table = result.tables.incentives
    assert table is not None
    assert (table.year, table.document, str(table.issued)) == (2022, "渝府办发〔2022〕70号", "2022-08-01")
    assert (table.document_title, table.issuer) == ("2022年激励措施", "重庆市人民政府办公厅")
    assert table.replaces == "渝府办发〔2021〕83号"
    assert [(step.name, str(step.due), step.wording) for step in table.timeline] == [
        ("申报", "None", None),
        ("通报", "2023-03-31", "2023年3月底前"),
    ]
    assert "第1条：“2023年2月前”没有写明年月日，没有记期限" in doubts(result)


def test_rows_and_measures_are_joined_by_titles_that_are_alike(tmp_path: Path) -> None:
    annex = """
2022年市级督查激励任务分解表
序号|督查激励措施|市级牵头部门|区级责任单位
1|河长制工作|市水利局|区农业农村委
2|推动企业上市|市财政局|区金融办
3|全新的一项|市教委|区教委
"""
    (tmp_path / "附件2.docx").write_bytes(word(annex))
    (tmp_path / "政策.txt").write_text(POLICY, "utf-8")
    result = import_files([tmp_path / "附件2.docx", tmp_path / "政策.txt"])
    said = doubts(result)
    assert any("“河长制工作”与政策文件的“河长制”按同一项处理" in one for one in said)
    assert any("附件2写的是市财政局，政策文件写的是市金融监管局，用后者" in one for one in said)
    assert any(one.startswith("!") and "没有找到“全新的一项”的措施" in one for one in said)
    assert any(one.startswith("!") and "附件2没有“教育公平”" in one for one in said)
    text = result.files()["incentives.yaml"]
    assert (
        text.index("河长制工作")
        < text.index("推动企业上市")
        < text.index("全新的一项")
        < text.index("教育公平")
    )


# --- bodies -----------------------------------------------------------------------------------------


def test_names_that_may_mean_one_body_are_told(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区发展改革委\n2|乙|4|内|区发改委")
    assert doubts(result) == [
        "全文：“区发改委”和“区发展改革委”可能是同一单位；是的话，在 units.yaml 里并成一条，写在 aliases 里"
    ]


def test_what_does_not_look_like_a_body_is_told(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区教委、待定\n2|乙|4|内|区教委、区教委")
    assert doubts(result) == [
        "!表1第2行“责任单位”：写的是“待定”，没有作单位导入，请补上责任单位",
        "表1第3行“责任单位”：区教委写了两次，只记一次",
    ]


def test_a_table_of_tabs_whose_cells_break(tmp_path: Path) -> None:
    document = HEAD + "1|甲|4|内容⏎还有|区教委⏎区财政局\n2|乙|3|丙|区教委"
    result = imported(tmp_path, tabs(document).encode(), ".txt")
    assert rows(result) == ["A01.1 甲 4 内容还有 区教委、区财政局", "A02.1 乙 3 丙 区教委"]


def test_a_break_at_the_left_of_a_row_of_tabs_is_not_lost_in_silence(tmp_path: Path) -> None:
    document = (
        "2022年考核指标表\n责任单位|指标|权重|考核内容|序号\n区教委|甲|4|内|1\n区财政局⏎区教委|乙|3|丙|2"
    )
    result = imported(tmp_path, tabs(document).encode(), ".txt")
    assert doubts(result)[0] == "!表1第2行“序号”：无法识别“1 区财政局”是第几项，请核对这一行和上一行"


# --- rows that could be taken for something else ----------------------------------------------------


def test_a_name_that_goes_over_the_contents_is_the_content_too(tmp_path: Path) -> None:
    document = (
        "2022年考核指标表\n序号|指标|考核内容|权重|责任单位\n1|甲|内|4|区教委\n2|国家安全工作|<|2|区财政局"
    )
    result = imported(tmp_path, document)
    assert rows(result) == ["A01.1 甲 4 内 区教委", "A02.1 国家安全工作 2 国家安全工作 区财政局"]
    assert doubts(result) == []


def test_a_cell_over_name_and_weight_gives_no_weight(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区教委\n2|乙|<|丙|区教委")
    assert rows(result)[1] == "A02.1 乙 — 丙 区教委"
    assert doubts(result) == ["!表1第3行“权重”：没有权重，可能与上一行合用一格"]


def test_a_row_worded_like_a_header_is_read(tmp_path: Path) -> None:
    document = "2022年考核指标表\n序号|指标|考核内容|责任单位\n1|甲|内|区教委\n^|^|落实工作要求|各牵头单位"
    result = imported(tmp_path, document)
    assert rows(result)[1] == "A01.2 甲 — 落实工作要求 各牵头单位"
    assert result.account.fates == {"表头": 1, "读入": 2}


def test_words_in_the_column_of_numbers_are_the_title_of_a_part(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区教委\n群众主观感受||||\n1|乙||丙|区教委")
    assert rows(result) == ["A01.1 甲 4 内 区教委", "B01.1 乙 — 丙 区教委"]


def test_rows_with_too_many_or_too_few_cells_are_told(tmp_path: Path) -> None:
    document = (
        (HEAD + "1|甲|4|内|区教委\n2|乙|3|丙|区教委").encode().replace("丙|".encode(), "丙|丁|".encode())
    )
    result = imported(tmp_path, tabs(document.decode()).encode(), ".txt")
    assert doubts(result)[0] == "表1第3行：这一行有 6 格，表头有 5 列，可能读错了位置"


def test_a_title_over_two_lines_and_a_line_that_is_no_title(tmp_path: Path) -> None:
    document = (
        "2022年市对区考核指标\n任务分解表\n一、经济\n二〇二二年版\n"
        + HEAD.split("\n", 2)[2]
        + "1|甲|4|内|区教委"
    )
    result = imported(tmp_path, document)
    assert result.tables.indicators is not None
    assert result.tables.indicators.title == "2022年市对区考核指标任务分解表"
    assert result.tables.indicators.sections[0].title == "经济"
    assert doubts(result) == ["全文：标题和表之间的一行没有导入：二〇二二年版"]


def test_a_second_heading_of_the_first_level_is_told(tmp_path: Path) -> None:
    table = "序号|指标|考核内容|责任单位\n1|甲|内|区教委\n"
    document = f"2022年考核指标表\n一、业绩\n（一）经济\n{table}\n二、党建\n（一）组织\n{table}"
    result = imported(tmp_path, document)
    assert result.tables.indicators is not None
    assert result.tables.indicators.heading == "业绩"
    assert doubts(result) == ["全文：一级标题只记了第一个，没有导入：“党建”"]


def test_lists_in_a_cell_keep_their_items_apart(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|1.增速8⏎2.占比|区教委")
    assert rows(result) == ["A01.1 甲 4 1.增速8；2.占比 区教委"]
    assert doubts(result) == ["表1第2行“考核内容”：分条的内容连成了一段，条与条之间补了“；”"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "一、激励措施\n（一）河长制。对成效明显的区县，给予资金奖补支持。（牵头单位:市水利局;配合单位:市财政局)\n"
            "（二）教育公平。对成效明显的区县，予以加分。（牵头单位：市教委）"
        ),
        (
            "一、激励措施\n1.河长制\n对成效明显的区县，给予资金奖补支持。\n（牵头单位：市水利局；配合单位：市财政局）\n"
            "2.教育公平\n对成效明显的区县，予以加分。（市教委牵头）"
        ),
        (
            "一、激励措施\n1、河长制：对成效明显的区县，给予资金奖补支持。(市水利局牵头，市财政局配合)\n"
            "2、教育公平：对成效明显的区县，予以加分。（市教委负责）。"
        ),
    ],
    ids=["chinese numbers", "titles on lines of their own", "colons"],
)
def test_measures_numbered_and_titled_in_other_ways(tmp_path: Path, text: str) -> None:
    head = "渝府办发〔2022〕70号\n2022年8月1日\n"
    for suffix, data in ((".txt", (head + text).encode()), (".docx", word(head + text))):
        table = imported(tmp_path, data, suffix).tables.incentives
        assert table is not None
        assert [(one.title, one.city_lead, one.city_support, one.measure) for one in table.incentives] == [
            ("河长制", ("市水利局",), ("市财政局",), "对成效明显的区县，给予资金奖补支持。"),
            ("教育公平", ("市教委",), (), "对成效明显的区县，予以加分。"),
        ]


def test_numbers_that_count_the_rows_are_fine(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区教委\n2|^|1|丙|区教委\n3|乙|2|丁|区教委")
    assert [row[:7] for row in rows(result)] == ["A01.1 甲", "A01.2 甲", "A02.1 乙"]
    assert doubts(result) == []


def test_a_name_no_file_may_have_is_serious_and_not_lost(tmp_path: Path) -> None:
    result = imported(tmp_path, HEAD + "1|甲|4|内|区教委、区*委")
    assert result.tables.registry is None
    assert "- name: 区*委\n" in result.files()["units.yaml"]
    assert any(one.startswith("!") and "units/1/name" in one for one in doubts(result))


def test_several_files_make_one_table(tmp_path: Path) -> None:
    (tmp_path / "上.docx").write_bytes(word(HEAD + "1|甲|4|内|区教委"))
    (tmp_path / "下.docx").write_bytes(word(HEAD.replace("经济", "民生") + "1|乙|2|丁|区财政局"))
    result = import_files([tmp_path / "上.docx", tmp_path / "下.docx"])
    assert rows(result) == ["A01.1 甲 4 内 区教委", "B01.1 乙 2 丁 区财政局"]
    assert [table.place.file for table in result.account.tables] == ["上.docx", "下.docx"]


def test_the_name_of_the_file_cannot_leave_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "表\nyear: 1999.docx"
    path.write_bytes(word(HEAD + "1|甲|4|内|区教委"))
    text = import_files([path]).files()["indicators.yaml"]
    assert [line for line in text.splitlines() if line.startswith("year")] == ["year: 2022"]
