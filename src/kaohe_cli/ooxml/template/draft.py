"""A template before it is compiled: its parts with marks for tags, and everything wrong with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import unquote

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import TagError, TemplateError, UnsafePackageError
from kaohe_cli.ooxml.opening import Trees
from kaohe_cli.ooxml.package import (
    CONTENT_TYPES,
    Package,
    Source,
    as_document,
    open_package,
    to_bytes,
    without_relations,
)
from kaohe_cli.ooxml.properties import CustomProperties, property_name, property_parts, with_properties
from kaohe_cli.ooxml.template.blocks import settle
from kaohe_cli.ooxml.template.identity import Numbering
from kaohe_cli.ooxml.template.leftovers import Leftover, of_package
from kaohe_cli.ooxml.template.marking import MarkedPart, Tag, mark_tags, mark_texts
from kaohe_cli.ooxml.template.rendering import INTERNAL_FILTERS
from kaohe_cli.ooxml.template.sandbox import RESERVED_CHARACTERS, Sandbox
from kaohe_cli.ooxml.template.translation import Translated, compile_part, translate_values
from kaohe_cli.ooxml.text_parts import text_parts
from kaohe_cli.ooxml.wml import Element, Site

Functions: TypeAlias = Mapping[str, Callable[..., object]]


class Draft:
    """A template whose tags have been found and checked. Raises PackageError for an unusable file."""

    def __init__(
        self, source: Source, filters: Functions | None, tests: Functions | None, *, name: str = ""
    ) -> None:
        self.package: Package = without_normal_template(open_package(source, name=name))
        refuse_outside_links(self.package)
        self._trees = Trees(self.package)
        self.sandbox = Sandbox({**(filters or {}), **INTERNAL_FILTERS}, tests or {})
        self.parts: dict[str, MarkedPart] = marked_parts(self.package, self._trees, self.sandbox)
        self.leftovers: list[Leftover] = [one for part in self.parts.values() for one in part.leftovers]
        properties = property_parts(self.package)
        self.leftovers += of_package(self.package, self.parts, properties)
        self.parts |= marked_properties(properties, self.sandbox)
        self.tags: list[Tag] = [tag for part in self.parts.values() for tag in part.tags]
        for part in self.parts.values():
            settle(part)
        found = [problem for part in self.parts.values() for problem in part.problems]
        found += [TagError(one.place, one.message, one.tag) for one in self.leftovers if one.shown]
        self.problems: list[TemplateError] = list({str(problem): problem for problem in found}.values())

    def compile(self) -> "Program":
        """The template as programs and unchanging parts. Only for a draft without problems."""
        replaced = self._package_parts()
        style = self._placeholder_style(replaced)
        numbering = Numbering(list(self.parts.values()))
        sites: list[Site] = []
        programs = []
        for name, part in self.parts.items():
            numbering.make_unique(part)
            translate_values(part, sites, style)
            if part.slots:
                programs.append(compile_part(name, part, self.sandbox))
            else:
                replaced[name] = to_bytes(part.root)
        return Program(self.package, replaced, programs, sites, numbering)

    def _package_parts(self) -> dict[str, bytes]:
        """The parts about the file itself, made fit for a report."""
        replaced = {**self._trees.written(), **with_properties(self.package)}
        replaced[CONTENT_TYPES] = as_document(replaced[CONTENT_TYPES])
        return replaced

    def _placeholder_style(self, replaced: dict[str, bytes]) -> str:
        for relation in self.package.relations(self.package.main):
            if relation.kind == "styles" and relation.target in self.package.parts and self.tags:
                styles = self._trees[relation.target]
                style, added = wml.placeholder_style(styles)
                if added:
                    replaced[relation.target] = to_bytes(styles)
                return style
        return wml.PLACEHOLDER_STYLE


class Program:
    """A compiled template: programs for the parts with tags, bytes for all others."""

    def __init__(
        self,
        package: Package,
        replaced: Mapping[str, bytes],
        programs: list[Translated],
        sites: list[Site],
        numbering: Numbering,
    ) -> None:
        self.main = package.main
        self.parts = programs
        self.sites = sites
        self.first_id = numbering.first_free()
        self.names = numbering.names
        self.properties = CustomProperties(package)
        rendered = {program.name for program in programs} | {self.properties.part}
        self.static = {
            name: data for name, data in {**package.parts, **replaced}.items() if name not in rendered
        }


_NORMAL: Final = re.compile(
    r"(?:file:///)?(?:[a-z]:[\\/](?:[^\\/:]+[\\/])*)?normal(?:\.dot[mx]?|\.wpt)?", re.IGNORECASE
)
"""The template that all documents on a computer stand on, as Word and WPS name it: alone or by a path."""

_ATTACHED: Final = b"/attachedTemplate"


def without_normal_template(package: Package) -> Package:
    """A template that does not name Word's own template, which Word takes for what names none.

    Its path tells whose computer the template was made on, and reports need neither.
    """
    parts = {}
    for part in package.parts if any(_ATTACHED in data for data in package.parts.values()) else ():
        named = {
            one.id
            for one in package.relations(part)
            if one.external and one.kind == "attachedTemplate" and _NORMAL.fullmatch(unquote(one.target))
        }
        if named:
            root = package.xml(part)
            wml.drop_attached_template(root, named)
            parts[part] = to_bytes(root)
            where, data = without_relations(package, part, ids=named)
            parts[where] = data
    return replace(package, parts={**package.parts, **parts}) if parts else package


_OUTSIDE: Final = {
    "attachedTemplate": ("附加模板", "打开“开发工具—文档模板”，把它改为 Normal"),
    "image": ("链接的图片", "删去这张图片，再把它插入一次"),
}
_HARMLESS_LINKS: Final = frozenset({"hyperlink"})


def refuse_outside_links(package: Package) -> None:
    """Refuse a template that would make Word load something from elsewhere in every report."""
    for part in ("", *package.parts):
        for relation in package.relations(part):
            if relation.external and relation.kind not in _HARMLESS_LINKS:
                what, remedy = _OUTSIDE.get(relation.kind, ("链接的内容", "断开链接或改为嵌入"))
                raise UnsafePackageError(
                    f"{package.name} 要从外面载入{what}（{relation.target}），请在 Word 里{remedy}"
                )


def marked_properties(properties: Mapping[str, Element], sandbox: Sandbox) -> dict[str, MarkedPart]:
    """The parts of the document properties that hold tags."""
    found = {}
    for name, root in properties.items():
        part = mark_texts(root, lambda node: f"文档属性“{property_name(node)}”", "文档属性", sandbox)
        if part.slots or part.problems:
            found[name] = part
    return found


def marked_parts(package: Package, trees: Trees, sandbox: Sandbox) -> dict[str, MarkedPart]:
    """Every text part, cleaned of tracked changes and noise, with its tags found."""
    found = {}
    for name, label in text_parts(package).items():
        root = trees[name]
        if set(wml.to_text(root)).intersection(RESERVED_CHARACTERS):
            raise UnsafePackageError(f"{package.name} 的{label}里有不能用的字符（U+10FFF0 一带），请删去")
        wml.accept_changes(root)
        wml.drop_noise(root)
        found[name] = mark_tags(root, label, sandbox)
    return found
