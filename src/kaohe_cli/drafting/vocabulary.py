"""Every variable and filter that a template may use, with a line of Chinese and an example."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from kaohe_cli.drafting.annex3 import grouped
from kaohe_cli.forms import known
from kaohe_cli.forms.record import Field, Form, Forms


class Word(NamedTuple):
    """A variable or filter that a template may use."""

    tag: str
    """How it is written in the template."""
    meaning: str
    example: str
    """What it may give."""


GENERAL: Final = (
    Word("{{ 年度 }}", "考核年度", "2021"),
    Word("{{ 单位 }}", "填报单位的正式名称", "区商务委"),
    Word("{{ 截至月份 }}", "完成情况截至几月", "10"),
)

OF_ALL: Final = (
    Word("{% for 项 in 全部项目 %}", "各表的全部事项，按顺序，可用来做一览表", ""),
    Word("{{ loop.index }}", "循环里的序号，从 1 起", "3"),
    Word("{{ 项.编号 }}", "这一项的编号", "A18.1"),
    Word("{{ 项.标题 }}", "这一项的名称；一个指标有几条的，带考核内容", "社会消费品零售总额及增速"),
    Word("{{ 项.责任单位|顿号 }}", "责任单位，照录原文，牵头的在前", "区卫生健康委、区教委"),
    Word("{{ 项.考核内容 }}", "考核内容；名称里已经说到的是空的", "按统计数据考核"),
    Word("{{ 项.满分说明 }}", "满分几分；没有权重的是空的", "满分为3分"),
)

SIGNS: Final = (
    Word("{# 说明 #}", "注释：写给改模板的人看，不会印出来", ""),
    Word('{{ "{{" }}', "照原样印出大括号，{% 也这样写", "{{"),
)

_EXAMPLES: Final = {
    "paragraphs": "零售总额增长8%",
    "line": "样例",
    "score": "2.8",
    "rank": "第3名",
    "person": "李样例",
    "office": "市场处",
    "phone": "023-60000000",
    "date": "2021-11-03",
    "number": "12.5",
}

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


def sample_id(form: Form) -> str:
    """Returns the id of the sample's item in a form."""
    part = form.covers[0] if form.covers else "I"
    number = ord(form.letter) - ord("a") + 1
    return f"{part}{number:02d}" if part == known.INCENTIVES else f"{part}{number:02d}.1"


def sample(forms: Forms, value: Callable[[Form, Field], str] | None = None) -> dict[str, Any]:
    """Returns variables in which everything that a template may use is there, one item in each form.

    An item has the fields of its form with what ``value`` gives for them, and those of the other forms
    empty, as in real data.
    """
    every = {field.name: None for form in forms for field in form.fields}
    data: dict[str, Any] = {"年度": 2021, "单位": "区商务委", "截至月份": 10}
    for form in forms:
        own = {field.name: value(form, field) if value else "样例" for field in form.fields}
        item: dict[str, Any] = {
            "编号": sample_id(form),
            "anchor": sample_id(form).replace(".", "_"),
            "标题": "社会消费品零售总额及增速",
            "责任单位": ["区商务委"],
            "满分说明": "满分为3分",
            "考核内容": "按统计数据考核",
            **grouped({**every, **own}),
        }
        data[form.part] = {"标题": "标题", "指标数": 25, "项目": [item]}
    data["全部项目"] = [item for form in forms for item in data[form.part]["项目"]]
    return data


def words(forms: Forms) -> Iterator[Word]:
    """Yields every variable, every filter, then what else stands in braces."""
    yield from GENERAL
    for form in forms:
        yield from _of_form(form)
    yield from OF_ALL
    yield from _of_fields(forms)
    yield from FILTERS
    yield from SIGNS


def _of_form(form: Form) -> Iterator[Word]:
    yield Word(f"{{{{ {form.part}.标题 }}}}", f"{form.called}所报各部分的标题", "立足“四个优势”……")
    yield Word(f"{{{{ {form.part}.指标数 }}}}", f"{form.called}一共几项（全区的，不只是本单位的）", "25")
    loop = f"逐项列出本单位在{form.called}里报的事项，到 {{% endfor %}} 为止"
    yield Word(f"{{% for 项 in {form.part}.项目 %}}", loop, "")
    yield Word(f"{{% if {form.part}.项目 %}}", f"有{form.called}的事项时才显示，到 {{% endif %}} 为止", "")


def _of_fields(forms: Forms) -> Iterator[Word]:
    """Yields each field once, with what each form calls it."""
    meanings: dict[str, dict[str, list[str]]] = {}
    examples: dict[str, str] = {}
    for form in forms:
        for field in form.fields:
            meanings.setdefault(field.name, {}).setdefault(field.title, []).append(form.called)
            examples.setdefault(field.name, field.choices[0] if field.choices else _EXAMPLES[field.kind])
    for name, titles in meanings.items():
        meaning = "；".join(f"{title}（{'、'.join(called)}）" for title, called in titles.items())
        yield Word(f"{{{{ 项.{name} }}}}", meaning, examples[name])
