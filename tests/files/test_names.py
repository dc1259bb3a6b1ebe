"""Which names are one file on Windows or macOS, and which are none."""

import doctest

import pytest

from kaohe_cli.files import names
from kaohe_cli.files.names import folded, shortened, why_unusable


def test_doctests() -> None:
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区IT办.docx", "区it办.DOCX"),
        ("caf\u00e9", "cafe\u0301"),
        ("CAF\u00c9", "cafe\u0301"),
        ("a.yaml", "a.yaml. "),
        ("stra\u00dfe", "STRASSE"),
    ],
)
def test_one_file(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("区教委", "区商务委"), ("a.yaml", "a.yml"), ("1", "１")])
def test_two_files(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    "name",
    ["CON", "nul", "Nul.docx", "com1.txt", "LPT9", "COM²", "CONIN$", "a.", "a ", " a", "~$a.docx", ".~a", "a\0",
     "a/b", "a:b", "nul .docx"],
)  # fmt: skip
def test_names_that_are_none(name: str) -> None:
    assert why_unusable(name)


@pytest.mark.parametrize("name", ["区商务委.docx", "console", "com10", "null", "a.b", ".gitignore", "lpt"])
def test_names_that_every_system_has(name: str) -> None:
    assert why_unusable(name) is None


def test_a_name_is_cut_between_characters() -> None:
    assert shortened("商务委.docx", 255) == "商务委.docx"
    cut = shortened("商" * 100 + ".docx", 220)
    assert len(cut.encode()) <= 220
    assert cut.endswith("商.docx")
