"""Rendering one document: kaohe's engine, docxtpl, and the floor that no engine can go below.

The floor compresses and writes the bytes that kaohe rendered, and does nothing else.
"""

import argparse
from collections.abc import Mapping

import docxtpl_peer
from timing import Measurement, Times, call, compare, print_table, print_target, ratio
from word_templates import MAIN_PART, Form, annex3, letter, parts_of, visible_text, zipped

from kaohe_cli.ooxml.template.template import Template

ITEMS = (1, 5, 25)
DIGEST = "kaohe_digest"
KAOHE, ANEW, DOCXTPL = "kaohe", "kaohe, template compiled anew", "docxtpl"
FLOOR, KEPT_FLOOR = "floor: deflate and write", "floor: the same, static parts kept compressed"
_CHANGING = (MAIN_PART, "docProps/custom.xml")


def peers_of(form: Form, items: int) -> dict[str, Measurement]:
    """What is measured, once it is seen that both engines write the same text."""
    data = form.context(items)
    template = Template(form.kaohe, filters=form.filters)
    digest = DIGEST if form.properties else None

    def render(with_template: Template) -> bytes:
        return with_template.render(data, properties=form.properties, digest_property=digest)

    parts = parts_of(render(template))
    changing = {name: parts[name] for name in _CHANGING}
    static = zipped({name: part for name, part in parts.items() if name not in changing})
    assert visible_text(zipped(parts)) == visible_text(docxtpl_peer.render(form.docxtpl, data))
    return {
        KAOHE: call(lambda: render(template)),
        ANEW: call(lambda: render(Template(form.kaohe, filters=form.filters))),
        DOCXTPL: call(lambda: docxtpl_peer.render(form.docxtpl, data)),
        FLOOR: call(lambda: zipped(parts)),
        KEPT_FLOOR: call(lambda: zipped(changing, static)),
    }


def print_targets(times: Mapping[str, Times]) -> None:
    """Those of the design are for five items."""
    print_target("docxtpl / kaohe", ratio(times[DOCXTPL], times[KAOHE]).cpu, at_least=30)
    print_target("kaohe / floor", ratio(times[KAOHE], times[FLOOR]).cpu, at_most=1.8)
    kept = ratio(times[KAOHE], times[KEPT_FLOOR]).cpu
    print(f"  for information: kaohe / floor with static parts kept {kept:.2f}")


def main() -> None:
    """Prints a table for each template and number of items."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for form in (annex3(), letter()):
        for items in ITEMS:
            times = compare(peers_of(form, items), rounds)
            print_table(f"render {form.name}, {items} items a document", times, KAOHE)
            if items == 5:
                print_targets(times)


if __name__ == "__main__":
    main()
