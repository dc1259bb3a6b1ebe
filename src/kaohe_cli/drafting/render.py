"""`kaohe_cli.render`: a template filled in by another program, which gets a document of python-docx."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docx.document import Document

from kaohe_cli.drafting.filters import FILTERS
from kaohe_cli.ooxml.package import Source, read_source
from kaohe_cli.ooxml.template.template import Template

_KEPT: Final = 8
"""How many compiled templates are kept: a program has a few, and each may hold pictures of megabytes."""


def render(template: Source, context: Mapping[str, object]) -> Document:
    """The template filled in, as `kaohe draft` fills it in. A template given again is not compiled again."""
    name, data = read_source(template)
    return _compiled(name, data).document(context)


@lru_cache(maxsize=_KEPT)
def _compiled(name: str, data: bytes) -> Template:
    return Template(data, filters=FILTERS, name=name)
