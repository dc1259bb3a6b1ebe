"""Check boxes and lists of Word's form fields (w:ffData, ECMA-376 17.16) as what they show."""

from kaohe_cli.ooxml.reading.looks import is_on
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import VAL, w


def check_box_or_list(mark: Element) -> str:
    """Returns what a check box or list of Word's form fields shows: √ or □, the chosen entry."""
    box = mark.find(f".//{w('checkBox')}")
    if box is not None:
        marks = (box.find(w("checked")), box.find(w("default")))
        states = [is_on(node) for node in marks if node is not None]
        return "√" if states and states[0] else "□"
    choices = mark.find(f".//{w('ddList')}")
    if choices is not None:
        entries = [node.get(VAL, "") for node in choices.findall(w("listEntry"))]
        result = choices.find(w("result"))
        text = "0" if result is None else result.get(VAL, "0")
        chosen = int(text) if text.isdigit() and text.isascii() else 0
        return entries[chosen] if chosen < len(entries) else ""
    return ""
