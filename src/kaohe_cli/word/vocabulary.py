"""Every variable and filter that a template may use, with a line of Chinese and an example."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from kaohe_cli.word.forms import FORMS, Field, Form


class Word(NamedTuple):
    """A variable or filter that a template may use."""

    tag: str
    """How it is written in the template."""
    meaning: str
    example: str
    """What it may give."""


VARIABLES: Final = (
    Word("{{ 年度 }}", "考核年度", "2021"),
    Word("{{ 单位 }}", "填报单位的正式名称", "区商务委"),
    Word("{{ 截至月份 }}", "完成情况截至几月", "10"),
    Word("{{ 计分部分.标题 }}", "计分指标所在部分的标题", "立足“四个优势”……"),
    Word("{{ 计分部分.指标数 }}", "计分指标一共几项（全区的，不只是本单位的）", "25"),
    Word("{% for 项 in 计分部分.项目 %}", "逐项列出本单位的计分指标，到 {% endfor %} 为止", ""),
    Word("{{ 不计分部分.标题 }}", "不计分各部分的标题", "群众主观感受、重点专项、基础保障"),
    Word("{% for 项 in 不计分部分.项目 %}", "逐项列出本单位的不计分指标，到 {% endfor %} 为止", ""),
    Word("{% for 项 in 激励部分.项目 %}", "逐项列出本单位的督查激励事项，到 {% endfor %} 为止", ""),
    Word("{% for 项 in 全部项目 %}", "三部分的全部事项，按顺序，可用来做一览表", ""),
    Word("{% if 计分部分.项目 %}", "有计分指标时才显示，到 {% endif %} 为止", ""),
    Word("{{ loop.index }}", "循环里的序号，从 1 起", "3"),
    Word("{{ 项.编号 }}", "这一项的编号", "A18.1"),
    Word("{{ 项.标题 }}", "这一项的名称；一个指标有几条的，带考核内容", "社会消费品零售总额及增速"),
    Word("{{ 项.责任单位|顿号 }}", "责任单位，照录原文，牵头的在前", "区卫生健康委、区教委"),
    Word("{{ 项.满分说明 }}", "满分几分（计分指标）", "满分为3分"),
    Word("{{ 项.完成情况.基本情况 }}", "截至本月的基本情况；激励事项为政策争取情况", "零售总额增长8%"),
    Word("{{ 项.完成情况.自评得分 }}", "截至本月的自评得分（计分指标）", "2.8"),
    Word("{{ 项.完成情况.自评排名 }}", "截至本月的自评排名（计分指标）", "第3名"),
    Word("{{ 项.完成情况.是否完成 }}", "截至本月是否完成（不计分指标）", "是"),
    Word("{{ 项.全年预计.基本情况 }}", "全年预计的基本情况", "预计增长9%"),
    Word("{{ 项.全年预计.自评得分 }}", "全年预计的自评得分（计分指标）", "3"),
    Word("{{ 项.全年预计.自评排名 }}", "全年预计的自评排名（计分指标）", "第2名"),
    Word("{{ 项.全年预计.是否完成 }}", "全年预计是否完成（不计分指标）", "是"),
    Word("{{ 项.全年预计.是否符合申报条件 }}", "是否符合申报条件（激励事项）", "是"),
    Word("{{ 项.全年预计.预计争取结果 }}", "预计争取结果（激励事项）", "争取获得激励"),
    Word("{{ 项.存在问题 }}", "存在问题及建议", "无"),
    Word("{{ 项.对接市级部门.分管领导 }}", "市级考核单位分管领导", "王样例"),
    Word("{{ 项.对接市级部门.经办处室 }}", "经办处室名称", "市场处"),
    Word("{{ 项.对接市级部门.联系电话 }}", "经办处室联系电话", "023-60000000"),
    Word("{{ 项.责任领导 }}", "区级责任单位的责任领导", "张样例"),
    Word("{{ 项.责任人 }}", "区级责任单位的责任人", "李样例"),
    Word("{{ 项.联系电话 }}", "责任人的联系电话（手机）", "13800000000"),
)

FILTERS: Final = (
    Word("|中文数字", "数字写成汉字", "{{ 21|中文数字 }} → 二十一"),
    Word("|日期", "日期写成年月日，不补零", '{{ "2021-08-01"|日期 }} → 2021年8月1日'),
    Word("|分数", "得分去掉末尾的零", "4.50 → 4.5"),
    Word("|全角", "数字换成全角", "10 → １０"),
    Word("|顿号", "一组名称用顿号连起来", "区教委、区商务委"),
    Word('|待填("名称")', "没有内容时显示灰色的提示，点一下就能填", "【请填写名称】"),
    Word("|分段", "内容有几行就成几个自然段；不加时是同一段里换行", ""),
    Word("|句号", "已经以句号等结尾的不再加句号，否则给一个句号", "。"),
    Word('|default("无")', "没有这个变量时用括号里的内容", ""),
    Word('|join("；")', "一组内容用括号里的符号连起来", ""),
    Word("|length", "一组内容有几个，或文字有几个字", ""),
    Word("|first、|last", "一组内容的第一个、最后一个", ""),
    Word("|round(1)", "四舍五入到几位小数", "2.85 → 2.9"),
    Word("|trim、|upper、|lower", "去掉首尾空格；字母变大写、小写", ""),
)


SAMPLE_IDS: Final = {"a": "A18.1", "b": "B02.1", "c": "J04"}
"""The id of the sample's item in each form."""


def sample(value: Callable[[Form, Field], str] | None = None) -> dict[str, Any]:
    """Returns variables in which everything that a template may use is there, one item in each form.

    An item has the fields of its form with what ``value`` gives for them, and those of the other forms
    empty, as in real data.
    """
    data: dict[str, Any] = {"年度": 2021, "单位": "区商务委", "截至月份": 10}
    for form in FORMS:
        item: dict[str, Any] = {
            "编号": SAMPLE_IDS[form.letter],
            "anchor": SAMPLE_IDS[form.letter].replace(".", "_"),
            "标题": "社会消费品零售总额及增速",
            "责任单位": ["区商务委"],
            "满分说明": "满分为3分",
        }
        own = {field.variable: value(form, field) if value else "样例" for field in form.fields()}
        every = {field.variable: None for other in FORMS for field in other.fields()}
        for variable, given in {**every, **own}.items():
            owner, *rest = variable.split(".")
            if rest:
                item.setdefault(owner, {})[rest[0]] = given
            else:
                item[owner] = given
        data[form.part] = {"标题": "标题", "指标数": 25, "项目": [item]}
    data["全部项目"] = [item for form in FORMS for item in data[form.part]["项目"]]
    return data


def words() -> Iterator[Word]:
    """Yields every variable, then every filter."""
    yield from VARIABLES
    yield from FILTERS
