"""Whose a returned file is: something must prove one body, and nothing may speak against it."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.collecting.reading.builder import SCORED_TITLE, UNSCORED_TITLE, docx, scored, unscored
from tests.collecting.reading.comparing import reports_in
from tests.collecting.reading.corpus.values import A10, A18, B02, INVESTMENT, RETAIL, SURVEY
from tests.collecting.reading.drafting import draft, filled
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]
OF_B02 = "区工商联、区经济信息委、区商务委、区住房城乡建委"


def typed(unit: str, also: str | None = None, mobile: str | None = None) -> bytes:
    """A form typed by hand with A18.1, and perhaps with A10.1 of another body."""
    values = RETAIL if mobile is None else {**RETAIL, "contact/mobile": mobile}
    lines = [*SCORED_TITLE, *scored(f"一、{A18}", values, unit=unit, marks="3")]
    if also is not None:
        lines += scored(f"二、{A10}", INVESTMENT, unit=also, marks="2")
    return docx(*lines)


def typed_for_several(units: str) -> bytes:
    """A form typed by hand with a row of several bodies."""
    return docx(*UNSCORED_TITLE, *unscored(f"一、{B02}", SURVEY, unit=units))


def drafted(unit: str = "区商务委", **words: str) -> bytes:
    """A draft that was filled in, with some of its words changed wherever they stand."""
    data = filled(draft(unit), {"A18.1": {"problems": "无", "progress/self_score": "2.8"}})
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("docProps/custom.xml", "word/document.xml"):
                for before, after in words.items():
                    content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def collect(kaohe: Kaohe, workspace: Path) -> Callable[..., Outcome]:
    def call(data: bytes, name: str, *options: str) -> Outcome:
        (workspace / name).write_bytes(data)
        return kaohe("collect", name, *options)

    return call


Collect = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(drafted(), "材料.docx", id="the draft says it"),
        pytest.param(drafted(), "区商务委（更正）.docx", id="so does its name"),
        pytest.param(drafted(), "区教委转区商务委.docx", id="named beside another"),
        pytest.param(drafted(), "商务委10月.docx", id="named in short"),
        pytest.param(drafted(区商务委="区商委"), "材料.docx", id="a short name throughout"),
        pytest.param(typed("区商务委"), "材料.docx", id="one body in （一）"),
        pytest.param(typed("××区商务委员会"), "材料.docx", id="one body in （一）, in full"),
        pytest.param(typed("牵头单位：区商务委；配合单位：区教委"), "区商务委.docx", id="with roles"),
        pytest.param(typed("区 商 务 委"), "材料.docx", id="spaced out"),
        pytest.param(typed("商务委", also="区商务委"), "材料.docx", id="one body under two names"),
        pytest.param(typed_for_several(OF_B02), "区商务委.docx", id="several in （一）, one in the name"),
        pytest.param(typed_for_several("区级有关部门"), "区商务委.docx", id="a collective in （一）"),
        pytest.param(typed_for_several("区教委等单位"), "区商务委.docx", id="and others"),
        pytest.param(typed(""), "区商务委.docx", id="only the name of the file"),
    ],
)
def test_it_is_taken_where_one_body_is_proven(
    collect: Collect, workspace: Path, data: bytes, name: str
) -> None:
    done = collect(data, name)
    assert done.code in (0, 1)
    assert reports_in(workspace) == ["区商务委"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(drafted(), "区教委.docx", "发给的是区商务委，文件名写的是区教委", id="draft and name"),
        pytest.param(
            drafted(),
            "区数据局.docx",
            "发给的是区商务委，文件名写的是区数据局",
            id="draft, unknown name",
        ),
        pytest.param(
            typed("区商务委"), "区教委.docx", "文件名写的是区教委，（一）责任单位写的是区商务委", id="（一）"
        ),
        pytest.param(typed("区商务委", also="区教委"), "材料.docx", "写的是区教委", id="two rows"),
        pytest.param(
            typed_for_several("区教委、区财政局"), "区商务委.docx", "区教委、区财政局", id="not among several"
        ),
        pytest.param(typed("区数据局"), "区商务委.docx", "写的是区数据局", id="an unknown body in （一）"),
        pytest.param(typed("区数据局"), "材料.docx", "“区数据局”，不在名录中", id="nobody known"),
        pytest.param(
            typed("区数据局、区财政局"),
            "材料.docx",
            "“区数据局”，不在名录中",
            id="unknown beside a known one",
        ),
        pytest.param(typed("区商务委等"), "材料.docx", "--unit", id="and others, who they are is open"),
        pytest.param(typed("区商务委\n区教委"), "材料.docx", "--unit", id="one a line"),
        pytest.param(
            typed_for_several("区教委、区财政局"), "材料.docx", "写了几个", id="several who do not answer"
        ),
        pytest.param(typed_for_several("区级有关部门"), "材料.docx", "--unit", id="a collective alone"),
        pytest.param(drafted(区商务委="区口岸办"), "材料.docx", "发给的是“区口岸办”，不在名录中", id="draft"),
        pytest.param(drafted(区商务委="市商务委"), "材料.docx", "“市商务委”，不在名录中", id="of the city"),
    ],
)
def test_otherwise_it_is_a_question(
    collect: Collect, workspace: Path, data: bytes, name: str, said: str
) -> None:
    done = collect(data, name)
    assert done.code == 2
    assert said in done.err
    assert "--unit" in done.err
    assert "共 1 份：待确认 1 份" in done.err
    assert reports_in(workspace) == []


def test_a_question_beside_a_good_file_ends_with_1(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "收回"
    folder.mkdir()
    (folder / "区商务委.docx").write_bytes(drafted())
    (folder / "区教委.docx").write_bytes(drafted(无="没有"))
    done = kaohe("collect", folder)
    assert done.code == 1
    assert "已录入 1 份，待确认 1 份" in done.err
    assert reports_in(workspace) == ["区商务委"]


@pytest.mark.parametrize("unit", ["区商务委", "区教委"])
def test_the_person_settles_a_question_with_either_body_that_is_named(
    collect: Collect, workspace: Path, unit: str
) -> None:
    done = collect(drafted(), "区教委.docx", "--unit", unit)
    assert f"按 --unit 收作{unit}的" in done.err
    assert reports_in(workspace) == [unit]


def test_a_draft_is_not_taken_for_a_body_that_nothing_names(collect: Collect, workspace: Path) -> None:
    done = collect(drafted(), "材料.docx", "--unit", "区教委")
    assert done.code == 2
    assert "是发给区商务委的，不是区教委的" in done.err
    assert reports_in(workspace) == []


def test_a_form_sent_out_before_a_renaming_comes_home(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "区商务委.docx").write_bytes(drafted())
    assert kaohe("unit", "rename", "区商务委", "区商务局").code == 0
    kaohe("collect", "区商务委.docx")
    assert reports_in(workspace) == ["区商务局"]


def test_what_an_unknown_name_is_read_as_is_said_once(collect: Collect) -> None:
    done = collect(typed("商务委", also="商务委"), "材料.docx")
    assert done.err.count("（一）责任单位写的“商务委”读作区商务委") == 1


ROSTER = """\
schema_version: 1
units:
  区商务委: {contact: 李样例, mobile: "13800000001"}
  区教委: {contact: 王样例, mobile: 023-60000001, rows: {A18.1: {mobile: "13800000002"}}}
  区科技局: {contact: 赵样例, mobile: "13800000003"}
  区司法局: {contact: 赵样例, mobile: "13800000003"}
