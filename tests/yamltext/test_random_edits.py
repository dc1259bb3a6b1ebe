"""Over YAML in many hand-written styles and random edits: exactly the meant data, not a byte elsewhere."""

import copy
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.yamltext.document import same
from kaohe_cli.yamltext.edits import (
    append_item,
    insert_item,
    put_key,
    remove_item,
    remove_key,
    rename_key,
    set_list,
    set_scalar,
)
from kaohe_cli.yamltext.reader import read_yaml
from tests.yamltext.styled_yaml import Path, Styled, random_scalar, styled_yaml

EXAMPLES = int(os.environ.get("KAOHE_EDIT_EXAMPLES", "1500"))


@dataclass
class Edit:
    """An edit, the data it means, and the pieces of text it may touch."""

    name: str
    run: Callable[[str], str]
    meant: Any
    node: Path
    """The value, or the collection, that is edited."""
    removed: tuple[Path, ...] = ()
    may_refuse: bool = False
    replaced: bool = False
    """True where the whole value is another one afterwards."""
    renamed: Path | None = None
    reordered: bool = False


def _places(data: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    found = [(path, data)]
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        found += _places(value, (*path, step))
    return found


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _with(data: Any, path: Path, value: Any) -> Any:
    new = copy.deepcopy(data)
    if not path:
        return value
    _at(new, path[:-1])[path[-1]] = value
    return new


def _comments_in(styled: Styled, path: Path) -> bool:
    return any("#" in piece.text for piece in styled.pieces if piece.owner[: len(path)] == path)


def random_edit(styled: Styled, rng: random.Random, fresh: Any) -> Edit:
    """Returns some edit that the data allows; ``fresh`` is a scalar to put in."""
    path, value = rng.choice(_places(styled.data))
    if isinstance(value, list):
        return rng.choice([_list_edit, _list_edit, _item_edit, _removal])(styled, rng, path, value, fresh)
    if isinstance(value, dict):
        return rng.choice([_key_edit, _replacement, _removal, _renaming])(styled, rng, path, value, fresh)
    return Edit(
        f"set_scalar {path} {fresh!r}",
        lambda text: set_scalar(text, path, fresh),
        _with(styled.data, path, fresh),
        path,
        replaced=True,
    )


def _list_edit(styled: Styled, rng: random.Random, path: Path, value: list[Any], fresh: Any) -> Edit:
    if any(isinstance(item, dict | list) for item in value):
        return _item_edit(styled, rng, path, value, fresh)
    keep = [number for number in range(len(value)) if rng.random() < 0.7]
    items = [value[number] for number in keep]
    for _ in range(rng.randint(0, 2)):
        items.insert(rng.randint(0, len(items)), rng.choice([fresh, random_scalar(rng)]))
    if rng.random() < 0.3:
        rng.shuffle(items)
    return Edit(
        f"set_list {path} {items!r}",
        lambda text: set_list(text, path, items),
        _with(styled.data, path, items),
        path,
        reordered=True,
        may_refuse=not items and _comments_in(styled, path),
    )


def _item_edit(styled: Styled, rng: random.Random, path: Path, value: list[Any], fresh: Any) -> Edit:
    new: Any = rng.choice(
        [fresh, fresh, {"id": fresh, "list": [fresh, "甲"], "m": {"n": 1}}, [fresh, ["乙", []]]]
    )
    index = rng.randint(0, len(value))
    if index == len(value):
        return Edit(
            f"append_item {path} {new!r}",
            lambda text: append_item(text, path, new),
            _with(styled.data, path, [*value, new]),
            path,
        )
    return Edit(
        f"insert_item {path} {index} {new!r}",
        lambda text: insert_item(text, path, index, new),
        _with(styled.data, path, [*value[:index], new, *value[index:]]),
        path,
    )


def _removal(styled: Styled, rng: random.Random, path: Path, value: Any, fresh: Any) -> Edit:
    if not value:
        return (
            _item_edit(styled, rng, path, value, fresh)
            if isinstance(value, list)
            else _key_edit(styled, rng, path, value, fresh)
        )
    step = rng.choice(list(value) if isinstance(value, dict) else range(len(value)))
    new = copy.deepcopy(value)
    del new[step]

    def run(text: str) -> str:
        return remove_key(text, path, step) if isinstance(value, dict) else remove_item(text, path, step)

    refusal = not new and _comments_in(styled, path)
    return Edit(
        f"remove {path} {step!r}", run, _with(styled.data, path, new), path, ((*path, step),), refusal
    )


def _key_edit(styled: Styled, rng: random.Random, path: Path, value: dict[str, Any], fresh: Any) -> Edit:
    key = rng.choice(["新", "yes", "a: b!", "12", "[x]"])
    new = rng.choice([fresh, [fresh, "x"], {"a": fresh, "b": {"c": [fresh]}}, [{"a": fresh, "b": []}], {}])
    after = rng.choice([None, *value])
    entries = list(value.items())
    position = len(entries) if after is None else list(value).index(after) + 1
    entries.insert(position, (key, new))
    return Edit(
        f"put_key {path} {key!r} {new!r} after {after!r}",
        lambda text: put_key(text, path, key, new, after=after),
        _with(styled.data, path, dict(entries)),
        path,
    )


def _replacement(styled: Styled, rng: random.Random, path: Path, value: dict[str, Any], fresh: Any) -> Edit:
    if not value:
        return _key_edit(styled, rng, path, value, fresh)
    key = rng.choice(list(value))
    new = rng.choice([fresh, [fresh, "x"], {"a": fresh, "b": {"c": [fresh]}}, [], None])
    inner = (*path, key)
    return Edit(
        f"put_key {inner} = {new!r}",
        lambda text: put_key(text, path, key, new),
        _with(styled.data, inner, new),
        inner,
        may_refuse=_comments_in(styled, inner)
        and (isinstance(value[key], dict | list) or isinstance(new, dict | list)),
        replaced=True,
    )


def _renaming(styled: Styled, rng: random.Random, path: Path, value: dict[str, Any], fresh: Any) -> Edit:
    if not value:
        return _key_edit(styled, rng, path, value, fresh)
    key = rng.choice(list(value))
    new = rng.choice(["新", "yes", "a: b!", "12", "[x]"])
    meant = {new if name == key else name: item for name, item in value.items()}
    return Edit(
        f"rename_key {path} {key!r} {new!r}",
        lambda text: rename_key(text, path, key, new),
        _with(styled.data, path, meant),
        path,
        renamed=(*path, key),
    )


def untouched(styled: Styled, edit: Edit) -> list[str]:
    """Returns the stretches of text that must be found unchanged and in order, new text only between them."""
    stretches = [""]
    for piece in styled.pieces:
        if _may_touch(piece.owner, piece.role, edit):
            stretches.append("")
            continue
        if piece.role in ("break", "beside") and piece.owner[: len(edit.node)] == edit.node:
            stretches.append("")  # text may begin below this line, or a comma stand before this comment
        stretches[-1] += piece.text
        if piece.role in ("colon", "break", "above") and piece.owner[: len(edit.node)] == edit.node:
            stretches.append("")
    return stretches


def _may_touch(owner: Path, role: str, edit: Edit) -> bool:
    inside = owner[: len(edit.node)] == edit.node
    below = inside and len(owner) > len(edit.node)
    if edit.renamed is not None:
        return owner == edit.renamed and role == "key"
    if edit.replaced:
        own_row = owner == edit.node and role in ("value", "gap", "punctuation", "bracket")
        return own_row or below or (owner == edit.node and role == "break")
    if any(owner[: len(path)] == path and not (owner == path and role == "above") for path in edit.removed):
        return True
    if edit.reordered and below:
        return True
    # Of a collection: the commas; the brackets where it was empty; the spaces before a row that comes first.
    return (owner == edit.node and role in ("punctuation", "bracket", "gap")) or (below and role == "indent")


def assert_untouched(old: Styled, new: str, edit: Edit) -> None:
    """Fails where a stretch is missing, changed or displaced."""
    stretches = untouched(old, edit)
    # A file without a last line break stays so: the break before a removed last row goes with it.
    breaks = [""] if old.text.endswith(("\n", "\r")) else ["", "\n", "\r\n", "\r"]
    missing = [_missing(stretches, new + end) for end in breaks]
    assert None in missing, f"lost: {missing[0]!r}"


def _missing(stretches: list[str], new: str) -> str | None:
    if not new.startswith(stretches[0]):
        return stretches[0]
    position = 0
    for stretch in stretches:
        found = new.find(stretch, position)
        if found < 0:
            return stretch
        position = found + len(stretch)
    return None if new.endswith(stretches[-1]) else stretches[-1]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**63),
    fresh=st.one_of(
        st.text(max_size=12),
        st.text(alphabet="甲乙 \n\t:#-'\"[]{},|>&*!%@`?0123.eE_yn~\r\x07\u2028\ufeff\x85", max_size=8),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**9, min_value=-(10**9)),
        st.integers(-(10**12), 10**12),
        st.booleans(),
        st.none(),
        st.sampled_from(["no", "12", "区教委", "一\n二", "一\n二\n", "\n", " \n x\n", "x\n\n", "2021-08-11"]),
    ),
)
def test_any_edit_of_any_style(seed: int, fresh: Any) -> None:
    styled = styled_yaml(seed)
    root, problems = read_yaml(styled.text)
    assert root is not None, problems
    assert same(root.data(), styled.data), "the generator wrote something else than it meant"
    rng = random.Random(seed + 1)  # noqa: S311 - for tests
    edit = random_edit(styled, rng, fresh)
    bom = "\ufeff" if rng.random() < 0.1 else ""
    try:
        new = edit.run(bom + styled.text)
    except CannotEditError:
        if not edit.may_refuse:
            raise AssertionError(f"refused: {edit.name}\n{styled.text}") from None
        return
    assert new.startswith(bom)
    new = new.removeprefix(bom)
    after, problems = read_yaml(new)
    assert after is not None, problems
    assert same(after.data(), edit.meant), edit.name
    assert_untouched(styled, new, edit)
