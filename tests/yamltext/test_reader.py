"""The one-pass reader: values as YAML 1.2 has them, exact positions, and what is refused."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.yamltext.reader import MAX_DEPTH, Node, read_yaml, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("007", "007"),
        ("02367890000", "02367890000"),
        ("2021-08-11", "2021-08-11"),
        ("1_000", "1_000"),
        ("0b101", "0b101"),
        (".inf", ".inf"),
        ("0o17", 15),
        ("0x1F", 31),
        ("42", 42),
        ("-42", -42),
        ("0", 0),
        ("0.5", Decimal("0.5")),
        ("4.50", Decimal("4.50")),
        ("1e3", Decimal("1000")),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("null", None),
        ("~", None),
        ("", None),
        ("9" * 50, "9" * 50),
        ("第3名", "第3名"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(text: str, value: Any) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


def test_a_weight_keeps_its_exact_decimal_value() -> None:
    root, _ = read_yaml("weight: 0.1")
    assert root is not None
    assert root.data() == {"weight": Decimal("0.1")}


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("a: 1\na: 2\n", "duplicate", 1, 0),
        ("a: &x 1\n", "refused", 0, 3),
        ("a: 1\nb: *x\n", "refused", 1, 3),
        ("<<: {a: 1}\n", "refused", 0, 0),
        ("a: !!int 3\n", "refused", 0, 3),
        ("a: !!python/object/apply:os.system [id]\n", "refused", 0, 3),
        ("a: 1\n---\nb: 2\n", "refused", 1, 0),
        ("1: x\n", "refused", 0, 0),
        ("? [a]\n: b\n", "refused", 0, 2),
        ("true: x\n", "refused", 0, 0),
        ("", "refused", 0, 0),
        ("# 只有注释\n", "refused", 0, 0),
        ("a: 1\n\tb: 2\n", "syntax", 1, 0),
        ("a: [1, 2\n", "syntax", 1, 0),
        ("a: 'x\n", "syntax", 0, 3),
        ("a: b: c\n", "syntax", 0, 4),
        ("甲: @乙\n", "syntax", 0, 3),
        ("a: \x00\n", "syntax", 0, 3),
        ("a: 1\r\nb: 重庆\u2028市\r\n", "syntax", 1, 5),
        ("a: 1\nb: 商\u200b务委\n", "hidden", 1, 4),
        ("a: 1  # 说明\u202e\n", "hidden", 0, 10),
        ('a: "题\\e"\n', "hidden", 0, 3),
        ('a:\n  - "成\\u202E效"\n', "hidden", 1, 4),
        ('"项\\x9b": 1\n', "hidden", 0, 0),
        ("a: no\n", "trap", 0, 3),
        ("- 007\n", "trap", 0, 2),
        ("a: 2021-08-11\n", "trap", 0, 3),
        ("a: 1e3\n", "trap", 0, 3),
        ("n: 3\n", "trap", 0, 0),
    ],
)
def test_a_problem_has_its_kind_and_place(text: str, kind: str, line: int, column: int) -> None:
    _, problems = read_yaml(text)
    assert [(problem.kind, problem.mark.line, problem.mark.column) for problem in problems][:1] == [
        (kind, line, column)
    ]
    assert re.search("[一-龥]", problems[0].message)


def test_problems_are_collected_and_reading_goes_on() -> None:
    root, problems = read_yaml("a: 1\na: 2\nb: no\nc: &x 3\nc: 4\n")
    assert [problem.kind for problem in problems] == ["duplicate", "trap", "refused", "duplicate"]
    assert root is not None
    assert root.data() == {"a": 1, "b": "no", "c": 3}


SLIPS = [
    ("a: 1\n\tb: 2\n", "缩进里有制表符", 1, 0),
    ("a: |\n\t x\n", "缩进里有制表符", 1, 0),
    ("甲: @乙\n", "这个字符不能放在这里", 0, 3),
    ("a: %x\n", "这个字符不能放在这里", 0, 3),
    ("a: x\nb: c: z\n", "这里不能再写“项名: 值”", 1, 4),
    ("a: - b\n", "“- ”不能放在这里", 0, 3),
    ("a: 1\nname:甲\nb: 2\n", "项名后面缺冒号", 1, 0),
    ("- 'a\n- b\n", "引号没有配对", 0, 2),
    ('a: "x\nb: 1\n---\n', "引号没有配对", 0, 3),
    ('a: "\\q"\n', "双引号里的“\\”用得不对", 0, 4),
    ("a: & x\n", "“&”“*”开头的文字要加引号", 0, 4),
    ("a: *\n", "“&”“*”开头的文字要加引号", 0, 4),
    ("!<x y\n", "“!”开头的文字要加引号", 0, 3),
    ("a: |x\n  y\n", "“|”“>”后面不能接着写正文", 0, 4),
    ("a: [1 2, 3\nb: 1\n", "方括号没有配对或缺逗号", 1, 1),
    ("a: {x: 1]\n", "花括号没有配对或缺逗号", 0, 8),
    ("a: [1,,2]\n", "这里缺一个值", 0, 6),
    ("a: ]\n", "这里缺一个值", 0, 3),
    ("- a\nb: 1\n", "这里应当以“- ”开头", 1, 0),
    ("-a: 1\n- b\n", "这里应当是一个“项名: 值”", 1, 0),
    ("a: 'x' y\n", "这里应当是一个“项名: 值”", 0, 7),
    ("%YAML 3.0\n---\na: 1\n", "YAML 写法有误", 0, 0),
]


@pytest.mark.parametrize(("text", "message", "line", "column"), SLIPS)
@pytest.mark.parametrize("words", [None, "", "une erreur"])
def test_a_slip_is_told_from_the_text_and_not_from_the_words_of_libyaml(
    monkeypatch: pytest.MonkeyPatch, text: str, message: str, line: int, column: int, words: str | None
) -> None:
    def parse(*arguments: Any, **options: Any) -> Iterator[Any]:
        try:
            yield from libyaml(*arguments, **options)
        except yaml.MarkedYAMLError as error:
            if words is not None:
                error.problem = error.context = words
            raise

    libyaml = yaml.parse
    monkeypatch.setattr(yaml, "parse", parse)
    _, (problem,) = read_yaml(text)
    assert (problem.kind, problem.message) == ("syntax", message)
    assert (problem.mark.line, problem.mark.column) == (line, column)


@pytest.mark.parametrize(
    ("opening", "column"), [("[", 64), ("{", 64), ("[{", 64), ("{a: ", 256), ("- ", 128), ('["x[", ', 448)]
)
@pytest.mark.parametrize("times", [70, 900, 1100, 100_000])
def test_deep_nesting_is_refused_by_our_own_limit(opening: str, column: int, times: int) -> None:
    root, problems = read_yaml(opening * times)
    assert root is None
    (problem,) = problems
    assert (problem.kind, problem.message) == ("refused", f"嵌套超过 {MAX_DEPTH} 层")
    assert (problem.mark.line, problem.mark.column) == (0, column)


def test_a_slip_within_brackets_is_no_deep_nesting() -> None:
    _, problems = read_yaml("a: [" + "[1], " * 100 + "'[', @]\n")
    assert [problem.message for problem in problems] == ["这个字符不能放在这里"]


def test_nesting_up_to_the_limit_is_read() -> None:
    root, problems = read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert root is not None
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        'a: "一\\n二\\t三"\n',
        'a: "一\\r\\n二"\n',
        "a: |\r\n  一\r\n  二\r\n",
        "a: 一\rb: 二\r",
        'a: "C:\\\\u202e"\n',
        "a: '题\\e'\n",
        "a: 葛\U000e0101城☑\ufe0f\n",
    ],
    ids=["tab, line feed", "CR LF", "CRLF file", "CR file", "backslash", "single quotes", "variants"],
)
def test_what_only_looks_like_a_control_character_is_none(text: str) -> None:
    assert read_yaml(text)[1] == []


def test_a_hidden_character_does_not_hide_what_else_is_wrong() -> None:
    root, problems = read_yaml('a: "\\e\\a"\nb: no\n# \u200b\u200b\n')
    assert [problem.kind for problem in problems] == ["hidden", "trap", "hidden"]
    assert root is not None
    assert root.data() == {"a": "\x1b\x07", "b": "no"}


def test_quoted_words_are_no_traps() -> None:
    assert read_yaml("a: \"no\"\nb: '007'\nc: |\n  2021-08-11\n")[1] == []


# Documents written in many ways, with the value that each piece must have where it stands.

TEXTS = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\ufeff\x85"
    ),
    min_size=1,
    max_size=12,
)
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=1)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[str, Any]]]:
    """Returns a YAML text, and the source and value of each of its scalars in order."""
    pieces: list[tuple[str, Any]] = []
    lines: list[str] = []

    def scalar() -> str:
        text = draw(TEXTS)
        number = draw(NUMBERS)
        source, value = draw(
            st.sampled_from(
                [
                    (_quoted(text), text),
                    (_single(text), text),
                    (f"{number}", number),
                    ("区商务委", "区商务委"),
                ]
            )
        )
        pieces.append((source, value))
        return source

    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    for number in range(draw(st.integers(1, 4))):
        lead = " " * draw(st.integers(1, 3))
        comment = draw(st.sampled_from(["", "  # 说明: 甲", "\t# 说明"]))
        style = draw(st.sampled_from(["plain", "flow", "block", "mapping"]))
        key = f"项{number}"
        if style == "plain":
            lines.append(f"{key}:{lead}{scalar()}{comment}")
        elif style == "flow":
            lines.append(
                f"{key}:{lead}[{', '.join(scalar() for _ in range(draw(st.integers(1, 3))))}]{comment}"
            )
        elif style == "block":
            lines += [f"{key}:{comment}", *(f"{lead}- {scalar()}" for _ in range(draw(st.integers(1, 3))))]
        else:
            lines += [f"{key}:{comment}", f"{lead}甲: {scalar()}", f"{lead}乙: {{丙: {scalar()}}}"]
        lines += [""] * draw(st.integers(0, 1))
    return newline.join(lines) + newline, pieces


def _scalars(node: Node) -> list[Node]:
    if isinstance(node.value, dict):
        return [scalar for child in node.value.values() for scalar in _scalars(child)]
    if isinstance(node.value, list):
        return [scalar for child in node.value for scalar in _scalars(child)]
    return [node]


@given(documents())
def test_every_value_stands_where_its_node_says(document: tuple[str, list[tuple[str, Any]]]) -> None:
    text, pieces = document
    root, problems = read_yaml(text)
    assert root is not None
    assert [problem for problem in problems if problem.kind not in ("trap", "hidden")] == []
    scalars = _scalars(root)
    assert [(text[node.start.index : node.end.index], node.value) for node in scalars] == pieces
    breaks = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]
    for node in scalars:
        assert breaks[node.start.line] + node.start.column == node.start.index


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    root, problems = read_yaml(text)
    assert root is not None or problems
    lines = text.count("\n") + text.count("\r")
    assert all(problem.mark.line <= lines + 1 for problem in problems)
