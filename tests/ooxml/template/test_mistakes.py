"""Templates with mistakes: each gives one clear Chinese sentence with its place."""

import re
from collections.abc import Callable

import pytest

from kaohe_cli.ooxml.errors import (
    BlockError,
    CrossingTagError,
    DocumentError,
    LimitError,
    TagError,
    UnknownNameError,
    ValueKindError,
)
from kaohe_cli.ooxml.template.inspection import inspect
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder
from tests.ooxml.builder import docx, p, r, sdt, t, tbl, text_box, tr

FILTERS: dict[str, Callable[..., object]] = {
    "待填": lambda value, words: value or Placeholder(words),
    "分段": Paragraphs,
}
LEAKS = re.compile(r"jinja|lxml|zipfile|Traceback|Error|expected|unexpected|object at|None", re.IGNORECASE)

MISTAKES = [
    (["{{ 甲"], TagError, "正文第1段“{{ 甲”：填空处“{{ 甲”没有写完"),
    (["好", "{{ 甲", "}}"], TagError, "正文第2段"),
    (["甲 }}"], TagError, "处多出了标记的结尾"),
    (["甲 %}"], TagError, "处多出了标记的结尾"),
    (["{{ }}"], TagError, "是空的"),
    (["{% %}"], TagError, "是空的"),
    (["{{ 甲 乙 }}"], TagError, "填空处 {{ 甲 乙 }} 写法有误"),
    (["{{ 甲, 乙 }}"], TagError, "填空处 {{ 甲, 乙 }} 里只能写一个值"),
    (["{{ 甲|待添('x') }}"], TagError, "没有叫“待添”的过滤器，可能是“待填”"),
    (["{{ 1 if 甲 is 在 }}"], TagError, "没有叫“在”的判断"),
    (["{{ '甲 }}"], TagError, "引号没有成对"),
    (["{{ (甲 }}"], TagError, "括号没有成对"),
    (["{% if 甲 = 1 %}x{% endif %}"], TagError, "比较两个值要用两个等号 =="),
    (["{% include 'x' %}"], TagError, "是插入别的文件的写法"),
    (["{% import 'x' as y %}"], TagError, "没有控制语句“import”"),
    (["{% extends 'x' %}"], TagError, "没有控制语句“extends”"),
    (["{% macro x() %}{% endmacro %}"], TagError, "没有控制语句“macro”"),
    (["{% call x() %}"], TagError, "没有控制语句“call”"),
    (["{% block x %}"], TagError, "没有控制语句“block”"),
    (["{% filter upper %}"], TagError, "没有控制语句“filter”"),
    (["{% raw %}"], TagError, '要印出大括号，写 {{ "{{" }}、{{ "{%" }}'),
    (["{% do x %}"], TagError, "没有控制语句“do”"),
    (["{% with x = 1 %}"], TagError, "没有控制语句“with”"),
    (["{% autoescape false %}"], TagError, "没有控制语句“autoescape”"),
    (["{% esle %}"], TagError, "可能是“else”"),
    (
        ["{%p for x in y %}"],
        TagError,
        "控制语句 {%p for x in y %} 是 docxtpl 管整段的写法；这里写 {% for x in y %}，",
    ),
    (["{%tr endfor %}"], TagError, "这里写 {% endfor %}，单独占一行时，那一行会自动消失"),
    (["{% set x %}"], TagError, "set 要写成“set 名称 = 值”"),
    (["{% set x, y = 1, 2 %}"], TagError, "set 一次只能给一个名称赋值"),
    (["{% endif 甲 %}"], TagError, "endif 后面不能再写别的"),
    (["{% for x in y recursive %}", "{% endfor %}"], TagError, "recursive"),
    (["{{ 甲.format() }}"], TagError, "模板里不能调用函数"),
    (["{{ range(9) }}"], TagError, "模板里不能调用函数"),
    (["{{ 2 ** 9 }}"], TagError, "乘方"),
    (["{{ {'a': 1} }}"], TagError, "不能写 {…} 这样的一组数据"),
    (["{{ [甲] }}"], TagError, "列表里只能写文字和数字"),
    (["{{ self }}"], TagError, "名称“self”不能用"),
    (["{{ _run }}"], TagError, "名称“_run”不能用"),
    (["{{ 1|_run(0) }}"], TagError, "没有叫“_run”的过滤器"),
    (["{{ 9999999999999999 }}"], TagError, "数字太大"),
    (["{{ " + "9" * 900 + " }}"], TagError, "数字太大"),
    (["{{ 1e999 }}"], TagError, "数字太大"),
    (["{{ '" + "x" * 1000 + "' }}"], TagError, "太长，最多 1000 个字符"),
    (["{{ " + "(" * 300 + "1" + ")" * 300 + " }}"], TagError, "太深"),
    (["{{ " + "-" * 300 + "1 }}"], TagError, "太深"),
    (["{{ " + "not " * 100 + "1 }}"], TagError, "太深"),
    (["{% for x in 甲 %}"], BlockError, "{% for x in 甲 %} 没有与它配对的 {% endfor %}"),
    (["{% if 甲 %}"], BlockError, "没有与它配对的 {% endif %}"),
    (["{% endfor %}"], BlockError, "前面没有与它配对的 {% for … %}"),
    (["{% else %}"], BlockError, "前面没有与它配对的 {% if … %}"),
    (["{% for x in 甲 %}", "{% elif 1 %}", "{% endfor %}"], BlockError, "前面没有与它配对的 {% if … %}"),
    (
        ["{% for x in 甲 %}", "{% if x %}", "{% endfor %}"],
        BlockError,
        "却先遇到了正文第3段“{% endfor %}”的 {% endfor %}",
    ),
    (
        ["前{% for x in 甲 %}", "{% endfor %}"],
        BlockError,
        "与正文第2段“{% endfor %}”的 {% endfor %} 不在同一层",
    ),
    ([p("{% if 甲 %}"), tbl(tr("x{% endif %}"))], BlockError, "与正文表格1第1行"),
    ([tbl(tr("前{% for x in 甲 %}", "{% endfor %}"))], BlockError, "要让整行重复"),
    ([tbl(tr("{{ 甲 }}{% for x in 甲 %}", "{% endfor %}"))], BlockError, "要让整行重复"),
    ([tbl(tr("{% for x in 甲 %}x", "{% endfor %}后"))], BlockError, "要让整行重复"),
    ([p("{% for x in 甲 %}"), sdt(p("{% endfor %}"))], BlockError, "不在同一层"),
    (["{% if 1 %}" * 11 + "x" + "{% endif %}" * 11], BlockError, "套得太深"),
    ([p("{{ 甲", sdt(r(" }}")))], CrossingTagError, "填空处 {{ 甲 }} 跨过了内容控件的边界"),
    ([p(sdt(r("{{ 甲")), " }}")], CrossingTagError, "跨过了内容控件的边界"),
    ([p(f"<w:r>{t('{{ 甲')}<w:br w:type='page'/>{t('}}')}</w:r>")], TagError, "中间夹着图片、域或分页符"),
    ([p(sdt(r("x"), properties="<w:tag w:val='{% if 甲 %}'/>"))], TagError, "只能写填空处，不能写控制语句"),
    ([p(sdt(r("x"), properties="<w:tag w:val='{{ 甲'/>"))], TagError, "没有写完"),
    ([p("外", text_box("{{ 甲 + }}"))], TagError, "正文文本框里第2段"),
]


