"""The examples in the docstrings of the pure parsers."""

import doctest
import importlib

import pytest

MODULES = ["bodies", "columns", "outline", "policy_text", "rewards", "texts"]


@pytest.mark.parametrize("name", MODULES)
def test_the_doctests(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"kaohe_cli.importing.{name}"))
    assert result.attempted
    assert result.failed == 0
