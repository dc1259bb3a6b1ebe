"""The documents that the shipped tables were transcribed from, imported."""

from pathlib import Path

import pytest

from kaohe_cli.importing import Imported, import_files
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY

SOURCES = REPOSITORY / "tests" / "sources"
WORD = SOURCES / "附件1-3_任务分解表与报送模板.docx"
PASTED = WORD.with_suffix(".txt")
POLICY = SOURCES / "渝府办发〔2021〕83号_激励措施.txt"


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return Workspace(find_data(REPOSITORY / "data")).tables()


@pytest.fixture(scope="module", params=[WORD, PASTED], ids=["docx", "txt"])
def both(request: pytest.FixtureRequest) -> Imported:
    return import_files([request.param, POLICY])


def test_the_indicators_are_exactly_the_shipped_ones(both: Imported, shipped: Tables) -> None:
    assert both.tables.indicators is not None
    ours = shipped.indicators.model_copy(update={"rounds": (), "office": None})  # of these no document speaks
    assert both.tables.indicators == ours  # the form's example shows the metrics of A19.1


def test_incentives_and_units_are_exactly_the_shipped_ones(both: Imported, shipped: Tables) -> None:
    assert both.tables.incentives == shipped.incentives
    assert both.tables.registry == shipped.registry


def test_the_text_is_that_of_the_shipped_files_but_for_comments_and_metrics(both: Imported) -> None:
    for name, text in both.files().items():
        ours = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        theirs = (REPOSITORY / "data" / name).read_text("utf-8").splitlines()
        theirs = [line for line in theirs if not line.lstrip().startswith("#")]
        if name == "indicators.yaml":
            start = theirs.index("rounds:")
            del theirs[start : start + 3]
            theirs.remove("office: 区政府督查室")
            start = theirs.index("            metrics:")
            assert len(theirs[start + 1 :]) > 5
            del theirs[start : start + 6]
            ours = [line for line in ours if not line.startswith("            metrics: [城镇化率及增速, ")]
        assert ours == theirs
        assert text.splitlines()[0] == (REPOSITORY / "data" / name).read_text("utf-8").splitlines()[0]


def test_every_row_is_accounted_for_and_every_doubt_said(both: Imported) -> None:
    account = both.account
    assert (account.rows, account.fates["读入"], account.fates["表头"]) == (90, 85, 5)
    assert sum(account.fates.values()) == account.rows
    assert both.is_complete
    assert [str(doubt).partition("：")[0] for doubt in both.doubts] == [
        "全文",
        "表4第9行“指标”",
        "表5第12行",
        "全文",
    ]
    assert "以“公租房使用分配率”为例单独报送" in str(both.doubts[0])
    assert any("报送表 3 种" in text for _, text in account.texts)


def test_two_imports_give_the_same_bytes() -> None:
    first, second = (import_files([WORD, POLICY]).files() for _ in range(2))
    assert first == second
    assert list(first) == ["indicators.yaml", "incentives.yaml", "units.yaml", "forms.yaml"]


def test_the_order_of_the_files_does_not_matter(shipped: Tables) -> None:
    result = import_files([POLICY, WORD])
    assert result.tables.incentives == shipped.incentives
    assert result.tables.registry == shipped.registry


def test_annex_2_without_the_policy_has_its_rows_and_says_what_is_missing(shipped: Tables) -> None:
    result = import_files([WORD])
    assert result.tables.indicators is not None
    assert result.tables.incentives is not None
    assert sorted(result.files()) == ["forms.yaml", "incentives.yaml", "indicators.yaml", "units.yaml"]
    assert result.incentive_parts is not None
    rows = result.incentive_parts.data["incentives"]
    assert [(row["id"], row["title"], row["city_lead"], row["units"]) for row in rows] == [
        (one.id, one.title, list(one.city_lead), list(one.units)) for one in shipped.incentives.incentives
    ]
    assert "measure" not in rows[0]
    serious = [str(doubt) for doubt in result.doubts if doubt.serious]
    assert len(serious) == 1
    assert "有政策文件的，请一起导入" in serious[0]


def test_the_policy_without_annex_2_has_everything_but_the_districts_units(shipped: Tables) -> None:
    result = import_files([POLICY])
    table = result.tables.incentives
    assert table is not None
    fields = {"units", "title"}
    for ours, theirs in zip(table.incentives, shipped.incentives.incentives, strict=True):
        assert ours.model_dump(exclude=fields) == theirs.model_dump(exclude=fields)
        assert ours.units == ()
    titles = [ours.title for ours in table.incentives[:-1]]
    assert titles == [theirs.title for theirs in shipped.incentives.incentives[:-1]]
    assert table.timeline == shipped.incentives.timeline
    serious = [str(doubt) for doubt in result.doubts if doubt.serious]
    assert len(serious) == 2
    assert "没有区级责任单位" in serious[0]
    assert "原文没有名称" in serious[1]


def test_a_word_file_of_the_policy_is_read_as_its_text_is(tmp_path: Path, shipped: Tables) -> None:
    from tests.ooxml.builder import docx

    path = tmp_path / "政策.docx"
    path.write_bytes(docx(*POLICY.read_text("utf-8").splitlines()))
    assert import_files([WORD, path]).tables.incentives == shipped.incentives
