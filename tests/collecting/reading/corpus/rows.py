"""Which row and which unit a form is about, and what the checks must say of its values."""

from decimal import Decimal
from typing import Any

from tests.collecting.reading.builder import (
    INCENTIVE_TITLE,
    SCORED_TITLE,
    UNSCORED_TITLE,
    docx,
    incentive,
    p,
    r,
    replaced,
    scored,
    unscored,
)
from tests.collecting.reading.corpus.case import ANY, Case
from tests.collecting.reading.corpus.values import (
    A10,
    A11,
    A18,
    B02,
    C03,
    CIRCLE,
    INVESTMENT,
    J18,
    RENEWAL,
    RETAIL,
    SURVEY,
    TRADE,
)

_UNIT = ("--unit", "区商务委")


def headed(name: str, heading: str, **more: Any) -> Case:
    """The form of A10.1 under another wording of its heading."""
    return Case(
        name, docx(*SCORED_TITLE, *scored(heading, INVESTMENT, marks="2")), {"A10.1": INVESTMENT}, **more
    )


NAMES = [
    headed("标题没有编号", A10),
    headed("标题编号是阿拉伯数字", f"1．{A10}"),
    headed("标题编号带括号", f"（一）{A10}"),
    headed("标题带考核编号", f"一、A10 {A10}"),
    headed("标题写着指标名称", f"一、{A10}（指标名称）"),
    headed("标题带权重", f"一、{A10}（2分）"),
    headed("标题有冒号前缀", f"一、指标名称：{A10}"),
    headed("标题有错字", "一、实际利用外咨总量及增速"),
    headed("标题少字", "一、利用外资总量及增速"),
    headed("标题多字", "一、2021年实际利用外资总量及增速完成情况"),
    headed("标题有空格和句号", "一、实际利用外资 总量及增速。"),
    headed("标题全角括号说明", f"一、{A10}（按市商务委统计数据考核）"),
    Case(
        "标题只是加粗",
        docx(*SCORED_TITLE, p(r(A10, "<w:b/>")), *scored(A10, INVESTMENT, marks="2")[1:]),
        {"A10.1": INVESTMENT},
    ),
    Case(
        "标题带内容，一个指标有几条",
        docx(
            *SCORED_TITLE,
            *scored("一、生态建设——最严格水资源管理达标率", INVESTMENT, unit="区农业农村委"),
        ),
        {"A15.2": INVESTMENT},
        unit="区农业农村委",
    ),
    Case(
        "标题只写内容",
        docx(*UNSCORED_TITLE, *unscored("一、“菜篮子”工作", SURVEY, unit="区农业农村委")),
        {"D04.11": SURVEY},
        unit="区农业农村委",
    ),
    Case(
        "标题指哪一行说不清",
        docx(*SCORED_TITLE, *scored("一、生态建设", INVESTMENT, unit="区农业农村委", marks="2")),
        {},
        unit="区农业农村委",
        remarks=("生态建设", "A15.1", "A15.2"),
        unclaimed=("1—10月，全区实际利用外资2.1亿美元",),
        code=2,
    ),
    Case(
        "原表举例的指标",
        docx(*SCORED_TITLE, *scored("一、公租房使用分配率", INVESTMENT, unit="区住房城乡建委")),
        {"A19.1.5": INVESTMENT},
        unit="区住房城乡建委",
    ),
    Case(
        "没有这一行",
        docx(*SCORED_TITLE, *scored("一、垃圾分类工作", INVESTMENT)),
        {},
        options=_UNIT,
        remarks=("垃圾分类工作",),
        unclaimed=("1—10月，全区实际利用外资2.1亿美元",),
        code=2,
    ),
]

ALL_OF_TRADE = (
    *SCORED_TITLE,
    *scored(f"一、{A10}", INVESTMENT, marks="2"),
    *scored(f"二、{A11}", TRADE, marks="2"),
    *scored(f"三、{A18}", RETAIL, marks="3"),
    *UNSCORED_TITLE,
    *unscored(f"一、{B02}", SURVEY),
    *unscored(f"二、{C03}", CIRCLE),
)
TRADE_ENTRIES = {"A10.1": INVESTMENT, "A11.1": TRADE, "A18.1": RETAIL, "B02.1": SURVEY, "C03.1": CIRCLE}


