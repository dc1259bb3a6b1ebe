"""``kaohe unit``: the registry listed, and changed to the letter of the diff it prints."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

RESOLVED = "            resolved: {区级有关部门: [区商务委, 区教委]}\n"
CONTACTS = """\
schema_version: 1
units:
  # 商务
  区商务委: {leader: 张样例, contact: 李样例, mobile: "13800000000"}
  区教委:
    mobile: 138 0000 0001
city_departments:
  市大数据发展局: {office: 市场处, phone: 023-60000000}
"""
REPORT = """\
schema_version: 1
year: 2021
unit: 区商务委   # 正式名称
through_month: 10
contact: {name: 李样例, mobile: "13800000000"}
entries:
  A10.1: {problems: 区商务委牵头}
"""


@pytest.fixture
def full(workspace: Path) -> Path:
    """The shipped tables with a collective resolved, a roster and two reports."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8")
    line = "            units: [区委办公室, 区政府办公室, 区级有关部门]\n"
    assert line in text
    path.write_text(text.replace(line, line + RESOLVED, 1), "utf-8")
    (workspace / "data" / "contacts.yaml").write_text(CONTACTS, "utf-8")
    (workspace / "data" / "reports").mkdir()
    (workspace / "data" / "reports" / "区商务委.yaml").write_text(REPORT, "utf-8")
    other = REPORT.replace("unit: 区商务委", "unit: 区教委").replace("A10.1", "A20.1")
    (workspace / "data" / "reports" / "区教委.yaml").write_text(other, "utf-8")
    return workspace


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".kaohe-lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def changed_lines(diff: str) -> list[str]:
    """Returns the lines that a diff takes out and puts in, with the file they belong to."""
    file, found = "", []
    for line in diff.splitlines():
        if line.startswith("+++ "):
            file = Path(line[4:]).name
        elif line.startswith(("+", "-")) and not line.startswith("---"):
            found.append(f"{file} {line[0]}{line[1:].strip()}")
    return found


def codes(kaohe: Kaohe) -> list[tuple[str, int]]:
    found = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    return sorted((finding["code"], finding["line"]) for finding in found)


def test_list(kaohe: Kaohe, full: Path) -> None:
    done = kaohe("unit", "list")
    assert done.code == 0
    lines = done.out.splitlines()
    names = [line.split()[0] for line in lines[2:-1]]
    assert names.index("区国资委") < names.index("区级有关部门") < names.index("市乡村振兴局")
    assert "区政府外办" in done.out
    assert lines[-1] == "共 36 个单位、1 个统称、25 个市级部门"


