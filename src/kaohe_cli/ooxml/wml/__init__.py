"""The WordprocessingML layer: element names, and questions and small changes put to the XML tree.

Nothing above this package knows a `w:` name or writes an XPath.
"""

from kaohe_cli.ooxml.reading.content_reader import ContentReader, revised_paragraphs
from kaohe_cli.ooxml.reading.looks import Looks
from kaohe_cli.ooxml.reading.numbering import Numbers
from kaohe_cli.ooxml.reading.scripts import lowered, raised
from kaohe_cli.ooxml.wml.controls import (
    attributes_with_tags,
    control_tags,
    controls_around,
    forget_placeholder,
    insert_placeholder_mark,
    paragraph_at,
    sole_content,
)
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.ids import (
    bookmark_names,
    bookmark_starts,
    close_at_once,
    drop_repeated_anchors,
    numbers_in_use,
    range_pairs,
    single_ids,
)
from kaohe_cli.ooxml.wml.joining import joined
from kaohe_cli.ooxml.wml.levels import (
    block_container,
    block_end,
    bodies,
    in_fallback,
    outer_tables,
    row_level,
    rows,
    shows_nothing,
    shows_outside,
)
from kaohe_cli.ooxml.wml.markup import Markup, Site, site
from kaohe_cli.ooxml.wml.names import HYPERLINK, ID, NAME, SDT, SDT_CONTENT, TBL, TC, TEXT_BOX, TR, VAL, P
from kaohe_cli.ooxml.wml.nodes import (
    MARK,
    ancestor,
    elements,
    is_mark,
    mark_number,
    marks,
    new_mark,
    remove,
    unwrap,
)
from kaohe_cli.ooxml.wml.outline_levels import style_levels
from kaohe_cli.ooxml.wml.revisions import accept_changes
from kaohe_cli.ooxml.wml.runs import (
    OBJECT,
    Piece,
    drop_noise,
    only_marks,
    paragraph_of,
    pieces,
    replace_text,
    section_break,
    text_of,
)
from kaohe_cli.ooxml.wml.writing import PLACEHOLDER_STYLE, placeholder_style, to_text

__all__ = [
    "HYPERLINK",
    "ID",
    "MARK",
    "NAME",
    "OBJECT",
    "PLACEHOLDER_STYLE",
    "SDT",
    "SDT_CONTENT",
    "TBL",
    "TC",
    "TEXT_BOX",
    "TR",
    "VAL",
    "ContentReader",
    "Element",
    "Looks",
    "Markup",
    "Numbers",
    "P",
    "Piece",
    "Site",
    "accept_changes",
    "ancestor",
    "attributes_with_tags",
    "block_container",
    "block_end",
    "bodies",
    "bookmark_names",
    "bookmark_starts",
    "close_at_once",
    "control_tags",
    "controls_around",
    "drop_noise",
    "drop_repeated_anchors",
    "elements",
    "forget_placeholder",
    "in_fallback",
    "insert_placeholder_mark",
    "is_mark",
    "joined",
    "lowered",
    "mark_number",
    "marks",
    "new_mark",
    "numbers_in_use",
    "only_marks",
    "outer_tables",
    "paragraph_at",
    "paragraph_of",
    "pieces",
    "placeholder_style",
    "raised",
    "range_pairs",
    "remove",
    "replace_text",
    "revised_paragraphs",
    "row_level",
    "rows",
    "section_break",
    "shows_nothing",
    "shows_outside",
    "single_ids",
    "site",
    "sole_content",
    "style_levels",
    "text_of",
    "to_text",
    "unwrap",
]
