"""Regular expressions that are compiled when they are first used.

The modules that ``kaohe validate`` imports hold 120 of them, of which sound files need a third;
compiling the others would take 7 ms of its 180.
"""

import re
from typing import Any, cast


class _Late:
    """A pattern that is not compiled yet."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)  # from now on the method itself is found, as fast as on a compiled pattern
        return found


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Returns what works as ``re.compile(pattern, flags)``; a mistake in the pattern shows when it is used.

    >>> regex("[0-9]+").findall("第3名，2.8分")
    ['3', '2', '8']
    """
    return cast(re.Pattern[str], _Late(pattern, flags))
