"""Returned files with what is to be read from each; made anew by the builders at every run."""

from tests.collecting.reading.corpus import made_in_word, rows, typed
from tests.collecting.reading.corpus.case import ANY, Case

CASES = (*typed.CASES, *made_in_word.CASES, *rows.CASES)

__all__ = ["ANY", "CASES", "Case"]
