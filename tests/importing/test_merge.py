"""Imported tables brought into a workspace that has been worked in."""

import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.comparing.changes import compare, criterion_rows
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.importing import import_files
from kaohe_cli.importing.merge import Merge, plan_merge
from kaohe_cli.rules.all_rules import check
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Tables, Workspace
from kaohe_cli.yamltext.new_file import yaml_text
from tests.comparing.tables import Data, criterion, indicator, renumber, shipped, tables
from tests.conftest import REPOSITORY
from tests.importing.test_sources import POLICY, WORD

FILES = ("indicators.yaml", "incentives.yaml", "units.yaml")


def imported(data: Data) -> Tables:
    """The tables as an import would give them: without what no document says."""
    data = {name: dict(part) for name, part in data.items()}
    for section in data["indicators"]["sections"]:
        for one in section["indicators"]:
            for row in one["criteria"]:
                row.pop("metrics", None)
    data["indicators"].pop("report_due", None)
    return tables(data)


class Done(NamedTuple):
    merge: Merge
    before: dict[str, str]
    after: dict[str, str]
    tables: Tables


def merged(folder: Path, data: Data) -> Done:
    """Merges the tables into the workspace in ``folder`` and writes them."""
    workspace = Workspace(DataFolder(folder, folder))
    before = {path.name: path.read_bytes().decode() for path in folder.glob("*.yaml")}
    with Transaction(folder) as change:
        merge = plan_merge(change, workspace, imported(data))
        change.commit()
    after = {path.name: path.read_bytes().decode() for path in folder.glob("*.yaml")}
    fresh = Workspace(DataFolder(folder, folder))
    assert [
        finding for finding in check(fresh).findings if finding.severity == "error" and finding.code < "KH4"
    ] == []
    return Done(merge, before, after, fresh.tables())


@pytest.fixture
def folder(workspace: Path) -> Path:
    return workspace / "data"


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def without(tables: Tables) -> Any:
    """The tables as plain data, without what a merge keeps beside the imported fields."""
    data = tables._asdict()
    indicators = data["indicators"].model_dump(exclude={"report_due"})
    for section in indicators["sections"]:
        for one in section["indicators"]:
            for row in one["criteria"]:
                row["metrics"] = row["resolved"] = None
    incentives = data["incentives"].model_dump()
    for row in incentives["incentives"]:
        row["resolved"] = None
    return indicators, incentives


def test_nothing_new_changes_no_byte(folder: Path) -> None:
    done = merged(folder, shipped())
    assert done.after == done.before
    assert not done.merge.comparison.changed
    assert (done.merge.renumbered, done.merge.remarks) == ((), ())


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_breaks_and_byte_order_mark_stay(folder: Path, newline: str, bom: str) -> None:
    for path in folder.glob("*.yaml"):
        path.write_bytes(
            (bom + path.read_text("utf-8").replace("\n", newline).removesuffix(newline)).encode()
        )
    data = shipped()
    criterion(data, "A02.1")["content"] = "民营经济增加值增量及增速"
    indicator(data, "D03")["criteria"].append(
        {"id": "D03.9", "units": ["区教委"], "content": "全新的一条考核内容"}
    )
    renumber(data)
    done = merged(folder, data)
    text = done.after["indicators.yaml"]
    assert text.startswith(bom + "#")
    assert text.count("\n") == text.count(newline)
    assert not text.endswith("\n")
    assert without(done.tables) == without(imported(data))


def test_only_what_differs_is_written(folder: Path) -> None:
    data = shipped()
    criterion(data, "A04.1").update(weight=Decimal("6.5"), units=["区科技局", "区教委"])
    data["indicators"].update(year=2022, title="2022年市对区考核指标任务分解表")
    data["incentives"]["year"] = 2022
    done = merged(folder, data)
    old, new = (set(text["indicators.yaml"].splitlines()) for text in (done.before, done.after))
    assert new - old == {
        "year: 2022",
        "title: 2022年市对区考核指标任务分解表",
        "            weight: 6.5",
        "            units: [区科技局, 区教委]",
    }
    assert done.after["units.yaml"] == done.before["units.yaml"]


