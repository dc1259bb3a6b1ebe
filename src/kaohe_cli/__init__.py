"""kaohe: a district's assessment tables as checked YAML, and its units' Word reports.

What other programs may call is here: :func:`load`, :func:`validate`, :func:`summary` and :func:`render`, and
the types of what they take and return. docs/api.md shows each at work. The rest may change without notice.
"""

import importlib
from typing import TYPE_CHECKING

from kaohe_cli.exceptions import KaoheError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from os import PathLike

    from docx.document import Document

    from kaohe_cli.summarizing.record_types import SummaryRecord
    from kaohe_cli.workspace.finding import Finding, UnusableDataError
    from kaohe_cli.workspace.workspace import Tables

__version__ = "0.1.0"
__all__ = [
    "Finding",
    "KaoheError",
    "SummaryRecord",
    "Tables",
    "UnusableDataError",
    "__version__",
    "load",
    "render",
    "summary",
    "validate",
]

# What a function needs is imported when it is called, and a type when it is asked for: the command line does
# not wait for python-docx where no Word file is made, nor a program for pydantic that asks for the version.
_HOMES = {
    "Finding": "kaohe_cli.workspace.finding",
    "SummaryRecord": "kaohe_cli.summarizing.record_types",
    "Tables": "kaohe_cli.workspace.workspace",
    "UnusableDataError": "kaohe_cli.workspace.finding",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            return getattr(importlib.import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(data: "str | PathLike[str] | None" = None) -> "Tables":
    """Returns the tables of a workspace: ``indicators``, ``incentives``, ``registry`` and ``forms``.

    They are frozen models whose attributes are called as the keys of the YAML files (docs/data.md); weights
    are ``Decimal``. A table that the workspace does without is one without rows.

    Args:
        data: the folder of the tables. Without it they are looked for as the command line does it: in
            ``KAOHE_DATA``, then in the nearest ``data`` upwards. The tables that ship are not taken.

    Raises:
        UnusableDataError: the tables cannot be read or have mistakes; its ``findings`` say where.
        KaoheError: there are no tables, or they may not be looked at. The message is a Chinese sentence.
    """
    from kaohe_cli.library.functions import load as loaded

    return loaded(data)


def validate(
    data: "str | PathLike[str] | None" = None,
    *,
    round: str | None = None,  # noqa: A002 - the name of the option
    reports: "str | PathLike[str] | None" = None,
    contacts: "str | PathLike[str] | None" = None,
) -> "list[Finding]":
    """Returns all that ``kaohe validate`` finds, by file and place; an empty list where all is well.

    A finding has ``code``, ``severity`` (``"error"`` or ``"warning"``), ``message``, ``hint``, ``file``,
    ``line`` and ``column``; docs/rules.md explains the codes. Mistakes are returned, not raised.

    Args:
        data: the folder of the tables, as for :func:`load`.
        round: look at the reports of this round only, such as ``"2021-10"`` or ``"10"``.
        reports: the folder of the reports; without it ``KAOHE_REPORTS``, then ``reports`` in the data folder.
        contacts: the file of the contacts; without it ``KAOHE_CONTACTS``, then ``contacts.yaml``.

    Raises:
        KaoheError: there are no tables, they may not be looked at, or there is no such round.
    """
    from kaohe_cli.library.functions import validate as validated

    return validated(data, round, reports, contacts)


def summary(
    data: "str | PathLike[str] | None" = None,
    round: str | None = None,  # noqa: A002 - the name of the option
    *,
    reports: "str | PathLike[str] | None" = None,
    today: "date | None" = None,
) -> "SummaryRecord":
    """Returns what a round comes to: the mapping that ``kaohe summary --format json`` prints.

    A number that is not known is None, never 0.

    Args:
        data: the folder of the tables, as for :func:`load`.
        round: which round, such as ``"2021-10"`` or ``"10"``; without it the newest that has reports.
        reports: the folder of the reports, as for :func:`validate`.
        today: the day by which days left and days late are counted; without it the day it is.

    Raises:
        UnusableDataError: the tables cannot be read or have mistakes. A report that cannot be read is not
            counted, and is told in ``remarks``.
        KaoheError: there are no tables, they may not be looked at, or there is no such round.
    """
    from kaohe_cli.library.functions import summary as summed

    return summed(data, round, reports, today)


def render(template: "str | PathLike[str] | bytes", context: "Mapping[str, object]") -> "Document":
    """Fills in a Word template; the result is a document of python-docx, to be changed, looked at or saved.

    Args:
        template: a .docx, by its path or as its bytes, with tags such as ``{{ 项.标题 }}`` and
            ``{% for 项 in 全部项目 %}``; docs/templates.zh-CN.md says what they may be.
        context: the variables: mappings, lists, text, numbers and dates. What a template does not use may
            be in it; a name that it uses and that is not there is an error.

    Raises:
        KaoheError: the file is no sound .docx, or it holds what we refuse to open, or a tag is mistaken or
            cannot be filled in. The message is a Chinese sentence that says where.
    """
    from kaohe_cli.drafting.render import render as rendered

    return rendered(template, context)
