"""``kaohe summary`` as Word files: which options go together, where files go, never over what somebody changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from tests.conftest import Outcome
from tests.exporting.reading import paragraphs_of

Kaohe = Callable[..., Outcome]
ROUND = ("--round", "2021-10", "--today", "2021-11-16")


def report(workspace: Path, entries: dict[str, Any] | None = None, unit: str = "区商务委") -> Path:
    folder = workspace / "data" / "reports" / "2021-10"
    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = {"schema_version": 1, "year": 2021, "unit": unit, "through_month": 10}
    said["entries"] = entries or {}
    path = folder / f"{unit}.yaml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return path


@pytest.fixture
def reported(workspace: Path) -> Path:
    """A workspace in which one body has reported one of its rows, and contradicts itself."""
    report(
        workspace,
        {
            "A18.1": {
                "progress": {"situation": "增长8%", "self_score": 2.5, "self_rank": "第二名（第3位）"},
                "forecast": {"situation": "预计增长8.5%", "self_score": 2.8, "self_rank": "第2名"},
                "problems": "企业偏少，建议市商务委加大支持。",
            }
        },
    )
    return workspace


def name(done: Outcome) -> str:
    assert done.code == 0, done.err
    return Path(done.out.strip()).name


@pytest.mark.parametrize(
    ("options", "file"),
    [
        (("--format", "docx"), "汇总报告2021-10.docx"),
        (("--brief",), "考核情况专报2021-10.docx"),
        (("--notice",), "督查通报2021-10.docx"),
        (("--card", "区商务委"), "区商务委情况卡2021-10.docx"),
    ],
)
@pytest.mark.parametrize("begun", [True, False])
def test_a_document_goes_beside_the_exports(
    kaohe: Kaohe, workspace: Path, options: tuple[str, ...], file: str, begun: bool
) -> None:
    if begun:
        report(workspace)
    done = kaohe("summary", *ROUND, *options)
    assert name(done) == file
    path = workspace / "exports" / "2021" / file
    first = path.read_bytes()
    assert paragraphs_of(path)
    kaohe("summary", *ROUND, *options)
    assert path.read_bytes() == first


def test_what_somebody_changed_stays_unless_forced(kaohe: Kaohe, reported: Path) -> None:
    assert kaohe("summary", *ROUND, "--brief", "-o", "专报.docx").code == 0
    changed = docx.Document("专报.docx")
    changed.add_paragraph("批示")
    changed.save("专报.docx")
    done = kaohe("summary", *ROUND, "--brief", "-o", "专报.docx")
    assert done.code != 0
    assert "没有覆盖" in done.err
    assert "批示" in paragraphs_of(reported / "专报.docx")
    done = kaohe("summary", *ROUND, "--brief", "-o", "专报.docx", "--force")
    assert done.code == 0
    assert "批示" in paragraphs_of(reported / "专报.docx.bak")


def test_a_folder_is_a_place(kaohe: Kaohe, reported: Path) -> None:
    (reported / "夹").mkdir()
    assert kaohe("summary", *ROUND, "--brief", "-o", "夹").out == "夹/考核情况专报2021-10.docx\n"


def test_cards_of_several_units_go_to_a_folder(kaohe: Kaohe, reported: Path) -> None:
    done = kaohe("summary", *ROUND, "--card", "商务委,区教委", "-o", "卡片")
    assert done.code == 0
    assert sorted(one.name for one in (reported / "卡片").iterdir()) == [
        "区商务委情况卡2021-10.docx",
        "区教委情况卡2021-10.docx",
    ]
    assert "请写文件夹" in kaohe("summary", *ROUND, "--card", "区商务委,区教委", "-o", "x.docx").err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--brief", "--notice"), "一次只用一个"),
        (("--brief", "--format", "json"), "不能同时写 --format json"),
        (("--notice", "--unit", "区商务委"), "不能同时写 --unit"),
        (("--template", "a.docx"), "请同时写 --format docx"),
        (("--slips", "夹", "-o", "a"), "不用写 --output"),
        (("--format", "docx", "-o", "a.pdf"), "不是 .docx 文件"),
        (("--slips", "-"), "请写文件夹的名称"),
        (("--card", "区级有关部门"), "是统称"),
        (("--card", "无此局"), "无此局"),
        (("--format", "docx", "--template", "没有.docx"), "没有.docx"),
        (("--slips", "data/indicators.yaml"), "数据文件"),
    ],
)
def test_what_does_not_go_together_is_said(
    kaohe: Kaohe, reported: Path, options: tuple[str, ...], said: str
) -> None:
    done = kaohe("summary", *ROUND, *options)
    assert done.code == 2
    assert said in done.err


class TestSlips:
    def test_a_unit_gets_word_and_text(self, kaohe: Kaohe, reported: Path) -> None:
        done = kaohe("summary", *ROUND, "--slips", "更正")
        assert (done.code, done.out) == (0, "更正/区商务委.docx\n更正/区商务委.txt\n")
        assert done.err.endswith("生成更正单 1 份，跳过 0 份\n")
        assert "填的是“第二名（第3位）”" in (reported / "更正" / "区商务委.txt").read_text("utf-8")

    @pytest.mark.parametrize("ending", ["docx", "txt"])
    def test_what_somebody_changed_stays(self, kaohe: Kaohe, reported: Path, ending: str) -> None:
        kaohe("summary", *ROUND, "--slips", "更正")
        path = reported / "更正" / f"区商务委.{ending}"
        path.write_bytes(b"changed")
        done = kaohe("summary", *ROUND[:2], "--today", "2021-11-17", "--slips", "更正")
        assert path.read_bytes() == b"changed"
        assert done.code == 1
        assert "没有覆盖" in done.err

    def test_slips_are_written_again_when_the_return_has_changed(self, kaohe: Kaohe, reported: Path) -> None:
        kaohe("summary", *ROUND, "--slips", "更正")
        text = (reported / "更正" / "区商务委.txt").read_text("utf-8")
        report(reported, {"A18.1": {"progress": {"self_score": 2.5, "self_rank": "第2名（第9位）"}}})
        assert kaohe("summary", *ROUND, "--slips", "更正").code == 0
        again = (reported / "更正" / "区商务委.txt").read_text("utf-8")
        assert "第9位" in again
        assert again != text

    def test_nobody_needs_one_before_anybody_has_reported(self, kaohe: Kaohe, workspace: Path) -> None:
        done = kaohe("summary", *ROUND, "--slips", "更正")
        assert (done.code, done.out) == (0, "")
        assert "还没有单位报送" in done.err
        assert not (workspace / "更正").exists()


def test_an_own_template_is_filled_in(kaohe: Kaohe, reported: Path) -> None:
    made = docx.Document()
    made.add_paragraph("{% for 项 in 失分项 %}{{ 项.标题 }}：{{ 项.失分 }}{% endfor %}")
    made.save("模板.docx")
    done = kaohe("summary", *ROUND, "--format", "docx", "--template", "模板.docx", "-o", "出.docx")
    assert done.code == 0
    assert paragraphs_of(reported / "出.docx") == ["社会消费品零售总额及增速：0.2"]


def test_tables_that_are_missing_make_no_difference(kaohe: Kaohe, reported: Path) -> None:
    (reported / "data" / "incentives.yaml").unlink()
    assert kaohe("summary", *ROUND, "--format", "docx", "-o", "一.docx").code == 0
    assert not any("督查激励" in text for text in paragraphs_of(reported / "一.docx"))