def test_a_row_put_in_renumbers_the_rest_and_takes_what_belongs_to_them_along(folder: Path) -> None:
    table = folder / "indicators.yaml"
    table.write_text(
        table.read_text("utf-8").replace(
            "      - id: A19\n", "      # 甲测试：这一项由测试科盯办\n      - id: A19\n"
        ),
        "utf-8",
    )
    data = shipped()
    row = {"id": "A03.1", "weight": 2, "units": ["区教委"], "content": "全新考核内容甲乙丙丁戊己"}
    data["indicators"]["sections"][0]["indicators"].insert(
        2, {"id": "A03", "name": "数字乡村", "criteria": [row]}
    )
    renumber(data)
    done = merged(folder, data)
    assert ("A19.1", "A20.1") in done.merge.renumbered
    text = done.after["indicators.yaml"]
    assert "# 甲测试：这一项由测试科盯办\n      - id: A20\n" in text
    assert comments(text) == comments(done.before["indicators.yaml"])
    metrics = next(place.criterion for place in done.tables.indicators.criteria() if place.criterion.metrics)
    assert metrics.id == "A20.1"
    assert without(done.tables) == without(imported(data))


def test_an_indicator_that_goes_to_another_section_takes_its_comments_along(folder: Path) -> None:
    data = shipped()
    sections = data["indicators"]["sections"]
    moved = next(one for one in sections[0]["indicators"] if one["id"] == "A19")
    sections[0]["indicators"].remove(moved)
    for row in moved["criteria"]:
        del row["weight"]
    sections[1]["indicators"].append(moved)
    sections[0]["total_weight"] = 87
    renumber(data)
    done = merged(folder, data)
    assert comments(done.after["indicators.yaml"]) == comments(done.before["indicators.yaml"])
    row = next(place.criterion for place in done.tables.indicators.criteria() if place.criterion.metrics)
    assert row.id.startswith("B")
    assert without(done.tables) == without(imported(data))


def test_a_row_that_goes_to_a_new_indicator_takes_its_comments_along(folder: Path) -> None:
    data = shipped()
    indicators = data["indicators"]["sections"][0]["indicators"]
    old = indicator(data, "A19")
    extra = {"id": "A19.2", "weight": 1, "units": ["区教委"], "content": "另外一条全新的考核内容"}
    position = indicators.index(old)
    indicators[position] = {"id": "A19", "name": "住房保障另立名目", "criteria": [extra, *old["criteria"]]}
    renumber(data)
    done = merged(folder, data)
    assert comments(done.after["indicators.yaml"]) == comments(done.before["indicators.yaml"])
    assert without(done.tables) == without(imported(data))


def test_resolved_collectives_stay_while_the_row_names_them(folder: Path) -> None:
    table = folder / "indicators.yaml"
    text = table.read_text("utf-8")
    written = re.sub(
        r"(- id: (C01\.1|D01\.1)\n            units: \[)[^\]]*\]\n",
        r"\1区级有关部门]\n            resolved: {区级有关部门: [区商务委]} # 测试甲定的\n",
        text,
    )
    table.write_text(written, "utf-8")
    data = shipped()
    criterion(data, "C01.1")["units"] = ["区级有关部门", "区教委"]
    criterion(data, "D01.1")["units"] = ["区教委"]
    done = merged(folder, data)
    rows = {place.criterion.id: place.criterion for place in done.tables.indicators.criteria()}
    assert rows["C01.1"].resolved == {"区级有关部门": ("区商务委",)}
    assert rows["D01.1"].resolved == {}
    assert done.after["indicators.yaml"].count("# 测试甲定的") == 1


def test_what_was_dropped_is_gone_and_its_comments_are_named(folder: Path) -> None:
    data = shipped()
    section = data["indicators"]["sections"][0]
    section["indicators"] = [one for one in section["indicators"] if one["id"] != "A19"]
    section["total_weight"] = 87
    renumber(data)
    done = merged(folder, data)
    assert any("公租房使用分配率" in remark for remark in done.merge.remarks)
    assert without(done.tables) == without(imported(data))


