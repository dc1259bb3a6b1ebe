"""The same data in every layout that issued tables have, and tables that must be refused.

Every document of `SAME` holds the data of `EXPECTED`; those of `OTHERS` come with data of their own.
"""

from typing import NamedTuple

from tests.importing.drawing import drawn, lines, paragraph, tabs, word, word_table
from tests.ooxml.builder import NAMESPACES, document, docx, p, package, r, tbl, tc, tr

EXPECTED = """\
schema_version: 1
year: 2022
title: 2022年市对区考核指标任务分解表
heading: 业绩考核指标
sections:
  - id: A
    title: 经济发展
    form: scored
    total_weight: 9.5
    indicators:
      - id: A01
        name: GDP增量及增速
        criteria:
          - id: A01.1
            weight: 4
            units: [区发展改革委]
            content: 按统计数据考核
      - id: A02
        name: 民营经济发展成效
        criteria:
          - id: A02.1
            weight: 3
            units: [区发展改革委, 区工商联]
            content: 民营经济增加值增量及增速
          - id: A02.2
            weight: 2
            units: [区市场监管局]
            content: 民营企业增量及增速、“四上”企业增量
      - id: A03
        name: 环境质量
        criteria:
          - id: A03.1
            weight: 0.5
            units: [区规划自然资源局（区林业局）]
            content: 按统计数据考核
  - id: B
    title: 群众主观感受
    form: unscored
    indicators:
      - id: B01
        name: 公共服务满意度调查
        criteria:
          - id: B01.1
            units: [区教委, 区卫生健康委]
            content: 委托第三方机构开展
      - id: B02
        name: 企业满意度调查
        criteria:
          - id: B02.1
            units: [区工商联]
            content: 委托第三方机构开展
      - id: B03
        name: 上级交办任务
        criteria:
          - id: B03.1
            units: [区委办公室（区委改革办）, 区级有关部门]
            content: 国家安全工作
          - id: B03.2
            units: [区教委]
            content: 儿童青少年近视综合防控
"""
UNITS = """\
schema_version: 1
units:
  - name: 区发展改革委
  - name: 区工商联
  - name: 区市场监管局
  - name: 区规划自然资源局
    aliases: [区林业局]
  - name: 区教委
  - name: 区卫生健康委
  - name: 区委办公室
    aliases: [区委改革办]
collectives:
  - name: 区级有关部门
"""
HEAD = """
附件1
2022年市对区考核指标任务分解表
一、业绩考核指标
（一）经济发展
"""
FIRST = """
序号|指标|权重|考核内容及说明|责任单位
1|GDP增量及增速|4|按统计数据考核|区发展改革委
2|民营经济发展成效|3|民营经济增加值增量及增速|区发展改革委⏎区工商联
^|^|2|民营企业增量及增速、“四上”企业增量|区市场监管局
3|环境质量|0.5|按统计数据考核|区规划自然资源局（区林业局）
"""
SECOND = """
（二）群众主观感受
序号|指标|考核内容及说明|责任单位
1|公共服务满意度调查|委托第三方机构开展|区教委⏎区卫生健康委
2|企业满意度调查|^|区工商联
3|上级交办任务|国家安全工作|区委办公室⏎（区委改革办）⏎区级有关部门
^|^|儿童青少年近视综合防控|区教委
"""
PLAIN = HEAD + FIRST + SECOND


class Case(NamedTuple):
    """A document, and what its import is to say."""

    data: bytes
    doubts: tuple[str, ...] = ()
    """A piece of each doubt that is raised; no others may be."""
    fates: str = ""
    """The rows of all tables: “表头 2 + 读入 8”; not compared where empty."""
    columns: tuple[str, ...] = ()
    suffix: str = ".docx"
    serious: bool = False


def changed(old: str, new: str, base: str = PLAIN) -> str:
    """The plain document with one thing drawn otherwise."""
    assert old in base, old
    return base.replace(old, new)


