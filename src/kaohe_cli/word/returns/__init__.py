"""Returned Word files read back: filled drafts, whatever software did to them, and forms typed by hand.

Every value is looked for three ways: by the control's tag, by the bookmark on its label, and by headings and
labels as text. `Reader.read` is the way in.
"""

from kaohe_cli.word.returns.bodies import UncertainBodyError
from kaohe_cli.word.returns.evidence import Known
from kaohe_cli.word.returns.form import Remark, ReturnedForm, ReturnedRow, Unclaimed, Value
from kaohe_cli.word.returns.printed import Printed
from kaohe_cli.word.returns.reading import Reader, UnknownReturnError
from kaohe_cli.word.returns.titles import Titles

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
