"""Words of a command line as they were pasted from Word or a PDF: with other signs for “-” and for 汉字."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.looking import is_taken
from kaohe_cli.words.folding import as_it_looks

_DASHES = "－—–―‐‑‒−﹣"
_OPTION = rf"(?s:[-{_DASHES}]+([A-Za-zＡ-Ｚａ-ｚ][\w\-{_DASHES}]*)([=＝].*)?)"


def pasted_option(words: Sequence[str]) -> str | None:
    """Returns what to say of the first option with a sign that is none of the command line's; None without.

    A file that is really called so may be named.

    >>> pasted_option(["list", "－－unit", "区教委"])
    '“－－unit”里的横线不是命令行认得的“-”，多半是从 Word 粘贴来的；请改为 --unit'
    >>> pasted_option(["list", "--unit", "—"]), pasted_option(["diff", "--", "—old"])
    (None, None)
    """
    for word in words:
        if word == "--":
            return None
        found = None if word.isascii() else re.fullmatch(_OPTION, word)
        name = _typed(found[1]) if found else ""
        dashes = "-" if len(name) == 1 else "--"
        if not name.isascii() or not name or word.startswith(dashes + name) or _is_a_file(word):
            continue
        return f"“{word}”里的横线不是命令行认得的“-”，多半是从 Word 粘贴来的；请改为 {dashes}{name}"
    return None


def as_typed(words: Sequence[str]) -> list[str]:
    """Returns the words with 汉字 for what only looks like them; a file that is there keeps its name.

    >>> as_typed(["list", "--unit", "区\u2f42旅委", "--unit=区教\u200b委"])
    ['list', '--unit', '区文旅委', '--unit=区教委']
    """
    looks = [as_it_looks(word) for word in words]
    return [
        word if look == word or _is_a_file(word.rpartition("=")[2]) else look
        for word, look in zip(words, looks, strict=True)
    ]


def _is_a_file(word: str) -> bool:
    with suppress(CannotLookError):
        return is_taken(Path(word))
    return False


def _typed(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", re.sub(f"[{_DASHES}]", "-", name))