"""


@pytest.mark.parametrize(
    ("data", "name", "units"),
    [
        (typed("", mobile="138-0000-0001"), "材料.docx", ["区商务委"]),
        (typed("区商务委", mobile="13800000001"), "材料.docx", ["区商务委"]),
        (typed("区商务委", mobile="13800000009"), "材料.docx", ["区商务委"]),
        (typed("区商务委", mobile="13800000002"), "材料.docx", []),
        (typed("", mobile="60000001"), "材料.docx", ["区教委"]),
        (typed("", mobile="13800000003"), "材料.docx", []),
        (typed("区科技局", mobile="13800000003"), "材料.docx", ["区科技局"]),
        (typed("区商务委", mobile="13800000003"), "材料.docx", []),
    ],
)
def test_the_number_of_the_contact_is_evidence(
    collect: Collect, workspace: Path, data: bytes, name: str, units: list[str]
) -> None:
    tables = workspace / "data" / "indicators.yaml"
    tables.write_text(
        tables.read_text("utf-8").replace("year: 2021", 'year: 2021\narea_code: "023"'), "utf-8"
    )
    (workspace / "data" / "contacts.yaml").write_text(ROSTER, "utf-8")
    collect(data, name)
    assert reports_in(workspace) == units


def test_words_of_a_text_that_look_like_evidence_are_none(collect: Collect, workspace: Path) -> None:
    text = "问题一\n（一）责任单位：区教委。\n责任单位：区财政局"
    done = collect(filled(draft("区商务委"), {"A18.1": {"problems": text}}), "材料.docx")
    assert done.code in (0, 1)
    assert reports_in(workspace) == ["区商务委"]


def test_a_second_label_in_a_text_names_nobody(collect: Collect, workspace: Path) -> None:
    values = {**RETAIL, "problems": "1．责任单位：基本情况"}
    collect(docx(*SCORED_TITLE, *scored(f"一、{A18}", values, marks="3")), "材料.docx")
    assert reports_in(workspace) == ["区商务委"]
