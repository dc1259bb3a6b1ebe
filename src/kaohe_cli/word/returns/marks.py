"""The marks that a draft carries: tags of content controls, and bookmarks on headings and labels."""

import re
from functools import cache
from typing import NamedTuple

from kaohe_cli.word.forms import FORMS
from kaohe_cli.word.returns.labels import ORDER

_ANCHOR = re.compile(r"(?P<row>[A-IK-Z]\d{2}_\d{1,2}(?:_\d{1,2})?|J\d{2})(?P<rest>.*)")
_TAG = re.compile(r"(?P<row>[A-IK-Z]\d{2}\.\d{1,2}(?:\.\d{1,2})?|J\d{2})/(?P<path>[a-z_/]+)")
_ROW = "row"


class Mark(NamedTuple):
    """What a mark says of the place where it stands."""

    row_id: str
    path: str
    """The field; "" for the heading of the row."""
    is_copy: bool
    """Whether software made it when its text was pasted a second time."""


@cache
def bookmark(name: str) -> Mark | None:
    """Returns what a bookmark of a draft means, None for any other.

    >>> bookmark("kh_a_progress_self_score_A18_1_Copy_1")
    Mark(row_id='A18.1', path='progress/self_score', is_copy=True)
    """
    for start, path in _bookmark_starts().items():
        if name.startswith(start) and (found := _ANCHOR.fullmatch(name[len(start) :])):
            return Mark(found["row"].replace("_", "."), path, bool(found["rest"]))
    return None


@cache
def tag(text: str) -> Mark | None:
    """Returns what a tag of a draft's control means, None for any other.

    >>> tag("A18.1/progress/self_score")
    Mark(row_id='A18.1', path='progress/self_score', is_copy=False)
    """
    found = _TAG.fullmatch(text)
    return Mark(found["row"], found["path"], False) if found and found["path"] in ORDER else None


@cache
def _bookmark_starts() -> dict[str, str]:
    """Returns how the bookmark of each heading and field begins, by its field."""
    starts = {f"kh_{form.letter}_{_ROW}_": "" for form in FORMS}
    for form in FORMS:
        for field in form.fields():
            starts[f"{form.bookmark(field)}_"] = field.path
    return dict(sorted(starts.items(), key=lambda item: -len(item[0])))
