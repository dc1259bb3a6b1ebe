"""Names of the tables that may well mean the same body, which only a person can know."""

from collections.abc import Iterator, Sequence

_MOST_COMPARED = 400
_LEAST_SIGNS = 3


def lookalikes(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields pairs of which one is a short form of the other: 区发改委 and 区发展改革委."""
    if len(names) > _MOST_COMPARED:
        return
    for short in names:
        for long in names:
            if _LEAST_SIGNS <= len(short) < len(long) and _is_short_form(short, long):
                yield short, long


def _is_short_form(short: str, long: str) -> bool:
    if short[:2] != long[:2] or (short[-1] != long[-1] and not long.startswith(short)):
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)
