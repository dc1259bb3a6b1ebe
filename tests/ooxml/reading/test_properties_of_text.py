"""What must hold for any text: it is escaped, never evaluated, and tags may be split anywhere."""

import contextlib
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.ooxml.errors import TemplateError
from kaohe_cli.ooxml.template.inspection import inspect
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.ooxml.template.values import Paragraphs
from tests.ooxml.builder import all_of, body, docx, lines, p, part, r, sdt, text, value

VALUE = Template(docx(p("前{{ 值 }}后", sdt(r("x"), properties="<w:tag w:val='{{ 值 }}'/>"))))
FURTHER = Template(docx("{{ 值|分段 }}"), filters={"分段": Paragraphs})
DROPPED = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

anything = st.text(st.characters(codec=None), max_size=60) | st.lists(
    st.sampled_from(
        [
            "{{",
            "}}",
            "{% if %}",
            "<w:t>",
            "]]>",
            "&amp;",
            "\n",
            "\t",
            "\r\n",
            "\x00",
            "甲 ",
            "\U0010fff1",
            "<?kaohe 0?>",
        ]
    ),
    max_size=8,
).map("".join)


def shown(words: str) -> str:
    """What a text must look like in a document."""
    return re.sub("\r\n|[\r\n\v]", "⏎", DROPPED.sub("", words)).replace("\t", "→")


@given(anything)
def test_any_text_is_read_back(words: str) -> None:
    root = part(VALUE.render({"值": words}))
    paragraph = all_of(root, "p")[0]
    assert text(paragraph) == f"前{shown(words)}后x"
    assert value(all_of(root, "tag")[0]) == " ".join(DROPPED.sub("", " ".join(words.split())).split(" "))


@given(anything)
def test_any_text_becomes_paragraphs_without_blank_ones(words: str) -> None:
    expected = [line for line in re.split("\r\n|[\r\n\v]", words) if line.strip()] or [""]
    assert lines(FURTHER.render({"值": words})) == [shown(line) for line in expected]


@given(anything)
def test_the_same_input_gives_the_same_bytes(words: str) -> None:
    first = VALUE.render({"值": words}, properties={"a": words}, digest_property="d")
    assert VALUE.render({"值": words}, properties={"a": words}, digest_property="d") == first


TAGGED = "前{% for 项 in 列 %}｛｛ 项.名｜default（“无”） ｝｝、{# 注 #}{% endfor %}后{{ 列|length }}"
CONTEXT = {"列": [{"名": "一"}, {"名": "二"}]}
NOISE = ["<w:proofErr w:type='spellStart'/>", "<w:lastRenderedPageBreak/>", ""]


@settings(max_examples=60)
@given(st.lists(st.integers(1, len(TAGGED) - 1), max_size=30), st.sampled_from(NOISE))
def test_a_tag_may_be_split_anywhere(cuts: list[int], noise: str) -> None:
    ends = [0, *sorted(set(cuts)), len(TAGGED)]
    stretches = [TAGGED[start:end] for start, end in pairwise(ends)]
    noise_run = f"<w:r>{noise}</w:r>" if "Rendered" in noise else noise
    inside = [item for words in stretches for item in (r(words), noise_run)]
    rendered = Template(docx(p(*inside))).render(CONTEXT)
    assert lines(rendered) == ["前一、二、后2"]
    assert not all_of(part(rendered), "proofErr", "lastRenderedPageBreak")


@settings(max_examples=60)
@given(st.lists(st.integers(1, len(TAGGED) - 1), max_size=30))
def test_a_split_tag_takes_the_format_of_its_first_run(cuts: list[int]) -> None:
    ends = [0, *sorted(set(cuts)), len(TAGGED)]
    runs = [
        r(TAGGED[start:end], f"<w:sz w:val='{number + 1}'/>")
        for number, (start, end) in enumerate(pairwise(ends))
    ]
    sizes = {
        position: number + 1
        for number, (start, end) in enumerate(pairwise(ends))
        for position in range(start, end)
    }
    root = part(Template(docx(p(*runs))).render(CONTEXT))
    found = {text(run): value(all_of(run, "sz")[0]) for run in all_of(root, "r")}
    assert found["一"] == found["二"] == str(sizes[TAGGED.index("｛")])
    assert found["2"] == str(sizes[TAGGED.rindex("{{")])


paragraphs = st.recursive(
    st.sampled_from(
        [
            p(sdt(r("控"))),
            p("<w:bookmarkStart w:id='3' w:name='kh_x'/>", "文", "<w:bookmarkEnd w:id='3'/>"),
            p("{{ 1 }}"),
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        .map("".join)
        .flatmap(
            lambda content: st.sampled_from(
                [
                    p("{% for x in 列 %}") + content + p("{% endfor %}"),
                    p("{% if 列 %}") + content + p("{% endif %}"),
                    sdt(p("{% if 0 %}") + content + p("{% endif %}")),
                    content,
                ]
            )
        )
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(paragraphs)
def test_ids_are_unique_however_blocks_are_nested(content: str) -> None:
    root = part(Template(docx(p("头"), content)).render(CONTEXT))
    controls = [value(node) for node in all_of(root, "id")]
    names = [value(node, "name") for node in all_of(root, "bookmarkStart")]
    assert len(controls) == len(set(controls))
    assert [value(node, "id") for node in all_of(root, "bookmarkStart")] == [
        value(node, "id") for node in all_of(root, "bookmarkEnd")
    ]
    static = content.count("kh_x")
    assert len(set(names)) == len(names) or static > 1
    assert all(len(node) for node in all_of(root, "sdtContent"))


@settings(max_examples=200)
@given(st.text(st.sampled_from("{}%# 甲“\"'|.()[]-+*/~=for endif ｛％｝（"), max_size=24))
def test_whatever_is_typed_gives_a_document_or_a_message_of_ours(typed: str) -> None:
    data = docx(typed, p("尾"))
    problems = inspect(data)
    assert all(str(problem).startswith("正文") for problem in problems)
    if not problems:
        with contextlib.suppress(TemplateError):  # a value may still not suit its operator
            assert body(Template(data).render({"甲": "A"})).endswith("<p><r><t>尾</t></r></p>")