def test_incentives_and_their_timeline(folder: Path) -> None:
    data = shipped()
    table = data["incentives"]
    table["timeline"].pop(0)
    table["timeline"][0] |= {"due": "2023-02-01", "wording": "2023年2月1日前"}
    table["timeline"].append({"name": "总结", "content": "认真总结。"})
    table["incentives"].insert(3, table["incentives"].pop(10))
    del table["incentives"][20]
    criterion(data, "J06").update(bonus_points=True, city_support=[], rewards=["资金支持", "考核加分"])
    table.update(document="渝府办发〔2022〕9号", issued="2022-08-11", year=2022)
    data["indicators"]["year"] = 2022
    table.pop("published")
    renumber(data)
    done = merged(folder, data)
    assert any("published" in remark for remark in done.merge.remarks)
    assert str(done.tables.incentives.published) == "2021-08-20"
    old, new = without(done.tables)[1], without(imported(data))[1]
    assert old | {"published": None} == new
    assert "# 部门推荐没有单独的时限\n  - name: 部门推荐" in done.after["incentives.yaml"]


def test_the_registry_only_gains(folder: Path) -> None:
    data = shipped()
    units = data["units"]
    units["units"] = [
        {"name": "区测试局", "aliases": ["区测试办"]},
        {"name": "区教委", "aliases": ["区委教育工委"]},
    ]
    units["collectives"].append({"name": "各测试单位"})
    units["city_departments"] = [{"name": "市测试局"}]
    criterion(data, "A01.1")["units"] = ["区教委（区委教育工委）", "区测试局", "各测试单位"]
    done = merged(folder, data)
    registry = done.tables.registry
    assert registry.units[-1].names == ("区测试局", "区测试办")
    assert registry.resolve("区教委（区委教育工委）") == registry.resolve("区教委")
    assert done.merge.comparison.registry.dropped == ()
    assert done.merge.comparison.registry.city_added == ("市测试局",)
    assert comments(done.after["units.yaml"]) == comments(done.before["units.yaml"])


REPORT = """\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
contact: {name: 李样例, mobile: "13800000000"}
entries:
  # 测试甲填的
  A18.1:
    problems: 无
  A19.1.1:
    problems: 有
"""
CONTACTS = """\
schema_version: 1
units:
  区商务委:
    leader: 张样例
    rows:
      A18.1: {contact: 王样例}
      A02.1: {contact: 李样例} # 测试
city_rows:
  A18.1: {office: 流通处}
  A19.1: {office: 住房处}
"""


@pytest.fixture
def people(folder: Path) -> Path:
    (folder / "reports").mkdir()
    (folder / "reports" / "区商务委.yaml").write_text(REPORT, "utf-8")
    (folder / "contacts.yaml").write_text(CONTACTS, "utf-8")
    return folder


def _swapped(data: Data) -> None:
    indicators = data["indicators"]["sections"][0]["indicators"]
    first, second = (indicators.index(indicator(data, wanted)) for wanted in ("A18", "A19"))
    indicators[first], indicators[second] = indicators[second], indicators[first]
    renumber(data)


def test_reports_and_roster_follow_rows_that_change_places(people: Path) -> None:
    data = shipped()
    _swapped(data)
    done = merged(people, data)
    report = (people / "reports" / "区商务委.yaml").read_text("utf-8")
    assert "  # 测试甲填的\n  A19.1:\n    problems: 无\n  A18.1.1:\n    problems: 有\n" in report
    roster = done.after["contacts.yaml"]
    assert "A19.1: {contact: 王样例}" in roster
    assert "A19.1: {office: 流通处}\n  A18.1: {office: 住房处}" in roster
    assert "A02.1: {contact: 李样例} # 测试" in roster


