"""A Word template: compiled once, rendered many times."""

from collections.abc import Mapping, Sequence
from typing import Final

from docx.document import Document

from kaohe_cli.ooxml import archive
from kaohe_cli.ooxml.binding.binding import PLAIN, Binding
from kaohe_cli.ooxml.errors import LimitError, TemplateError, UnknownNameError, ValueKindError
from kaohe_cli.ooxml.opening import open_document
from kaohe_cli.ooxml.package import Source, package_of
from kaohe_cli.ooxml.properties import document_digest, part_digest
from kaohe_cli.ooxml.template.draft import Draft, Functions
from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.marking import Tag
from kaohe_cli.ooxml.template.rendering import Exceeded, Rendering
from kaohe_cli.ooxml.template.sandbox import MissingNameError
from kaohe_cli.ooxml.template.syntax import nearest
from kaohe_cli.ooxml.template.translation import Translated

_XML_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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
        self._digests = [(name, part_digest(data)) for name, data in self._program.static.items()]

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
        parts = self._parts(context, properties or {}, digest_property)
        return archive.completed(self._prefix, parts)

    def bound(
        self,
        contexts: Sequence[Mapping[str, object]],
        binding: Binding = PLAIN,
        *,
        properties: Mapping[str, str] | None = None,
        digest_property: str | None = None,
    ) -> bytes:
        """One .docx for several contexts, in which each looks as in its own file. Otherwise as `render`."""
        from kaohe_cli.ooxml.binding.binder import bind, with_page_numbers

        state = self._state()
        rendered = []
        for context in contexts:
            own = dict(self._rendered(context, state))
            custom = self._program.properties
            rendered.append({**own, custom.part: custom.with_values({}, own.get(custom.part))})
            state = state.of_next_document()
        parts = bind(self._program.static, rendered, binding)
        made = self._packed(parts, properties or {}, digest_property)
        if binding.count_pages is None:
            return made
        numbered = with_page_numbers(parts, binding.count_pages(made))
        return self._packed(numbered, properties or {}, digest_property)

    def document(self, context: Mapping[str, object]) -> Document:
        """What `render` would give, as a document of python-docx. Raises as `render`."""
        parts = {**self._program.static, **dict(self._parts(context, {}, None))}
        return open_document(package_of(parts, self._name))

    def _parts(
        self, context: Mapping[str, object], properties: Mapping[str, str], digest_property: str | None
    ) -> list[tuple[str, bytes]]:
        """The parts that differ from document to document."""
        custom = self._program.properties
        rendered = self._rendered(context, self._state())
        own = next((data for name, data in rendered if name == custom.part), None)
        others = [(name, data) for name, data in rendered if name != custom.part]
        values = dict(properties)
        if digest_property:
            values[digest_property] = self._digest(others)
        return [*others, (custom.part, custom.with_values(values, own))]

    def _rendered(self, context: Mapping[str, object], state: Rendering) -> list[tuple[str, bytes]]:
        return [(part.name, _rendered(part, state, context)) for part in self._program.parts]

    def _state(self) -> Rendering:
        program = self._program
        return Rendering(program.sites, program.first_id, program.names)

    def _packed(
        self, parts: Mapping[str, bytes], properties: Mapping[str, str], digest_property: str | None
    ) -> bytes:
        """A file of parts that have nothing in common with those of other documents."""
        custom = self._program.properties
        others = {name: data for name, data in parts.items() if name != custom.part}
        values = dict(properties)
        if digest_property:
            values[digest_property] = document_digest(
                (name, part_digest(one)) for name, one in others.items()
            )
        return archive.zip_prefix({**others, custom.part: custom.with_values(values, parts[custom.part])})

    def _digest(self, rendered: list[tuple[str, bytes]]) -> str:
        own = [(name, part_digest(data)) for name, data in rendered]
        return document_digest(self._digests + own)


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
    place, text, named = (str(tag.place), tag.text, f"{tag.kind} {tag} ") if tag else (part.label, "", "")
    if isinstance(error, MissingNameError):
        hint = nearest(error.name, error.beside or list(context))
        return UnknownNameError(place, f"{named}里的“{error.name}”没有对应的数据{hint}", text)
    if isinstance(error, Exceeded):
        return LimitError(place, f"{named}{error}", text)
    if isinstance(error, Unusable):
        return ValueKindError(place, f"{named}{error}", text)
    return ValueKindError(place, f"{named}算不出结果，请检查其中的过滤器、括号里的值和比较的双方", text)
