"""Returned Word files taken into the reports: a change that a person can review, nothing lost on the way."""

from kaohe_cli.collecting.batch import Batch
from kaohe_cli.collecting.files import Refused, ReturnedFile, find_files, open_files
from kaohe_cli.collecting.merging import Change, Kind
from kaohe_cli.collecting.outcomes import NOT_TAKEN, Options, Outcome, State

__all__ = [
    "NOT_TAKEN",
    "Batch",
    "Change",
    "Kind",
    "Options",
    "Outcome",
    "Refused",
    "ReturnedFile",
    "State",
    "find_files",
    "open_files",
]
