"""The sums of a summary equal those that are worked out from the YAML alone, whoever reported on what."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome
from tests.progress.filled import TABLES
from tests.summarizing import district, independent, small

_IDS = ("A01.1", "A02", "A02.1", "A02.2", "A03.1.1", "A03.1.2", "A04.1", "A05.1")
_FIGURES = ("full_marks", "progress", "forecast", "expected_loss")


def scores() -> st.SearchStrategy[dict[str, Any]]:
    score = st.none() | st.sampled_from([0, 0.5, 1.25, 2, 2.9, 3, 4.1, 8])
    return st.builds(small.scores, score, score)


def reports() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Reports of any of the bodies, some of them for another body as well."""

    def of(unit: str) -> st.SearchStrategy[dict[str, Any] | None]:
        joint = st.sampled_from([{}, *({"joint": [unit, other]} for other in small.UNITS if other != unit)])
        entries = st.dictionaries(st.sampled_from(_IDS), scores(), max_size=5)
        made = st.builds(lambda entries, head: small.report(unit, entries, **head), entries, joint)
        return st.none() | made

    everyone = st.tuples(*map(of, small.UNITS))
    return everyone.map(lambda found: [one for one in found if one is not None])


def check(kaohe: Callable[..., Outcome], data: Path) -> None:
    outcome = kaohe("--data", data, "summary", "--round", "10", "--format", "json")
    assert outcome.code == 0, outcome.err
    said = json.loads(outcome.out, parse_float=Decimal)
    wanted = independent.sums(data, data / "reports" / "2021-10")
    assert figures(said["totals"]) == wanted["all"]
    assert {one["id"]: figures(one) for one in said["parts"]} == wanted["parts"]
    for one in said["units"]:
        assert figures(one) == wanted["units"][one["unit"]], one["unit"]
    for one in said["rows"]:
        row = wanted["rows"][one["id"]]
        assert [one[name] for name in _FIGURES[:3]] == [row[name] for name in _FIGURES[:3]], one["id"]
    assert {one["id"] for one in said["rows"]} == set(wanted["rows"])


def figures(record: dict[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in _FIGURES}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=reports())
def test_sums_equal_an_independent_sum(found: list[dict[str, Any]], kaohe: Callable[..., Outcome]) -> None:
    with TemporaryDirectory() as folder:
        data = small.save(Path(folder))
        small.send(data, *found)
        check(kaohe, data)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sums_of_the_tables_of_2021(seed: int, kaohe: Callable[..., Outcome], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(REPOSITORY / "data", data, ignore=WHAT_SHIPS)
    small.send(data, *district.reports(TABLES, seed=seed)[seed:])
    check(kaohe, data)
