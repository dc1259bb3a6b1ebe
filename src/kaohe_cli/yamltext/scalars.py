"""How one value is written, so that every YAML reader, old or new, reads it back as the same."""

import json
import re
from decimal import Decimal
from functools import lru_cache

from kaohe_cli.words.control import CONTROL
from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.reader import Scalar, read_yaml

# A mark that means something at the beginning; or “: ” and “ #” anywhere.
_NOT_PLAIN = regex(
    r"""[-?:,\[\]{}#&*!|>'"%@`=~]|<<|.*(?::(?:[ ]|$)|[ ]\#|[\t\r\n])""", re.DOTALL | re.VERBOSE
)
# A Chinese text without a sign that means anything: no reader need be asked.
_SURELY_PLAIN = regex(r"[\u4e00-\u9fff][\u4e00-\u9fff，。、；：！？“”‘’（）《》—…0-9A-Za-z.%]*")
_NOT_PLAIN_IN_FLOW = regex(r".*[:,\[\]{}?]", re.DOTALL)
# A number, a date or a time to one reader or another: 007, 1_000, 1:30, 2021-08-11, 0x1F, 1e3.
_LIKE_NUMBER = regex(r"[-+]?\.?[0-9][0-9_.:,eE+\- ]*|[-+]?0[xXoObB][0-9a-fA-F_]*")


def write_scalar(value: Scalar, *, flow: bool = False, quote: str = "") -> str:
    """Returns a value on one line: plain where that is safe, else in quotes.

    ``quote`` is the quotation mark that its neighbours, or the value it replaces, are written in.

    >>> print(*(write_scalar(text) for text in ("区教委", "no", "007", "a: b", "", "两\\n行")))
    区教委 "no" "007" "a: b" "" "两\\n行"
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    return _write_text(value, flow, quote)


def _write_text(text: str, flow: bool, quote: str) -> str:
    if not quote and is_plain(text, flow=flow):
        return text
    if quote == "'" and not CONTROL.search(text) and not re.search("[\t\r\n]", text):
        return "'" + text.replace("'", "''") + "'"
    return CONTROL.sub(lambda found: _escaped(found[0]), json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


@lru_cache(maxsize=2048)
def is_plain(text: str, *, flow: bool) -> bool:
    """True where a text may go without quotes: our reader and those of YAML 1.1 read it as that text."""
    if _SURELY_PLAIN.fullmatch(text):
        return True
    if text != text.strip() or _NOT_PLAIN.match(text) or _LIKE_NUMBER.fullmatch(text):
        return False
    if flow and _NOT_PLAIN_IN_FLOW.match(text):
        return False
    root, problems = read_yaml(f"- {text}")
    return root is not None and not problems and root.data() == [text]


def literal_header(text: str) -> str | None:
    """Returns the ``|-`` a text would stand under as a literal block, or None where it must not.

    >>> literal_header("甲\\n乙"), literal_header("  甲\\n乙\\n"), literal_header("甲\\n\\n")
    ('|-', '|2', None)
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if CONTROL.search(text) or "\r" in text or not lines[-1].strip():
        return None
    first = next(index for index, line in enumerate(lines) if line.strip())
    indicator = "2" if any(line[:1] in (" ", "\t") for line in lines[: first + 1]) else ""
    return f"|{indicator}{'' if body != text else '-'}"


def literal_lines(text: str, column: int) -> list[str]:
    """Returns the lines below the ``|-``; ``column`` is that of the key or dash it belongs to."""
    indent = " " * (column + 2)
    return [indent + line if line else "" for line in text.removesuffix("\n").split("\n")]
