"""The nearest name comes first."""

import pytest
import yaml

from kaohe_cli.words.likeness import did_you_mean, nearest
from tests.conftest import REPOSITORY

REGISTRY = yaml.safe_load((REPOSITORY / "data" / "units.yaml").read_text("utf-8"))
NAMES = [name for unit in REGISTRY["units"] for name in (unit["name"], *unit.get("aliases", []))]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("区商务局", "区商务委"),
        ("区科委", "区科技局"),
        ("区税局", "区税务局"),
        ("区发改委", "区发展改革委"),
        ("区经信局", "区经济信息委"),
        ("区卫健委", "区卫生健康委"),
        ("区教育局", "区教委"),
        ("区国资局", "区国资委"),
        ("区应急管理局", "区应急局"),
        ("商务委", "区商务委"),
    ],
)
def test_what_tells_names_apart_counts_more_than_what_they_share(slip: str, meant: str) -> None:
    assert nearest(slip, NAMES)[0] == meant


def test_equally_near_names_keep_their_order_and_what_begins_alike_comes_first() -> None:
    assert nearest("A18.2", ["A10.1", "A11.1", "A18.1"]) == ("A18.1", "A10.1", "A11.1")


def test_nothing_near_is_no_hint() -> None:
    assert did_you_mean("完全不同", NAMES) is None
    assert did_you_mean("weigth", ["weight", "units"]) == "是不是想写 weight？"
