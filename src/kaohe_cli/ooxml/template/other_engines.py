"""Notations of docxtpl and poi-tl, whose templates people bring along: what they are, what to write here."""

import re
from typing import Final

_NO_DOCUMENTS: Final = "这里不能插入别的文档；文字有几段的，写 {{ <name>|分段 }}，固定的内容直接排在模板里"
_VALUES: Final = {
    r"r\s+(?P<name>\S.*)": (
        "是 docxtpl 的富文本（RichText）；这里写 {{ <name> }}，内容的字体照这个填空处在模板里的样子"
    ),
    r"p\s+(?P<name>\S.*)": f"是 docxtpl 的子文档（subdoc），{_NO_DOCUMENTS}",
    r"\?\s*(?P<name>.*)": (
        "是 poi-tl 的区块对；这里一组内容写 {% for 项 in <name> %} 到 {% endfor %}，里面的名称前面加“项.”；"
        "有时才显示的写 {% if <name> %} 到 {% endif %}"
    ),
    r"/\s*(?P<name>.*)": (
        "是 poi-tl 区块对的结尾；这里开头写了 {% for … %} 的写 {% endfor %}，写了 {% if … %} 的写 {% endif %}"
    ),
    r"@\s*(?P<name>.*)": "是 poi-tl 的图片，这里不能填入图片；请在 Word 里把图片插在模板里",
    r"=?\s*#this": "是 poi-tl 循环里的这一个；这里写 {{ 项 }}",
    r"#\s*(?P<name>.*)": (
        "是 poi-tl 的表格；这里在 Word 里画好表格，"
        "重复的行上面一行写 {% for 项 in <name> %}，下面一行写 {% endfor %}"
    ),
    r"\*\s*(?P<name>.*)": (
        "是 poi-tl 的列表；这里单独一段写 {% for 项 in <name> %}，"
        "下一段设好编号写 {{ 项 }}，再下一段写 {% endfor %}"
    ),
    r"\+\s*(?P<name>[^\W\d].*)": f"是 poi-tl 的嵌套文档，{_NO_DOCUMENTS}",
    r"=?\s*(?P<name>[^?]+?)\s*\?\s*(?P<yes>[^:]+?)\s*:\s*(?P<no>.+)": (
        "是 poi-tl 里选一个的写法；这里写 {{ <yes> if <name> else <no> }}"
    ),
    r"=\s*(?P<name>.*)": "是 poi-tl 的表达式写法；这里直接写 {{ <name> }}",
    r"(?P<name>[^|]*?)\s*\|\s*(?:e|escape)(?P<rest>\s*\|.*)?": (
        "不用加管转义的过滤器，特殊符号会照原样印出来；写 {{ <name><rest> }} 就行"
    ),
}
"""What a value looks like there, as a pattern, and what is written here for it."""
_POI_NAMES: Final = {
    "_index": "loop.index0",
    "_is_first": "loop.first",
    "_is_last": "loop.last",
    "_has_next": "not loop.last",
    "_is_even_item": "loop.index is even",
    "_is_odd_item": "loop.index is odd",
}
_UNKNOWN_NAME: Final = "是 poi-tl 循环里的名称；这里写 {{ <name> }}"
_PREFIXES: Final = {
    "p": "是 docxtpl 管整段的写法；这里写 <code>，单独占一段时，那一段会自动消失",
    "tr": "是 docxtpl 管表格整行的写法；这里写 <code>，单独占一行时，那一行会自动消失",
    "r": "是 docxtpl 管一段文字的写法；这里写 <code>，和文字写在同一段里就行",
    "tc": (
        "是 docxtpl 让表格的列重复的写法，这里只能让行重复，只去掉“tc”是不行的；"
        "列数固定的，把各列画好，逐格写填空处；列数不定的，把行和列对调，一项占一行，"
        "上面一行写 {% for … %}，下面一行写 {% endfor %}"
    ),
}
_STATEMENTS: Final = {
    "hm": "是 docxtpl 左右合并单元格的写法；这里请在 Word 里把单元格合并好",
    "vm": "是 docxtpl 上下合并单元格的写法；这里请在 Word 里把单元格合并好，循环里的各行不能合并",
    "colspan": "是 docxtpl 左右合并单元格的写法；这里请在 Word 里把单元格合并好",
    "cellbg": "是 docxtpl 设单元格底色的写法；这里请在 Word 里设好底色，不同的底色用 {% if … %} 分成几行",
    "raw": '是照原样印出的写法，这里没有；要印出大括号，写 {{ "{{" }}、{{ "{%" }}',
    "endraw": '是照原样印出的写法，这里没有；要印出大括号，写 {{ "{{" }}、{{ "{%" }}',
    "include": "是插入别的文件的写法，这里一份模板就是一个文件；请把内容直接排在模板里",
}
_SPRING: Final = {
    r"&&": " and ",
    r"\|\|": " or ",
    r"!(?!=)": " not ",
    r"\bnull\b": "none",
}
_ESCAPES: Final = re.compile(r"\{_[{%]|[}%]_\}")
_REAL: Final = {"{_{": "{{", "{_%": "{%", "}_}": "}}", "%_}": "%}"}


def _in_jinja(code: str) -> str:
    """What poi-tl's expressions (Spring's) say, as it is said here."""
    for theirs, ours in _SPRING.items():
        code = re.sub(theirs, ours, code)
    return " ".join(code.split())


def advice_on_value(code: str) -> str:
    """What a value means in another engine and how it is written here; "" where it means nothing there.

    >>> advice_on_value("r 情况")[:24], advice_on_value("项.名称")
    ('是 docxtpl 的富文本（RichText）', '')
    """
    if code in _POI_NAMES:
        return _UNKNOWN_NAME.replace("<name>", _POI_NAMES[code])
    for pattern, advice in _VALUES.items():
        if found := re.fullmatch(pattern, code):
            for name, value in found.groupdict("").items():
                ours = _in_jinja(value) or ("…" if name == "name" else "")
                advice = advice.replace(f"<{name}>", ours)
            return advice
    return ""


def advice_on_statement(code: str) -> str:
    """The same of a statement.

    >>> advice_on_statement("tr for x in y")[:8], advice_on_statement("for x in y")
    ('是 docxtp', '')
    """
    keyword, _, rest = code.partition(" ")
    if keyword in _STATEMENTS:
        return _STATEMENTS[keyword]
    if keyword not in _PREFIXES:
        return ""
    return _PREFIXES[keyword].replace("<code>", f"{{% {rest.strip() or '…'} %}}")


def is_of_another(opening: str, code: str) -> bool:
    """Whether what another engine means by a tag would be something else here, and no mistake."""
    return opening == "{{" and code.startswith("+") and bool(advice_on_value(code))


def escaped_braces(text: str) -> str:
    """What docxtpl's way to print braces (`{_{`) means in a text, and how to print them; "" without it."""
    found = _ESCAPES.search(text)
    if not found:
        return ""
    real = _REAL[found[0]]
    return f'“{found[0]}”是 docxtpl 印出 {real} 的写法；这里写 {{{{ "{real}" }}}}'
