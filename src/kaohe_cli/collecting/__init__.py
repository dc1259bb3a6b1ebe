"""Returned Word files taken into the reports: a change that a person can review, nothing lost on the way."""

from kaohe_cli.collecting.batch import Batch
from kaohe_cli.collecting.files import Found, Handed, find_files, open_files
from kaohe_cli.collecting.merging import Change, ChangeKind
from kaohe_cli.collecting.opening import Refused, ReturnedFile, shown_name
from kaohe_cli.collecting.outcomes import NOT_TAKEN, NOTHING_TO_DO, FileState, Options, Outcome

__all__ = [
    "NOTHING_TO_DO",
    "NOT_TAKEN",
    "Batch",
    "Change",
    "ChangeKind",
    "FileState",
    "Found",
    "Handed",
    "Options",
    "Outcome",
    "Refused",
    "ReturnedFile",
    "find_files",
    "open_files",
    "shown_name",
]
