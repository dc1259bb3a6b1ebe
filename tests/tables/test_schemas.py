"""What the editor is told of weights is what ``validate`` says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe_cli.forms.record import NO_FORMS
from kaohe_cli.workspace.schemas import json_schema
from tests.conftest import REPOSITORY, Outcome
from tests.tables.json_schema import fits

Kaohe = Callable[..., Outcome]

SCHEMA = json_schema("indicators", NO_FORMS)


def tables() -> Any:
    loader = yaml.BaseLoader  # no dates; numbers and the like are put in by hand below
    data = yaml.load((REPOSITORY / "data" / "indicators.yaml").read_text("utf-8"), loader)  # noqa: S506
    data["schema_version"], data["year"] = 1, int(data["year"])
    for one in data["rounds"]:
        one["through_month"] = int(one["through_month"])
    for section in data["sections"]:
        if "total_weight" in section:
            section["total_weight"] = float(section["total_weight"])
        for indicator in section["indicators"]:
            for criterion in indicator["criteria"]:
                if "weight" in criterion:
                    criterion["weight"] = float(criterion["weight"])
    return data


def refused_by_schema(data: Any) -> bool:
    return not fits(data, SCHEMA, SCHEMA)


def refused_by_rules(kaohe: Kaohe, workspace: Path, data: Any) -> bool:
    """True where validate finds an error besides the sum, which no schema can add up."""
    (workspace / "data" / "indicators.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    findings = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    return any(one["severity"] == "error" and "权重之和" not in one["message"] for one in findings)


def test_the_tables_that_ship_fit_their_schema() -> None:
    assert not refused_by_schema(tables())


@pytest.mark.parametrize(
    ("weight", "is_refused"),
    [
        *((taken, False) for taken in (3, 3.5, 0.5, 999_999.5)),
        *((refused, True) for refused in (3.3, 0, -1, 0.25, 2_000_000, "3分", True, None)),
    ],
)
def test_a_weight_is_refused_by_both_or_by_neither(
    kaohe: Kaohe, workspace: Path, weight: object, is_refused: bool
) -> None:
    data = tables()
    data["sections"][0]["indicators"][0]["criteria"][0]["weight"] = weight
    assert refused_by_schema(data) == is_refused
    assert refused_by_rules(kaohe, workspace, data) == is_refused


@pytest.mark.parametrize(("row", "is_refused"), [({}, False), ({"weight": 2}, True)])
def test_a_bonus_row_has_no_weight_for_both(
    kaohe: Kaohe, workspace: Path, row: dict[str, object], is_refused: bool
) -> None:
    data = tables()
    bonus = {"id": "A01.2", "units": ["区商务委"], "content": "受国家表彰的加1分", "extra": True}
    data["sections"][0]["indicators"][0]["criteria"].append(bonus | row)
    assert refused_by_schema(data) == is_refused
    assert refused_by_rules(kaohe, workspace, data) == is_refused


def test_where_weights_stand_follows_the_form(kaohe: Kaohe, workspace: Path) -> None:
    missing, too_much, no_total, odd_total, a_total = (tables() for _ in range(5))
    del missing["sections"][0]["indicators"][0]["criteria"][0]["weight"]
    too_much["sections"][1]["indicators"][0]["criteria"][0]["weight"] = 1
    del no_total["sections"][0]["total_weight"]
    odd_total["sections"][0]["total_weight"] = 90.3
    a_total["sections"][1]["total_weight"] = 3
    for data in (missing, too_much, no_total, odd_total, a_total):
        assert refused_by_schema(data)
        (workspace / "data" / "indicators.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        assert kaohe("validate").code == 1


@pytest.mark.parametrize("year", [1999, 2101, "2021"])
def test_a_year_out_of_range_is_refused_by_both(kaohe: Kaohe, workspace: Path, year: object) -> None:
    data = tables() | {"year": year}
    assert refused_by_schema(data)
    assert refused_by_rules(kaohe, workspace, data)