@pytest.mark.parametrize(("content", "kind", "message"), MISTAKES)
def test_mistakes_in_tags(content: list[str], kind: type[DocumentError], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)) as caught:
        Template(docx(*content), filters=FILTERS)
    said = str(caught.value)
    assert re.match(r"正文(文本框里)?(第\d+段|表格\d+第\d+行)", said)
    assert not LEAKS.search(re.sub(r"“.*?”|\{\{.*?\}\}|\{%.*?%\}", "", said))


def test_a_mistake_in_a_text_box_is_told_once() -> None:
    assert len(inspect(docx(p("外", text_box("{{ 甲", "{{ 甲|不 }}"))))) == 2


def test_inspect_finds_every_mistake_and_does_not_blame_partners() -> None:
    problems = inspect(
        docx("{% fro x in y %}", "{{ 甲", "{% if 甲 = 1 %}", "x", "{% endif %}", "{{ 乙|不 }}")
    )
    assert [type(problem) for problem in problems] == [TagError] * 4


KNOWN = {"年份": 2021, "指标": [{"名称": "", "内容": [{"单位": ""}]}, {"权重": 1}], "单位": {"名称": ""}}


@pytest.mark.parametrize(
    ("content", "unknown"),
    [
        (["{{ 年份 }}{{ 单位.名称 }}{{ 单位['名称'] }}"], []),
        (["{{ 年分 }}"], ["“年分”不是已知的名称，可能是“年份”"]),
        (["{{ 单位.名字 }}"], ["“名字”不是已知的名称，可能是“名称”"]),
        (
            [
                "{% for 项 in 指标 %}",
                "{{ 项.名称 }}{{ 项.权重 }}{{ 项.权中 }}{{ loop.index }}",
                "{% endfor %}",
            ],
            ["“权中”"],
        ),
        (["{% for 项 in 指标 %}{% for 容 in 项.内容 %}{{ 容.单 }}{% endfor %}{% endfor %}"], ["“单”"]),
        (["{% for 项 in 指标 %}", "{% endfor %}", "{{ 项.名称 }}{{ loop.index }}"], ["“项”", "“loop”"]),
        (["{% set 首 = 指标|first %}{{ 首.名称 }}{{ 首.名 }}{{ 指标[0].名 }}"], ["“名”", "“名”"]),
        (["{% for a, b in 指标 %}{{ a.x }}{{ b }}{% endfor %}"], []),
        (["{% if 年 == 1 %}{% elif 月 %}{% endif %}"], ["“年”", "“月”"]),
        (
            [
                p("{% for 项 in 指标 %}"),
                p(sdt(r("x"), properties="<w:tag w:val='{{ 项.名 }}'/>")),
                p("{% endfor %}"),
            ],
            ["“名”"],
        ),
    ],
)
def test_unknown_names(content: list[str], unknown: list[str]) -> None:
    problems = inspect(docx(*content), known=KNOWN)
    assert len(problems) == len(unknown)
    for problem, words in zip(problems, unknown, strict=True):
        assert isinstance(problem, UnknownNameError)
        assert words in str(problem)