_ONE_TABLE = """
2022年市对区考核指标任务分解表
一、业绩考核指标
序号|指标|权重|考核内容|责任单位
（一）经济发展|<|<|<|<
1|GDP增量及增速|4|按统计数据考核|区发展改革委
2|民营经济发展成效|3|民营经济增加值增量及增速|区发展改革委⏎区工商联
^|^|2|民营企业增量及增速、“四上”企业增量|区市场监管局
3|环境质量|0.5|按统计数据考核|区规划自然资源局（区林业局）
（二）群众主观感受|<|<|<|<
1|公共服务满意度调查||委托第三方机构开展|区教委⏎区卫生健康委
2|企业满意度调查||^|区工商联
3|上级交办任务||国家安全工作|区委办公室（区委改革办）⏎区级有关部门
^|^||儿童青少年近视综合防控|区教委
"""
_TWO_LEVELS = (
    HEAD
    + """
序号|指标|权重|考核内容及说明|责任单位|<
^|^|^|^|牵头单位|配合单位
1|GDP增量及增速|4|按统计数据考核|区发展改革委|
2|民营经济发展成效|3|民营经济增加值增量及增速|区发展改革委|区工商联
^|^|2|民营企业增量及增速、“四上”企业增量|区市场监管局|
3|环境质量|0.5|按统计数据考核|区规划自然资源局（区林业局）|
"""
    + SECOND
)
_AUTOMATIC_NUMBER = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>"
_NUMBERING = (
    f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
    "<w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)


def automatically_numbered() -> bytes:
    """The numbers of the first table are Word's own."""
    numbered = PLAIN.replace("1|GDP", "#|GDP").replace("2|民营经济", "#|民营经济").replace("3|环境", "#|环境")
    body = [word_table(one) if "|" in one else paragraph(one) for one in drawn(numbered)]
    body = [one.replace(p("#"), _AUTOMATIC_NUMBER) for one in body]
    return package(document(*body), {"word/numbering.xml": _NUMBERING}, kinds={"numbering.xml": "numbering"})


def revised() -> bytes:
    """Tracked changes: a number inserted and one deleted, a body moved in."""
    deleted = "<w:del w:id='2' w:author='甲'><w:r><w:delText>5</w:delText></w:r></w:del>"
    inserted = f"<w:p><w:ins w:id='1' w:author='甲'>{r('3')}</w:ins>{deleted}</w:p>"
    return docx(
        *(
            word_table(one).replace(p("3"), inserted, 1) if "|" in one else paragraph(one)
            for one in drawn(PLAIN)
        )
    )


def framed() -> bytes:
    """All of the document stands in a table of one cell, as some web pages are pasted."""
    body = "".join(word_table(one) if "|" in one else paragraph(one) for one in drawn(PLAIN))
    return docx(tbl(tr(tc(body + "<w:p/>"))))


def nested_units() -> bytes:
    """The bodies of a cell stand in a table of their own."""
    inner = tbl(tr(tc("区发展改革委"), tc("区工商联"))) + "<w:p/>"
    body = [
        word_table(one).replace(p("区发展改革委") + p("区工商联"), inner) if "|" in one else paragraph(one)
        for one in drawn(PLAIN)
    ]
    return docx(*body)


SAME: dict[str, Case] = {
    "as issued": Case(word(PLAIN), fates="表头 2 + 读入 8"),
    "blank cells instead of merged ones": Case(
        word(PLAIN.replace("^", "")), doubts=("空白，按与上一行相同处理",)
    ),
    "header with other words": Case(
        word(
            PLAIN.replace(
                "序号|指标|权重|考核内容及说明|责任单位", "编号|目标任务|分值|评分标准|责任部门"
            ).replace("序号|指标|考核内容及说明|责任单位", "自动编号|考核指标|考核内容|牵头单位")
        )
    ),
    "full marks and points in the header": Case(word(changed("|权重|", "|满 分（分）|"))),
    "weights written as 4分, ３, 0.50": Case(
        word(PLAIN.replace("|4|", "|4分|").replace("|3|民", "|３|民").replace("|0.5|", "|0.50 分|"))
    ),
    "columns in another order": Case(
        word(
            HEAD
            + """
责任单位|考核内容|权重|指标|序号
区发展改革委|按统计数据考核|4|GDP增量及增速|1
区发展改革委⏎区工商联|民营经济增加值增量及增速|3|民营经济发展成效|2
区市场监管局|民营企业增量及增速、“四上”企业增量|2|^|^
区规划自然资源局（区林业局）|按统计数据考核|0.5|环境质量|3
"""
            + SECOND
        )
    ),
    "columns with people and their phones": Case(
        word(
            HEAD
            + "\n".join(
                f"{line}|{note}"
                for line, note in zip(
                    FIRST.strip().split("\n"),
                    ("联系人|联系电话", "张样例|", "李样例|13800000000", "|", "王样例|023-60000000"),
                    strict=True,
                )
            )
            + SECOND
        )
    ),
    "header in two levels, lead and support apart": Case(word(_TWO_LEVELS), fates="表头 3 + 读入 8"),
    "header in two levels, cells not merged downwards": Case(
        word(_TWO_LEVELS.replace("^|^|^|^|牵头单位", "||||牵头单位"))
    ),
    "lead and support columns in one level": Case(
        word(
            _TWO_LEVELS.replace("责任单位|<\n^|^|^|^|牵头单位|配合单位", "牵头单位|配合单位"),
        )
    ),
    "lead and support named within the cell": Case(
        word(changed("区发展改革委⏎区工商联", "牵头单位：区发展改革委；配合单位：区工商联"))
    ),
    "header repeated by hand after a page break": Case(
        word(changed("3|环境质量", "序号|指标|权重|考核内容及说明|责任单位\n3|环境质量")),
        fates="表头 3 + 读入 8",
    ),
    "continued in a table of its own, without a header": Case(
        word(changed("3|环境质量", "\n\n3|环境质量")), fates="表头 2 + 读入 8"
    ),
    "continued with a header and 续表": Case(
        word(changed("3|环境质量", "\n（续表）\n序号|指标|权重|考核内容及说明|责任单位\n3|环境质量"))
    ),
    "an indicator's row repeated after a page break": Case(
        word(changed("^|^|儿童青少年", "3|上级交办任务|儿童青少年")),
        doubts=("重复写了一次",),
    ),
    "an indicator goes on with （续）": Case(
        word(changed("^|^|儿童青少年", "3|上级交办任务（续）|儿童青少年")), doubts=("重复写了一次",)
    ),
    "a whole row repeated after a page break": Case(
        word(
            changed(
                "3|环境质量",
                "2|民营经济发展成效|2|民营企业增量及增速、“四上”企业增量|区市场监管局\n3|环境质量",
            )
        ),
        fates="表头 2 + 读入 8 + 手工重复 1",
    ),
    "parts as rows inside one table": Case(word(_ONE_TABLE), fates="表头 1 + 标题 2 + 读入 8"),
    "parts as rows, cells not merged": Case(
        word(
            _ONE_TABLE.replace("（一）经济发展|<|<|<|<", "（一）经济发展||||").replace(
                "（二）群众主观感受|<|<|<|<", "（二）群众主观感受||||"
            )
        )
    ),
    "parts as rows with their points": Case(
        word(
            _ONE_TABLE.replace("（一）经济发展|<|<|<|<", "（一）|经济发展|9.5||").replace(
                "（二）群众主观感受|<|<|<|<", "（二）|群众主观感受|||"
            )
        )
    ),
    "parts in a column of their own": Case(
        word(
            """
2022年市对区考核指标任务分解表
一、业绩考核指标
类别|序号|指标|权重|考核内容|责任单位
经济发展|1|GDP增量及增速|4|按统计数据考核|区发展改革委
^|2|民营经济发展成效|3|民营经济增加值增量及增速|区发展改革委⏎区工商联
^|^|^|2|民营企业增量及增速、“四上”企业增量|区市场监管局
^|3|环境质量|0.5|按统计数据考核|区规划自然资源局（区林业局）
群众主观感受|1|公共服务满意度调查||委托第三方机构开展|区教委⏎区卫生健康委
^|2|企业满意度调查||^|区工商联
^|3|上级交办任务||国家安全工作|区委办公室（区委改革办）⏎区级有关部门
^|^|^||儿童青少年近视综合防控|区教委
"""
        )
    ),
    "the title in the table": Case(
        word(
            "2022年市对区考核指标任务分解表|<|<|<|<\n一、业绩考核指标|<|<|<|<\n（一）经济发展|<|<|<|<"
            + FIRST.rstrip("\n")
            + SECOND
        ),
        fates="表头 2 + 标题 3 + 读入 8",
    ),
    "a sum that agrees": Case(
        word(changed("|区规划自然资源局（区林业局）", "|区规划自然资源局（区林业局）\n合计|<|9.5||")),
        fates="表头 2 + 读入 8 + 合计 1",
    ),
    "points in the titles of the parts": Case(word(changed("（一）经济发展", "（一）经济发展（9.5分）"))),
    "bodies joined by marks and spaces": Case(
        word(
            changed("区发展改革委⏎区工商联", "区发展改革委、 区工商联")
            .replace("区教委⏎区卫生健康委", "区教委　区卫生健康委")
            .replace("（区委改革办）⏎区级", "（区委改革办）；区级")
        )
    ),
    "bodies with spaced signs and numbers": Case(
        word(
            changed("区教委⏎区卫生健康委", "1.区 教 委⏎2.区卫生健康委").replace(
                "|区市场监管局", "| 区市场监管局 。"
            )
        )
    ),
    "brackets of half width, a bracket over two lines": Case(
        word(
            changed("区规划自然资源局（区林业局）", "区规划自然资源局(区林业局)").replace(
                "区委办公室⏎（区委改革办）", "区委办公室（区委⏎改革办）"
            )
        )
    ),
    "stray spaces, soft breaks, tabs": Case(
        word(
            changed("民营企业增量及增速、“四上”企业增量", "民营企业增量 及增速、↵ “四上” 企业→增量")
            .replace("公共服务满意度调查", "公共服务⏎满意度调查")
            .replace("区发展改革委⏎区工商联", "区发展改革委↵区工商联")
        )
    ),
    "automatic numbering": Case(automatically_numbered()),
    "tracked changes": Case(revised()),
    "all of it framed by a table of one cell": Case(framed()),
    "bodies in a table within the cell": Case(nested_units()),
    "blank rows and notes": Case(
        word(changed("3|环境质量", "||||\n注：以上为市统计局口径|<|<|<|<\n3|环境质量")),
        doubts=("表内的说明，没有导入",),
        fates="表头 2 + 读入 8 + 空行 1 + 跳过 1",
    ),
    "pasted, a cell a line": Case(lines(PLAIN).encode(), suffix=".txt"),
    "pasted, a row a line": Case(tabs(PLAIN).encode(), suffix=".txt"),
    "pasted, GB18030": Case(lines(PLAIN).encode("gb18030"), suffix=".txt"),
    "pasted, UTF-16": Case(lines(PLAIN).encode("utf-16"), suffix=".txt"),
    "pasted, UTF-8 with a byte-order mark and CRLF": Case(
        lines(PLAIN).replace("\n", "\r\n").encode("utf-8-sig"), suffix=".txt"
    ),
    "columns named by hand": Case(
        word(changed("序号|指标|权重|考核内容及说明|责任单位", "甲|乙|丙|丁|戊")),
        columns=("序号,指标,权重,考核内容,责任单位",),
        fates="表头 2 + 读入 8",
    ),
    "one table's columns named by hand": Case(
        word(changed("序号|指标|权重|考核内容及说明|责任单位", "甲|乙|丙|丁|戊")),
        columns=("1:序号,指标,权重,考核内容,责任单位",),
    ),
}


class Issued(NamedTuple):
    """A table as districts, counties and provincial departments issue it, and the rows that it holds."""

    document: str
    rows: tuple[str, ...]
    """部分/指标/权重/内容/单位, then who leads together and the open columns: “经济/增速/5/内容/甲、乙 目标值=6%”."""
    doubts: tuple[str, ...] = ()
    """A piece of each doubt that is raised; no others may be."""


OTHERS: dict[str, Issued] = {
    "the city's assessors beside targets": Issued(
        """
2023年县对乡镇部门考核指标分解表
序号|考核指标|权重|目标值|责任单位|考核部门
1|地区生产总值增速|8|6.5%|县发展改革局|县统计局
2|城镇新增就业|5|5800人|县人力资源社会保障局|县人力资源社会保障局
合计|<|13|||
""",
        rows=(
            "2023年县对乡镇部门考核指标分解表/地区生产总值增速/8/地区生产总值增速/县发展改革局 目标值=6.5% 考核单位=县统计局",
            "2023年县对乡镇部门考核指标分解表/城镇新增就业/5/城镇新增就业/县人力资源社会保障局 目标值=5800人 考核单位=县人力资源社会保障局",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "three levels are part, indicator and criterion": Issued(
        """
2022年区级部门绩效考核指标表
一级指标|二级指标|三级指标|分值|评分标准|责任单位
经济发展（30分）|质量效益|税收占比|10|完成目标得满分，每低1个百分点扣1分|区财政局
^|^|亩均税收|10|按比例得分|区财政局
^|创新|研发投入|10|按比例得分|区科技局
社会民生（10分）|就业|新增就业|10|完成得满分|区人力社保局
""",
        rows=(
            "经济发展/质量效益/10/税收占比/区财政局 评分标准=完成目标得满分，每低1个百分点扣1分",
            "经济发展/质量效益/10/亩均税收/区财政局 评分标准=按比例得分",
            "经济发展/创新/10/研发投入/区科技局 评分标准=按比例得分",
            "社会民生/就业/10/新增就业/区人力社保局 评分标准=完成得满分",
        ),
    ),
    "a header in two rows, parts and leads": Issued(
        """
2022年考核任务分解表
序号|考核内容|<|分值|责任单位|<
^|项目|指标|^|牵头单位|配合单位
1|产业|规上工业增加值|5|区经济信息委|区统计局
2|^|服务业增加值|5|区商务委、区文化旅游委|区统计局
3|民生|义务教育巩固率|3|区教委|
""",
        rows=(
            "产业/规上工业增加值/5/规上工业增加值/区经济信息委、区统计局",
            "产业/服务业增加值/5/服务业增加值/区商务委、区文化旅游委、区统计局 牵头=区商务委、区文化旅游委",
            "民生/义务教育巩固率/3/义务教育巩固率/区教委",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "parts as rows with points, sums, a note": Issued(
        """
2022年综合目标考核表
序号|考核指标|分值|评分办法|责任单位
一、经济建设（30分）|<|<|<|<
1|GDP增速|20|完成得满分|区发展改革委
2|投资|10|完成得满分|区发展改革委
小计|<|30||
二、社会建设（10分）|<|<|<|<
1|教育|10|按标准|区教委
小计|<|10||
合计|<|40||
注：本表由区考核办负责解释。|<|<|<|<
""",
        rows=(
            "经济建设/GDP增速/20/完成得满分/区发展改革委",
            "经济建设/投资/10/完成得满分/区发展改革委",
            "社会建设/教育/10/按标准/区教委",
        ),
        doubts=("这一行是表内的说明，没有导入：注：本",),
    ),
    "work, aim, deadline and who is in charge": Issued(
        """
2023年重点工作任务分解表
序号|重点工作|工作目标|完成时限|牵头领导|责任单位|备注
1|推进城市更新|完成老旧小区改造20个|11月底前|张三|区住房城乡建委|
2|乡村建设|新建农村公路50公里|全年|李四|区交通局|续建
""",
        rows=(
            "2023年重点工作任务分解表/推进城市更新/—/完成老旧小区改造20个/区住房城乡建委 完成时限=11月底前 牵头领导=张三",
            "2023年重点工作任务分解表/乡村建设/—/新建农村公路50公里/区交通局 完成时限=全年 备注=续建 牵头领导=李四",
        ),
    ),
    "assessors, and nobody responsible": Issued(
        """
2022年镇街考核细则
考核项目|考核内容|计分办法|基本分|得分|考核单位
安全生产|不发生事故|发生一起扣2分|10||区应急局
^|隐患整改|逾期一个扣1分|5||区应急局
信访稳定|无越级访|一次扣1分|8||区信访办
""",
        rows=(
            "安全生产/不发生事故/10/不发生事故/ 评分标准=发生一起扣2分 考核单位=区应急局",
            "安全生产/隐患整改/5/隐患整改/ 评分标准=逾期一个扣1分 考核单位=区应急局",
            "信访稳定/无越级访/8/无越级访/ 评分标准=一次扣1分 考核单位=区信访办",
        ),
        doubts=("没有责任单位一列，各项都没有责任单位",),
    ),
    "projects of a year with their costs": Issued(
        """
2023年民生实事任务分解表
序号|项目名称|建设内容及规模|总投资（万元）|完成时限|牵头单位|责任单位
1|社区食堂|新建社区食堂12个|600|10月底前|区民政局|各街道
2|口袋公园|建设口袋公园8个|1200|12月底前|区城市管理局|区规划自然资源局
""",
        rows=(
            "2023年民生实事任务分解表/社区食堂/—/新建社区食堂12个/区民政局、各街道 完成时限=10月底前 总投资（万元）=600",
            "2023年民生实事任务分解表/口袋公园/—/建设口袋公园8个/区城市管理局、区规划自然资源局 完成时限=12月底前 总投资（万元）=1200",
        ),
    ),
    "units of measure and last year's figures": Issued(
        """
2022年国民经济和社会发展计划指标
指标名称|计量单位|2021年完成数|2022年目标|责任单位
地区生产总值|亿元|520|560|区发展改革委
常住人口城镇化率|%|68.1|68.9|区住房城乡建委
""",
        rows=(
            "2022年国民经济和社会发展计划指标/地区生产总值/—/地区生产总值/区发展改革委 目标值=560 计量单位=亿元 2021年完成数=520",
            "2022年国民经济和社会发展计划指标/常住人口城镇化率/—/常住人口城镇化率/区住房城乡建委 目标值=68.9 计量单位=% 2021年完成数=68.1",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "weights in percent": Issued(
        """
2022年考核指标表
序号|指标|权重|考核内容|责任单位
1|产业|40%|工业增加值|区经济信息委
2|民生|60%|就业|区人力社保局
""",
        rows=(
            "2022年考核指标表/产业/40/工业增加值/区经济信息委",
            "2022年考核指标表/民生/60/就业/区人力社保局",
        ),
    ),
    "incentives of a province": Issued(
        """
2022年督查激励事项清单
序号|激励事项|激励对象|激励措施|省级牵头部门
1|推进制造业高质量发展|区县|对成效明显的区县给予资金奖励。|省经济和信息化厅
2|深化放管服改革|区县|优先纳入试点。|省政府办公厅
""",
        rows=(
            "推进制造业高质量发展/省经济和信息化厅/区县/对成效明显的区县给予资金奖励。",
            "深化放管服改革/省政府办公厅/区县/优先纳入试点。",
        ),
        doubts=(
            "没有找到政策文件的文号、成文日期，没",
            "2 项都没有区级责任单位；请把附件2",
            "没有看出激励方式，没有写；知道的，请",
        ),
    ),
    "departments of the city assess": Issued(
        """
2022年市对区考核指标任务分解表
序号|考核指标|分值|市级考核部门|区级牵头单位|区级配合单位
1|GDP|4|市发展改革委|区发展改革委|区统计局
2|就业|3|市人力社保局|区人力社保局|
""",
        rows=(
            "2022年市对区考核指标任务分解表/GDP/4/GDP/区发展改革委、区统计局 考核单位=市发展改革委",
            "2022年市对区考核指标任务分解表/就业/3/就业/区人力社保局 考核单位=市人力社保局",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "bonus and penalty rows": Issued(
        """
2022年考核指标表
序号|指标|分值|考核标准|责任单位
1|基础工作|100|综合评价|区政府办公室
2|加分项目|最高加5分|获国家级表彰|区政府办公室
3|扣分项目|每次扣0.5分|被通报批评|区政府督查室
""",
        rows=(
            "2022年考核指标表/基础工作/100/综合评价/区政府办公室",
            "2022年考核指标表/加分项目/加减分/获国家级表彰/区政府办公室 评分标准=最高加5分",
            "2022年考核指标表/扣分项目/加减分/被通报批评/区政府督查室 评分标准=每次扣0.5分",
        ),
    ),
    "a star before who leads": Issued(
        """
2022年目标任务分解表
项目|目标任务|牵头单位、责任单位
财政收入|一般公共预算收入增长6%|★区财政局、区税务局
""",
        rows=("财政收入/一般公共预算收入增长6%/—/一般公共预算收入增长6%/区财政局、区税务局",),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "who leads, who helps, who is asked above": Issued(
        """
2022年目标任务分解表
序号|主要任务|责任领导|主办单位|协办单位|对口市级部门
1|争取专项债|王五|区财政局|区发展改革委|市财政局
2|争取项目|赵六|区发展改革委|区级有关部门|市发展改革委
""",
        rows=(
            "2022年目标任务分解表/争取专项债/—/争取专项债/区财政局、区发展改革委 考核单位=市财政局 责任领导=王五",
            "2022年目标任务分解表/争取项目/—/争取项目/区发展改革委、区级有关部门 考核单位=市发展改革委 责任领导=赵六",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "two columns of one name": Issued(
        """
2022年考核指标表
序号|指标|指标|权重|责任单位
1|经济|GDP|5|区发展改革委
2|经济|投资|5|区发展改革委
3|民生|就业|5|区人力社保局
""",
        rows=(
            "经济/GDP/5/GDP/区发展改革委",
            "经济/投资/5/投资/区发展改革委",
            "民生/就业/5/就业/区人力社保局",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "cells merged over columns that are not one": Issued(
        """
2022年考核指标表
序号|指标|权重|考核内容|责任单位
1|甲|4|内容一|区教委
^|乙丙|<|内容二|区财政局
2|丁|3|内容三|<
三、|戊|<|<|己
""",
        rows=(
            "2022年考核指标表/甲/4/内容一/区教委",
            "2022年考核指标表/乙丙/—/内容二/区财政局",
            "2022年考核指标表/丁/3/内容三/",
        ),
        doubts=(
            "“三、戊”下面没有读到内容，没有导入",
            "序号 1 重复，请看原文有没有漏行",
            "没有权重，可能与上一行合用一格",
            "没有责任单位",
            "这一行是部分的标题，旁边的“戊”、“",
        ),
    ),
    "two columns of points for two places": Issued(
        """
2022年考核指标表
序号|指标|主城区权重|渝东北权重|责任单位
1|GDP增速|5|4|区发展改革委
2|生态环境|3|6|区生态环境局
""",
        rows=(
            "2022年考核指标表/GDP增速/—/GDP增速/区发展改革委 主城区权重=5 渝东北权重=4",
            "2022年考核指标表/生态环境/—/生态环境/区生态环境局 主城区权重=3 渝东北权重=6",
        ),
        doubts=(
            "“主城区权重”、“渝东北权重”都是权",
            "没有考核内容一列，用指标名称作考核内",
        ),
    ),
    "a header over group and name": Issued(
        """
2022年考核指标表
项 目|<|分值|目标任务|责任单位
宏观调控|地区生产总值增长率|3|6%|区发改局
^|建筑业总产值|1|140|区住建局
公共服务|新增就业人数|1|5800|区人社局
""",
        rows=(
            "宏观调控/地区生产总值增长率/3/地区生产总值增长率/区发改局 目标值=6%",
            "宏观调控/建筑业总产值/1/建筑业总产值/区住建局 目标值=140",
            "公共服务/新增就业人数/1/新增就业人数/区人社局 目标值=5800",
        ),
        doubts=("没有考核内容一列，用指标名称作考核内",),
    ),
    "points behind the names": Issued(
        """
2022年考核指标表
序号|考核指标|评分标准|责任单位
1|组织领导（7分）|无领导小组的扣0.5分|区政府办公室
2|宣传培训（8分）|每少一次扣1分|区委宣传部
""",
        rows=(
            "2022年考核指标表/组织领导/7/无领导小组的扣0.5分/区政府办公室",
            "2022年考核指标表/宣传培训/8/每少一次扣1分/区委宣传部",
        ),
    ),
    "columns to be filled in later": Issued(
        """
2022年考核评分表
序号|考核指标|分值|评分标准|责任单位|自评得分|考核得分
1|产业|10|按比例|区经济信息委||
2|民生|8|按比例|区民政局||
""",
        rows=(
            "2022年考核评分表/产业/10/按比例/区经济信息委",
            "2022年考核评分表/民生/8/按比例/区民政局",
        ),
    ),
    "points of each level": Issued(
        """
2022年考核指标表
一级指标|权重|二级指标|分值|三级指标|分值|责任单位
经济|50|预算管理|20|预算执行进度|7|区财政局
经济|50|预算管理|20|预算调整次数|13|区财政局
""",
        rows=(
            "经济/预算管理/7/预算执行进度/区财政局 权重（一级指标）=50 分值（二级指标）=20",
            "经济/预算管理/13/预算调整次数/区财政局 权重（一级指标）=50 分值（二级指标）=20",
        ),
        doubts=(
            "“分值”“权重”“分值”都像是权重，",
            "与上面同一项指标重复写了一次（常见于",
        ),
    ),
}
