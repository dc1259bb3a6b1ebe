"""JSON Schemas of the data files, for editors that complete and check YAML while it is typed."""

import ast
import inspect
import json
from itertools import pairwise
from typing import Any, get_args

from kaohe_cli.forms.record import Forms
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.schema import with_fields
from kaohe_cli.forms.written import FormTable
from kaohe_cli.tables.base import Model
from kaohe_cli.tables.claims import Claims
from kaohe_cli.tables.contacts import Contacts
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.sent import Sent
from kaohe_cli.tables.units import Registry

SCHEMAS: dict[str, tuple[type[Model], str]] = {
    "indicators": (IndicatorTable, "附件1 考核指标任务分解表（data/indicators.yaml）"),
    "incentives": (IncentiveTable, "附件2 督查激励争取任务分解表（data/incentives.yaml）"),
    "units": (Registry, "单位名录（data/units.yaml）"),
    "claims": (Claims, "督查激励的申报（data/claims.yaml）"),
    "contacts": (Contacts, "联系人（data/contacts.yaml）"),
    "sent": (Sent, "发出的报送表（data/sent.yaml）"),
    "forms": (FormTable, "附件3 各种报送表（data/forms.yaml）"),
    "report": (Report, "一个单位的报送数据（data/reports/单位.yaml）"),
}
"""The model and the title of each schema, by its name."""


def json_schema(name: str, forms: Forms) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) called ``name`` in :data:`SCHEMAS`; reports follow the forms."""
    model, title = SCHEMAS[name]
    schema = _without_noise(model.model_json_schema())
    for described in (schema, *schema.get("$defs", {}).values()):
        described.pop("description", None)  # the model's English docstring
    for part in _models_within(model):
        target = schema if part is model else schema["$defs"][part.__name__]
        for field, description in _field_descriptions(part).items():
            target["properties"][field]["description"] = description
    if model is Report:
        schema = with_fields(schema, forms)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def schema_file(name: str, forms: Forms) -> bytes:
    """Returns the file of the schema called ``name``."""
    return (json.dumps(json_schema(name, forms), ensure_ascii=False, indent=2) + "\n").encode()


def _models_within(model: type[Model]) -> set[type[Model]]:
    """Returns a model and every model that its fields hold."""
    found = {model}
    for field in model.model_fields.values():
        annotations = [field.annotation]
        while annotations:
            annotation = annotations.pop()
            if isinstance(annotation, type) and issubclass(annotation, Model):
                found |= _models_within(annotation)
            annotations += get_args(annotation)
    return found


def _field_descriptions(model: type[Model]) -> dict[str, str]:
    """Returns the text that stands under each field in the model's source, bases first.

    pydantic can do the same when it builds a model, but then every start of the program parses this source.
    """
    descriptions: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is Model or not issubclass(base, Model):
            continue
        (definition,) = ast.parse(inspect.getsource(base)).body
        statements = definition.body if isinstance(definition, ast.ClassDef) else []
        for field, text in pairwise(statements):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(words))),
                ) if name in model.model_fields:
                    descriptions[name] = words
    return descriptions


def _without_noise(part: Any, *, names_follow: bool = False) -> Any:
    """Returns the schema without the titles and defaults that pydantic derives from the code."""
    if isinstance(part, list):
        return [_without_noise(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _without_noise(value, names_follow=key in ("properties", "$defs"))
        for key, value in part.items()
        if names_follow or key not in ("title", "default")
    }
