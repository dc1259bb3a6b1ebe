"""Patterns are compiled when they are first used, so a mistake in one is looked for here."""

import importlib
import pkgutil
import re

import pytest

import kaohe_cli
from kaohe_cli.words.patterns import regex

LATE = type(regex(""))
MODULES = [
    name for _, name, _ in pkgutil.walk_packages(kaohe_cli.__path__, "kaohe_cli.") if "__main__" not in name
]


def test_every_pattern_compiles() -> None:
    found = [
        value
        for name in MODULES
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, LATE)
    ]
    assert len(found) > 50
    for pattern in found:
        assert re.compile(pattern.pattern, pattern.flags).pattern == pattern.pattern


def test_a_late_pattern_is_one_of_re() -> None:
    late, real = regex("(?P<number>[0-9]+)分", re.ASCII), re.compile("(?P<number>[0-9]+)分", re.ASCII)
    assert (late.flags, late.groupindex, late.pattern) == (real.flags, real.groupindex, real.pattern)
    assert late.sub(r"\g<number>", "满分3分") == "满分3"
    with pytest.raises(re.error):
        regex("(").search("")
