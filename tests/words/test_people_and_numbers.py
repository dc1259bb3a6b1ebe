"""Lines of names and numbers, however they are put together: every number comes out, and every name stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.words.masks import is_masked, is_masked_number, unwrapped
from kaohe_cli.words.people_and_numbers import taken_apart

NUMBERS = st.sampled_from(
    [
        "13800000000",
        "138××××5521",
        "138****5678",
        "023-60000000",
        "60000000",
        "67××××21",
        "023-7122××××",
        "023-60000000转801",
    ]
)
NAMES = st.sampled_from(["李样例", "李××", "王*", "外贸科 王样例", "流通发展处", "项目办", "欧阳××（科长）"])
JOINTS = st.sampled_from([" ", "，", "：", "（", "，电话", "，联系电话：", "____"])
ENDS = {"（": "）"}


@given(
    st.lists(
        st.tuples(NAMES, JOINTS, NUMBERS),
        min_size=1,
        max_size=3,
        unique_by=(lambda one: one[0], lambda one: one[2]),
    )
)
def test_names_and_numbers_come_apart(people: list[tuple[str, str, str]]) -> None:
    line = "；".join(f"{name}{joint}{number}{ENDS.get(joint, '')}" for name, joint, number in people)
    names, numbers = taken_apart(line)
    assert numbers == tuple(number for _, _, number in people)
    assert names == "、".join(name for name, _, _ in people)


@given(
    st.lists(NUMBERS, min_size=1, max_size=3, unique=True), st.sampled_from(["、", "，", "/", " ", "（办）"])
)
def test_numbers_alone_leave_no_name(numbers: list[str], joint: str) -> None:
    assert taken_apart(joint.join(numbers)) == ("", tuple(numbers))


@given(st.text(alphabet="李四138-（）×*_ 、转电话0\n", max_size=60))
def test_no_digit_of_a_line_is_lost(line: str) -> None:
    names, numbers = taken_apart(line)
    kept = names + "".join(numbers)
    for digit in "138":
        assert (
            kept.count(digit) == line.count(digit)
            or len(set(numbers)) < len(numbers)
            or repeated(line, numbers)
        )


def repeated(line: str, numbers: tuple[str, ...]) -> bool:
    """Whether a number stands in a line twice, of which one is kept."""
    bare = "".join(sign for sign in line if sign.isdigit())
    return any(bare.count("".join(filter(str.isdigit, number))) > 1 for number in numbers)


@pytest.mark.parametrize("wrap", ["____{}____", "【{}】", "__{}", "{}____。", "［{}］", "_【{}】_", "「{}」"])
@pytest.mark.parametrize("value", ["周明", "2.8", "第3名", "李××"])
def test_what_stands_around_a_value_is_no_part_of_it(wrap: str, value: str) -> None:
    assert unwrapped(wrap.format(value)).rstrip("。") == value


@given(st.text(alphabet="李王12×*●-（） _", max_size=20))
def test_what_is_masked_shows_a_part(text: str) -> None:
    if is_masked(text):
        assert any(sign.isalnum() and sign not in "×*●" for sign in text)
    if is_masked_number(text):
        assert not set(text) & set("李王")
