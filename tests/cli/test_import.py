"""``kaohe import``: report, files, merge, exit codes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.tables.incentives import Incentive, IncentiveTable
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY, Outcome
from tests.importing.corpus import EXPECTED, PLAIN
from tests.importing.drawing import word
from tests.importing.test_sources import PASTED, POLICY, WORD

Kaohe = Callable[..., Outcome]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "附件1.docx"
    path.write_bytes(word(PLAIN))
    return path


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    path = tmp_path / "存疑.docx"
    path.write_bytes(
        word(PLAIN.replace("|区规划自然资源局（区林业局）", "|区规划自然资源局（区林业局）\n合计||10||"))
    )
    return path


def test_without_a_target_it_reports_and_writes_nothing(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = kaohe("import", table)
    assert done.code == 0
    assert done.out == (
        "附件1.docx\n"
        "  表1（考核指标）：5 行 = 表头 1 + 读入 4\n"
        "  表2（考核指标）：5 行 = 表头 1 + 读入 4\n"
        "表格共 10 行 = 表头 2 + 读入 8\n"
        "有字的格子 40 个 = 表头 9 + 录入 31\n"
        "得到：考核指标 6，考核内容 8，单位 7，统称 1\n"
    )
    assert "未写入文件" in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_it_writes_a_folder_that_the_other_commands_read(kaohe: Kaohe, tmp_path: Path) -> None:
    folder = tmp_path / "2021" / "data"
    done = kaohe("import", WORD, POLICY, "--output", folder)
    assert (done.code, "已写入" in done.err) == (0, True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "forms.yaml",
        "incentives.yaml",
        "indicators.yaml",
        "units.yaml",
    ]
    listed = kaohe("--data", folder, "list", "--format", "csv")
    assert listed.out == kaohe("--data", REPOSITORY / "data", "list", "--format", "csv").out
    checked = kaohe("--data", folder, "validate")
    assert checked.code == 0
    assert "KH505" in checked.out


def test_it_never_writes_over_data(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "units.yaml").write_text("units: []\n", "utf-8")
    done = kaohe("import", table, "-o", folder)
    assert done.code == 2
    assert "已有 units.yaml" in done.err
    assert [path.name for path in folder.iterdir()] == ["units.yaml"]
    assert (folder / "units.yaml").read_text("utf-8") == "units: []\n"


def test_a_file_in_place_of_the_folder(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    done = kaohe("import", table, "-o", tmp_path / "data")
    assert (done.code, "不能用作文件夹" in done.err) == (2, True)


def test_dry_run_writes_nothing(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    done = kaohe("import", table, "-o", tmp_path / "data", "--dry-run")
    assert done.code == 0
    assert not (tmp_path / "data").exists()


def test_what_must_be_mended_makes_the_exit_code_1(kaohe: Kaohe, doubtful: Path, tmp_path: Path) -> None:
    done = kaohe("import", doubtful, "-o", tmp_path / "data")
    assert done.code == 1
    assert "必须补上或改正（1 处）\n  表1第6行“权重”：合计写的是 10，各项之和是 9.5" in done.out
    text = (tmp_path / "data" / "indicators.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schema/indicators.schema.json\n# 来源：存疑.docx"
    )
    assert text.endswith(EXPECTED)


def test_a_refused_table_and_named_columns(kaohe: Kaohe, tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(word(PLAIN.replace("序号|指标|权重|考核内容及说明|责任单位", "甲|乙|丙|丁|戊")))
    done = kaohe("import", path, "-o", tmp_path / "data")
    assert done.code == 2
    assert "前几行是 甲 | 乙 | 丙 | 丁 | 戊" in done.err
    assert not (tmp_path / "data").exists()
    done = kaohe("import", path, "--columns", "1:序号,指标,权重,考核内容,责任单位")
    assert done.code == 0
    assert "表1（考核指标）：5 行 = 表头 1 + 读入 4" in done.out


def test_merging_shows_the_diff_and_keeps_the_rest(kaohe: Kaohe, workspace: Path) -> None:
    before = {path.name: path.read_bytes() for path in (workspace / "data").iterdir()}
    done = kaohe("import", WORD, POLICY, "--merge")
    assert done.code == 0
    assert "与现有内容一致" in done.err
    assert {path.name: path.read_bytes() for path in (workspace / "data").iterdir()} == before


def test_merging_next_years_table(kaohe: Kaohe, workspace: Path, table: Path) -> None:
    untouched = (workspace / "data" / "incentives.yaml").read_bytes()
    dry = kaohe("import", table, "--merge", "--dry-run", "--yaml-diff")
    assert dry.code == 0
    assert "考核表的变化：现有 → 导入后\n考核内容 58 → 8 条：" in dry.out
    assert dry.out.index("【考核内容】") < dry.out.index("+title: 2022年市对区考核指标任务分解表")
    assert "未写入文件" in dry.err
    assert "--force" in dry.err
    assert "2021年市对区" in (workspace / "data" / "indicators.yaml").read_text("utf-8")
    plain = kaohe("import", table, "--merge", "--dry-run")
    assert "+title" not in plain.out
    assert dry.out.startswith(plain.out)
    done = kaohe("import", table, "--merge", "--force")
    assert done.out == plain.out
    text = (workspace / "data" / "indicators.yaml").read_text("utf-8")
    assert "title: 2022年市对区考核指标任务分解表" in text
    assert (workspace / "data" / "incentives.yaml").read_bytes() == untouched


def test_the_shipped_tables_are_not_merged_into(
    kaohe: Kaohe, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    done = kaohe("import", table, "--merge")
    assert (done.code, "不能修改" in done.err) == (2, True)


def test_output_and_merge_exclude_each_other(kaohe: Kaohe, table: Path) -> None:
    assert kaohe("import", table, "--merge", "--output", "data").code == 2


def test_wrong_use(kaohe: Kaohe, tmp_path: Path) -> None:
    assert kaohe("import").code == 2
    missing = kaohe("import", tmp_path / "没有.docx")
    assert (missing.code, "找不到文件" in missing.err) == (2, True)


def test_help_is_chinese(kaohe: Kaohe) -> None:
    done = kaohe("import", "--help")
    assert done.code == 0
    assert "用法：kaohe import [选项] 文件…" in done.out
    assert "--columns" in done.out


# Parts of the tables


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def tables(folder: Path) -> Tables:
    return Workspace(DataFolder(folder, folder)).tables()


def incentives(folder: Path) -> IncentiveTable:
    return tables(folder).incentives


def by_title(folder: Path) -> dict[str, Incentive]:
    return {one.title: one for one in incentives(folder).incentives}


def edited(source: Path, target: Path, *pairs: tuple[str, str]) -> Path:
    text = source.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    target.write_text(text, "utf-8")
    return target


@pytest.mark.parametrize("source", [POLICY, WORD, PASTED])
def test_what_a_part_of_the_documents_does_not_say_stays(kaohe: Kaohe, workspace: Path, source: Path) -> None:
    before = contents(workspace / "data")
    done = kaohe("import", source, "--merge")
    assert (done.code, "与现有内容一致" in done.err) == (0, True)
    assert "仍是现有的" in done.err
    assert "必须" not in done.out + done.err
    assert contents(workspace / "data") == before


def test_the_policy_alone_changes_measures_and_keeps_the_districts_side(
    kaohe: Kaohe, workspace: Path
) -> None:
    data = workspace / "data"
    before = incentives(data)
    policy = edited(
        POLICY,
        workspace / "政策.txt",
        ("〔2021〕83号", "〔2022〕9号"),
        ("2021年激励支持", "2022年激励支持"),
        ("给予资金奖励支持", "给予资金奖补支持"),
    )
    done = kaohe("import", policy, "--merge")
    after = incentives(data)
    assert (done.code, after.document, after.title) == (0, "渝府办发〔2022〕9号", before.title)
    assert [(one.id, one.title, one.units) for one in after.incentives] == [
        (one.id, one.title, one.units) for one in before.incentives
    ]
    assert "资金奖补支持" in after.incentives[0].measure
    assert "J27 的名称仍是" in done.err


def test_annex_2_alone_changes_titles_leads_and_units_and_keeps_the_measures(
    kaohe: Kaohe, workspace: Path
) -> None:
    data = workspace / "data"
    before = by_title(data)
    annex = edited(
        PASTED,
        workspace / "附件.txt",
        (
            "\t深化农业农村改革\n\t市农业农村委\n\t区农业农村委\n",
            "\t进一步深化农业农村改革\n\t市财政局\n\t区教委、区财政局\n",
        ),
    )
    done = kaohe("import", annex, "--merge")
    assert done.code == 0
    assert "督查激励 27 项：改名 1，责任单位变化 1" in done.out
    row, was = by_title(data)["进一步深化农业农村改革"], before["深化农业农村改革"]
    assert (row.city_lead, row.units) == (("市财政局",), ("区教委", "区财政局"))
    assert (row.measure, row.eligible, row.rewards, row.bonus_points, row.city_support) == (
        *(was.measure, was.eligible, was.rewards, was.bonus_points, was.city_support),
    )


def test_a_new_incentive_without_its_measure_is_named_and_nothing_is_lost(
    kaohe: Kaohe, workspace: Path
) -> None:
    data = workspace / "data"
    before = by_title(data)
    pairs = (("\t深化农业农村改革\n", "\t数据要素流通试点\n"), ("\t推进“河长制”\n", "\t强化“河长制”\n"))
    annex = edited(PASTED, workspace / "附件.txt", *pairs)
    done = kaohe("import", annex, "--merge")
    assert done.code == 1
    assert "必须处理：“数据要素流通试点”缺措施全文" in done.err
    assert "附件2 里没有“深化农业农村改革”" in done.err
    assert "“强化“河长制””按现有的 J19“推进“河长制””处理" in done.err
    renamed = [title.replace("推进“河长制”", "强化“河长制”") for title in before]
    assert [one.title for one in incentives(data).incentives] == renamed
    assert by_title(data)["强化“河长制”"].measure == before["推进“河长制”"].measure


def test_without_the_policy_the_rows_are_written_and_the_policy_completes_them(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kaohe("import", WORD, "--output", "data")
    assert done.code == 1
    assert "27 项督查激励没有措施全文、激励对象和激励方式；有政策文件的，请一起导入" in done.out
    assert kaohe("validate").code == 0
    assert "KH606" in kaohe("validate").out
    done = kaohe("import", WORD, POLICY, "--merge")
    assert done.code == 0
    assert tables(tmp_path / "data").incentives == tables(REPOSITORY / "data").incentives
    assert kaohe("validate").code == 0


def test_a_body_that_looks_like_a_known_one_is_not_added_beside_it(kaohe: Kaohe, workspace: Path) -> None:
    annex = edited(
        PASTED,
        workspace / "附件.txt",
        ("区市场监管局", "区市场和监管局"),
        ("区发展改革委", "区发改委"),
        ("区农业农村委", "区农业农村委员会"),
        ("区民政局", "区医保局"),
    )
    done = kaohe("import", annex, "--merge")
    assert done.code == 1
    for new, known in (
        ("区市场和监管局", "区市场监管局"),
        ("区发改委", "区发展改革委"),
        ("区农业农村委员会", "区农业农村委"),
    ):
        assert f"“{new}”像是名录里的“{known}”" in done.err
        assert f"  - name: {new}\n" not in (workspace / "data" / "units.yaml").read_text("utf-8")
    assert "区医保局”像是" not in done.err
    assert "  - name: 区医保局\n" in (workspace / "data" / "units.yaml").read_text("utf-8")
    assert kaohe("unit", "alias", "区发展改革委", "区发改委").code == 0
    assert kaohe("unit", "rename", "区农业农村委", "区农业农村委员会").code == 0
    assert kaohe("unit", "add", "区市场和监管局").code == 0
    assert kaohe("validate").code == 0


def test_a_merge_that_drops_most_rows_needs_force(kaohe: Kaohe, workspace: Path, table: Path) -> None:
    before = contents(workspace / "data")
    done = kaohe("import", table, "--merge")
    assert done.code == 2
    assert "现有考核内容 58 条会取消 50 条" in done.err
    assert "--force" in done.err
    assert "【考核内容】" in done.out
    assert contents(workspace / "data") == before


def test_another_year_than_the_documents_is_told(kaohe: Kaohe, tmp_path: Path) -> None:
    done = kaohe("import", WORD, POLICY, "--year", "2030")
    assert done.code == 0
    assert "文件里写的是 2021 年，按 --year 记成 2030 年" in done.out
    assert "按 --year" not in kaohe("import", WORD, POLICY, "--year", "2021").out


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_head_of_a_merged_file_names_the_new_documents(
    kaohe: Kaohe, workspace: Path, newline: str
) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))
    for year in (2022, 2023):
        annex = edited(PASTED, workspace / f"附件{year}.txt", ("2021年", f"{year}年"))
        assert kaohe("import", annex, "--merge").code == 0
    lines = path.read_bytes().decode().split(newline)
    assert lines[0].startswith("# yaml-language-server")
    assert lines[1] == "# 来源：附件2023.txt（kaohe import 并入，2023 年）"
    assert lines[2].startswith("# 以前的来源：附件1《2021年市对区")
    assert lines[3] == "schema_version: 1"


def test_the_note_on_old_contents_goes_with_them(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kaohe("init", "考核", "--year", "2022")
    monkeypatch.chdir(tmp_path / "考核")
    annex = edited(PASTED, tmp_path / "附件2022.txt", ("2021年", "2022年"))
    assert kaohe("import", annex, "--merge").code == 0
    text = (tmp_path / "考核" / "data" / "indicators.yaml").read_text("utf-8")
    assert "内容还是 2021 年的" not in text
    assert "# 来源：附件2022.txt" in text


def test_what_only_the_policy_or_only_the_workspace_has_is_named(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "incentives.yaml"
    text = path.read_text("utf-8")
    first, second = text.index("  - id: J01\n"), text.index("  - id: J02\n")
    own = text[first:second].replace("J01", "J28")
    for title in ("title", "measure"):
        own = re.sub(rf"{title}: .*", f"{title}: 只有本区才有的测试{title}", own)
    text = text[:first] + text[second:].rstrip("\n") + "\n" + own
    for number in range(2, 29):
        text = text.replace(f"- id: J{number:02d}", f"- id: J{number - 1:02d}")
    path.write_text(text, "utf-8")
    done = kaohe("import", POLICY, "--merge")
    assert done.code == 1
    assert "政策文件里没有“只有本区才有的测试title”，先留着" in done.err
    assert "“巩固拓展脱贫攻坚成果”是新的，没有区级责任单位" in done.err
    rows = incentives(workspace / "data").incentives
    assert [(one.id, one.title, bool(one.units)) for one in rows[-2:]] == [
        ("J27", "只有本区才有的测试title", True),
        ("J28", "巩固拓展脱贫攻坚成果", False),
    ]


def test_a_name_that_no_body_can_have_is_named(kaohe: Kaohe, workspace: Path) -> None:
    units = (workspace / "data" / "units.yaml").read_bytes()
    annex = edited(PASTED, workspace / "附件.txt", ("区民政局", "区民*政局"))
    done = kaohe("import", annex, "--merge")
    assert done.code == 1
    assert "必须处理：新表里有不能用作单位名称的责任单位（见上面），units.yaml 没有改" in done.err
    assert (workspace / "data" / "units.yaml").read_bytes() == units
