"""The typist does in LibreOffice what its actions say, so that tests of the reader stand on firm ground."""

from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.ooxml.office import to_docx
from tests.collecting.reading.drafting import draft, entries
from tests.collecting.reading.typing_in_office import Action, Office, TypingError, place
from tests.ooxml.printed_form import bookmark_names, lines

pytestmark = pytest.mark.libreoffice

ROW = entries("区住房城乡建委")[0]
HEADING, FORM = ROW.title, ROW.form
SITUATION = place(HEADING, FORM, "progress/situation")
SCORE = place(HEADING, FORM, "progress/self_score")
LABEL = "1. 基本情况："


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("typed") / "draft.docx"
    path.write_bytes(draft("区住房城乡建委"))
    return path


def first_form(path: Path) -> list[str]:
    """The lines from the first 完成情况 heading to the next heading."""
    found = lines(path)
    start = next(number for number, line in enumerate(found) if line.startswith("（二）"))
    return found[start + 1 : next(n for n, line in enumerate(found) if line.startswith("（三）"))]


CASES: dict[str, tuple[list[Action], list[str]]] = {
    "fill": ([{"do": "fill", "at": SITUATION, "text": "甲乙"}], [f"{LABEL}甲乙。"]),
    "enter": ([{"do": "fill", "at": SITUATION, "text": "甲\n乙"}], [f"{LABEL}甲⏎乙。"]),
    "append": (
        [{"do": "fill", "at": SITUATION, "text": "甲"}, {"do": "append", "at": SITUATION, "text": "乙"}],
        [f"{LABEL}甲乙。"],
    ),
    "after": (
        [
            {"do": "fill", "at": SITUATION, "text": "甲"},
            {"do": "type_after", "at": SITUATION, "text": "\n乙"},
        ],
        [f"{LABEL}甲", "乙。"],
    ),
    "end": (
        [
            {"do": "fill", "at": SITUATION, "text": "甲"},
            {"do": "type_at_end", "at": SITUATION, "text": "乙\n丙"},
        ],
        [f"{LABEL}甲。乙", "丙"],
    ),
    "delete_control": ([{"do": "delete_control", "at": SITUATION, "text": "甲。"}], [f"{LABEL}甲。"]),
    "delete_label": (
        [{"do": "fill", "at": SITUATION, "text": "甲"}, {"do": "delete_label", "at": SITUATION}],
        ["甲。"],
    ),
    "retype": ([{"do": "retype_paragraph", "at": SITUATION, "text": "1．基本情况：甲"}], ["1．基本情况：甲"]),
    "twice": (
        [{"do": "fill", "at": SITUATION, "text": "甲"}, {"do": "paste_twice", "at": SITUATION}],
        [f"{LABEL}甲。"] * 3,
    ),
    "delete_paragraph": (
        [{"do": "fill", "at": SCORE, "text": "1"}, {"do": "delete_paragraph", "at": SITUATION}],
        ["2. 自评得分（5项合计满分为3分）：1。"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_actions(typing_office: Office, document: Path, tmp_path: Path, name: str) -> None:
    actions, expected = CASES[name]
    typing_office.type(document, actions, tmp_path / "saved.docx")
    assert first_form(tmp_path / "saved.docx")[: len(expected)] == expected


def test_recorded_changes_are_in_the_file(typing_office: Office, document: Path, tmp_path: Path) -> None:
    actions: list[Action] = [
        {"do": "fill", "at": SITUATION, "text": "甲"},
        {"do": "record"},
        {"do": "fill", "at": SITUATION, "text": "乙"},
    ]
    typing_office.type(document, actions, tmp_path / "saved.docx")
    from tests.ooxml.builder import all_of, part, text

    root = part((tmp_path / "saved.docx").read_bytes())
    assert "乙" in [text(node) for node in all_of(root, "ins")]
    assert "甲" in "".join(node.text or "" for node in all_of(root, "delText"))


def test_a_copied_item_has_copied_bookmarks(typing_office: Office, document: Path, tmp_path: Path) -> None:
    headings = [entry.title for entry in entries("区住房城乡建委")[:2]]
    actions: list[Action] = [{"do": "copy_item", "item": headings[0], "until": headings[1]}]
    typing_office.type(document, actions, tmp_path / "saved.docx")
    saved = tmp_path / "saved.docx"
    assert sum(headings[0] in line for line in lines(saved)) == 2
    assert "kh_a_progress_situation_A19_1_1_Copy_1" in bookmark_names(saved)


def test_it_saves_in_other_formats(typing_office: Office, document: Path, tmp_path: Path) -> None:
    saved = [tmp_path / f"saved.{suffix}" for suffix in ("odt", "doc", "rtf")]
    typing_office.type(document, [{"do": "fill", "at": SITUATION, "text": "甲乙丙"}], *saved)
    for outcome in to_docx(saved).values():
        assert isinstance(outcome, bytes)
        (tmp_path / "again.docx").write_bytes(outcome)
        assert first_form(tmp_path / "again.docx")[0] == f"{LABEL}甲乙丙。"


def test_an_action_that_cannot_be_done_is_an_error(typing_office: Office, document: Path) -> None:
    nowhere: dict[str, Any] = {**SITUATION, "label": "没有这一行"}
    with pytest.raises(TypingError, match="IndexError"):
        typing_office.type(document, [{"do": "fill", "at": nowhere, "text": "甲"}])
