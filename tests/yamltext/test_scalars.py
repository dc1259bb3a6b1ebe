"""Whatever is written reads back as the same, also to readers of YAML 1.1."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.yamltext.reader import read_yaml
from kaohe_cli.yamltext.rendering import render_flow
from kaohe_cli.yamltext.scalars import is_plain, literal_header, literal_lines, write_scalar

TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(alphabet="甲 \n\t:#-'\"[]{},|>&*!%@`?0123.eE_+xoyn~=<", max_size=8),
    st.from_regex(r"[-+]?[0-9][0-9_.:eE-]{0,8}", fullmatch=True),
)


def _read(text: str) -> Any:
    root, problems = read_yaml(text)
    assert [problem for problem in problems if problem.kind != "hidden"] == [], text
    assert root is not None
    return root.data()


@given(TEXTS, st.sampled_from(["", "'", '"']))
def test_text_reads_as_itself_everywhere(text: str, quote: str) -> None:
    alone = write_scalar(text, quote=quote)
    for written, expected in (
        (f"a: {alone}\n", text),
        (f"a: {alone} # 旁边\n", text),
        (f"- a: {alone}\n", text),
        (f"a: {render_flow([text, text], quote)}\n", [text, text]),
        (f"a: {render_flow({text: text}, quote)}\n", {text: text}),
    ):
        for data in (_read(written), yaml.safe_load(written)):  # the latter reads YAML 1.1
            assert (data[0] if isinstance(data, list) else data)["a"] == expected


@given(TEXTS)
def test_text_reads_as_itself_as_a_key(text: str) -> None:
    assert _read(f"{write_scalar(text)}: 1\n") == {text: 1}
    assert yaml.safe_load(f"{{{write_scalar(text, flow=True)}: 1}}\n") == {text: 1}


@given(TEXTS)
def test_a_block_of_lines_reads_as_its_text(text: str) -> None:
    header = literal_header(text)
    if header is not None:
        block = "\n".join([f"  a: {header}", *literal_lines(text, 2)])
        assert _read(f"x:\n{block}\n  b: 1\n") == {"x": {"a": text, "b": 1}}
        assert yaml.safe_load(f"x:\n{block}\n  b: 1\n") == {"x": {"a": text, "b": 1}}


@pytest.mark.parametrize(
    "text",
    [
        "区教委",
        "区政府外办（区招商投资局）",
        "第3名",
        "A18.1",
        "GDP增量",
        "2.5%",
        "x#y",
        "a:b",
        "it's",
        "10月",
        "“引号”",
    ],
)
def test_plain(text: str) -> None:
    assert is_plain(text, flow=False)
    assert write_scalar(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "a ",
            "\u3000a",
            "no",
            "Yes",
            "ON",
            "y",
            "N",
            "null",
            "~",
            "true",
            "<<",
            "=",
            "-",
            "- a",
            "?",
            "a:",
        ],
        *[
            "007",
            "08",
            "1_000",
            "1:30",
            "0o7",
            "0x1F",
            "1e3",
            "3.",
            ".5",
            "-1",
            "+1",
            "2021-08-11",
            "2021",
            "13800000000",
        ],
        *[
            "a: b",
            "a #b",
            "#a",
            "[a",
            "{a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "'a",
            '"a',
            "a\tb",
            "a\nb",
        ],
    ],
)
def test_quoted(text: str) -> None:
    assert not is_plain(text, flow=False)
    assert write_scalar(text).startswith('"')


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (Decimal("2.80"), "2.80"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.5"), "0.5"),
    ],
)
def test_other_values(value: Any, written: str) -> None:
    assert write_scalar(value) == written
