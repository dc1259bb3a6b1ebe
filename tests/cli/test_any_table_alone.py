"""A workspace of one table, with a registry or without: every command works, and says once what is missing."""

import json
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.cli.test_completion import offered
from tests.collecting.reading.drafting import filled
from tests.conftest import REPOSITORY, Outcome
from tests.exporting.reading import paragraphs_of
from tests.importing.drawing import word
from tests.importing.test_sources import POLICY, WORD

Kaohe = Callable[..., Outcome]

TABLES = ("indicators", "incentives", "units")
FILES = (*TABLES, "forms")
CONTACTS = """\
schema_version: 1
units:
  区商务委: {contact: 李样例, rows: {A18.1: {contact: 王样例}}}
  区教委: {contact: 张样例, rows: {J24: {contact: 赵样例}}}
city_departments:
  市财政局: {office: 预算处}
city_rows:
  A18.1: {office: 流通处}
  J01: {office: 规划处}
"""
REPORT = """\
schema_version: 1
year: 2021
unit: 区教委
through_month: 10
entries:
  A21.2: {problems: 无}
  J24: {problems: 无}
"""
READING = (
    *("list", "list --unit 区教委", "list --section A", "list --bonus", "list --city 市财政局"),
    *("list --unassigned", "list 教育", "list --format csv", "list --format json", "show A02", "show J01"),
    *("validate", "validate --format sarif", "assign", "assign --by section", "assign --by city"),
    *("assign --unit 区教委", "unit list", "draft --unit 区教委", "draft --unit 区教委 --format md"),
    *("status", "status --remind", "status --unit 区教委", "export --unit 区教委"),
    *("export --format xlsx", "export --policy", "diff OTHER", "diff OTHER --unit 区教委", "diff data"),
)


def _subset(folder: Path, names: tuple[str, ...], of: tuple[str, ...] = TABLES) -> None:
    """Leaves these of some files in a workspace."""
    for name in set(of) - set(names):
        (folder / "data" / f"{name}.yaml").unlink()


@pytest.mark.parametrize("people", [False, True], ids=["", "people"])
@pytest.mark.parametrize(
    "names",
    [
        tuple(name for name, is_in in zip(FILES, mask, strict=True) if is_in)
        for mask in product([True, False], repeat=len(FILES))
    ],
    ids="+".join,
)
def test_every_reading_command_answers_whatever_files_there_are(
    kaohe: Kaohe, workspace: Path, names: tuple[str, ...], people: bool
) -> None:
    _subset(workspace, names, FILES)
    if people:
        (workspace / "data" / "contacts.yaml").write_text(CONTACTS, "utf-8")
        (workspace / "data" / "reports").mkdir()
        (workspace / "data" / "reports" / "区教委.yaml").write_text(REPORT, "utf-8")
    has_table = {"indicators", "incentives"} & {*names}
    unanswerable, lacking = _unanswerable(names), set(FILES) - set(names)
    for command in READING:
        words = [str(REPOSITORY / "data") if word == "OTHER" else word for word in command.split()]
        done = kaohe("--data", "data", *words)
        assert "程序内部出错" not in done.err, command
        if not has_table:
            assert done.code == 2 or command.startswith("diff"), command
            continue
        assert done.code == (2 if command in unanswerable else 0), (command, done.err)
        assert done.out or done.code == 2, command
        reminders = [line for line in done.err.splitlines() if line.startswith("提醒：没有")]
        assert len(reminders) == (bool(lacking) and not command.startswith("validate")), command
        assert all(f"没有 {name}.yaml（" in done.err + done.out for name in lacking), command


def _unanswerable(names: tuple[str, ...]) -> set[str]:
    """The commands that ask for what these tables do not hold."""
    asked = set()
    if "indicators" not in names:
        asked |= {"list --section A", "show A02"}
    if "incentives" not in names:
        asked |= {"show J01"}
        if "units" not in names:
            asked |= {"list --city 市财政局"}
    return asked


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("indicators", "没有 indicators.yaml（附件1），只有督查激励"),
        ("incentives", "没有 incentives.yaml（附件2），只有考核指标"),
        ("units", "没有 units.yaml（单位名录），单位按表里写的认"),
        ("forms", "没有 forms.yaml（附件3），用随程序安装的报送表"),
    ],
)
def test_what_is_missing_is_said_once_and_validate_reminds(
    kaohe: Kaohe, workspace: Path, lacking: str, said: str
) -> None:
    (workspace / "data" / f"{lacking}.yaml").unlink()
    assert kaohe("--data", "data", "list").err == f"提醒：{said}\n"
    done = kaohe("--data", "data", "validate")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("KH107") == 1
    assert said in done.out
    assert kaohe("--data", "data", "validate", "--strict").code == 1


