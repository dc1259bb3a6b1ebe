"""Returned Word files read back: filled drafts, whatever software did to them, and forms typed by hand.

Every value is looked for three ways: by the control's tag, by the bookmark on its label, and by headings and
labels as text. `Reader.read` is the way in.
"""

from kaohe_cli.collecting.reading.bodies import UncertainBodyError
from kaohe_cli.collecting.reading.evidence import Known
from kaohe_cli.collecting.reading.form import Remark, ReturnedForm, ReturnedRow, Unclaimed, Value
from kaohe_cli.collecting.reading.printed import Printed
from kaohe_cli.collecting.reading.reader import Reader, UnknownReturnError
from kaohe_cli.collecting.reading.titles import Titles

__all__ = [
    "Known",
    "Printed",
    "Reader",
    "Remark",
    "ReturnedForm",
    "ReturnedRow",
    "Titles",
    "UncertainBodyError",
    "Unclaimed",
    "UnknownReturnError",
    "Value",
]