@pytest.mark.parametrize(
    ("kind", "count", "record"),
    [
        (
            "unit",
            36,
            {
                "kind": "unit",
                "name": "区政府外办",
                "aliases": ["区服务业发展办", "区招商投资局"],
                "leads": 3,
                "supports": 0,
            },
        ),
        (
            "collective",
            1,
            {"kind": "collective", "name": "区级有关部门", "aliases": [], "leads": 0, "supports": 4},
        ),
        ("city", 25, {"kind": "city", "name": "市招商投资局", "aliases": [], "leads": 1, "supports": 0}),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_list_of_one_kind(kaohe: Kaohe, kind: str, count: int, record: dict[str, object]) -> None:
    records = json.loads(kaohe("unit", "list", "--kind", kind, "--format", "json").out)
    assert len(records) == count
    assert record in records


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["add", "区数据局"], ["+- name: 区数据局"]),
        (
            ["add", "区数据局", "--alias", "区大数据中心", "--alias", "区信息中心"],
            ["+- name: 区数据局", "+aliases: [区大数据中心, 区信息中心]"],
        ),
        (["add", "--city", "市数据局"], ["+- name: 市数据局"]),
        (["add", "--collective", "各街道"], ["+- name: 各街道"]),
        (["alias", "区商务委", "区口岸办", "区会展办"], ["+aliases: [区口岸办, 区会展办]"]),
        (
            ["alias", "区招商投资局", "区会展办"],
            [
                "-aliases: [区服务业发展办, 区招商投资局]",
                "+aliases: [区服务业发展办, 区招商投资局, 区会展办]",
            ],
        ),
    ],
)
def test_add_and_alias_print_what_they_did(
    kaohe: Kaohe, full: Path, words: list[str], lines: list[str]
) -> None:
    before, findings = contents(full), codes(kaohe)
    tried = kaohe("unit", *words, "--dry-run")
    assert contents(full) == before
    done = kaohe("unit", *words)
    assert (done.code, done.out) == (0, tried.out)
    assert changed_lines(done.out) == [f"units.yaml {line}" for line in lines]
    assert "未写入文件" in tried.err
    assert codes(kaohe) == findings
    after = contents(full)
    assert {name for name in after if after[name] != before[name]} == {"data/units.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "lines", "count"),
    [
        (
            "区招商投资局",
            "区投资促进局",
            [
                "units.yaml -aliases: [区服务业发展办, 区招商投资局]",
                "units.yaml +aliases: [区服务业发展办, 区投资促进局, 区招商投资局]",
                "indicators.yaml -units: [区政府外办（区招商投资局）]",
                "indicators.yaml +units: [区政府外办（区投资促进局）]",
                "incentives.yaml -units: [区招商投资局]",
                "incentives.yaml +units: [区投资促进局]",
            ],
            "改了 3 处，涉及 3 个文件；旧名留作其他名称，已发出的表照样认得\n",
        ),
        (
            "区政府外办",
            "区外事办",
            [
                "units.yaml -- name: 区政府外办",
                "units.yaml -aliases: [区服务业发展办, 区招商投资局]",
                "units.yaml +- name: 区外事办",
                "units.yaml +aliases: [区服务业发展办, 区招商投资局, 区政府外办]",
                "indicators.yaml -units: [区政府外办（区服务业发展办）]",
                "indicators.yaml +units: [区外事办（区服务业发展办）]",
                "indicators.yaml -units: [区政府外办（区招商投资局）]",
                "indicators.yaml +units: [区外事办（区招商投资局）]",
            ],
            "改了 3 处，涉及 2 个文件；旧名留作其他名称，已发出的表照样认得\n",
        ),
        (
            "区级有关部门",
            "区级各部门",
            [
                "units.yaml -- name: 区级有关部门",
                "units.yaml +- name: 区级各部门",
                "indicators.yaml -units: [区委办公室, 区政府办公室, 区级有关部门]",
                "indicators.yaml -resolved: {区级有关部门: [区商务委, 区教委]}",
                "indicators.yaml +units: [区委办公室, 区政府办公室, 区级各部门]",
                "indicators.yaml +resolved: {区级各部门: [区商务委, 区教委]}",
                "indicators.yaml -units: [区委办公室, 区政府办公室, 区级有关部门]",
                "indicators.yaml +units: [区委办公室, 区政府办公室, 区级各部门]",
                "indicators.yaml -units: [区政府办公室, 区级有关部门]",
                "indicators.yaml +units: [区政府办公室, 区级各部门]",
                "indicators.yaml -units: [区委办公室, 区政府办公室, 区级有关部门]",
                "indicators.yaml +units: [区委办公室, 区政府办公室, 区级各部门]",
            ],
            "改了 6 处，涉及 2 个文件\n",
        ),
        (
            "市大数据发展局",
            "市数据局",
            [
                "units.yaml -- name: 市大数据发展局",
                "units.yaml +- name: 市数据局",
                "incentives.yaml -city_support: [市财政局, 市大数据发展局等]",
                "incentives.yaml +city_support: [市财政局, 市数据局等]",
                "incentives.yaml -city_lead: [市大数据发展局, 市政府电子政务中心]",
                "incentives.yaml +city_lead: [市数据局, 市政府电子政务中心]",
                (
                    "incentives.yaml -city_support: [市财政局, 市大数据发展局, "
                    "市市场监管局, 市住房城乡建委, 重庆市税务局等]"
                ),
                (
                    "incentives.yaml +city_support: [市财政局, 市数据局, "
                    "市市场监管局, 市住房城乡建委, 重庆市税务局等]"
                ),
                "contacts.yaml -市大数据发展局: {office: 市场处, phone: ***-********}",
                "contacts.yaml +市数据局: {office: 市场处, phone: ***-********}",
            ],
            "改了 5 处，涉及 3 个文件\n",
        ),
    ],
)
def test_rename_changes_exactly_the_lines_it_prints(
    kaohe: Kaohe, full: Path, old: str, new: str, lines: list[str], count: str
) -> None:
    before, findings = contents(full), codes(kaohe)
    tried = kaohe("unit", "rename", old, new, "--dry-run")
    assert contents(full) == before
    done = kaohe("unit", "rename", old, new)
    assert (done.code, done.out, done.err) == (0, tried.out, count)
    assert changed_lines(done.out) == lines
    assert _differing_lines(before, contents(full)) == len(lines) / 2
    assert codes(kaohe) == findings


