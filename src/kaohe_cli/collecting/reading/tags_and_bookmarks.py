"""The marks that a draft carries: tags of content controls, and bookmarks on headings and labels."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

_KEY = r"[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*)*"
_BOOKMARK = re.compile(
    r"kh_[a-z]_(?P<key>[a-z][a-z0-9_]*?)_(?P<row>[A-IK-Z]\d{2}(?:_\d{1,2}){0,2}|J\d{2})(?P<rest>.*)"
)
_TAG = re.compile(rf"(?P<row>[A-IK-Z]\d{{2}}(?:\.\d{{1,2}}){{0,2}}|J\d{{2}})/(?P<key>{_KEY})")
HEADING: Final = "row"
"""What stands for the heading of a row in a bookmark; no field may be called so."""


class Mark(NamedTuple):
    """What a mark says of the place where it stands."""

    row_id: str
    path: str
    """The field's key; "" for the heading of the row. It may be one that the form has no longer."""
    is_copy: bool
    """Whether software made it when its text was pasted a second time."""


def bookmark(name: str, keys: Mapping[str, str]) -> Mark | None:
    """Returns what a bookmark of a draft means, None for any other; ``keys`` are those of the forms, as
    bookmarks have them.

    >>> bookmark("kh_a_progress_self_score_A18_1_Copy_1", {"progress_self_score": "progress/self_score"})
    Mark(row_id='A18.1', path='progress/self_score', is_copy=True)
    """
    found = _BOOKMARK.fullmatch(name)
    if found is None:
        return None
    path = "" if found["key"] == HEADING else keys.get(found["key"], found["key"])
    return Mark(found["row"].replace("_", "."), path, bool(found["rest"]))


@cache
def tag(text: str) -> Mark | None:
    """Returns what a tag of a draft's control means, None for any other.

    >>> tag("A18.1/progress/self_score")
    Mark(row_id='A18.1', path='progress/self_score', is_copy=False)
    """
    found = _TAG.fullmatch(text)
    return Mark(found["row"], found["key"], False) if found else None
