"""Returns of several bodies: of all together (joint), or each row of another; names as people write them."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.collecting.reading.builder import SCORED_TITLE, UNSCORED_TITLE, docx, scored, unscored
from tests.collecting.reading.corpus.values import A10, A18, B02, INVESTMENT, RETAIL, SURVEY
from tests.collecting.reading.test_levels import reports, rows
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
A02 = "民营经济发展成效"
OF_B02 = "区工商联、区经济信息委、区商务委、区住房城乡建委"


def of_rows(*lines: Sequence[str]) -> bytes:
    return docx(*SCORED_TITLE, *(line for row in lines for line in row))


def private(unit: str, **values: Any) -> bytes:
    return of_rows(scored(f"一、{A02}", {**RETAIL, **values}, unit=unit, marks="3"))


def test_a_joint_return_is_filed_under_the_first(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(private("区发展改革委、区工商联"))
    done = kaohe("collect", "材料.docx")
    assert done.code == 0
    assert list(reports(workspace)) == ["区发展改革委"]
    assert reports(workspace)["区发展改革委"]["joint"] == ["区发展改革委", "区工商联"]
    assert "区发展改革委、区工商联合报的一份" in done.err


@pytest.mark.parametrize(
    "written",
    [
        "发改委、工商联",
        "区发展改革委（牵头）、区工商联（配合）",
        "牵头单位：区发展改革委；配合单位：区工商联",
        "由区发改委牵头，区工商联配合",
        "区发展改革委和区工商联",
        "区发展改革委会同区工商联",
        "区发展改革委/区工商业联合会",
        "黔江区发展和改革委员会（盖章）、区工商联（盖章）",
    ],
)
def test_the_bodies_of_a_joint_return_as_people_write_them(
    kaohe: Kaohe, workspace: Path, written: str
) -> None:
    (workspace / "材料.docx").write_bytes(private(written))
    done = kaohe("collect", "材料.docx")
    assert done.code == 0
    assert reports(workspace)["区发展改革委"]["joint"] == ["区发展改革委", "区工商联"]
    assert "没有归入" not in done.err


def test_it_counts_for_each_body_on_the_rows_that_it_answers_for(kaohe: Kaohe, workspace: Path) -> None:
    both = "区发展改革委、区工商联"
    data = of_rows(
        scored("一、GDP增量及增速", RETAIL, unit=both, marks="4"),
        scored(f"二、{A02}", RETAIL, unit=both, marks="3"),
    )
    (workspace / "材料.docx").write_bytes(data)
    assert kaohe("collect", "材料.docx").code == 0
    detail = kaohe("status", "--unit", "区工商联").out
    assert "有与区发展改革委合报的" in detail
    assert "A02.1" not in detail
    assert "B02.1" in detail
    assert "A01.1" not in kaohe("status", "--unit", "区发展改革委").out
    assert not [line for line in kaohe("validate").out.splitlines() if "KH802" in line]


def test_a_name_of_the_file_makes_it_that_bodys_alone(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "区工商联.docx").write_bytes(private("区发展改革委、区工商联"))
    assert kaohe("collect", "区工商联.docx").code == 0
    assert "joint" not in reports(workspace)["区工商联"]


def test_bodies_that_do_not_answer_for_the_row_are_a_question(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.docx").write_bytes(private("区发展改革委、区教委"))
    done = kaohe("collect", "材料.docx")
    assert done.code == 2
    assert "--unit" in done.err
    assert reports(workspace) == {}


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_in_any_order_the_newest_return_says_who_reports_together(
    kaohe: Kaohe, workspace: Path, order: tuple[int, ...]
) -> None:
    """First alone on another row, then together, then alone again on that row: nobody else is named any more."""
    gdp = of_rows(scored("一、GDP增量及增速", RETAIL, unit="区发展改革委", marks="4"))
    files = [gdp, private("区发展改革委、区工商联"), private("区发展改革委", problems="新的问题")]
    for number in order:
        (workspace / f"{number}.docx").write_bytes(saved(files[number], f"2021-11-0{number + 1}"))
        assert kaohe("collect", f"{number}.docx").code in (0, 1)
    document = reports(workspace)["区发展改革委"]
    assert "joint" not in document
    assert document["entries"]["A02.1"]["problems"] == "新的问题"
    assert sorted(document["entries"]) == ["A01.1", "A02.1"]


def saved(data: bytes, when: str) -> bytes:
    """A file that was saved last on a day."""
    form, stream = Document(io.BytesIO(data)), io.BytesIO()
    form.core_properties.modified = datetime.fromisoformat(when)
    form.save(stream)
    return stream.getvalue()


def three_bodies(*also: Sequence[str]) -> bytes:
    return of_rows(
        scored(f"一、{A18}", RETAIL, unit="商务委", marks="3"),
        scored("二、科技创新工作成效", RETAIL, unit="区科技局（盖章）", marks="7"),
        unscored("三、儿童青少年近视综合防控", SURVEY, unit="区教委"),
        *also,
    )


def test_rows_of_different_bodies_go_to_each_bodys_report(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "汇总.docx").write_bytes(three_bodies())
    done = kaohe("collect", "汇总.docx")
    assert done.code == 0
    found = {unit: list(document["entries"]) for unit, document in reports(workspace).items()}
    assert found == {"区商务委": ["A18.1"], "区科技局": ["A04.1"], "区教委": ["D04.6"]}
    assert "共 1 份：已录入 1 份，其中 1 份是几个单位的，分成 3 份录入" in done.err
    again = kaohe("collect", "汇总.docx")
    assert again.code == 0
    assert "已录入过 1 份" in again.err


def test_a_row_of_several_among_them_is_joint(kaohe: Kaohe, workspace: Path) -> None:
    row = scored(f"四、{A02}", RETAIL, unit="区发展改革委、区工商联", marks="3")
    (workspace / "汇总.docx").write_bytes(three_bodies(row))
    assert kaohe("collect", "汇总.docx").code == 0
    assert rows(workspace, "区发展改革委") == ["A02.1"]
    assert reports(workspace)["区发展改革委"]["joint"] == ["区发展改革委", "区工商联"]


def test_unit_never_gives_it_all_to_one(kaohe: Kaohe, workspace: Path) -> None:
    row = scored(f"四、{A10}", INVESTMENT, unit="", marks="2")
    (workspace / "汇总.docx").write_bytes(three_bodies(row))
    done = kaohe("collect", "汇总.docx")
    assert done.code == 2
    assert "有 1 项的（一）责任单位没有写明" in done.err
    assert kaohe("collect", "汇总.docx", "--unit", "区财政局").code == 2
    assert reports(workspace) == {}
    assert kaohe("collect", "汇总.docx", "--unit", "区商务委").code == 0
    assert rows(workspace, "区商务委") == ["A10.1", "A18.1"]
    assert rows(workspace, "区科技局") == ["A04.1"]


def test_unit_leaves_a_row_to_the_bodies_that_share_it(kaohe: Kaohe, workspace: Path) -> None:
    data = of_rows(
        scored(f"一、{A02}", RETAIL, unit="区发展改革委、区工商联", marks="3"),
        scored(f"二、{A18}", RETAIL, unit="区商务委", marks="3"),
    )
    (workspace / "汇总.docx").write_bytes(data)
    assert kaohe("collect", "汇总.docx").code == 2
    assert kaohe("collect", "汇总.docx", "--unit", "区商务委").code == 0
    assert rows(workspace, "区商务委") == ["A18.1"]
    assert reports(workspace)["区发展改革委"]["joint"] == ["区发展改革委", "区工商联"]


def test_a_row_given_to_a_body_that_does_not_answer_for_it_is_a_question(
    kaohe: Kaohe, workspace: Path
) -> None:
    row = scored(f"四、{A10}", INVESTMENT, unit="区教委", marks="2")
    (workspace / "汇总.docx").write_bytes(three_bodies(row))
    done = kaohe("collect", "汇总.docx")
    assert done.code == 2
    assert "说的单位不一致" in done.err
    assert reports(workspace) == {}


@pytest.mark.parametrize(
    "written",
    [
        "商务委",
        "黔江区商务委",
        "××区商务委员会",
        "××区商务委员会（盖章）",
        "区商务委(公章)",
        "重庆市黔江区商务委员会（单位盖章）",
        "区商务局",
        "区商委",
        "责任单位：区商务委",
        "本区商务委",
        "区商务委（区口岸办）",
    ],
)
def test_a_body_as_people_write_it(kaohe: Kaohe, workspace: Path, written: str) -> None:
    data = of_rows(scored(f"一、{A18}", RETAIL, unit=written, marks="3"))
    (workspace / "材料.docx").write_bytes(data)
    done = kaohe("collect", "材料.docx")
    assert done.code == 0
    assert list(reports(workspace)) == ["区商务委"]
    assert "没有归入" not in done.err


@pytest.mark.parametrize(
    "written", ["市商务委", "经开区财政局", "区教育局", "教育局", "区教委（区商务委）", "区教委（区口岸办）"]
)
def test_a_name_that_may_be_somebody_else_is_nobodys(kaohe: Kaohe, workspace: Path, written: str) -> None:
    data = of_rows(scored(f"一、{A18}", RETAIL, unit=written, marks="3"))
    (workspace / "材料.docx").write_bytes(data)
    assert kaohe("collect", "材料.docx").code == 2
    assert reports(workspace) == {}


def test_a_resolved_collective_raises_no_false_remark(kaohe: Kaohe, workspace: Path) -> None:
    kaohe("assign", "C04.1", "--resolve", "区级有关部门", "--to", "区商务委,区教委")
    name = next(line for line in kaohe("show", "C04.1").out.splitlines() if line.startswith("指标")).split()[
        1
    ]
    units = "区委办公室、区政府办公室、区级有关部门（区商务委、区教委）"
    data = docx(*UNSCORED_TITLE, *unscored(f"一、{name}", SURVEY, unit=units))
    (workspace / "区教委.docx").write_bytes(data)
    done = kaohe("collect", "区教委.docx")
    assert done.code == 0
    assert "没有区教委" not in done.err
    assert rows(workspace, "区教委") == ["C04.1"]


def test_several_bodies_of_a_row_are_joint(kaohe: Kaohe, workspace: Path) -> None:
    data = docx(*UNSCORED_TITLE, *unscored(f"一、{B02}", SURVEY, unit=OF_B02))
    (workspace / "材料.docx").write_bytes(data)
    assert kaohe("collect", "材料.docx").code == 0
    assert reports(workspace)["区工商联"]["joint"] == OF_B02.split("、")
    for unit in OF_B02.split("、"):
        assert "B02.1" not in kaohe("status", "--unit", unit).out


@pytest.mark.parametrize("old", ["区发展改革委", "区工商联"])
def test_a_new_name_of_a_body_is_written_where_it_reports_with_others(
    kaohe: Kaohe, workspace: Path, old: str
) -> None:
    (workspace / "材料.docx").write_bytes(private("区发展改革委、区工商联"))
    kaohe("collect", "材料.docx")
    assert kaohe("unit", "rename", old, "区新名局").code == 0
    (document,) = reports(workspace).values()
    assert document["joint"] == [{old: "区新名局"}.get(name, name) for name in ("区发展改革委", "区工商联")]
    assert "KH803" not in kaohe("validate").out
