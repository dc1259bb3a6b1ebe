"""佐证材料: files beside the reports, listed by row, asked for where a criterion says so, and never read."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]

REPORT = """\
schema_version: 1
year: 2021
unit: {unit}
through_month: 10
entries:
  {key}:
    progress: {{situation: 增长8%, self_score: 2.8, self_rank: 第3名}}
"""


@pytest.fixture
def evidence(workspace: Path) -> Path:
    """The folder of the evidence of 1—10月, where A18.1 asks for some and 区商务委 has reported it."""
    tables = workspace / "data" / "indicators.yaml"
    text = tables.read_text("utf-8")
    at = text.index("- id: A18.1")
    tables.write_text(
        text[:at]
        + text[at:].replace("units: [区商务委]", "units: [区商务委]\n            evidence: required", 1),
        "utf-8",
    )
    folder = workspace / "data" / "reports" / "2021-10"
    (folder / "evidence").mkdir(parents=True)
    (folder / "区商务委.yaml").write_text(REPORT.format(unit="区商务委", key="A18.1"), "utf-8")
    return folder / "evidence"


def put(folder: Path, name: str, text: str = "公报\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def status_of(kaohe: Kaohe, unit: str = "区商务委") -> Any:
    return json.loads(kaohe("status", "--unit", unit, "--format", "json").out)[0]


def codes(kaohe: Kaohe) -> list[tuple[str, str]]:
    found = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    return [(one["code"], one["message"]) for one in found if one["code"] in ("KH826", "KH827")]


class TestWhatIsMissing:
    @pytest.mark.usefixtures("evidence")
    def test_a_reported_row_without_it_is_told_everywhere(self, kaohe: Kaohe) -> None:
        ((code, message),) = codes(kaohe)
        assert (code, "A18.1" in message, "2021-10" in message) == ("KH826", True, True)
        assert status_of(kaohe)["evidence_missing"] == ["A18.1"]
        assert "缺佐证材料 1 项：A18.1（区商务委）" in kaohe("status").out
        assert "尚未收到的佐证材料：\n  A18.1 " in kaohe("status", "--unit", "区商务委").out
        assert "缺佐证材料" in kaohe("show", "A18.1").out
        assert json.loads(kaohe("show", "A18.1", "--format", "json").out)[0]["evidence_missing"] is True

    def test_the_reminder_asks_for_it_once(self, kaohe: Kaohe, evidence: Path) -> None:
        asked = "请提供以下 1 项的佐证材料：\n1. "
        assert asked in kaohe("status", "--unit", "区商务委", "--remind").out
        assert "佐证材料" not in kaohe("status", "--unit", "区教委", "--remind").out
        put(evidence, "区商务委/A18.1.pdf")
        assert "佐证材料" not in kaohe("status", "--unit", "区商务委", "--remind").out

    def test_of_what_nobody_has_reported_validate_says_nothing(self, kaohe: Kaohe, evidence: Path) -> None:
        (evidence.parent / "区商务委.yaml").unlink()
        assert codes(kaohe) == []
        assert status_of(kaohe)["evidence_missing"] == ["A18.1"]

    def test_evidence_of_another_round_does_not_count(self, kaohe: Kaohe, evidence: Path) -> None:
        put(evidence.parents[1] / "2021-12" / "evidence", "区商务委/A18.1.pdf")
        assert [code for code, _ in codes(kaohe)] == ["KH826"]
        assert status_of(kaohe)["evidence_missing"] == ["A18.1"]
        later = json.loads(kaohe("status", "--round", "12", "--unit", "区商务委", "--format", "json").out)[0]
        assert (later["evidence_missing"], len(later["evidence"])) == ([], 1)

    def test_one_of_several_bodies_is_enough(self, kaohe: Kaohe, evidence: Path) -> None:
        assert kaohe("assign", "A18.1", "--add", "区教委").code == 0
        (evidence.parent / "区教委.yaml").write_text(REPORT.format(unit="区教委", key="A18.1"), "utf-8")
        assert [code for code, _ in codes(kaohe)] == ["KH826", "KH826"]
        put(evidence, "区教委/A18.1.pdf")
        assert codes(kaohe) == []
        assert status_of(kaohe)["evidence_missing"] == []


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "区商务委/A18.1-统计公报.pdf",
            "区商务委/A18.1.pdf",
            "区商务委/a18．1（盖章）.jpg",
            "区商务委/A18.1/公报/第1页.jpg",
            "区商务委/A18 消费/公报.pdf",
            "区商务委/A18.1/A18.1-公报.pdf",
            "区商务委/A10.1、A18.1.zip",
            "商务委/A18.1.yaml",
        ],
    )
    def test_a_file_counts_for_the_row_that_its_name_or_folder_begins_with(
        self, kaohe: Kaohe, evidence: Path, name: str
    ) -> None:
        path = put(evidence, name)
        assert codes(kaohe) == []
        ((found,), lacking) = status_of(kaohe)["evidence"], status_of(kaohe)["evidence_missing"]
        assert (Path(found["file"]).name, lacking) == (path.name, [])
        assert path.name in kaohe("status", "--unit", "区商务委").out
        shown = kaohe("show", "A18.1")
        assert "佐证（区商务委）" in shown.out
        assert json.loads(kaohe("show", "A18.1", "--format", "json").out)[0]["evidence_files"] == [
            {"unit": "区商务委", "file": found["file"]}
        ]

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("区商务委/统计公报.pdf", "看不出是哪一项"),
            ("区商务委/A4纸扫描.pdf", "看不出是哪一项"),
            ("区商务委/A181.pdf", "看不出是哪一项"),
            ("区商务委/A18.9-公报.pdf", "A18.9 不是表里的编号"),
            ("区商务委/A02.1-公报.pdf", "责任单位里没有区商务委"),
            ("区商务委/A18.1/A10.1-公报.pdf", "文件夹写的是A18.1，它的名称写的是A10.1"),
            ("A18.1-公报.pdf", "不在哪个单位的文件夹里"),
            ("区某某局/A18.1.pdf", "不是名录（units.yaml）里的单位"),
        ],
    )
    def test_what_does_not_count_is_told(self, kaohe: Kaohe, evidence: Path, name: str, said: str) -> None:
        put(evidence, name)
        assert sorted(code for code, _ in codes(kaohe)) == ["KH826", "KH827"]
        assert said in "".join(message for _, message in codes(kaohe))
        done = kaohe("status")
        assert said in done.err
        assert "缺佐证材料 1 项" in done.out
        assert said in kaohe("show", "A18.1").err

    def test_an_empty_file_proves_nothing(self, kaohe: Kaohe, evidence: Path) -> None:
        put(evidence, "区商务委/A18.1.pdf", "")
        assert {code for code, _ in codes(kaohe)} == {"KH826", "KH827"}
        assert "是空文件，未计入" in kaohe("status").err

    def test_what_systems_leave_behind_is_nothing(self, kaohe: Kaohe, evidence: Path) -> None:
        for name in ("A18.1.pdf", "Thumbs.db", ".DS_Store", "~$公报.docx"):
            put(evidence, f"区商务委/{name}")
        assert codes(kaohe) == []

    def test_evidence_of_no_round_is_told(self, kaohe: Kaohe, evidence: Path) -> None:
        put(evidence.parents[1] / "evidence", "区商务委/A18.1.pdf")
        assert ("KH827", "佐证材料不在哪一轮的文件夹里，未计入") in codes(kaohe)

    def test_a_file_in_the_place_of_the_folder_is_told(self, kaohe: Kaohe, evidence: Path) -> None:
        evidence.rmdir()
        evidence.write_text("公报", "utf-8")
        assert "是文件，不是放佐证材料的文件夹" in "".join(message for _, message in codes(kaohe))

    def test_a_great_many_strays_do_not_drown_the_table(self, kaohe: Kaohe, evidence: Path) -> None:
        for number in range(30):
            put(evidence, f"区商务委/公报{number}.pdf")
        err = kaohe("status").err
        assert err.count("看不出是哪一项") == 10
        assert "还有 20 处未计入" in err


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
class TestWhatCannotBeSeen:
    @pytest.mark.parametrize("place", ["", "区商务委", "区商务委/A18.1.pdf"])
    def test_a_link_is_told_and_not_followed(
        self, kaohe: Kaohe, evidence: Path, tmp_path: Path, place: str
    ) -> None:
        elsewhere = put(tmp_path / "别处", "区商务委/A18.1.pdf")
        target = {"": elsewhere.parents[1], "区商务委": elsewhere.parent}.get(place, elsewhere)
        link = evidence / place
        if not place:
            evidence.rmdir()
            link = evidence
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        assert {code for code, _ in codes(kaohe)} == {"KH826", "KH827"}
        assert "是链接" in kaohe("status").err
        assert status_of(kaohe)["evidence"] == []

    def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one(
        self, kaohe: Kaohe, evidence: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = put(evidence, "区商务委/A18.1.pdf").parent
        listdir = os.listdir

        def refusing(path: Any = ".") -> list[Any]:
            if Path(path) == folder:
                raise PermissionError(13, "no")
            return listdir(path)

        monkeypatch.setattr(os, "listdir", refusing)
        assert [code for code, _ in codes(kaohe)] == ["KH827"]
        assert "没有权限查看" in kaohe("status").err
        assert status_of(kaohe)["evidence_missing"] == []


class TestCollect:
    def test_a_folder_above_brings_no_return(self, kaohe: Kaohe, evidence: Path) -> None:
        """A form that lies among the evidence is no return, whatever it is called."""
        inside = evidence / "区商务委" / "A18.1.docx"
        inside.parent.mkdir()
        shutil.copyfile(REPOSITORY / "examples" / "交回" / "区商务委.docx", inside)
        before = (evidence.parent / "区商务委.yaml").read_bytes()
        for place in (evidence.parents[2], evidence, inside):
            done = kaohe("collect", place)
            assert done.code == 2
            assert "1 份是佐证材料" in done.err
            assert "没有找到 Word 文件" in done.err
        assert (evidence.parent / "区商务委.yaml").read_bytes() == before

    def test_beside_a_return_it_is_left_where_it_is(self, kaohe: Kaohe, evidence: Path) -> None:
        data = put(evidence, "区商务委/A18.1-公报.pdf").read_bytes()
        shutil.copyfile(
            REPOSITORY / "examples" / "交回" / "区商务委.docx", evidence.parents[2] / "区商务委.docx"
        )
        done = kaohe("collect", evidence.parents[2], "--force")
        assert "1 份是佐证材料" in done.err
        assert "公报" not in done.out
        assert (evidence / "区商务委" / "A18.1-公报.pdf").read_bytes() == data


def test_git_ignores_it(kaohe: Kaohe, tmp_path: Path) -> None:
    kaohe("init", tmp_path / "新")
    assert "evidence/" in (tmp_path / "新" / ".gitignore").read_text("utf-8").splitlines()