def test_reports_of_another_year_stay(people: Path) -> None:
    data = shipped()
    _swapped(data)
    data["indicators"]["year"] = data["incentives"]["year"] = 2022
    done = merged(people, data)
    assert (people / "reports" / "区商务委.yaml").read_text("utf-8") == REPORT
    assert any("2021 年的报送 1 份" in remark for remark in done.merge.remarks)


def _dropped(data: Data, wanted: str, weight: int) -> None:
    section = data["indicators"]["sections"][0]
    section["indicators"].remove(indicator(data, wanted))
    section["total_weight"] = weight
    renumber(data)


def test_a_report_never_loses_its_row_to_another(people: Path) -> None:
    data = shipped()
    _dropped(data, "A18", 87)
    before = (people / "indicators.yaml").read_bytes()
    with pytest.raises(WrongUseError, match=r"区商务委\.yaml 里有 A18\.1 的报送"):
        merged(people, data)
    assert (people / "indicators.yaml").read_bytes() == before


def _whole(people: Path) -> Path:
    path = people / "reports" / "区商务委.yaml"
    path.write_text(REPORT.replace("A18.1:", "A15:"), "utf-8")
    return path


def test_a_report_on_an_indicator_follows_its_criteria(people: Path) -> None:
    path = _whole(people)
    data = shipped()
    indicators = data["indicators"]["sections"][0]["indicators"]
    first, second = (indicators.index(indicator(data, wanted)) for wanted in ("A15", "A21"))
    indicators[first], indicators[second] = indicators[second], indicators[first]
    renumber(data)
    merged(people, data)
    assert "  A21:\n    problems: 无\n" in path.read_text("utf-8")


def test_a_report_on_an_indicator_does_not_pass_to_another(people: Path) -> None:
    _whole(people)
    data = shipped()
    _dropped(data, "A15", 85)
    with pytest.raises(WrongUseError, match=r"区商务委\.yaml 里有 A15 的报送"):
        merged(people, data)


def test_a_report_on_an_indicator_whose_criteria_part_is_not_guessed_at(people: Path) -> None:
    _whole(people)
    data = shipped()
    moved = indicator(data, "A15")["criteria"].pop()
    indicator(data, "A16")["criteria"].append(moved)
    renumber(data)
    with pytest.raises(WrongUseError, match="A15 是整个指标合起来报的"):
        merged(people, data)


def test_people_of_a_row_that_went_are_taken_off_the_roster(people: Path) -> None:
    data = shipped()
    _dropped(data, "A02", 85)
    done = merged(people, data)
    assert "李样例" not in done.after["contacts.yaml"]
    assert "A17.1: {contact: 王样例}" in done.after["contacts.yaml"]
    assert any("A02.1" in remark and "联系人" in remark for remark in done.merge.remarks)


CLAIMS = """\
schema_version: 1
year: 2021
claims:
  J04: {state: 拟申报}   # 招商
  J05:
    state: 材料起草
"""


def test_claims_follow_incentives_that_change_places(folder: Path) -> None:
    (folder / "claims.yaml").write_text(CLAIMS, "utf-8")
    data = shipped()
    rows = data["incentives"]["incentives"]
    rows[3], rows[4] = rows[4], rows[3]
    renumber(data)
    done = merged(folder, data)
    assert done.after["claims.yaml"] == CLAIMS.replace("J04", "J0x").replace("J05", "J04").replace(
        "J0x", "J05"
    )


def test_a_claim_never_passes_to_another_incentive(folder: Path) -> None:
    (folder / "claims.yaml").write_text(CLAIMS, "utf-8")
    data = shipped()
    del data["incentives"]["incentives"][3]
    renumber(data)
    with pytest.raises(WrongUseError, match=r"claims\.yaml 里有 J04 的申报"):
        merged(folder, data)
    assert (folder / "claims.yaml").read_text("utf-8") == CLAIMS