def _differing_lines(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """Returns how many lines differ; the files and their numbers of lines must be the same."""
    assert before.keys() == after.keys()
    pairs = ((before[name].split(b"\n"), after[name].split(b"\n")) for name in before)
    return sum(a != b for old, new in pairs for a, b in zip(old, new, strict=True))


def test_a_renamed_body_takes_its_report_and_its_people_along(kaohe: Kaohe, full: Path) -> None:
    before, findings = contents(full), codes(kaohe)
    done = kaohe("unit", "rename", "区商务委", "区商务局")
    assert done.code == 0
    assert done.err == "改了 10 处，涉及 4 个文件；旧名留作其他名称，已发出的表照样认得\n"
    assert (
        done.out.partition("--- data/contacts.yaml\n")[2]
        == """\
+++ data/contacts.yaml
@@ -1,7 +1,7 @@
 schema_version: 1
 units:
   # 商务
-  区商务委: {leader: 张样例, contact: 李样例, mobile: "***********"}
+  区商务局: {leader: 张样例, contact: 李样例, mobile: "***********"}
   区教委:
     mobile: *** **** ****
 city_departments:
rename from data/reports/区商务委.yaml
rename to data/reports/区商务局.yaml
--- data/reports/区商务委.yaml
+++ data/reports/区商务局.yaml
@@ -1,6 +1,6 @@
 schema_version: 1
 year: 2021
-unit: 区商务委   # 正式名称
+unit: 区商务局   # 正式名称
 through_month: 10
 contact: {name: 李样例, mobile: "***********"}
 entries:
"""
    )
    after = contents(full)
    report = before.pop("data/reports/区商务委.yaml").decode()
    renamed = after.pop("data/reports/区商务局.yaml").decode()
    assert renamed == report.replace("unit: 区商务委", "unit: 区商务局")
    after["data/units.yaml"] = after["data/units.yaml"].replace("    aliases: [区商务委]\n".encode(), b"")
    assert _differing_lines(before, after) == 8
    assert codes(kaohe) == findings


def test_a_renamed_body_may_have_its_old_name_back(kaohe: Kaohe, full: Path) -> None:
    before = contents(full)
    kaohe("unit", "rename", "区商务委", "区商务局")
    assert kaohe("unit", "rename", "区商务局", "区商务委").code == 0
    after = contents(full)
    after["data/units.yaml"] = after["data/units.yaml"].replace("    aliases: [区商务局]\n".encode(), b"")
    assert after == before


def test_phones_are_shown_when_asked_for(kaohe: Kaohe, full: Path) -> None:
    done = kaohe("unit", "rename", "区商务委", "区商务局", "--dry-run", "--show-phones")
    assert '+  区商务局: {leader: 张样例, contact: 李样例, mobile: "13800000000"}' in done.out
    assert "*" not in done.out


def test_files_that_live_elsewhere_are_renamed_too(kaohe: Kaohe, full: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    (full / "data" / "reports").rename(elsewhere)
    (full / "data" / "contacts.yaml").rename(elsewhere.with_suffix(".yaml"))
    options = ("--reports", elsewhere, "--contacts", elsewhere.with_suffix(".yaml"))
    assert kaohe(*options, "unit", "rename", "区商务委", "区商务局").code == 0
    assert sorted(path.name for path in elsewhere.iterdir()) == ["区商务局.yaml", "区教委.yaml"]
    assert "  区商务局: {" in elsewhere.with_suffix(".yaml").read_text("utf-8")


def test_all_or_nothing(kaohe: Kaohe, full: Path) -> None:
    (full / "data" / "reports" / "区商务局.yaml").write_text("schema_version: 1\n", "utf-8")
    before = contents(full)
    done = kaohe("unit", "rename", "区商务委", "区商务局")
    assert (done.code, done.out) == (2, "")
    assert "区商务局.yaml：这个文件已经有了" in done.err
    assert contents(full) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "区商务委"], "“区商务委”已经在名录里"),
        (["add", "区招商投资局"], "“区招商投资局”已经是区政府外办的名称"),
        (["add", "--city", "市财政局"], "“市财政局”已经是市级部门"),
        (["add", "区数据局", "--city", "--collective"], "--city 和 --collective 只能写一个"),
        (["add", "--city", "市数据局", "--alias", "市数据中心"], "请去掉 --alias"),
        (["add", "区/数据局"], "“区/数据局”不能用作名称"),
        (["alias", "区商物委", "区口岸办"], "可能是 区商务委"),
        (["alias", "区级有关部门", "区口岸办"], "是统称，没有其他名称"),
        (["alias", "区商务委"], "缺少“其他名称”"),
        (["rename", "区商物委", "区商务局"], "可能是 区商务委"),
        (["rename", "区商务委", "区教委"], "“区教委”已经在名录里"),
        (["rename", "区商务委"], "缺少“新名”"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(kaohe: Kaohe, full: Path, words: list[str], says: str) -> None:
    before = contents(full)
    done = kaohe("unit", *words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert contents(full) == before


@pytest.mark.parametrize(
    "words", [["add", "区数据局"], ["alias", "区商务委", "区口岸办"], ["rename", "区商务委", "区商务局"]]
)
def test_the_shipped_tables_are_not_changed(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kaohe("unit", *words)
    assert (done.code, done.out) == (2, "")
    assert "现在用的是随程序安装的表，不能修改" in done.err


@pytest.mark.parametrize("kind", ["folder", "dangling link", "link"])
def test_a_report_that_cannot_be_renamed_stops_the_renaming(workspace: Path, kaohe: Kaohe, kind: str) -> None:
    reports = workspace / "data" / "reports"
    reports.mkdir()
    path = reports / "区教委.yaml"
    target = workspace / "别处.yaml"
    text = "schema_version: 1\nyear: 2021\nunit: 区教委\nthrough_month: 10\nentries: {}\n"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target)
        if kind == "link":
            target.write_text(text, "utf-8")
    before = (workspace / "data" / "units.yaml").read_bytes()
    done = kaohe("unit", "rename", "区教委", "区教育局")
    assert done.code == 2
    assert "data/reports/区教委.yaml" in done.err
    assert "程序内部出错" not in done.err
    assert (workspace / "data" / "units.yaml").read_bytes() == before
    assert kind != "link" or target.read_text("utf-8") == text


@pytest.mark.parametrize("name", ["甲、乙办", "区政府外办（新）", "丙，丁", "（甲"])
def test_a_name_that_no_list_could_hold_is_refused(workspace: Path, kaohe: Kaohe, name: str) -> None:
    before = (workspace / "data" / "units.yaml").read_bytes()
    for words in (["unit", "add", name], ["unit", "rename", "区政府外办", name]):
        done = kaohe(*words)
        assert done.code == 2
        assert "不要有空格、逗号、顿号和括号" in done.err
    assert (workspace / "data" / "units.yaml").read_bytes() == before


def test_a_report_that_spells_its_body_in_escapes_is_renamed_too(workspace: Path, kaohe: Kaohe) -> None:
    reports = workspace / "data" / "reports"
    reports.mkdir()
    (reports / "区教委.yaml").write_text(
        'schema_version: 1\nyear: 2021\nunit: "\\u533a\\u6559\\u59d4"\nthrough_month: 10\nentries: {}\n',
        "utf-8",
    )
    assert kaohe("unit", "rename", "区教委", "区教育局").code == 0
    assert [path.name for path in reports.iterdir()] == ["区教育局.yaml"]
    assert kaohe("validate").code == 0


def test_a_name_that_is_another_bodys_file_is_refused(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("unit", "add", "区IT办").code == 0
    before = (workspace / "data" / "units.yaml").read_bytes()
    done = kaohe("unit", "add", "区it办")
    assert done.code == 2
    assert "“区it办”和区IT办在 Windows、macOS 上是同一个文件名，未作改动" in done.err
    assert kaohe("unit", "rename", "区教委", "区It办").code == 2
    assert kaohe("unit", "add", "NUL").code == 2
    assert (workspace / "data" / "units.yaml").read_bytes() == before
