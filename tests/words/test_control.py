"""The characters that show nothing: which they are, and what is made of them."""

import json
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.words.control import CONTROL, shown, shown_on_one_line, without_controls

# Format characters that have a shape of their own: signs of Arabic, Syriac, Kaithi, and of hieroglyphs.
_VISIBLE_FORMATS = {
    *range(0x600, 0x606),
    *(0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD),
    *range(0x13430, 0x13460),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
}


def test_every_character_that_unicode_calls_a_control_or_format_is_in_the_class() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"} and character not in "\t\n":
            assert CONTROL.fullmatch(character) or code in _VISIBLE_FORMATS, hex(code)


def test_what_people_write_is_text() -> None:
    for text in ("重庆市\u3000区商务委\u00a0A18.1\t≥5%\n", "葛\U000e0101城", "☑\ufe0f", "\u2800\ue000"):
        assert CONTROL.search(text) is None
        assert shown(text) == without_controls(text) == text


@given(st.text())
def test_a_json_text_stays_one_and_says_the_same(text: str) -> None:
    written = shown(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(written) == {text: [text]}
    assert CONTROL.search(written) is None


@given(st.text(alphabet=st.characters(), max_size=30))
def test_nothing_of_the_class_is_left(text: str) -> None:
    assert CONTROL.search(shown(text)) is None
    assert not {"\n", "\r", "\t"} & set(shown_on_one_line(text))
    assert CONTROL.search(without_controls(text)) is None
    shown(text).encode()  # halves of pairs too can be written


def test_what_does_not_show_is_written_out() -> None:
    assert shown("\x1b[31m\x9b\u202e\udcc9\U000e0041") == "\\u001b[31m\\u009b\\u202e\\udcc9\\udb40\\udc41"
    assert shown("甲\r\n乙\r丙") == "甲\r\n乙\\u000d丙"
    assert shown_on_one_line("甲\n乙") == "甲\\u000a乙"
