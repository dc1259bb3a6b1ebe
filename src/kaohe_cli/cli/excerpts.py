"""A line of a file with a sign below the place that a finding is about."""

from collections.abc import Iterable

from rich.cells import cell_len

_LONGEST_LINE = 72


def pointed_at(line: str, column: int) -> list[str]:
    """Returns the line, cut where it is long, and the one below it that points at a column."""
    window, column = _window(line, column)
    return [f"    {window}", f"    {' ' * cell_len(window[:column])}^"]


def _window(line: str, column: int) -> tuple[str, int]:
    """Returns the part of a line around a column that fits an 80-column screen, and the column in it."""
    start = min(column, len(line) - len(line.lstrip()))
    before = _fitting(reversed(line[start:column]), _LONGEST_LINE // 2)
    shown_from = column - before
    after = _fitting(line[column:], _LONGEST_LINE - cell_len(line[shown_from:column]))
    window = line[shown_from : column + max(after, 1)]
    lead = "…" if line[:shown_from].strip() else ""
    tail = "…" if column + after < len(line) else ""
    return f"{lead}{window}{tail}", column - shown_from + len(lead)


def _fitting(characters: Iterable[str], width: int) -> int:
    """Returns how many of the characters, from the first on, fit a width in columns."""
    count = 0
    for character in characters:
        width -= cell_len(character)
        if width < 0:
            break
        count += 1
    return count
