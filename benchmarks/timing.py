"""Timing peers against each other: in one run, in random order, CPU time before wall time.

CPU time and minima say most on a busy machine: work of others lengthens a measurement, nothing shortens it.
"""

import os
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

_BYTECODE = tempfile.TemporaryDirectory(prefix="kaohe-benchmark-pyc-")
_SHORTEST = 0.02


class Spent(NamedTuple):
    """Seconds that one measurement took."""

    cpu: float
    wall: float


Measurement: TypeAlias = Callable[[], Spent]


Command: TypeAlias = Sequence[str | Path]
"""A program and its arguments."""


class Times(NamedTuple):
    """All measurements of one peer."""

    cpu: list[float]
    wall: list[float]


class Ratio(NamedTuple):
    """One peer in terms of another; `cpu` is the figure that counts."""

    cpu: float
    cpu_median: float
    wall: float


def call(action: Callable[[], object], *, before: Callable[[], object] | None = None) -> Measurement:
    """Measures a function of this process, repeated as often as it takes to be measurable.

    What `before` does is not counted; the function is then called once for each measurement.
    """
    prepare = before or _nothing
    prepare()
    start = time.perf_counter()
    action()
    times = 1 if before else max(1, int(_SHORTEST / (time.perf_counter() - start)))

    def measure() -> Spent:
        prepare()
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(times):
            action()
        return Spent((time.process_time() - cpu) / times, (time.perf_counter() - wall) / times)

    return measure


def _nothing() -> None:
    pass


def program(
    *commands: Command,
    before: Callable[[], object] = lambda: None,
    folder: Path | None = None,
    exit_codes: Sequence[int] = (0,),
) -> Measurement:
    """Measures whole processes, one after another, from start to exit; `before` is not counted."""

    def measure() -> Spent:
        before()
        spent = [_run(command, folder, exit_codes) for command in commands]
        return Spent(sum(part.cpu for part in spent), sum(part.wall for part in spent))

    return measure


def _run(command: Command, folder: Path | None, exit_codes: Sequence[int]) -> Spent:
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, env=environment(), stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)  # type: ignore[attr-defined,unused-ignore]  # no Windows
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in exit_codes:
            output.seek(0)
            raise SystemExit(f"{list(command)} exited with {child.returncode}:\n{output.read().decode()}")
    return Spent(usage.ru_utime + usage.ru_stime, wall)


def environment() -> dict[str, str]:
    """The environment of child processes: bytecode is kept, as an installed program has it.

    Python's and that of compiled templates, each in a folder of its own, filled by the round that warms up.
    """
    others = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return others | {"PYTHONPYCACHEPREFIX": _BYTECODE.name, "XDG_CACHE_HOME": f"{_BYTECODE.name}/cache"}


def compare(peers: Mapping[str, Measurement], rounds: int) -> dict[str, Times]:
    """The times of every peer; each round asks all of them, in random order. One round warms up."""
    for measure in peers.values():
        measure()
    times = {name: Times([], []) for name in peers}
    for _ in range(rounds):
        for name in random.sample(list(peers), len(peers)):
            spent = peers[name]()
            times[name].cpu.append(spent.cpu)
            times[name].wall.append(spent.wall)
    return times


def ratio(peer: Times, base: Times) -> Ratio:
    """How many times as long the peer takes."""
    return Ratio(
        min(peer.cpu) / min(base.cpu),
        statistics.median(peer.cpu) / statistics.median(base.cpu),
        min(peer.wall) / min(base.wall),
    )


def print_table(title: str, times: Mapping[str, Times], base: str) -> None:
    """Every peer in terms of the base; the milliseconds are an aside."""
    print(f"\n{title}  (× {base}; {len(times[base].cpu)} rounds)")
    print(f"  {'CPU, min':>9}{'CPU, median':>13}{'wall, min':>11}   ms CPU")
    for name, own in times.items():
        found = ratio(own, times[base])
        print(
            f"  {found.cpu:>9.2f}{found.cpu_median:>13.2f}{found.wall:>11.2f}"
            f"{min(own.cpu) * 1000:>9.1f}   {name}"
        )


def print_target(
    what: str, value: float, *, at_most: float | None = None, at_least: float | None = None
) -> None:
    """Says whether a target of the design is met."""
    met = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    wanted = f"≤ {at_most}" if at_most is not None else f"≥ {at_least}"
    print(f"  target {wanted}: {what} {value:.2f} — {'met' if met else 'MISSED'}")
