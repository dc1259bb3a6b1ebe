"""What collecting once got wrong between files: rounds, years and bodies mixed up, a person's edits undone."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.forms.reports import Report, Returned
from kaohe_cli.forms.rounds import Round
from tests.collecting.reading.builder import SCORED_TITLE, document, docx, package, replaced, scored
from tests.collecting.reading.comparing import differences, report_of, reports_in
from tests.collecting.reading.corpus.values import A10, A11, A18, INVESTMENT, RETAIL, TRADE
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
UNIT = "区商务委"
CORRECTED = {**RETAIL, "progress/situation": "更正以后的情况"}
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{}T08:00:00Z</dcterms:modified></cp:coreProperties>'
)
_CORE_RELATION = (
    '<Relationship Id="rId2" Target="docProps/core.xml" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'
)


def returned(title: str, values: Mapping[str, object], saved: str | None = None, month: int = 10) -> bytes:
    """The form of one row, saved on a day."""
    lines = [*SCORED_TITLE, *replaced(scored(f"一、{title}", values, marks="3"), "1—10月", f"1—{month}月")]
    if saved is None:
        return docx(*lines)
    return package(document(*lines), {"docProps/core.xml": _CORE.format(saved)}, relations=_CORE_RELATION)


def collect(kaohe: Kaohe, folder: Path, name: str, data: bytes, *options: str) -> Outcome:
    """Collects a file in a workspace."""
    (folder / name).write_bytes(data)
    return kaohe("collect", folder / name, *options)


def must_be(folder: Path, expected: Mapping[str, Any]) -> None:
    """Asserts that the report says exactly this."""
    assert differences(folder, report_of(folder, UNIT), expected) == []


def report(folder: Path) -> Report:
    found = report_of(folder, UNIT)
    assert found is not None
    return found


def facts(folder: Path) -> Returned:
    """What the report says of the file it was read from."""
    found = report(folder).returned
    assert found is not None
    return found


def yaml_file(folder: Path, name: str = UNIT) -> Path:
    path = folder / "data" / "reports" / "2021-10" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def typed_by_hand(body: str = UNIT) -> str:
    return f"schema_version: 1\nyear: 2021\nunit: {body}\nthrough_month: 10\nentries:\n  A11.1:\n    problems: 手工录入\n"


def test_two_older_files_in_one_go_do_not_replace_the_newer(kaohe: Kaohe, workspace: Path) -> None:
    """The first of them adds a row; that does not make the report as old as it."""
    newer = returned(A18, CORRECTED, "2021-11-05")
    collect(kaohe, workspace, "新.docx", newer, "--received", "2021-11-05")
    folder = workspace / "收回"
    folder.mkdir()
    (folder / "甲.docx").write_bytes(returned(A11, TRADE, "2021-11-01"))
    (folder / "乙.docx").write_bytes(returned(A18, RETAIL, "2021-11-02"))
    done = kaohe("collect", folder, "--received", "2021-11-20")
    must_be(workspace, {"A11.1": TRADE, "A18.1": CORRECTED})
    assert (facts(workspace).file, str(facts(workspace).received)) == ("新.docx", "2021-11-05")
    assert "乙.docx：比已录入的那份（新.docx" in done.err


def test_a_file_of_an_earlier_month_is_filed_under_that_month(kaohe: Kaohe, workspace: Path) -> None:
    """It never touches the report of another round."""
    collect(kaohe, workspace, "十月.docx", returned(A18, RETAIL, "2021-11-05"))
    before = yaml_file(workspace).read_bytes()
    done = collect(kaohe, workspace, "六月.docx", returned(A11, TRADE, "2021-07-05", month=6))
    assert "六月.docx：写的是1—6月，录入 2021-06 这一轮（不是 2021-10）" in done.err
    assert yaml_file(workspace).read_bytes() == before
    june = Round(2021, 6)
    assert differences(workspace, report_of(workspace, UNIT, june), {"A11.1": TRADE}) == []


def test_a_new_round_has_its_own_day_of_receipt(kaohe: Kaohe, workspace: Path) -> None:
    june = returned(A18, RETAIL, "2021-07-05", month=6)
    collect(kaohe, workspace, "六月.docx", june, "--received", "2021-07-05")
    october = returned(A18, CORRECTED, "2021-12-19")
    collect(kaohe, workspace, "十月.docx", october, "--received", "2021-12-20")
    assert str(facts(workspace).received) == "2021-12-20"


def test_a_report_of_last_year_is_not_made_this_years(kaohe: Kaohe, workspace: Path) -> None:
    collect(kaohe, workspace, "去年.docx", returned(A18, RETAIL))
    path = yaml_file(workspace)
    path.write_text(path.read_text("utf-8").replace("year: 2021", "year: 2020"), "utf-8")
    before = path.read_bytes()
    done = collect(kaohe, workspace, "今年.docx", returned(A11, TRADE))
    assert done.code == 2
    assert "data/reports/2021-10/区商务委.yaml 里还是 2020 年的数据，未录入" in done.err
    assert path.read_bytes() == before


def test_a_report_that_says_another_body_is_left_alone(kaohe: Kaohe, workspace: Path) -> None:
    path = yaml_file(workspace)
    path.write_text(typed_by_hand("区财政局"), "utf-8")
    done = collect(kaohe, workspace, "交回.docx", returned(A18, RETAIL))
    assert done.code == 2
    assert "data/reports/2021-10/区商务委.yaml 里写的单位是区财政局，未录入" in done.err
    assert path.read_text("utf-8") == typed_by_hand("区财政局")


def test_a_body_does_not_get_a_second_report(kaohe: Kaohe, workspace: Path) -> None:
    """Its report stands under another name; two files of one body would contradict each other."""
    yaml_file(workspace, "商务委").write_text(typed_by_hand(), "utf-8")
    done = collect(kaohe, workspace, "交回.docx", returned(A18, RETAIL))
    assert done.code == 2
    assert "data/reports/2021-10/商务委.yaml 里已有区商务委的报送数据" in done.err
    assert reports_in(workspace) == ["商务委"]


def test_the_same_files_again_do_not_undo_an_edit_by_hand(kaohe: Kaohe, workspace: Path) -> None:
    """The report knows only the last of them; the others are known by the copies that are kept."""
    folder = workspace / "收回"
    folder.mkdir()
    (folder / "甲.docx").write_bytes(returned(A11, TRADE))
    (folder / "乙.docx").write_bytes(returned(A18, RETAIL))
    (folder / "丙.docx").write_bytes(returned(A10, INVESTMENT))
    kaohe("collect", folder)
    path = yaml_file(workspace)
    for score in ("1.8", "2.8", "1.9"):
        assert f"self_score: {score}\n" in path.read_text("utf-8")
        path.write_text(
            path.read_text("utf-8").replace(f"self_score: {score}\n", "self_score: 1.5\n"), "utf-8"
        )
    before = path.read_bytes()
    done = kaohe("collect", folder)
    assert path.read_bytes() == before
    assert "共 3 份：已录入过 3 份" in done.err


def test_the_copy_that_was_never_kept_is_made_up_for(kaohe: Kaohe, workspace: Path) -> None:
    """As after a power cut between the report and the copies."""
    data = docx("多余的一段", *scored(f"一、{A18}", RETAIL, marks="3"))
    collect(kaohe, workspace, "交回.docx", data)
    shutil.rmtree(workspace / "data" / "reports" / "2021-10" / "returned")
    kaohe("collect", workspace / "交回.docx")
    kept = workspace / "data" / "reports" / "2021-10" / "returned" / UNIT
    assert (kept / "交回.docx").read_bytes() == data
    assert "多余的一段" in (kept / "交回.docx.未归入.txt").read_text("utf-8")


def test_a_comment_beside_the_facts_of_the_return_does_not_block_the_next(
    kaohe: Kaohe, workspace: Path
) -> None:
    collect(kaohe, workspace, "交回.docx", returned(A18, RETAIL, "2021-11-01"))
    path = yaml_file(workspace)
    path.write_text(re.sub("(received: .*)", r"\1 # 实际十日收到", path.read_text("utf-8")), "utf-8")
    done = collect(kaohe, workspace, "更正.docx", returned(A18, CORRECTED, "2021-11-09"))
    assert "区商务委（更正.docx）：改动 1 栏" in done.out
    must_be(workspace, {"A18.1": CORRECTED})
    assert facts(workspace).file == "更正.docx"
    assert "# 实际十日收到" in path.read_text("utf-8")


def test_a_report_that_is_a_link_to_itself_stops_only_its_own_files(kaohe: Kaohe, workspace: Path) -> None:
    yaml_file(workspace).symlink_to(f"{UNIT}.yaml")
    folder = workspace / "收回"
    folder.mkdir()
    (folder / "商务委.docx").write_bytes(returned(A18, RETAIL))
    other = scored("一、GDP增量及增速", RETAIL, unit="区发展改革委", marks="3")
    (folder / "发展改革委.docx").write_bytes(docx(*SCORED_TITLE, *other))
    done = kaohe("collect", folder)
    assert "程序内部出错" not in done.err
    assert done.code == 1
    assert report_of(workspace, "区发展改革委") is not None


@pytest.mark.parametrize("typed", ["ＧＤＰ（社零）", "GDP(社零)"])
def test_row_takes_a_heading_as_word_shows_it(kaohe: Kaohe, workspace: Path, typed: str) -> None:
    done = collect(
        kaohe, workspace, "交回.docx", returned("ＧＤＰ（社零）", RETAIL), "--row", f"{typed}=A18.1"
    )
    must_be(workspace, {"A18.1": RETAIL})
    assert done.code == 0


def test_a_heading_given_with_row_that_is_nowhere_is_told(kaohe: Kaohe, workspace: Path) -> None:
    done = collect(kaohe, workspace, "交回.docx", returned(A18, RETAIL), "--row", "不存在的标题=A01.1")
    assert "--row 的标题“不存在的标题”哪一份里都没有，没有用上" in done.err


# --- absent is not emptied --------------------------------------------------------------------------


def test_a_section_that_was_deleted_keeps_what_is_known(kaohe: Kaohe, workspace: Path) -> None:
    collect(kaohe, workspace, "一.docx", returned(A18, RETAIL))
    lines = scored(f"一、{A18}", CORRECTED, marks="3")
    third, fourth = (
        next(n for n, one in enumerate(lines) if one.startswith(s)) for s in ("（三）", "（四）")
    )
    done = collect(kaohe, workspace, "二.docx", docx(*SCORED_TITLE, *lines[:third], *lines[fourth:]))
    assert "清空" not in done.out + done.err
    must_be(workspace, {"A18.1": CORRECTED})


def test_a_correction_of_one_score_changes_that_score_alone(kaohe: Kaohe, workspace: Path) -> None:
    collect(kaohe, workspace, "一.docx", returned(A18, RETAIL))
    lines = [f"一、{A18}", "（二）1—10月完成情况", "2．自评得分（满分为3分）：2.7。"]
    done = collect(kaohe, workspace, f"{UNIT}（更正）.docx", docx(*SCORED_TITLE, *lines))
    assert done.out.count("~") == 1
    must_be(workspace, {"A18.1": {**RETAIL, "progress/self_score": 2.7}})


@pytest.mark.parametrize(
    ("name", "emptied", "asked"),
    [
        ("二.docx", 1, False),
        ("二.docx", 2, False),
        ("二.docx", 3, True),
        ("更正.docx", 1, True),
        ("补充材料.docx", 2, True),
    ],
)
def test_what_would_empty_too_much_is_asked(
    kaohe: Kaohe, workspace: Path, name: str, emptied: int, asked: bool
) -> None:
    collect(kaohe, workspace, "一.docx", returned(A18, RETAIL))
    gone = ["progress/self_rank", "forecast/self_rank", "problems"][:emptied]
    values = {key: value for key, value in CORRECTED.items() if key not in gone}
    done = collect(kaohe, workspace, name, returned(A18, values), "--unit", UNIT)
    assert ("先没有清空" in done.err) is asked
    assert done.err.count("没有清空：") == (emptied if asked else 0)
    kept = {key: RETAIL[key] for key in gone} if asked else {}
    must_be(workspace, {"A18.1": {**values, **kept}})
    if asked:
        assert done.code == 1
        collect(kaohe, workspace, name, returned(A18, values), "--unit", UNIT, "--force")
        must_be(workspace, {"A18.1": values})
