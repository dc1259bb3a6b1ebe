"""Peak memory of a process that renders many documents, after the first hundred and at the end."""

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable

assert sys.platform != "win32", "measured is what POSIX tells of a process"

EARLY = 100
ITEMS = 5
_UNIT = 2**20 if sys.platform == "darwin" else 2**10
"""What `ru_maxrss` counts in, as a part of a MB: macOS has bytes, Linux KB."""


def peak() -> float:
    """The peak resident memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


def renderer(engine: str) -> Callable[[], bytes]:
    """Renders one document of 附件3 with the engine. Imports here, so that a process has one engine only."""
    if engine == "docxtpl":
        import docxtpl_peer
        from word_templates import annex3

        form = annex3()
        data = form.context(ITEMS)
        return lambda: docxtpl_peer.render(form.docxtpl, data)
    from word_templates import annex3

    from kaohe_cli.ooxml.template.template import Template

    form = annex3()
    data = form.context(ITEMS)
    template = Template(form.kaohe, filters=form.filters)
    return lambda: template.render(data, properties=form.properties, digest_property="kaohe_digest")


def render_many(engine: str, documents: int) -> None:
    """The work of a child process: prints its two peaks."""
    render = renderer(engine)
    for number in range(1, documents + 1):
        render()
        if number == EARLY:
            print(peak())
    print(peak())


def main() -> None:
    """Prints a line for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--child", choices=("kaohe", "docxtpl"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        render_many(options.child, options.documents)
        return
    print(f"peak memory after {options.documents} documents / after {EARLY}  (MB as an aside)")
    for engine in ("kaohe", "docxtpl"):
        command = [sys.executable, __file__, "--child", engine, "--documents", str(options.documents)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        early, late = map(float, output.split())
        print(f"  {late / early:>6.3f}   {early:>6.1f} → {late:.1f}   {engine}")


if __name__ == "__main__":
    main()
