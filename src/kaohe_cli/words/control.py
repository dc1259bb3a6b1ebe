"""The characters that show nothing and steer what shows them: one class, found, made visible, taken out.

Controls (C0, C1), marks that turn the direction of writing, characters of no width, and what no file can hold
(halves of pairs, noncharacters). A tab and a line break are text. So are the selectors that choose the form
of a rare 汉字 (U+FE00, U+E0100 and on): names of people need them.
"""

from kaohe_cli.words.patterns import regex

# The last look behind lets a “\r” pass that only begins a “\r\n”.
CONTROL = regex(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u00ad\u061c\u180e"  # soft hyphen; Arabic letter mark, Mongolian separator: nothing to see
    "\u200b-\u200f\u2028-\u202e"  # zero width, direction; line and paragraph separator
    "\u2060-\u206f\ufeff"  # word joiner, invisible operators, isolates; byte-order mark
    "\ufff9-\ufffb"  # interlinear annotation
    "\ud800-\udfff\ufffe\uffff"  # not characters
    "\U000e0000-\U000e007f"  # tags: a hidden copy of ASCII
    r"](?<!\r(?=\n))"
)

_LINE_ENDS = regex("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_IN_NAMES = regex(rf"[\t\n\r]|{CONTROL.pattern}")


def shown(text: str) -> str:
    r"""Returns a text in which each such character is written out as JSON does it.

    So a JSON text stays one and says the same to every program; people know the form from YAML.

    >>> shown("发展\x1b[31m成\u202e效\n"), shown("甲\r\n乙\r丙")
    ('发展\\u001b[31m成\\u202e效\n', '甲\r\n乙\\u000d丙')
    """
    return CONTROL.sub(lambda found: _escape(found[0]), text)


def shown_on_one_line(text: str) -> str:
    r"""Returns the same of a name or an argument, where a line break would begin a line of its own.

    >>> shown_on_one_line("甲\n全部通过.docx")
    '甲\\u000a全部通过.docx'
    """
    return text if text.isprintable() else _IN_NAMES.sub(lambda found: _escape(found[0]), text)


def without_controls(text: str) -> str:
    r"""Returns a text without such characters, as it was to be read: what ends a line becomes a line break.

    >>> without_controls("\u202d13800000000\u202c"), without_controls("甲\r\n乙\u2028丙")
    ('13800000000', '甲\n乙\n丙')
    """
    return text if text.isprintable() else CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def code_of(character: str) -> str:
    r"""Returns how a character is named in Unicode.

    >>> code_of("\u202e")
    'U+202E'
    """
    return f"U+{ord(character):04X}"


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
