"""``kaohe schema``: what editors are given is what the models say."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]


def test_the_schemas_in_the_repository_are_current(kaohe: Kaohe) -> None:
    done = kaohe("schema", REPOSITORY / "schema", "--check")
    assert (done.code, done.out) == (0, "")


def test_a_stale_schema_is_found_and_rewritten(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("schema").code == 0
    path = workspace / "schema" / "units.schema.json"
    path.write_text("{}", "utf-8")
    done = kaohe("schema", "--check")
    assert done.code == 1
    assert "units.schema.json" in done.out
    kaohe("schema")
    assert kaohe("schema", "--check").code == 0
    assert json.loads(path.read_text("utf-8"))["title"].startswith("单位名录")


def test_the_schemas_speak_chinese_to_the_editor() -> None:
    schema = json.loads((REPOSITORY / "schema" / "indicators.schema.json").read_text("utf-8"))
    criterion = schema["$defs"]["Criterion"]
    assert criterion["properties"]["weight"]["description"].startswith("权重")
    assert "description" not in criterion
    assert criterion["additionalProperties"] is False
