"""The custom properties of the files: which document one is, and what shows that nobody changed it."""

from typing import Final

KIND: Final = "kaohe_summary"
"""Which of the documents of a summary a file is: report, brief, card, notice, slip."""
TEXT: Final = "kaohe_text"
"""The digest of the text that lies beside a slip, by which it is known that nobody changed that text."""
