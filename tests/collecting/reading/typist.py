"""Types into Word documents as a person does, by LibreOffice's UNO interface.

Run by the Python that has the `uno` module, with the name of LibreOffice's pipe; `typing_in_office` starts both.
Each line of standard input is a job, `{"file": …, "actions": […], "save": […]}`, answered by a line of
standard output: `{}`, or `{"error": …}`.
"""

import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found,unused-ignore]

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".doc": "MS Word 97", ".rtf": "Rich Text Format"}

# Seconds. A first start makes a profile: 5 s alone, a minute beside ten others that do the same; what does not
# start at all is told when it ends.
_PATIENCE = 600

# What the Enter key does: LibreOffice takes it for a line break inside a control.
INSIDE, OUTSIDE = ".uno:InsertLinebreak", ".uno:InsertPara"


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's way of passing named values."""
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Typist:
    """A document that is open in LibreOffice, and the cursor in it."""

    def __init__(self, context: Any, file: str) -> None:
        manager = context.ServiceManager
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self._document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, ())
        controller = self._document.getCurrentController()
        self._frame, self._cursor = controller.Frame, controller.getViewCursor()

    def close(self) -> None:
        """Closes the document without saving it."""
        self._document.close(True)

    def save(self, file: str) -> None:
        """Saves a copy in the format that the suffix names."""
        target = FILTERS[Path(file).suffix]
        self._document.storeToURL(Path(file).as_uri(), properties(FilterName=target))

    # --- what a person does ---------------------------------------------------------------------

    def fill(self, at: dict[str, Any], text: str, enter: str = INSIDE) -> None:
        """Clicks on a control, which selects its placeholder, and types over it."""
        start, end = self._control(at)
        self._go(start)
        self._cursor.gotoRange(end, True)
        self._type(text, enter)

    def append(self, at: dict[str, Any], text: str, enter: str = INSIDE) -> None:
        """Types right before the full stop that ends a paragraph."""
        self._go(self._paragraph(at).End)
        self._cursor.goLeft(1, False)
        self._type(text, enter)

    def type_after(self, at: dict[str, Any], text: str) -> None:
        """Selects the full stop behind a control and types it anew with more before it."""
        self._go(self._control(at)[1])
        before = self._column(at)
        while self._column(at) == before:
            self._cursor.goRight(1, False)
        self._cursor.goLeft(1, True)
        stop = self._cursor.String
        self._type(text + stop)

    def type_before(self, at: dict[str, Any], text: str) -> None:
        """Types at the start of a paragraph, before its label."""
        self._go(self._paragraph(at).Start)
        self._type(text)

    def type_at_end(self, at: dict[str, Any], text: str) -> None:
        """Types at the end of a paragraph."""
        self._go(self._paragraph(at).End)
        self._type(text)

    def delete_control(self, at: dict[str, Any], text: str = "") -> None:
        """Selects a control with both its edges and the full stop, deletes it and types in its place."""
        start, end = self._control(at)
        self._go(start)
        self._cursor.goLeft(1, False)
        self._cursor.gotoRange(end, True)
        self._cursor.goRight(1, True)
        self._do(".uno:Delete")
        self._type(text)

    def delete_label(self, at: dict[str, Any]) -> None:
        """Deletes what stands before the first control of a paragraph."""
        start, _ = self._control(at)
        self._go(self._paragraph(at).Start)
        self._cursor.gotoRange(start, True)
        self._cursor.goLeft(1, True)
        self._do(".uno:Delete")

    def delete_paragraph(self, at: dict[str, Any]) -> None:
        """Deletes a paragraph and its end."""
        self._select_paragraphs(self._paragraph(at), self._paragraph(at))
        self._do(".uno:Delete")

    def retype_paragraph(self, at: dict[str, Any], text: str) -> None:
        """Selects all of a paragraph and types it anew, label and value."""
        paragraph = self._paragraph(at)
        self._go(paragraph.Start)
        self._cursor.gotoRange(paragraph.End, True)
        self._do(".uno:Delete")
        self._type(text)

    def paste_twice(self, at: dict[str, Any]) -> None:
        """Copies a paragraph and pastes it twice below itself."""
        paragraph = self._paragraph(at)
        self._select_paragraphs(paragraph, paragraph)
        self._do(".uno:Copy")
        self._go(paragraph.End)
        self._cursor.goRight(1, False)
        self._do(".uno:Paste")
        self._do(".uno:Paste")

    def copy_item(self, item: str, until: str = "") -> None:
        """Copies a row's whole form, heading included, and pastes it at the end of the document."""
        paragraphs = self._paragraphs()
        first = next(number for number, one in enumerate(paragraphs) if item in one.String)
        last = len(paragraphs) - 1
        if until:
            last = next(n for n, one in enumerate(paragraphs) if n > first and until in one.String) - 1
        self._go(paragraphs[first].Start)
        self._cursor.gotoRange(paragraphs[last].End, True)
        self._do(".uno:Copy")
        self._cursor.gotoEnd(False)
        self._do(".uno:InsertPara")
        self._do(".uno:Paste")

    def record(self, on: bool = True) -> None:
        """Switches the recording of changes."""
        self._document.RecordChanges = on

    # --- where ----------------------------------------------------------------------------------

    def _paragraphs(self) -> list[Any]:
        found = []
        enumeration = self._document.Text.createEnumeration()
        while enumeration.hasMoreElements():
            one = enumeration.nextElement()
            if one.supportsService("com.sun.star.text.Paragraph"):
                found.append(one)
        return found

    def _paragraph(self, at: dict[str, Any]) -> Any:
        """The nth paragraph that starts with a label, below the heading of an item."""
        paragraphs = self._paragraphs()
        start = next(number for number, one in enumerate(paragraphs) if at.get("item", "") in one.String)
        found = [one for one in paragraphs[start:] if one.String.startswith(at["label"])]
        return found[at.get("nth", 0)]

    def _control(self, at: dict[str, Any]) -> tuple[Any, Any]:
        """The start and the end of what stands in a control of a paragraph."""
        portions = self._paragraph(at).createEnumeration()
        found = []
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "ContentControl":
                found.append(portion.ContentControl)
        inside = [*found[at.get("control", 0)]]
        return inside[0].Start, inside[-1].End

    def _go(self, place: Any) -> None:
        self._cursor.gotoRange(place, False)

    def _column(self, at: dict[str, Any]) -> int:
        """How many characters of the paragraph stand before the cursor."""
        passed = self._document.Text.createTextCursorByRange(self._paragraph(at).Start)
        passed.gotoRange(self._cursor.Start, True)
        return len(passed.String)

    def _select_paragraphs(self, first: Any, last: Any) -> None:
        self._go(first.Start)
        self._cursor.gotoRange(last.End, True)
        self._cursor.goRight(1, True)

    # --- the keyboard ---------------------------------------------------------------------------

    def _type(self, text: str, enter: str = OUTSIDE) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self._do(enter)
            if line:
                self._do(".uno:InsertText", Text=line)

    def _do(self, command: str, **values: Any) -> None:
        self._dispatcher.executeDispatch(self._frame, command, "", 0, properties(**values))


def connected(pipe: str) -> Any:
    """LibreOffice's context, once it is there."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)


def done(context: Any, job: dict[str, Any]) -> dict[str, str]:
    """Does a job; the answer to it."""
    typist = Typist(context, job["file"])
    try:
        for action in job["actions"]:
            words = dict(action)
            getattr(typist, words.pop("do"))(**words)
        for file in job["save"]:
            typist.save(file)
    finally:
        typist.close()
    return {}


def main() -> None:
    """Does the jobs of standard input until it ends."""
    context = connected(sys.argv[1])
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        try:
            answer = done(context, json.loads(line))
        except Exception:
            answer = {"error": traceback.format_exc()}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