def _each_numbered_one() -> list[str]:
    lines = list(ALL_OF_TRADE)
    for numeral in "二三":
        lines = [f"一{line[1:]}" if line.startswith(f"{numeral}、") else line for line in lines]
    return lines


def _without_titles() -> list[str]:
    titles = {*SCORED_TITLE, *UNSCORED_TITLE}
    return [line for line in ALL_OF_TRADE if line not in titles]


_SPORT = {**INVESTMENT, "progress/situation": "人均体育场地面积1.9平方米"}

SEVERAL = [
    Case("一个单位全部五行", docx(*ALL_OF_TRADE), TRADE_ENTRIES, code=0),
    Case("每行都编作一", docx(*_each_numbered_one()), TRADE_ENTRIES, code=0),
    Case("没有大标题", docx(*_without_titles()), TRADE_ENTRIES),
    Case(
        "标题都没有编号",
        docx(*(line[2:] if line[1] == "、" else line for line in ALL_OF_TRADE)),
        TRADE_ENTRIES,
        code=0,
    ),
    Case(
        "各行的责任人不同",
        docx(
            *SCORED_TITLE,
            *scored(f"一、{A10}", INVESTMENT, marks="2"),
            *scored(f"二、{A18}", {**RETAIL, "leader": "赵甲", "contact/mobile": "13900000000"}, marks="3"),
        ),
        {"A10.1": INVESTMENT, "A18.1": {**RETAIL, "leader": "赵甲", "contact/mobile": "13900000000"}},
    ),
    Case(
        "激励事项",
        docx(*INCENTIVE_TITLE, *incentive(f"一、{J18}", RENEWAL, unit="区住房城乡建委")),
        {"J18": RENEWAL},
        unit="区住房城乡建委",
    ),
    Case(
        "考核和激励在一份里",
        docx(
            *UNSCORED_TITLE,
            *unscored(f"一、{B02}", SURVEY, unit="区住房城乡建委"),
            *INCENTIVE_TITLE,
            *incentive(f"一、{J18}（事项名称）", RENEWAL, unit="区住房城乡建委"),
        ),
        {"B02.1": SURVEY, "J18": RENEWAL},
        unit="区住房城乡建委",
    ),
    Case(
        "只有一行的单位",
        docx(
            *SCORED_TITLE,
            *scored("一、基本公共服务均等化——公共体育服务率", _SPORT, unit="区体育发展中心", marks="2"),
        ),
        {"A21.5": _SPORT},
        unit="区体育发展中心",
        code=0,
    ),
    Case(
        "缺一行",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, marks="2")),
        {"A10.1": INVESTMENT},
        remarks=("A11.1", "A18.1"),
    ),
]

_ONE = scored(f"一、{A10}", INVESTMENT, marks="2")

UNITS = [
    Case(
        "没写责任单位，命令里写",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="")),
        {"A10.1": INVESTMENT},
        options=_UNIT,
    ),
    Case(
        "责任单位写的是挂牌名称",
        docx(*SCORED_TITLE, *scored("一、招商投资促进工作成效", INVESTMENT, unit="区招商投资局")),
        {"A12.1": INVESTMENT},
        unit="区政府外办",
    ),
    Case(
        "责任单位写的是原表的写法",
        docx(
            *SCORED_TITLE, *scored("一、招商投资促进工作成效", INVESTMENT, unit="区政府外办（区招商投资局）")
        ),
        {"A12.1": INVESTMENT},
        unit="区政府外办",
    ),
    Case(
        "责任单位写了几家",
        docx(
            *UNSCORED_TITLE,
            *unscored(f"一、{B02}", SURVEY, unit="区工商联、区经济信息委、区商务委、区住房城乡建委"),
        ),
        {"B02.1": SURVEY},
        options=_UNIT,
    ),
    Case(
        "命令里的单位和文件里的不同",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="区教委")),
        {"A10.1": INVESTMENT},
        options=_UNIT,
        remarks=("区教委",),
        code=1,
    ),
    Case(
        "单位无从知道",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="")),
        {},
        file="新建 Microsoft Word 文档.docx",
        remarks=("--unit",),
        code=2,
    ),
    Case(
        "没有这个单位",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="区幻想局")),
        {},
        remarks=("区幻想局",),
        code=2,
    ),
    Case(
        "责任单位里有路径",
        docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="../../逃逸")),
        {},
        remarks=("逃逸",),
        code=2,
    ),
    Case(
        "填了别的单位的行",
        docx(
            *SCORED_TITLE,
            *_ONE,
            *scored("二、科技创新工作成效", {**INVESTMENT, "progress/situation": "研发投入增长"}, marks="7"),
        ),
        {"A10.1": INVESTMENT, "A04.1": ANY},
        options=_UNIT,
        remarks=("科技创新工作成效",),
        code=1,
    ),
    Case(
        "年份是上一年的",
        docx(*replaced([*SCORED_TITLE], "2021年", "2020年"), *_ONE),
        {},
        remarks=("2020",),
        code=2,
    ),
    Case(
        "不计分的行填在计分的表里",
        docx(*SCORED_TITLE, *scored(f"一、{B02}", INVESTMENT)),
        {
            "B02.1": {
                path: value
                for path, value in INVESTMENT.items()
                if path
                not in (
                    "progress/self_score",
                    "progress/self_rank",
                    "forecast/self_score",
                    "forecast/self_rank",
                )
            }
        },
        remarks=("自评得分",),
        unclaimed=("1.9", "第3名"),
        code=1,
    ),
]