def test_without_a_registry_the_bodies_are_those_the_tables_name(kaohe: Kaohe, workspace: Path) -> None:
    before = json.loads(kaohe("assign", "--format", "json").out)
    _subset(workspace, ("indicators", "incentives"))
    after = json.loads(kaohe("assign", "--format", "json").out)
    plaques = {"区服务业发展办", "区招商投资局"}  # the registry alone knows whose they are
    named = {load["name"] for load in after}
    assert {load["name"] for load in before} - named == set()
    assert named - {load["name"] for load in before} <= plaques
    assert "另有统称" not in str(after)
    assert "区级有关部门" in kaohe("list", "--unassigned").out


def test_a_name_that_is_not_in_the_tables_is_not_looked_for_in_a_registry(
    kaohe: Kaohe, workspace: Path
) -> None:
    _subset(workspace, ("indicators",))
    assert "表里没有“区商务局”这个单位" in kaohe("list", "--unit", "区商务局").err


def test_a_wording_that_cannot_be_a_name_is_told(kaohe: Kaohe, workspace: Path) -> None:
    _subset(workspace, ("indicators",))
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("[区商务委]", "[区商务委/区教委]", 1), "utf-8")
    done = kaohe("validate")
    assert done.code == 1
    assert "“区商务委/区教委”不能用作单位名称" in done.out
    assert kaohe("list").code == 0


@pytest.mark.parametrize("names", [("indicators",), ("incentives",), ("incentives", "units")], ids="+".join)
def test_only_what_is_there_is_exported(kaohe: Kaohe, workspace: Path, names: tuple[str, ...]) -> None:
    _subset(workspace, names)
    assert kaohe("--data", "data", "export", "--output", "表.docx").code == 0
    text = paragraphs_of(Path("表.docx"))
    assert ("附件1" in text) == ("indicators" in names)
    assert ("附件2" in text) == ("incentives" in names)


@pytest.mark.parametrize("names", [("indicators",), ("incentives",)], ids="+".join)
def test_a_round_of_reports_works(kaohe: Kaohe, workspace: Path, names: tuple[str, ...]) -> None:
    _subset(workspace, names)
    row, unit = ("A18.1", "区商务委") if names == ("indicators",) else ("J05", "区发展改革委")
    assert kaohe("--data", "data", "draft", "--unit", unit, "--output", "表").code == 0
    path = workspace / "表" / f"{unit}.docx"
    path.write_bytes(filled(path.read_bytes(), {row: {"problems": "无", "progress/situation": "增长8%"}}))
    assert kaohe("--data", "data", "collect", path).code in (0, 1)
    assert "增长8%" in (workspace / "data" / "reports" / "2021-10" / f"{unit}.yaml").read_text("utf-8")
    (body,) = [
        b for b in json.loads(kaohe("--data", "data", "status", "--format", "json").out) if b["unit"] == unit
    ]
    assert body["filled"] > 0


