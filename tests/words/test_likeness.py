"""The nearest name comes first."""

import pytest
import yaml

from kaohe_cli.words.likeness import did_you_mean, is_short_form, lookalikes, nearest, ratio
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
        ("区住建委", "区住房城乡建委"),
        ("区文旅委", "区文化旅游委"),
        ("区人社局", "区人力社保局"),
        ("区市监局", "区市场监管局"),
        ("区城管局", "区城市管理局"),
        ("区农委", "区农业农村委"),
        ("区大数据局", "区大数据发展局"),
        ("区退役局", "区退役军人事务局"),
        ("区招投局", "区招商投资局"),
        ("区环保局", "区生态环境局"),
    ],
)
def test_what_tells_names_apart_counts_more_than_what_they_share(slip: str, meant: str) -> None:
    assert nearest(slip, NAMES)[0] == meant


def test_equally_near_names_keep_their_order_and_what_begins_alike_comes_first() -> None:
    assert nearest("A18.2", ["A10.1", "A11.1", "A18.1"]) == ("A18.1", "A10.1", "A11.1")


def test_nothing_near_is_no_hint() -> None:
    assert did_you_mean("完全不同", NAMES) is None
    assert did_you_mean("weigth", ["weight", "units"]) == "可能是 weight"


@pytest.mark.parametrize(
    ("name", "is_hint"),
    [
        ("区乡委", True),  # of 区教委 two signs in three, 0.67
        ("甲乙戊己庚", False),  # of 甲乙丙丁 two, 0.44
        ("甲乙戊己丁庚", True),  # three in ten, 0.6
        ("甲乙丁戊己庚辛壬", True),  # three in twelve, 0.5
    ],
)
def test_half_of_the_signs_make_a_hint(name: str, is_hint: bool) -> None:
    known = "区教委" if name.startswith("区") else "甲乙丙丁"
    assert bool(nearest(name, [known])) is is_hint
    assert (ratio(name, known) >= 0.5) is is_hint


def test_names_of_three_signs_tell_something() -> None:
    assert is_short_form("区发委", "区发展改革委")
    assert not is_short_form("区委", "区教委")
    assert list(lookalikes(["区委", "区委办公室", "区教委"])) == []
    assert list(lookalikes(["区政府", "区政府办公室"])) == [("区政府", "区政府办公室")]


def test_so_many_names_are_not_compared() -> None:
    names = [f"{chr(0x4E00 + number)}某局" for number in range(400)]
    assert len(list(lookalikes([*names[:-2], "区某局", "区某乙局"]))) == 1
    assert list(lookalikes([*names[:-1], "区某局", "区某乙局"])) == []
