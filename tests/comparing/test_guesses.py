"""Each threshold by which a comparison guesses, with a case on either side of it."""

import pytest

from kaohe_cli.comparing.bodies import RegistryChange, Renamed
from kaohe_cli.comparing.responsibility import UnitsChange, likely_renamed
from kaohe_cli.comparing.words import pieces


def kinds(before: str, after: str) -> list[str]:
    return [f"{piece.kind}:{piece.text}" for piece in pieces(before, after)]


@pytest.mark.parametrize(
    ("island", "is_kept"), [("同", False), ("同同同", False), ("同同同同", True)], ids=["1", "3", "4"]
)
def test_up_to_three_signs_between_two_larger_changes_are_changed(island: str, is_kept: bool) -> None:
    found = kinds(f"甲乙丙丁戊{island}甲乙丙丁戊", f"子丑寅卯辰{island}子丑寅卯辰")
    assert (f"same:{island}" in found) is is_kept


@pytest.mark.parametrize(("same", "is_kept"), [(8, False), (12, True)])
def test_a_fifth_must_be_the_same_to_be_shown_as_changed(same: int, is_kept: bool) -> None:
    """Of 50 signs 8 (0.16) are chance, 12 (0.24) are the same text; both stand together in the middle."""
    changed = (50 - same) // 2
    before, after = (sign * changed + "同" * same + sign * changed for sign in "甲乙")
    assert any(kind.startswith("same") for kind in kinds(before, after)) is is_kept


def units_change(before: tuple[str, ...], after: tuple[str, ...]) -> UnitsChange:
    return UnitsChange(before, after)


@pytest.mark.parametrize(("taken", "is_likely"), [(1, False), (2, True)])
def test_a_body_that_took_over_more_than_half_of_the_rows_is_likely_the_same(
    taken: int, is_likely: bool
) -> None:
    registry = RegistryChange(added=("区数据局", "区甲局"), dropped=("区大数据局",))
    rows = [units_change(("区大数据局",), ("区数据局",))] * taken
    rows += [units_change(("区大数据局",), ("区教委",))] * (2 if taken == 1 else 1)
    expected = (Renamed("区大数据局", "区数据局"),) if is_likely else ()
    assert likely_renamed(registry, rows) == expected


def test_half_of_the_rows_is_not_more_than_half() -> None:
    registry = RegistryChange(added=("区数据局",), dropped=("区大数据局",))
    rows = [units_change(("区大数据局",), (after,)) for after in ("区数据局", "区教委")]
    assert likely_renamed(registry, rows) == ()