def checked(
    name: str, values: dict[str, Any], read: dict[str, Any], *remarks: str, code: int | None = 1, **more: Any
) -> Case:
    """The form of A10.1 with values that a check must speak of; None is for one that is not taken."""
    expected = {path: value for path, value in {**INVESTMENT, **read}.items() if value is not None}
    lines = scored(f"一、{A10}", {**INVESTMENT, **values}, marks="2")
    return Case(name, docx(*SCORED_TITLE, *lines), {"A10.1": expected}, remarks=remarks, code=code, **more)


CHECKS = [
    checked("得分超过满分", {"progress/self_score": 2.5}, {"progress/self_score": 2.5}, "2.5", "满分 2"),
    *(
        checked(
            f"得分写作 {words}",
            {"progress/self_score": words},
            {"progress/self_score": None},
            words,
            unclaimed=(words,),
        )
        for words in ("正在核算", "1.8-1.9", "-1", "1.5+0.4", "2-0.1=1.9分", "不低于1.9分", "95%")
    ),
    *(
        checked(
            f"得分写作 {words}",
            {"progress/self_score": words},
            {"progress/self_score": Decimal("1.9")},
            f"写的是“{words}”，读作 1.9",
            code=None,
        )
        for words in ("约1.9分", "1.9（预估）", "折算后1.9分", "1.9/2", "1.9分，扣0.1分")
    ),
    *(
        checked(
            f"得分写作 {words}",
            {"progress/self_score": words},
            {"progress/self_score": Decimal("1.9")},
            "已录入 1 份",
            code=None,
        )
        for words in ("【1.9】分", "___1.9___分", "（1.9）分")
    ),
    checked(
        "完成情况高于全年",
        {"progress/self_score": 2, "forecast/self_score": 1.5},
        {"progress/self_score": 2, "forecast/self_score": 1.5},
        "2 高于全年预计的 1.5",
        code=None,
    ),
    *(
        checked(
            f"手机写作 {words}",
            {"contact/mobile": words},
            {"contact/mobile": words},
            "责任人联系电话格式不对",
            code=1,
        )
        for words in ("1380000000", "见通讯录")
    ),
    *(
        checked(
            f"手机写作 {words}",
            {"contact/mobile": words},
            {"contact/mobile": read},
            "已录入 1 份",
            code=None,
        )
        for words, read in (
            ("13800000000、13800000001", "13800000000、13800000001"),
            ("60000000（办）13800000000（手机）", "60000000、13800000000"),
            ("023-60000000转801", "023-60000000转801"),
            ("____13800000000____", "13800000000"),
        )
    ),
    *(
        checked(
            f"手机打码，写作 {words}",
            {"contact/mobile": words},
            {"contact/mobile": words},
            "（六）责任人联系电话已打码，无法联系（KH805）",
            code=None,
        )
        for words in ("138××××5521", "138****5678", "138***5678", "023-7122××××")
    ),
    checked(
        "没填分管领导",
        {"city_liaison/leader": ""},
        {"city_liaison/leader": None},
        "（五）市级考核单位分管领导",
        code=None,
    ),
]

CASES = [*NAMES, *SEVERAL, *UNITS, *CHECKS]
