"""JSON Schemas of the data files, for editors that complete and check YAML while it is typed."""

from typing import Any

from kaohe_cli.model.base import Model
from kaohe_cli.model.incentives import IncentiveTable
from kaohe_cli.model.indicators import IndicatorTable
from kaohe_cli.model.reports import Report
from kaohe_cli.model.units import Registry

SCHEMAS: dict[str, tuple[type[Model], str]] = {
    "indicators": (IndicatorTable, "附件1 考核指标任务分解表（data/indicators.yaml）"),
    "incentives": (IncentiveTable, "附件2 督查激励争取任务分解表（data/incentives.yaml）"),
    "units": (Registry, "单位名录（data/units.yaml）"),
    "report": (Report, "一个单位的报送数据（data/reports/单位.yaml）"),
}
"""The model and the title of each schema, by its name."""


def json_schema(name: str) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) called ``name`` in :data:`SCHEMAS`."""
    model, title = SCHEMAS[name]
    schema = _without_noise(model.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def _without_noise(part: Any, *, names_follow: bool = False) -> Any:
    """Returns the schema without what pydantic derives from the code: titles, defaults, docstrings."""
    if isinstance(part, list):
        return [_without_noise(item) for item in part]
    if not isinstance(part, dict):
        return part
    noise = set() if names_follow else {"title", "default"}
    if "properties" in part and not names_follow:
        noise.add("description")  # the model's English docstring; the fields' Chinese ones stay
    return {
        key: _without_noise(value, names_follow=key in ("properties", "$defs"))
        for key, value in part.items()
        if key not in noise
    }
