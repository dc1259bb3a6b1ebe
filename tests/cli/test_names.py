"""Bodies in options: every command knows a body by the names that people write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "words",
    [
        ("list", "--unit"),
        ("status", "--unit"),
        ("assign", "--unit"),
        ("assign", "A18.1", "--dry-run", "--add"),
        ("assign", "--dry-run", "--leader", "张三", "--unit"),
    ],
)
def test_a_body_is_known_by_the_name_people_write(kaohe: Kaohe, words: tuple[str, ...]) -> None:
    short, proper = kaohe(*words, "经信委"), kaohe(*words, "区经济信息委")
    assert proper.code in (0, 1)
    assert "区经济信息委" in proper.out + proper.err
    assert short == proper


def test_a_draft_has_the_proper_name(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("draft", "--unit", "××区经济和信息化委员会").code == 0
    assert (workspace / "drafts" / "2021" / "区经济信息委.docx").exists()
