"""The registry's text changed, and a name replaced wherever the data has it: every other byte stays."""

import os
from pathlib import Path

import pytest

from kaohe_cli.assignment.registry import BodyKind, add, add_aliases, entries, rename
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.reader import read_yaml

UNITS = """\
# 单位名录
schema_version: 1
units:
  - name: 甲局   # 正式名称
    aliases: [甲办, '甲中心']
  - name: 乙局
collectives:
  - name: 有关部门
city_departments:
  - name: 市甲局
"""
INDICATORS = """\
schema_version: 1
year: 2021
title: 表
sections:
  - id: A
    title: 甲局的部分
    form: scored
    total_weight: 3
    indicators:
      - id: A01
        name: 甲局
        criteria:
          - id: A01.1
            weight: 3
            units: [ 甲局（甲办）,乙局 , "有关部门" ]  # 甲局牵头
            resolved:
              有关部门:
                - 丙局（甲局）   # 没有登记
            content: 甲局（甲办）的工作
"""
INCENTIVES = """\
schema_version: 1
year: 2021
title: 表
document: 文〔2021〕1号
issued: "2021-08-11"
timeline: []
incentives:
  - id: J01
    title: 甲局
    city_lead: [市甲局]
    city_support: [市乙局, 市甲局等]
    units:
      - 甲办
      - 甲局管委会
    eligible: [区县]
    rewards: [资金支持]
    bonus_points: false
    measure: 市甲局、甲局
"""
CONTACTS = """\
schema_version: 1
units:
  甲局: {leader: 甲局, mobile: "13800000000"}
city_departments:
  "市甲局": {office: 市甲局}
"""
REPORT = """\
schema_version: 1
year: 2021
unit: 甲局
through_month: 10
entries:
  A01.1: {problems: 甲局}
"""


def registry() -> Registry:
    return Registry.model_validate(_data(UNITS))


def _data(text: str) -> object:
    root, _ = read_yaml(text)
    assert root is not None
    return root.data()


@pytest.mark.parametrize(
    ("kind", "name", "aliases", "before", "after"),
    [
        ("unit", "丙局", (), "  - name: 乙局\n", "  - name: 乙局\n  - name: 丙局\n"),
        (
            "unit",
            " 丙局 ",
            ("丙办", "丙中心"),
            "  - name: 乙局\n",
            "  - name: 乙局\n  - name: 丙局\n    aliases: [丙办, 丙中心]\n",
        ),
        ("collective", "各局", (), "  - name: 有关部门\n", "  - name: 有关部门\n  - name: 各局\n"),
        ("city", "市丙局", (), "  - name: 市甲局\n", "  - name: 市甲局\n  - name: 市丙局\n"),
        ("unit", "no", (), "  - name: 乙局\n", '  - name: 乙局\n  - name: "no"\n'),
    ],
)
def test_add(kind: BodyKind, name: str, aliases: tuple[str, ...], before: str, after: str) -> None:
    assert add(UNITS, registry(), kind, name, aliases) == UNITS.replace(before, after)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("kind", "key"), [("collective", "collectives"), ("city", "city_departments")])
def test_add_to_a_list_that_is_not_there_yet(kind: BodyKind, key: str, newline: str) -> None:
    text = "\ufeffschema_version: 1\nunits:\n  - name: 甲局\n".replace("\n", newline)
    known = Registry.model_validate({"schema_version": 1, "units": [{"name": "甲局"}]})
    added = f"{key}:\n  - name: 新局\n".replace("\n", newline)
    assert add(text, known, kind, "新局") == text + added


@pytest.mark.parametrize(
    ("unit", "aliases", "before", "after"),
    [
        ("乙局", ["乙办", "乙站"], "  - name: 乙局\n", "  - name: 乙局\n    aliases: [乙办, 乙站]\n"),
        ("甲办", ["甲站"], "'甲中心']", "'甲中心', 甲站]"),
        ("甲局（甲办）", ["甲站", "甲所"], "'甲中心']", "'甲中心', 甲站, 甲所]"),
    ],
)
def test_add_aliases(unit: str, aliases: list[str], before: str, after: str) -> None:
    assert add_aliases(UNITS, registry(), unit, aliases) == UNITS.replace(before, after)


