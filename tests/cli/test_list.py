"""``kaohe list``: formats, totals, filters, and output that fits where it goes."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.mark.usefixtures("workspace")
class TestFormats:
    def test_json_is_the_public_contract(self, kaohe: Kaohe) -> None:
        rows = json.loads(kaohe("list", "--format", "json").out)
        assert len(rows) == 85
        assert rows[0] == {
            "kind": "criterion",
            "id": "A01.1",
            "indicator_id": "A01",
            "section": "A",
            "name": "GDP增量及增速",
            "content": "按统计数据考核",
            "weight": 4,
            "units": ["区发展改革委"],
            "form": "scored",
        }
        assert rows[33]["weight"] is None
        assert list(rows[-1]) == [
            "kind", "id", "name", "city_lead", "city_support", "units", "eligible", "bonus_points", "measure",
        ]  # fmt: skip
        assert rows[-1]["bonus_points"] is True

    def test_yaml_holds_the_same_rows(self, kaohe: Kaohe) -> None:
        rows = json.loads(kaohe("list", "--format", "json").out)
        assert yaml.safe_load(kaohe("list", "--format", "yaml").out) == rows

    def test_csv_opens_in_excel(self, kaohe: Kaohe, tmp_path: Path) -> None:
        kaohe("list", "--format", "csv", "-o", tmp_path / "表.csv")
        data = (tmp_path / "表.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert len(rows) == 86
        assert rows[0][:4] == ["编号", "种类", "部分", "名称"]
        assert rows[1][3:7] == ["GDP增量及增速", "按统计数据考核", "4", "区发展改革委"]

    def test_markdown_is_a_table(self, kaohe: Kaohe) -> None:
        lines = kaohe("list", "A02", "--format", "md").out.splitlines()
        assert lines[0].startswith("| 编号 |")
        assert len(lines) == 6
        assert lines[2].startswith("| A02.1 |")

    def test_the_table_fits_80_columns_and_shows_the_total(self, kaohe: Kaohe) -> None:
        lines = kaohe("list").out.splitlines()
        assert max(cell_len(line) for line in lines) <= 80
        assert lines[-1] == "共 58 条考核内容、27 项督查激励，权重合计 90"
        assert "\x1b" not in "".join(lines)


@pytest.mark.usefixtures("workspace")
class TestFilters:
    def test_a_body_is_told_what_it_leads(self, kaohe: Kaohe) -> None:
        last = kaohe("list", "--unit", "区商务委").out.splitlines()[-1]
        assert last == "共 5 条考核内容，权重合计 7，其中牵头 3 条、权重 7"

    def test_no_match_is_fine_and_said(self, kaohe: Kaohe) -> None:
        done = kaohe("list", "--kind", "criterion", "--bonus")
        assert (done.code, done.out) == (0, "没有符合条件的项\n")
        assert kaohe("list", "--kind", "criterion", "--bonus", "--format", "json").out == "[]\n"

    def test_an_unknown_body_is_wrong_use(self, kaohe: Kaohe) -> None:
        done = kaohe("list", "--unit", "区商务局")
        assert (done.code, done.out) == (2, "")
        assert "可能是 " in done.err
        assert "区商务委" in done.err
        assert done.err.count("\n") == 1


def test_a_cell_never_becomes_a_formula(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("name: GDP增量及增速", 'name: "=HYPERLINK(1)"'), "utf-8")
    assert "'=HYPERLINK(1)" in kaohe("list", "A01", "--format", "csv").out


def test_bad_tables_are_refused_with_findings(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 7", "weight: 七"), "utf-8")
    done = kaohe("list")
    assert done.code == 2
    assert done.out == ""
    assert "data/indicators.yaml:50:21: 错误 KH203" in done.err


def test_markdown_escapes_its_own_marks(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("name: GDP增量及增速", "name: 甲|乙"), "utf-8")
    assert "甲\\|乙" in kaohe("list", "A01", "--format", "md").out
