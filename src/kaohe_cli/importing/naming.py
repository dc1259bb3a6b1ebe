"""The columns as a person names them: ``--columns 序号,指标,权重,考核内容,责任单位``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.importing.columns import LEFT_OUT, VERBATIM, WORDS, is_sufficient, role_named

_ONE = re.compile(r"(?:(?:(?P<file>.+?)[:：])?表?(?P<table>\d+)[:：])?(?P<words>[^:：]+)")
HINT = f"可以写：{'、'.join(WORDS.values())}，照原列名记下的写“{VERBATIM}”，不要的列写“{LEFT_OUT}”"


@dataclass(frozen=True)
class Naming:
    """What ``--columns`` says, for single tables and for all that are not understood."""

    general: tuple[str, ...] = ()
    single: tuple[tuple[str, int, tuple[str, ...]], ...] = ()

    def check_there(self, tables: Mapping[str, int]) -> None:
        """Refuses columns named for a table that none of the files has; ``tables`` says how many each has.

        Raises:
            WrongUseError: there is no such table.
        """
        for name, number, _ in self.single:
            meant = [file for file in tables if name in ("", file, file.rpartition(".")[0])]
            if not any(0 < number <= tables[file] for file in meant):
                there = "、".join(f"{file} 有 {count} 个表" for file, count in tables.items())
                what = f"{name} 表{number}" if name else f"表{number}"
                raise WrongUseError(f"--columns 写的{what}没有：{there}；请照导入时列出的表号写")

    def with_words(self, file: str, table: int, words: tuple[str, ...]) -> "Naming":
        """Returns the same with columns for a table that has none of its own yet."""
        return replace(self, single=(*self.single, (file, table, words)))

    def of(self, file: str, table: int) -> tuple[str, ...] | None:
        """Returns the columns named for just this table."""
        for name, number, words in self.single:
            if number == table and name in ("", file, file.rpartition(".")[0]):
                return words
        return None


def naming(options: Sequence[str]) -> Naming:
    """Returns what the values of ``--columns`` say.

    Raises:
        WrongUseError: a word that means no column, or too few columns for a table.
    """
    general: tuple[str, ...] = ()
    single: list[tuple[str, int, tuple[str, ...]]] = []
    for option in options:
        found = _ONE.fullmatch(option.strip())
        words = tuple(word.strip() for word in re.split("[,，、]", found["words"])) if found else ()
        if found is None or not any(words):
            raise WrongUseError(
                f"--columns “{option}”无法识别；写法是 --columns 序号,指标,权重,考核内容,责任单位"
            )
        check_words(words, for_one=bool(found["table"]))
        if found["table"]:
            single.append((found["file"] or "", int(found["table"]), words))
        else:
            general = words
    return Naming(general, tuple(single))


def check_words(words: tuple[str, ...], *, for_one: bool) -> None:
    """Refuses words that mean no column, or too few for a table; ``for_one`` table, it may be left out.

    Raises:
        WrongUseError: they do; the message says what can be written.
    """
    if for_one and words == (LEFT_OUT,):
        return
    roles = []
    for word in words:
        try:
            roles.append(role_named(word))
        except KeyError:
            raise WrongUseError(f"--columns 里的“{word}”不知道是哪一列；{HINT}") from None
    if not is_sufficient(roles):
        raise WrongUseError(f"--columns 至少要有指标（或考核内容）和责任单位（或权重）；{HINT}")
