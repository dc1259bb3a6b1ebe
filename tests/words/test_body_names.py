"""Names of bodies as people write them."""

import pytest

from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.locate import shipped
from kaohe_cli.yamltext.reader import read_yaml


@pytest.fixture(scope="module")
def registry() -> Registry:
    root, _ = read_yaml((shipped("data") / "units.yaml").read_text("utf-8"))
    assert root is not None
    return Registry.model_validate(root.data())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("经信委", "区经济信息委"),
        ("区经信委", "区经济信息委"),
        ("黔江区经济和信息化委员会", "区经济信息委"),
        ("××区商务委员会", "区商务委"),
        ("区 商 务 委", "区商务委"),
        ("区商委", "区商务委"),
        ("商务委（牵头）", "区商务委"),
        ("重庆市黔江区教育委员会", "区教委"),
        ("区农业委", "区农业农村委"),
        ("区住房和城乡建设委员会", "区住房城乡建委"),
        ("区人力资源和社会保障局", "区人力社保局"),
        ("区市场监督管理局", "区市场监管局"),
        ("区规划和自然资源局", "区规划自然资源局"),
        ("区文化和旅游发展委员会", "区文化旅游委"),
        ("区国有资产监督管理委员会", "区国资委"),
        ("政法委", "区委政法委"),
        ("区政府办", "区政府办公室"),
        ("区委办", "区委办公室"),
        ("外办", "区政府外办"),
        ("招商投资局", "区政府外办"),
        ("区政府外办(区招商投资局)", "区政府外办"),
        ("国家税务总局重庆市黔江区税务局", "区税务局"),
        ("区级有关部门", "区级有关部门"),
    ],
)
def test_a_name_is_known_however_it_is_written(registry: Registry, written: str, meant: str) -> None:
    found = registry.find(written)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize(
    "written",
    [
        "市商务委",
        "经开区财政局",
        "两江新区商务局",
        "区数据局",
        "区科委",
        "办公室",
        "区委",
        "委",
        "",
        "区财政局（区国资委）",
    ],
)
def test_what_may_be_another_body_is_not_known(registry: Registry, written: str) -> None:
    assert registry.find(written) is None


def test_what_could_mean_two_bodies_means_none() -> None:
    names = ("区委研究室", "区政府研究室", "区科技局")
    registry = Registry.model_validate({"schema_version": 1, "units": [{"name": name} for name in names]})
    assert registry.find("研究室") is None
    assert registry.find("区委研究室") == registry.units[0]


def test_the_tables_themselves_are_read_to_the_letter(registry: Registry) -> None:
    assert registry.resolve("经信委") is None


def test_names_in_a_text_are_found_longest_first(registry: Registry) -> None:
    units, rest = registry.named_in("区委办公室转区教委、经开区财政局")
    assert [unit.name for unit in units] == ["区委办公室", "区教委"]
    assert rest == "|转|、经开区财政局"
