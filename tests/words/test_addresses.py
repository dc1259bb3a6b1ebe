"""E-mail addresses taken out of a field: what is taken can stand in a header, whatever was typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.words.addresses import Address, addresses_in, is_address_list, without_addresses

ADDRESSES = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,2}@[a-z0-9]{1,8}\.(cn|com)", fullmatch=True)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize(
    ("text", "found", "others"),
    [
        ("li@example.com", ["li@example.com"], 0),
        ("li@example.com, wang@example.com", ["li@example.com", "wang@example.com"], 0),
        ("li@example.com；wang@example.com、zhao@example.com", ["li@example.com", "wang@example.com", "zhao@example.com"], 0),
        ("li@example.com\nwang@example.com  zhao@example.com", ["li@example.com", "wang@example.com", "zhao@example.com"], 0),
        ("mailto:li＠example.com", ["li@example.com"], 0),
        ("Li@example.com, li@EXAMPLE.com", ["Li@example.com"], 0),
        ("李样例", [], 1),
        ("li@example", [], 1),
        ("li..yi@example.com", [], 1),
        ("李@example.com", [], 1),
        ("li@-example.com", [], 1),
        ("li@example.com>", [], 1),
        ('"li@example.com', ["li@example.com"], 1),
        (f"{'a' * 300}@example.com", [], 1),
    ],
)  # fmt: skip
def test_what_is_taken(text: str, found: list[str], others: int) -> None:
    addresses, rest = addresses_in(text)
    assert [one.address for one in addresses] == found
    assert len(rest) == others
    assert is_address_list(text) == (bool(found) and not others)


def test_a_name_may_hold_what_else_parts_addresses() -> None:
    found, others = addresses_in('"李样例, 科长; 兼" <li@example.com>, 王样例 <wang@example.com>')
    assert found == (Address("li@example.com", "李样例, 科长; 兼"), Address("wang@example.com", "王样例"))
    assert others == ()


@given(st.lists(st.tuples(NAMES, ADDRESSES), min_size=1, max_size=4), st.sampled_from(",;，；、\n"))
def test_named_addresses_come_back(people: list[tuple[str, str]], between: str) -> None:
    quoted = [name.replace("\\", "\\\\").replace('"', '\\"') for name, _ in people]
    text = between.join(
        f'"{name}" <{address}>' for name, (_, address) in zip(quoted, people, strict=True) if "\n" not in name
    )
    kept = {address for name, address in people if "\n" not in name and not re.search("[<>\r]", name)}
    assert kept <= {one.address for one in addresses_in(text).found}


@given(st.text(max_size=200))
def test_nothing_that_is_taken_can_begin_a_header(text: str) -> None:
    for one in addresses_in(text).found:
        assert one.address.isascii()
        assert not re.search(r"[\s<>\",;:]", one.address)
        assert len(one.name.splitlines()) <= 1


def test_addresses_are_hidden_and_nothing_else_is() -> None:
    text = "邮箱 li.yang@example.com，2021年@会议，18.2分"
    assert without_addresses(text) == "邮箱 l***@example.com，2021年@会议，18.2分"