def test_claims_of_another_year_stay_and_are_told(folder: Path) -> None:
    (folder / "claims.yaml").write_text(CLAIMS, "utf-8")
    data = shipped()
    data["indicators"]["year"] = data["incentives"]["year"] = 2022
    done = merged(folder, data)
    assert (folder / "claims.yaml").read_text("utf-8") == CLAIMS
    assert any("2021 年的申报" in remark for remark in done.merge.remarks)


class Partial(NamedTuple):
    """What an import of 附件1 alone gives."""

    indicators: Any
    incentives: None = None
    registry: None = None


def test_a_table_that_was_not_imported_stays(folder: Path) -> None:
    data = shipped()
    criterion(data, "A01.1")["weight"] = 3
    with Transaction(folder) as change:
        merge = plan_merge(change, Workspace(DataFolder(folder, folder)), Partial(imported(data).indicators))
        (diff,) = change.diffs()
    assert diff.path.name == "indicators.yaml"
    assert merge.comparison.criteria is not None
    assert [one.new.id for one in merge.comparison.criteria.changed] == ["A01.1"]


def test_a_table_that_could_not_be_made_whole_stays_and_is_named(folder: Path) -> None:
    files = import_files([POLICY, WORD])
    broken = replace(files, tables=files.tables._replace(indicators=None))
    with Transaction(folder) as change:
        merge = plan_merge(change, Workspace(DataFolder(folder, folder)), broken.tables, broken)
        assert change.diffs() == ()
    (said,) = merge.serious
    assert "indicators.yaml 没有改" in said


def test_what_cannot_be_edited_is_refused_with_its_file(folder: Path) -> None:
    table = folder / "incentives.yaml"
    text = table.read_text("utf-8")
    start = text.index("timeline:")
    flow = "timeline: [{name: 区县申报, content: 申报}]\n" + text[text.index("incentives:\n", start) :]
    table.write_text(text[:start] + flow, "utf-8")
    data = shipped()
    with pytest.raises(CannotEditError, match=r"incentives\.yaml 第 \d+ 行"):
        merged(folder, data)
    assert table.read_text("utf-8") == text[:start] + flow


# Random edits of the shipped tables


def _edit_text(data: Data, chance: random.Random) -> None:
    row = chance.choice(list(_rows(data)))
    row["content"] = chance.choice(
        [row["content"] + "，以及#其他: 情况", "- " + row["content"], row["content"][:-2]]
    )


def _edit_weight(data: Data, chance: random.Random) -> None:
    row = chance.choice([row for row in _rows(data) if "weight" in row])
    row["weight"] = chance.choice([Decimal("0.5"), 3, 12])


def _edit_units(data: Data, chance: random.Random) -> None:
    row = chance.choice([*_rows(data), *data["incentives"]["incentives"]])
    row["units"] = chance.sample(
        ["区教委", "区商务委", "区级有关部门", *row["units"]], k=chance.randint(1, 3)
    )


def _rename(data: Data, chance: random.Random) -> None:
    section = chance.choice(data["indicators"]["sections"])
    chance.choice(section["indicators"])["name"] += "（新）"


def _shuffle(data: Data, chance: random.Random) -> None:
    section = chance.choice(data["indicators"]["sections"])
    chance.shuffle(section["indicators"])
    chance.shuffle(data["incentives"]["incentives"])


def _drop(data: Data, chance: random.Random) -> None:
    section = chance.choice(data["indicators"]["sections"])
    one = chance.choice(section["indicators"])
    if len(one["criteria"]) > 1:
        one["criteria"].remove(chance.choice(one["criteria"]))
    elif len(section["indicators"]) > 1:
        section["indicators"].remove(one)
    if len(data["incentives"]["incentives"]) > 1:
        data["incentives"]["incentives"].remove(chance.choice(data["incentives"]["incentives"]))


def _move(data: Data, chance: random.Random) -> None:
    giving, taking = chance.choices(data["indicators"]["sections"], k=2)
    if len(giving["indicators"]) > 1:
        moved = giving["indicators"].pop(chance.randrange(len(giving["indicators"])))
        taking["indicators"].insert(chance.randint(0, len(taking["indicators"])), moved)


