"""kaohe: a district's assessment tables as checked YAML, and its units' Word reports."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from docx.document import Document

__version__ = "0.1.0"
__all__ = ["__version__", "render"]


def render(template: "str | PathLike[str] | bytes", context: "Mapping[str, object]") -> "Document":
    """Fills in a Word template; the result is a document of python-docx, to be changed, looked at or saved.

    Args:
        template: a .docx, by its path or as its bytes, with tags such as ``{{ 项.标题 }}`` and
            ``{% for 项 in 全部项目 %}``; docs/templates.zh-CN.md says what they may be.
        context: the variables: mappings, lists, text, numbers and dates. What a template does not use may
            be in it; a name that it uses and that is not there is an error.

    Raises:
        kaohe_cli.exceptions.KaoheError: the file is no sound .docx, or it holds what we refuse to open, or
            a tag is mistaken or cannot be filled in. The message is a Chinese sentence that says where.
    """
    # Imported here, so that the command line does not wait for python-docx where no Word file is made.
    from kaohe_cli.drafting.render import render as rendered

    return rendered(template, context)
