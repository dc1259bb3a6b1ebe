"""The tables as a Word file: 附件1, 附件2 and, where asked for, the policy text, on the shipped layout."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kaohe_cli.exporting import wordml
from kaohe_cli.exporting.annexes import Extract, Part
from kaohe_cli.exporting.policy import policy
from kaohe_cli.word import draft_properties
from kaohe_cli.word.engine import Package, open_package
from kaohe_cli.word.engine.archive import zip_prefix
from kaohe_cli.word.engine.package import CONTENT_TYPES, parse_xml, to_bytes
from kaohe_cli.word.engine.properties import (
    CustomProperties,
    core_part,
    document_digest,
    part_digest,
    without_dates,
)
from kaohe_cli.word.filters import chinese_numeral
from kaohe_cli.workspace.locate import shipped_template

_RELATIONS: Final = "_rels/.rels"
_BODY: Final = re.compile(rb"(?<=<w:body>).*(?=<w:sectPr>)", re.DOTALL)
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def annexes(extract: Extract, *, with_policy: bool = False) -> bytes:
    """Returns one Word file; the same tables give the same bytes.

    A body's own extract has only its rows, under the numbers of the whole table, and says so below the
    titles. A part without rows is left out. With the policy the file holds everything of both tables that
    documents can hold; 附件2 then has the columns 激励对象 and 激励方式 as well.
    """
    body = "".join(_body(extract, with_policy))
    properties = {
        draft_properties.YEAR: str(extract.tables.indicators.year),
        "kaohe_export": extract.unit.name if extract.unit else "annexes",
    }
    return _packed(body, extract.tables.indicators.title, properties)


def _body(extract: Extract, with_policy: bool) -> Iterator[str]:
    tables = extract.tables
    parts, incentives = extract.parts(), extract.incentive_grid(in_full=with_policy)
    if parts:
        yield from _title("附件1", tables.indicators.title, extract)
        if tables.indicators.heading:
            yield wordml.heading(f"一、{tables.indicators.heading}")
        for position, part in enumerate(parts):
            yield _heading(part, nested=tables.indicators.heading is not None, below=position > 0)
            yield from wordml.table(part.grid)
    if incentives.rows:
        yield from _title("附件2", tables.incentives.title, extract, new_page=bool(parts))
        yield from wordml.table(incentives)
    if with_policy and incentives.rows:
        yield from policy(extract, "附")
    yield wordml.end()


def _title(label: str, title: str, extract: Extract, *, new_page: bool = False) -> Iterator[str]:
    yield wordml.paragraph(label, wordml.LABEL, new_page=new_page)
    if extract.unit is None:
        yield wordml.title(title)
    else:
        yield wordml.title(title, wordml.TITLE)
        yield wordml.paragraph(f"（{extract.unit.name}承担部分，序号与全表一致）", wordml.SUBTITLE)


def _heading(part: Part, *, nested: bool, below: bool) -> str:
    """The title of a section: the second level where the table has a heading of its own, else the first."""
    number = chinese_numeral(part.number)
    if nested:
        return wordml.heading(f"（{number}）{part.section.title}", wordml.SUBHEADING, below_table=below)
    return wordml.heading(f"{number}、{part.section.title}", below_table=below)


def _packed(body: str, title: str, properties: Mapping[str, str]) -> bytes:
    """Returns a package with the styles, fonts, footers and page of the shipped template."""
    package = open_package(shipped_template())
    custom = CustomProperties(package)
    parts = dict(package.parts)
    parts[package.main] = _BODY.sub(lambda _: body.encode(), package.parts[package.main], count=1)
    parts[CONTENT_TYPES] = custom.typed(parts[CONTENT_TYPES])
    parts[_RELATIONS] = custom.related(parts[_RELATIONS])
    styles = next(one.target for one in package.relations(package.main) if one.kind == "styles")
    parts[styles] = parts[styles].replace(b"</w:styles>", f"{wordml.STYLES}\n</w:styles>".encode())
    if (core := core_part(package)) is not None:
        parts[core] = _titled(package, core, title)
    digest = document_digest((name, part_digest(data)) for name, data in parts.items())
    parts[custom.part] = custom.with_values({**properties, draft_properties.DIGEST: digest})
    return zip_prefix(parts)


def _titled(package: Package, core: str, title: str) -> bytes:
    """Returns the core properties with a title of their own and without dates."""
    root = parse_xml(without_dates(package, core), core)
    for node in root.iter(_DC_TITLE):
        node.text = " ".join(title.split())
    return to_bytes(root)
