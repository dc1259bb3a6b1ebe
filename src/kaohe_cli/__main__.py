"""``kaohe`` and ``python -m kaohe_cli``."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

# No pydantic plugin has a part in this, and looking for them costs start-up time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


# Starting makes some 90,000 objects, nearly all of which stay. With Python's 700 they are looked through 130
# times, an eighth of what `kaohe draft --all` takes; what a long run leaves behind is still found.
OBJECTS_BETWEEN_COLLECTIONS = 100_000


def main() -> None:
    """Runs the command line and exits with its code."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    if not _can_name_chinese_files():
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "kaohe_cli", *sys.argv[1:]])  # noqa: S606
    try:
        from kaohe_cli.cli.app import run

        code = run()
    except KeyboardInterrupt:  # before the program has even started
        raise SystemExit(130) from None
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Ends the process without taking its objects apart, which is a sixth of ``kaohe list`` (30 ms of 180).

    Nothing is left to be done by then: what was opened was closed by the ``with`` that opened it. A profiler
    wants the ordinary way (KAOHE_DEBUG), and so does an output that cannot be sent off.
    """
    if not os.environ.get("KAOHE_DEBUG"):
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    raise SystemExit(code)


def _can_name_chinese_files() -> bool:
    """False where the locale (a bare LANG=C, Latin-1) cannot even spell 区商务委.docx."""
    try:
        "考核".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
