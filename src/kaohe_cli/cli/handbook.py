"""The chapters of the handbook, as ``kaohe help`` lists, finds and shows them."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.exceptions import UnknownNameError
from kaohe_cli.files.looking import listing
from kaohe_cli.words.folding import bare
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.numerals import numeral_value
from kaohe_cli.workspace.locate import shipped

_TITLE = re.compile(r"# (\d+)　(.+)")
_NUMBER = re.compile(r"第? *(\w+?) *章?")
"""As the pages and people write it: 5, 第 5 章, 第五章."""
_HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)


class Chapter(NamedTuple):
    """A chapter: its number, its title, the name of its file without the number, and its Markdown."""

    number: int
    title: str
    name: str
    text: str

    @property
    def summary(self) -> str:
        """What the chapter is about, in its own first sentence."""
        return self.text.split("\n\n")[1].replace("\n", "")

    @property
    def headings(self) -> tuple[str, ...]:
        """What its sections are called."""
        return tuple(_HEADING.findall(self.text))

    def times(self, command: str) -> int:
        """How often its examples run a command."""
        return len(re.findall(rf"^\$ kaohe .*?\b{command}\b", self.text, re.MULTILINE))


class Handbook:
    """The handbook that ships."""

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in order."""
        return tuple(map(_read, listing(shipped("docs") / "handbook", "*.md")))

    def find(self, topic: str, commands: Iterable[str]) -> Sequence[Chapter]:
        """Returns the chapters that a topic may mean: by number, by title, else by what a section is called.

        Raises:
            UnknownNameError: nothing is called so; the nearest titles and ``commands`` are named.
        """
        number = _number(topic)
        if number is None:
            found = self._called(topic)
        else:
            found = [chapter for chapter in self.chapters if chapter.number == number]
        if not found:
            known = [name for chapter in self.chapters for name in (chapter.title, *chapter.headings)]
            hint = did_you_mean(topic, [*known, *commands]) or "用 kaohe help 列出各章"
            raise UnknownNameError(f"手册里没有“{topic}”，{hint}")
        return found

    def about(self, command: str) -> Chapter | None:
        """Returns the chapter that runs a command most often, None where none does."""
        chapter = max(self.chapters, key=lambda one: one.times(command))
        return chapter if chapter.times(command) else None

    def _called(self, topic: str) -> list[Chapter]:
        asked = bare(topic)
        for names in (lambda one: (one.title, one.name), lambda one: one.headings):
            found = [one for one in self.chapters if any(asked in bare(name) for name in names(one))]
            if asked and found:
                return found
        return []


def _number(topic: str) -> int | None:
    asked = _NUMBER.fullmatch(topic)
    if asked is None:
        return None
    return int(asked[1]) if asked[1].isdecimal() else numeral_value(asked[1])


def _read(path: Path) -> Chapter:
    text = path.read_text("utf-8")
    title = _TITLE.match(text)
    assert title is not None, path  # noqa: S101 - our own pages, which a test reads
    return Chapter(int(title[1]), title[2], path.stem.partition("-")[2], text)
