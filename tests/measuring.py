"""How long something takes, as far as that can be said on a machine that does other things as well."""

import gc
import time
from collections.abc import Callable

NOT_ENDLESS = 60.0
"""Seconds of CPU time. What a bound in the code is to prevent takes minutes or all memory; what it lets through,
seconds, and on a busy machine three times that."""


def cpu_seconds(act: Callable[[], object], *, times: int = 3) -> float:
    """Returns the CPU time of an act: the least of a few, since others lengthen a measurement and nothing shortens it.

    Without the collector of garbage, whose work depends on what other tests have left behind.
    """
    spent = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            start = time.process_time()
            act()
            spent.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(spent)