def _add(data: Data, chance: random.Random) -> None:
    row = {"id": "X", "units": ["区教委"], "content": f"新增加的考核内容第{chance.randint(1, 999)}号"}
    section = chance.choice(data["indicators"]["sections"])
    if chance.random() < 0.5:
        chance.choice(section["indicators"])["criteria"].insert(0, row)
    else:
        section["indicators"].append({"id": "X", "name": f"新指标{chance.randint(1, 99)}", "criteria": [row]})


def _split(data: Data, chance: random.Random) -> None:
    section = chance.choice(data["indicators"]["sections"])
    one = chance.choice(section["indicators"])
    if len(one["criteria"]) > 1:
        section["indicators"].append({"id": "X", "name": "拆出来的指标", "criteria": [one["criteria"].pop()]})


def _rows(data: Data) -> Iterator[Any]:
    for section in data["indicators"]["sections"]:
        for one in section["indicators"]:
            yield from one["criteria"]


EDITS: list[Callable[[Data, random.Random], None]] = [
    *(_edit_text, _edit_weight, _edit_units, _rename, _shuffle, _drop, _move, _add, _split)
]


@given(st.lists(st.sampled_from(EDITS), max_size=8), st.integers(0, 10_000))
@settings(max_examples=20)
def test_the_result_says_what_was_imported(
    edits: list[Callable[[Data, random.Random], None]], seed: int
) -> None:
    data, chance = shipped(), random.Random(seed)  # noqa: S311
    for edit in edits:
        edit(data, chance)
    renumber(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in FILES:
            shutil.copy(REPOSITORY / "data" / file, folder / file)
        old = Workspace(DataFolder(folder, folder)).tables()
        done = merged(folder, data)
        assert without(done.tables) == without(imported(data))
        assert done.merge.comparison == compare(old, done.tables)
        named = "；".join(done.merge.remarks)
        for comment in comments(done.before["indicators.yaml"]):
            assert comment in comments(done.after["indicators.yaml"]) or comment.strip("# ") in named
        assert merged(folder, data).after == done.after  # once more changes nothing


def test_a_long_table_takes_linear_time(folder: Path) -> None:
    """Every row is changed and renumbered: each is a small text of its own, the whole is read a few times."""
    data = shipped()
    section = data["indicators"]["sections"][1]
    section["indicators"] = [
        {
            "id": f"B{n:02d}",
            "name": f"第{n}项指标",
            "criteria": [
                {"id": f"B{n:02d}.{m}", "units": ["区教委"], "content": f"第{n}项的第{m}条要求"}
                for m in range(1, 6)
            ],
        }
        for n in range(1, 100)
    ]
    done = merged(folder, data)
    section["indicators"].insert(0, section["indicators"].pop())
    renumber(data)
    again = merged(folder, data)
    assert len(again.merge.renumbered) == 495
    assert without(again.tables) == without(imported(data))
    assert len(done.tables.indicators.sections[1].indicators) == 99


@pytest.mark.parametrize(("shared", "is_same"), [(12, True), (11, False)])
def test_guess_a_row_keeps_its_metrics_from_seven_tenths_on(folder: Path, shared: int, is_same: bool) -> None:
    """Of 16 signs 12 (0.74) are the same row in other words, 11 (0.67) may be another row."""
    signs, others = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳", "金木水火土东南西北中春夏秋冬天地"
    before, after = shipped(), shipped()
    for data, text in ((before, signs), (after, signs[:shared] + others[: 16 - shared])):
        one = indicator(data, "A10")
        one["name"] = one["criteria"][0]["content"] = text
    indicator(before, "A10")["criteria"][0]["metrics"] = ["甲值", "乙值"]
    (folder / "indicators.yaml").write_text(yaml_text("indicators", before["indicators"]), "utf-8")
    rows = criterion_rows(merged(folder, after).tables.indicators)
    (row,) = (one for one in rows if one.id == "A10.1")
    assert bool(row.criterion.metrics) is is_same