class TestChanging:
    def test_responsibility_is_changed_in_the_table_that_is_there(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        _subset(workspace, ("incentives",))
        assert kaohe("--data", "data", "assign", "J01", "--add", "区教委").code == 0
        assert "units: [区农业农村委, 区教委]" in (workspace / "data" / "incentives.yaml").read_text("utf-8")

    def test_a_new_body_makes_the_registry_of_all(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators",))
        before = [row["name"] for row in json.loads(kaohe("unit", "list", "--format", "json").out)]
        assert kaohe("assign", "A18.1", "--add", "区数据局").code == 2
        dry = kaohe("unit", "add", "区数据局", "--dry-run")
        assert dry.code == 0
        assert not (workspace / "data" / "units.yaml").exists()
        done = kaohe("unit", "add", "区数据局", "--alias", "区大数据中心")
        assert done.code == 0
        assert "新建 data/units.yaml，原来按表里写的认的单位都在里面" in done.err
        after = [row["name"] for row in json.loads(kaohe("unit", "list", "--format", "json").out)]
        assert {*after} == {*before, "区数据局"}
        assert kaohe("assign", "A18.1", "--add", "区大数据中心").code == 0
        assert kaohe("validate").code == 0

    def test_an_alias_makes_the_registry_too(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators",))
        assert kaohe("unit", "alias", "区商务委", "区口岸办").code == 0
        assert kaohe("list", "--unit", "区口岸办").code == 0

    def test_a_body_is_renamed_wherever_the_table_names_it(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators",))
        assert kaohe("unit", "rename", "区商务委", "区商务局").code == 0
        assert "区商务委" not in (workspace / "data" / "indicators.yaml").read_text("utf-8")
        units = (workspace / "data" / "units.yaml").read_text("utf-8")
        assert "- name: 区商务局\n    aliases: [区商务委]\n" in units  # for forms that were sent out before
        assert kaohe("list", "--unit", "区商务局").code == 0

    def test_people_are_filled_in(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators",))
        assert kaohe("assign", "--unit", "区商务委", "--leader", "张样例").code == 0
        assert kaohe("validate").code == 0


class TestImporting:
    def test_the_other_table_is_added_and_the_registry_with_it(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators",))
        done = kaohe("import", WORD, POLICY, "--merge")
        assert done.code == 0
        assert "原来没有 incentives.yaml，按导入的内容新写" in done.err
        assert "原来没有 units.yaml，按导入的内容新写" in done.err
        assert Workspace(DataFolder(workspace / "data", workspace)).missing == ()
        assert kaohe("validate").code == 0

    def test_what_neither_has_is_nothing_to_speak_of(self, kaohe: Kaohe, workspace: Path) -> None:
        _subset(workspace, ("indicators", "units"))
        text = (
            "2021年市对区考核指标任务分解表\n序号|指标|权重|考核内容|责任单位\n1|全新指标|4|全新内容|区教委"
        )
        path = workspace / "附件1.docx"
        path.write_bytes(word(text))
        done = kaohe("import", path, "--merge", "--force")
        assert done.code == 0
        assert "原来没有" not in done.err

    def test_a_registry_made_by_a_merge_knows_the_bodies_of_both_tables(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        _subset(workspace, ("indicators", "incentives"))
        assert kaohe("import", POLICY, "--merge").code == 0
        units = (workspace / "data" / "units.yaml").read_text("utf-8")
        assert "name: 区消防救援支队" in units  # only 附件1 names it
        assert kaohe("validate").code == 0


class TestComparing:
    @pytest.mark.parametrize("with_units", [True, False])
    def test_two_sides_with_one_table_each_are_compared(
        self, kaohe: Kaohe, workspace: Path, tmp_path: Path, with_units: bool
    ) -> None:
        _subset(workspace, ("indicators", *(("units",) if with_units else ())))
        shutil.copytree(workspace / "data", tmp_path / "旧")
        kaohe("assign", "A18.1", "--set", "区教委")
        done = json.loads(kaohe("diff", tmp_path / "旧", "--format", "json").out)
        (row,) = done["criteria"]["changed"]
        assert row["units"]["lead"] == ["区商务委", "区教委"]
        assert done["incentives"] is None
        assert {load["unit"] for load in done["loads"]} == {"区商务委", "区教委"}
        only = kaohe("diff", tmp_path / "旧", "--unit", "区教委")
        assert (only.code, "A18.1" in only.out) == (0, True)

    def test_a_collective_is_no_body_without_a_registry(
        self, kaohe: Kaohe, workspace: Path, tmp_path: Path
    ) -> None:
        _subset(workspace, ("indicators",))
        shutil.copytree(workspace / "data", tmp_path / "旧")
        path = workspace / "data" / "indicators.yaml"
        path.write_text(
            path.read_text("utf-8").replace("units: [区商务委]", "units: [区级有关部门]", 1), "utf-8"
        )
        loads = json.loads(kaohe("diff", tmp_path / "旧", "--format", "json").out)["loads"]
        assert {load["unit"] for load in loads} == {"区商务委"}

    def test_sides_without_a_table_in_common_are_told(
        self, kaohe: Kaohe, workspace: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "旧").mkdir()
        shutil.move(workspace / "data" / "incentives.yaml", tmp_path / "旧" / "incentives.yaml")
        (workspace / "data" / "units.yaml").unlink()
        done = kaohe("diff", tmp_path / "旧")
        assert done.code == 2
        assert "没有共同的表可以比较" in done.err


def test_tab_completes_what_is_there(workspace: Path) -> None:
    _subset(workspace, ("indicators",))
    assert offered(["list", "--unit", "区教"]) == ["区教委"]
    assert offered(["show", "A18"])
    assert offered(["list", "--city", ""]) == []