@pytest.mark.parametrize(
    ("kind", "name", "aliases", "says"),
    [
        ("unit", "乙局", (), "“乙局”已经在名录里"),
        ("city", "甲中心", (), "“甲中心”已经是甲局的名称"),
        ("unit", "市甲局", (), "“市甲局”已经是市级部门"),
        ("unit", "有关部门", (), "“有关部门”已经在名录里"),
        ("unit", "甲局（甲办）", (), "里有“（”"),
        ("unit", "丙局", ("丙局",), "“丙局”写了两次"),
        ("unit", "丙局", ("乙局",), "“乙局”已经在名录里"),
        ("city", "市丙局", ("丙",), "没有其他名称"),
        ("collective", "各局", ("各办",), "没有其他名称"),
        ("unit", "a/b", (), "“a/b”不能用作名称"),
        ("unit", " ", (), "不能空着"),
        ("unit", "丙局.", (), "首尾不能是点"),
        ("unit", "丙" * 61, (), "最多 60 字"),
        ("unit", "丙 局", (), "“丙 局”里有空格"),
        ("unit", "丙局(丁)", (), "里有“(”"),
        ("city", "市丙局等", (), "以“等”结尾"),
    ],
)
def test_names_that_cannot_be_added(kind: BodyKind, name: str, aliases: tuple[str, ...], says: str) -> None:
    with pytest.raises(KaoheError, match=says.replace("(", r"\(")):
        add(UNITS, registry(), kind, name, aliases)


