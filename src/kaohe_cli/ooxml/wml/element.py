"""The type of an XML element, for annotations.

lxml has no public name for it. The private one is written here only, and only type checkers read it.
"""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element = object
