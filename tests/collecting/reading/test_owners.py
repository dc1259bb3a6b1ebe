"""Whose the rows of a file are, for any mixture of what they say: each row has one owner, and a good reason."""

from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.collecting.reading.bodies import Owner, RowSaid, UncertainBodyError, owners_of
from kaohe_cli.collecting.reading.evidence import IN_ROW, Evidence
from kaohe_cli.tables.units import Unit

UNITS = tuple(Unit(name=name) for name in ("区甲局", "区乙局", "区丙局", "区丁局"))
some = st.lists(st.sampled_from(UNITS), unique=True, max_size=3).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> RowSaid:
    named, answering = draw(some), draw(some)
    unknown = draw(st.sampled_from([(), (), (), ("区某局",)]))
    is_open = draw(st.sampled_from([False, False, False, True]))
    said = "、".join((*(unit.name for unit in named), *unknown))
    evidence = (Evidence(IN_ROW, said, named, unknown, is_open),) if said else ()
    return RowSaid(evidence, answering)


def asked(said: list[RowSaid], wanted: Unit | None) -> tuple[Owner, ...]:
    """The owners, none where the file is a question."""
    try:
        return owners_of([], said, wanted).owners
    except UncertainBodyError:
        return ()


def owner_of(number: int, owners: tuple[Owner, ...]) -> Owner:
    (owner,) = (one for one in owners if one.rows is None or number in one.rows)
    return owner


@given(st.lists(rows(), min_size=1, max_size=5), st.sampled_from([None, *UNITS]))
def test_every_row_has_one_owner_that_it_names_or_that_the_person_named(
    said: list[RowSaid], wanted: Unit | None
) -> None:
    owners = asked(said, wanted)
    assert len({owner.unit for owner in owners}) == len(owners)
    for number, row in enumerate(said if owners else ()):
        owner = owner_of(number, owners)
        named = next((one.units for one in row.evidence), ())
        unclear = not named or row.evidence[0].is_open or bool(row.evidence[0].unknown)
        assert owner.unit in named or unclear or owner.unit == wanted
        assert not owner.joint or owner.joint[0] == owner.unit


@given(st.lists(rows(), min_size=2, max_size=5), st.sampled_from(UNITS))
def test_unit_never_takes_what_is_clearly_anothers_in_a_file_of_several(
    said: list[RowSaid], wanted: Unit
) -> None:
    owners = asked(said, wanted)
    clear = [row for row in said if row.named and row.answering and row.may_be_of(*row.named)]
    is_of_several = bool(clear) and not set.intersection(*({*row.named} for row in clear))
    for number, row in enumerate(said if owners and is_of_several else ()):
        assert row not in clear or wanted in row.named or owner_of(number, owners).unit != wanted


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6))
def test_rows_that_each_name_their_own_body_are_split_as_they_say(units: list[Unit]) -> None:
    said = [RowSaid((Evidence(IN_ROW, unit.name, (unit,)),), (unit,)) for unit in units]
    owners = owners_of([], said, None).owners
    assert [owner_of(number, owners).unit for number in range(len(units))] == units
    assert not any(owner.joint for owner in owners)