CONTEXT = {
    "年份": 2021,
    "单位": {"名称": "区商务委", "items": "键"},
    "列": [1, 2, 3],
    "多": list(range(1000)),
    "字": "文字",
    "类": UnknownNameError,
    "长": "x" * 600_000,
}
FAILURES = [
    (["{{ 年分 }}"], UnknownNameError, "填空处 {{ 年分 }} 里的“年分”没有对应的数据，可能是“年份”"),
    (["{{ 单位.名 }}"], UnknownNameError, "“名”没有对应的数据，可能是“名称”"),
    (["{{ 单位.名.字 }}"], UnknownNameError, "“名”"),
    (["{{ 字.名 }}"], UnknownNameError, "“名”"),
    (["{{ 年分|分段 }}"], UnknownNameError, "“年分”"),
    (["{{ 列|分段 }}"], ValueKindError, "得到的却是一个列表"),
    ([p(sdt(r("{{ 列 }}")))], ValueKindError, "填空处 {{ 列 }} 这里要的是文字"),
    ([p(sdt(r("{{ 年分|分段 }}")))], UnknownNameError, "填空处 {{ 年分|分段 }} 里"),
    (["{{ 列[9] }}"], UnknownNameError, "“9”"),
    (["{% if 年分 %}x{% endif %}"], UnknownNameError, "控制语句 {% if 年分 %} 里"),
    (["{% if 假设 %}x{% elif 年分 %}{% endif %}"], UnknownNameError, "{% if 假设 %}"),
    (["{% if 0 %}x{% elif 年分 %}{% endif %}"], UnknownNameError, "{% elif 年分 %}"),
    (["{% for x in 年分 %}x{% endfor %}"], UnknownNameError, "{% for x in 年分 %}"),
    (["{% set x = 年分 + 1 %}"], UnknownNameError, "{% set x = 年分 + 1 %}"),
    ([p(sdt(r("{{ 年分 }}")))], UnknownNameError, "填空处 {{ 年分 }}"),
    ([p(sdt(r("x"), properties="<w:tag w:val='{{ 年分 }}'/>"))], UnknownNameError, "填空处 {{ 年分 }}"),
    (["好", "{{ 年份 }}{{ 年分 }}"], UnknownNameError, "正文第2段“{{ 年份 }}{{ 年分 }}”：填空处 {{ 年分 }}"),
    (["{{ 列 }}"], ValueKindError, "要的是文字或数字，得到的却是一个列表"),
    (["{{ 单位 }}"], ValueKindError, "得到的却是一个列表或一组数据"),
    (["{{ 类 }}"], ValueKindError, "得到的却是"),
    (["{{ 列 ~ '' }}"], ValueKindError, "得到的却是"),
    (["{{ [1]|upper }}"], ValueKindError, "得到的却是"),
    (["{% for x in 字 %}{% endfor %}x"], ValueKindError, "这里要的是一个列表"),
    (["{% for x in 单位 %}{% endfor %}x"], ValueKindError, "这里要的是一个列表"),
    (["{{ 年份 / 0 }}"], ValueKindError, "除数为 0"),
    (["{{ 字 * 9 }}"], ValueKindError, "“*”两边要是数字"),
    (["{{ 列 * 9 }}"], ValueKindError, "“*”两边要是数字"),
    (["{{ '%99999d' % 1 }}"], ValueKindError, "“%”两边要是数字"),
    (["{{ 列 + 列 }}"], ValueKindError, "“+”两边要是数字"),
    (["{{ 999999999999 * 999999999999 }}"], ValueKindError, "结果太大"),
    (["{{ 长 + 长 }}"], ValueKindError, "文字超过"),
    (["{{ 长 ~ 长 }}"], ValueKindError, "文字超过"),
    (["{{ 多|join(长) }}"], ValueKindError, "连接后的文字超过"),
    (["{{ 单位|join(',', 'x') }}"], ValueKindError, "要的是一个列表"),
    (["{{ 字|round }}"], ValueKindError, "round 只用于数字"),
    (["{{ 1|round(99) }}"], ValueKindError, "小数位数"),
    (["{{ 字|待填 }}"], ValueKindError, "算不出结果"),
    (["{{ 字 < 1 }}"], ValueKindError, "算不出结果"),
    (
        ["{% for a in 多 %}{% for b in 多 %}{% for c in 多 %}{% endfor %}{% endfor %}{% endfor %}x"],
        LimitError,
        "循环的次数太多",
    ),
    (["{% for a in 多 %}{{ 长 }}{% endfor %}"], LimitError, "生成的内容超过"),
]


