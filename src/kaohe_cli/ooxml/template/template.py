"""A Word template: compiled once, rendered many times."""

from collections.abc import Mapping, Sequence
from typing import Final

from docx.document import Document
from lxml import etree

from kaohe_cli.ooxml import archive, properties, wml
from kaohe_cli.ooxml.errors import LimitError, TemplateError, UnknownNameError, ValueKindError
from kaohe_cli.ooxml.opening import open_document
from kaohe_cli.ooxml.package import Source, package_of, to_bytes
from kaohe_cli.ooxml.template.draft import Draft, Functions
from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.marking import Tag
from kaohe_cli.ooxml.template.rendering import Exceeded, Rendering
from kaohe_cli.ooxml.template.sandbox import MissingNameError
from kaohe_cli.ooxml.template.syntax import nearest
from kaohe_cli.ooxml.template.translation import Translated

_XML_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
"""For what we have just written ourselves, which may be longer than what we accept from others."""


class Template:
    """A .docx with Jinja tags in its text.

    `filters` and `tests` are what its tags may use besides the built-in ones; `name` is what messages call
    the file. Raises PackageError when the file is no sound .docx, and the first TemplateError when its tags
    have mistakes; `inspect` finds all of them.
    """

    def __init__(
        self,
        source: Source,
        *,
        filters: Functions | None = None,
        tests: Functions | None = None,
        name: str = "",
    ) -> None:
        draft = Draft(source, filters, tests, name=name)
        if draft.problems:
            raise draft.problems[0]
        self.tags: list[Tag] = draft.tags
        """Every tag, comments left out, in the order of the file's parts and paragraphs."""
        self._name = draft.package.name
        self._program = draft.compile()
        self._prefix = archive.zip_prefix(self._program.static)
        self._digests = [(name, properties.part_digest(data)) for name, data in self._program.static.items()]

    def render(
        self,
        context: Mapping[str, object],
        *,
        properties: Mapping[str, str] | None = None,
        digest_property: str | None = None,
    ) -> bytes:
        """The finished .docx; the same input gives the same bytes.

        `context` holds mappings, lists, text, numbers, dates, Paragraphs and Placeholder values.
        `properties` become custom document properties; the one called `digest_property` gets a digest
        over everything else, which `is_untouched` checks. Raises a TemplateError that names the tag.
        """
        return self.render_merged([context], properties=properties, digest_property=digest_property)

    def render_merged(
        self,
        contexts: Sequence[Mapping[str, object]],
        *,
        properties: Mapping[str, str] | None = None,
        digest_property: str | None = None,
    ) -> bytes:
        """One .docx for several contexts, each beginning on a new page.

        Headers, footers and notes are filled in with the first context. Otherwise as `render`.
        """
        return archive.completed(self._prefix, self._parts(contexts, properties or {}, digest_property))

    def document(self, context: Mapping[str, object]) -> Document:
        """What `render` would give, as a document of python-docx. Raises as `render`."""
        parts = {**self._program.static, **dict(self._parts([context], {}, None))}
        return open_document(package_of(parts, self._name))

    def _parts(
        self,
        contexts: Sequence[Mapping[str, object]],
        properties: Mapping[str, str],
        digest_property: str | None,
    ) -> list[tuple[str, bytes]]:
        """The parts that differ from document to document."""
        program = self._program
        state = Rendering(program.sites, program.first_id, program.names)
        rendered = []
        for part in program.parts:
            wanted = contexts if part.name == program.main else contexts[:1]
            documents = [_rendered(part, state, context) for context in wanted]
            rendered.append((part.name, documents[0] if len(documents) == 1 else _joined(documents)))
        values = dict(properties)
        if digest_property:
            values[digest_property] = self._digest(rendered)
        rendered.append((program.properties.part, program.properties.with_values(values)))
        return rendered

    def _digest(self, rendered: list[tuple[str, bytes]]) -> str:
        own = [(name, properties.part_digest(data)) for name, data in rendered]
        return properties.document_digest(self._digests + own)


def _joined(documents: Sequence[bytes]) -> bytes:
    return to_bytes(wml.joined([etree.fromstring(document, _PARSER) for document in documents]))


def _rendered(part: Translated, state: Rendering, context: Mapping[str, object]) -> bytes:
    """One part's bytes; whatever goes wrong is told with the tag where it did."""
    try:
        chunks = part.program.generate({**context, "_rendering": state})
        return _XML_DECLARATION + state.write(chunks, part.markup).encode()
    except Exception as error:
        raise _explained(error, part, context) from None


def _explained(error: Exception, part: Translated, context: Mapping[str, object]) -> TemplateError:
    """The error in our words, with its place."""
    tag = part.tag_of(error)
    place, text, named = (str(tag.place), tag.text, f"标记 {tag} ") if tag else (part.label, "", "")
    if isinstance(error, MissingNameError):
        hint = nearest(error.name, error.beside or list(context))
        return UnknownNameError(place, f"{named}里的“{error.name}”没有对应的数据{hint}", text)
    if isinstance(error, Exceeded):
        return LimitError(place, f"{named}{error}", text)
    if isinstance(error, Unusable):
        return ValueKindError(place, f"{named}{error}", text)
    return ValueKindError(place, f"{named}算不出结果，请检查其中的过滤器、括号里的值和比较的双方", text)