@pytest.mark.parametrize(
    ("unit", "alias", "says"),
    [
        ("丙局", "丙办", "没有“丙局”这个单位"),
        ("有关部门", "各局", "“有关部门”是统称"),
        ("乙局", "甲办", "“甲办”已经是甲局的名称"),
    ],
)
def test_aliases_that_cannot_be_added(unit: str, alias: str, says: str) -> None:
    with pytest.raises(KaoheError, match=says):
        add_aliases(UNITS, registry(), unit, [alias])


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A small workspace whose every file has the name 甲局 where it means the body, and where it does not."""
    files = {
        "units.yaml": UNITS,
        "indicators.yaml": INDICATORS.replace("\n", "\r\n"),
        "incentives.yaml": "\ufeff" + INCENTIVES,
        "contacts.yaml": CONTACTS,
        "reports/甲局.yaml": REPORT,
        "reports/乙局.yaml": REPORT.replace("unit: 甲局", "unit: 乙局"),
    }
    (tmp_path / "reports").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode())
    return Workspace(DataFolder(tmp_path, tmp_path))


def _contents(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in paths}


@pytest.mark.parametrize(
    ("old", "new", "places", "changed", "moved"),
    [
        (
            "甲局",
            "新局",
            6,
            [
                ("units.yaml", "name: 甲局   #", "name: 新局   #"),
                ("units.yaml", "'甲中心']", "'甲中心', 甲局]"),
                ("indicators.yaml", "[ 甲局（甲办）,", "[ 新局（甲办）,"),
                ("indicators.yaml", "- 丙局（甲局）", "- 丙局（新局）"),
                ("contacts.yaml", "  甲局: {", "  新局: {"),
                ("reports/甲局.yaml", "unit: 甲局", "unit: 新局"),
            ],
            ("reports/甲局.yaml", "reports/新局.yaml"),
        ),
        (
            "甲办",
            "#新办",
            3,
            [
                ("units.yaml", "[甲办, '甲中心']", "[\"#新办\", '甲中心', 甲办]"),
                ("indicators.yaml", "[ 甲局（甲办）,", "[ 甲局（#新办）,"),
                ("incentives.yaml", "- 甲办", '- "#新办"'),
            ],
            None,
        ),
        ("甲中心", "新中心", 1, [("units.yaml", "'甲中心'", "'新中心', 甲中心")], None),
        (
            "乙局",
            "丁局",
            4,
            [
                ("units.yaml", "- name: 乙局\n", "- name: 丁局\n    aliases: [乙局]\n"),
                ("indicators.yaml", ",乙局 ,", ",丁局 ,"),
                ("reports/乙局.yaml", "unit: 乙局", "unit: 丁局"),
            ],
            ("reports/乙局.yaml", "reports/丁局.yaml"),
        ),
        (
            "甲局",
            "甲办",
            7,
            [
                ("units.yaml", "name: 甲局   #", "name: 甲办   #"),
                ("units.yaml", "[甲办, '甲中心']", "[甲局, '甲中心']"),
                ("indicators.yaml", "[ 甲局（甲办）,", "[ 甲办（甲局）,"),
                ("indicators.yaml", "- 丙局（甲局）", "- 丙局（甲办）"),
                ("contacts.yaml", "  甲局: {", "  甲办: {"),
                ("reports/甲局.yaml", "unit: 甲局", "unit: 甲办"),
            ],
            ("reports/甲局.yaml", "reports/甲办.yaml"),
        ),
        (
            "有关部门",
            "各部门",
            3,
            [
                ("units.yaml", "- name: 有关部门", "- name: 各部门"),
                ("indicators.yaml", '"有关部门" ]', '"各部门" ]'),
                ("indicators.yaml", "  有关部门:", "  各部门:"),
            ],
            None,
        ),
        (
            "市甲局",
            "市新局",
            4,
            [
                ("units.yaml", "- name: 市甲局", "- name: 市新局"),
                ("incentives.yaml", "city_lead: [市甲局]", "city_lead: [市新局]"),
                ("incentives.yaml", "市甲局等]", "市新局等]"),
                ("contacts.yaml", '"市甲局":', '"市新局":'),
            ],
            None,
        ),
    ],
)
def test_rename(
    small: Workspace,
    old: str,
    new: str,
    places: int,
    changed: list[tuple[str, str, str]],
    moved: tuple[str, str] | None,
) -> None:
    folder = small.data.path
    expected = _contents(folder)
    for name, before, after in changed:
        assert expected[name].count(before) == 1
        expected[name] = expected[name].replace(before, after)
    if moved:
        expected[moved[1]] = expected.pop(moved[0])
    with Transaction(folder) as change:
        renaming = rename(change, small, old, new)
        renaming.commit(change)
    assert _contents(folder) == expected
    assert renaming.places == places
    assert renaming.is_kept == (not old.startswith(("市", "有关")))
    assert len(renaming.diffs) == len({name for name, _, _ in changed})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("丙局", "新局", "没有“丙局”这个名称，可能是"),
        ("甲局（甲办）", "新局", "没有“甲局（甲办）”这个名称"),
        ("甲局", "乙局", "“乙局”已经在名录里"),
        ("甲中心", "甲办", "“甲办”已经是甲局的名称"),
        ("甲局", "甲局", "“甲局”已经在名录里"),
        ("甲局", "市甲局", "“市甲局”已经是市级部门"),
        ("甲局", "新/局", "不能用作名称"),
        ("甲局", "新局, 甲", "里有“,”"),
        ("市甲局", "市新局等", "以“等”结尾"),
    ],
)
def test_what_cannot_be_renamed(small: Workspace, old: str, new: str, says: str) -> None:
    before = _contents(small.data.path)
    with pytest.raises(KaoheError, match=says), Transaction(small.data.path) as change:
        rename(change, small, old, new).commit(change)
    assert _contents(small.data.path) == before


def test_a_registered_name_in_brackets_is_a_name_of_its_own(small: Workspace) -> None:
    units = small.data.path / "units.yaml"
    units.write_text(UNITS.replace("- name: 乙局\n", "- name: 乙局\n  - name: 甲局（甲办）\n"), "utf-8")
    with Transaction(small.data.path) as change:
        rename(change, small, "甲局", "新局").commit(change)
    assert "甲局（甲办）,乙局" in (small.data.path / "indicators.yaml").read_text("utf-8")


def test_a_wording_must_not_become_the_name_of_another_body(small: Workspace) -> None:
    units = small.data.path / "units.yaml"
    units.write_text(UNITS.replace("- name: 乙局\n", "- name: 乙局\n  - name: 新局（甲办）\n"), "utf-8")
    with pytest.raises(KaoheError, match="“甲局（甲办）”会写成“新局（甲办）”"):  # noqa: SIM117
        with Transaction(small.data.path) as change:
            rename(change, small, "甲局", "新局")


def test_one_file_that_cannot_be_changed_stops_all(small: Workspace) -> None:
    (small.reports / "新局.yaml").write_text("unit: 别的\n", "utf-8")
    before = _contents(small.data.path)
    with pytest.raises(CannotEditError, match=r"新局\.yaml.*已经有了"):  # noqa: SIM117
        with Transaction(small.data.path) as change:
            rename(change, small, "甲局", "新局").commit(change)
    assert _contents(small.data.path) == before


def test_a_broken_report_of_another_body_does_not_matter(small: Workspace) -> None:
    (small.reports / "乙局.yaml").write_bytes("unit: 乙局 [".encode("gbk"))
    with Transaction(small.data.path) as change:
        rename(change, small, "甲局", "新局").commit(change)
    assert (small.reports / "新局.yaml").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_a_report_keeps_its_permissions(small: Workspace) -> None:
    (small.reports / "甲局.yaml").chmod(0o600)
    before = (small.reports / "甲局.yaml").stat().st_mode
    with Transaction(small.data.path) as change:
        rename(change, small, "甲局", "新局").commit(change)
    assert (small.reports / "新局.yaml").stat().st_mode == before


def test_entries_count_the_rows(small: Workspace) -> None:
    found = {one.name: (one.leads, one.supports) for one in entries(small.tables())}
    assert found == {"甲局": (2, 0), "乙局": (0, 1), "有关部门": (0, 0), "市甲局": (1, 0)}