@pytest.mark.parametrize(("content", "kind", "message"), FAILURES)
def test_failures_while_rendering(content: list[str], kind: type[DocumentError], message: str) -> None:
    template = Template(docx(*content), filters=FILTERS)
    with pytest.raises(kind, match=re.escape(message)) as caught:
        template.render(CONTEXT)
    said = str(caught.value)
    assert said.startswith("正文")
    assert caught.value.__suppress_context__
    assert not LEAKS.search(said)


@pytest.mark.parametrize(
    "code",
    [
        "字.format",
        "字.__class__",
        "字['__class__']",
        "单位.keys",
        "单位.__class__",
        "列.append",
        "类.__init__",
        "类['__mro__']",
        "loop.changed",
        "年份.real",
        "列.__len__",
        "字.upper",
        "loop._iterable",
    ],
)
def test_no_attribute_of_an_object_is_reachable(code: str) -> None:
    template = Template(docx("{% for x in [1] %}{{ " + code + " }}{% endfor %}"))
    with pytest.raises(UnknownNameError):
        template.render(CONTEXT)


def test_a_key_wins_over_a_method_of_the_same_name() -> None:
    Template(docx("{{ 单位.items }}")).render(CONTEXT)


@pytest.mark.parametrize(
    "name", ["range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "context"]
)
def test_no_global_is_reachable(name: str) -> None:
    with pytest.raises(UnknownNameError):
        Template(docx("{{ " + name + " }}")).render(CONTEXT)


@pytest.mark.parametrize(
    "name",
    [
        "attr",
        "batch",
        "center",
        "filesizeformat",
        "forceescape",
        "format",
        "groupby",
        "indent",
        "items",
        "list",
        "map",
        "pprint",
        "random",
        "reject",
        "safe",
        "select",
        "slice",
        "string",
        "tojson",
        "urlize",
        "xmlattr",
    ],
)
def test_other_filters_of_jinja_are_out(name: str) -> None:
    assert "没有叫" in str(inspect(docx("{{ 字|" + name + " }}"))[0])


def test_doubling_text_over_and_over_is_stopped() -> None:
    doubling = "".join(f"{{% set x = x {sign} x %}}" for sign in "~+" * 30)
    with pytest.raises(ValueKindError, match="文字超过"):
        Template(docx("{% set x = 字 %}" + doubling + "{{ x }}")).render(CONTEXT)
