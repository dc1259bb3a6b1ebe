"""One round after the other: each has its drafts, its reports, its own place."""

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.conftest import Outcome
from tests.ooxml.printed_form import lines
from tests.progress.filled import filled_report, save_in_round

Kaohe = Callable[..., Outcome]
UNIT = "区税务局"


def october(workspace: Path) -> Path:
    report = filled_report(UNIT, leader="李样例")
    for entry in report["entries"].values():
        entry["progress"]["situation"] = "前十个月增长8%"
    return save_in_round(workspace, report)


class TestDraft:
    def test_the_year_end_form_has_other_labels_and_the_people(self, kaohe: Kaohe, workspace: Path) -> None:
        october(workspace)
        done = kaohe("draft", "--unit", UNIT, "--round", "12")
        assert "生成的是 2021-12 这一轮（全年）的材料；联系人照单位最近一次填的" in done.err
        path = workspace / "drafts" / "2021-12" / f"{UNIT}.docx"
        assert done.out.strip() == str(path)
        text = "\n".join(lines(path))
        assert "（二）全年完成情况" in text
        assert "（三）全年预计情况" not in text
        assert "责任领导：李样例" in text
        assert "前十个月增长8%" not in text

    def test_texts_are_carried_where_asked_and_say_what_they_are(self, kaohe: Kaohe, workspace: Path) -> None:
        october(workspace)
        done = kaohe("draft", "--unit", UNIT, "--round", "12", "--carry")
        assert "上一轮的文字也带过来" in done.err
        path = workspace / "drafts" / "2021-12" / f"{UNIT}.docx"
        text = "\n".join(lines(path))
        assert "【1—10月填报的文字，请改成这一轮的】前十个月增长8%" in text
        assert "【1—10月填报的文字，请改成这一轮的】第3名" not in text
        form = docx.Document(str(path))
        form.add_paragraph("税务局办公室")
        form.save(str(path))
        collected = kaohe("collect", path)
        assert (
            "（二）基本情况里还有从上一轮带来的文字“【1—10月填报的文字，请改成这一轮的】”（KH808）"
            in collected.err
        )
        assert (workspace / "data" / "reports" / "2021-12" / f"{UNIT}.yaml").exists()

    @pytest.mark.usefixtures("workspace")
    def test_drafts_of_two_rounds_never_lie_in_one_folder(self, kaohe: Kaohe) -> None:
        first = kaohe("draft", "--all").out.splitlines()
        before = {path: Path(path).read_bytes() for path in first}
        second = kaohe("draft", "--all", "--round", "2021-12").out.splitlines()
        assert {Path(path).parent.name for path in first} == {"2021"}
        assert {Path(path).parent.name for path in second} == {"2021-12"}
        assert {path: Path(path).read_bytes() for path in first} == before

    @pytest.mark.usefixtures("workspace")
    def test_nor_where_the_folder_is_named(self, kaohe: Kaohe) -> None:
        kaohe("draft", "--unit", UNIT, "-o", "发出")
        done = kaohe("draft", "--unit", UNIT, "-o", "发出", "--round", "12")
        assert f"“发出”里有 2021-10 这一轮的材料（{UNIT}.docx），这一轮的放在“发出/2021-12”" in done.err
        assert sorted(path.as_posix() for path in Path("发出").rglob("*.docx")) == [
            f"发出/2021-12/{UNIT}.docx",
            f"发出/{UNIT}.docx",
        ]


class TestOptions:
    @pytest.mark.parametrize(
        "command", [["status"], ["draft", "--unit", UNIT], ["show", "A18"], ["validate"]]
    )
    @pytest.mark.parametrize("asked", ["13", "2020-10", "十月"])
    @pytest.mark.usefixtures("workspace")
    def test_what_is_no_round_of_the_year_is_refused(
        self, kaohe: Kaohe, command: list[str], asked: str
    ) -> None:
        done = kaohe(*command, "--round", asked)
        assert done.code == 2
        assert "Traceback" not in done.err

    def test_show_tells_of_one_round(self, kaohe: Kaohe, workspace: Path) -> None:
        october(workspace)
        save_in_round(workspace, filled_report(UNIT, through_month=12))
        done = kaohe("show", "A03.2", "--format", "json")
        assert [one["round"] for one in json.loads(done.out)[0]["reports"]] == ["2021-12"]
        assert "报送数据是 2021-12 这一轮（全年）的；另有 2021-10，用 --round 看" in done.err
        (row,) = json.loads(kaohe("show", "A03.2", "--format", "json", "--round", "10").out)
        assert [one["round"] for one in row["reports"]] == ["2021-10"]

    def test_validate_looks_at_one_round_where_asked(self, kaohe: Kaohe, workspace: Path) -> None:
        wrong = filled_report(UNIT)
        wrong["entries"]["A03.2"]["progress"]["self_score"] = 99
        save_in_round(workspace, wrong)
        save_in_round(workspace, filled_report(UNIT, through_month=12))
        assert "KH804" in kaohe("validate").out
        assert "KH804" in kaohe("validate", "--round", "10").out
        assert "KH804" not in kaohe("validate", "--round", "12").out

    @pytest.mark.usefixtures("workspace")
    def test_tab_offers_the_listed_rounds(self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("_KAOHE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "kaohe status --round ")
        monkeypatch.setenv("COMP_CWORD", "3")
        assert {"2021-10", "2021-12"} <= set(kaohe().out.split())


def test_a_body_is_renamed_in_every_round(kaohe: Kaohe, workspace: Path) -> None:
    for month in (10, 12):
        save_in_round(workspace, filled_report(UNIT, through_month=month))
    assert kaohe("unit", "rename", UNIT, "区税务分局").code == 0
    reports = workspace / "data" / "reports"
    assert sorted(path.relative_to(reports).as_posix() for path in reports.rglob("*.yaml")) == [
        "2021-10/区税务分局.yaml",
        "2021-12/区税务分局.yaml",
    ]


@pytest.mark.parametrize("name", ["returned", "evidence"])
def test_no_result_is_written_among_what_came_back(kaohe: Kaohe, workspace: Path, name: str) -> None:
    place = workspace / "data" / "reports" / "2021-10" / name
    place.mkdir(parents=True)
    done = kaohe("list", "--format", "csv", "-o", place / "表.csv")
    assert done.code == 2
    assert list(place.iterdir()) == []
