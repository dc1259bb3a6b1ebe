"""The same data in every layout that issued tables have, and tables that must be refused.

Every document of `SAME` holds the data of `EXPECTED`; those of `OTHERS` come with data of their own.
"""

from typing import NamedTuple

from tests.importing.drawing import drawn, lines, paragraph, tabs, word, word_table
from tests.word.engine.builder import NAMESPACES, document, docx, p, package, r, tbl, tc, tr

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
