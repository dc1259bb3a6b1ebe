"""`examples/README.md`: its commands run as written, and each returned file is as it says."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]
EXAMPLES = REPOSITORY / "examples"
TEXT = (EXAMPLES / "README.md").read_text("utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^kaohe (.+)$", TEXT, re.MULTILINE)]


@pytest.fixture
def walk(kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Outcome]:
    """What each command of the walk-through does, by its last word that names it."""
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.chdir(tmp_path)
    done: dict[str, Outcome] = {}
    for words in COMMANDS:
        done[name_of(words)] = kaohe(*words)
    return done


def name_of(words: list[str]) -> str:
    """Returns what a command of the walk-through is called here; that of the second round ends in 12."""
    second = "12" if {"--round", "examples/全年"} & {*words} else ""
    known = ("--remind", "--draft", "draft", "collect", "status", "claim")
    return next(word for word in known if word in words).removeprefix("--") + second


def test_the_walk_through_goes_from_draft_to_reminder(walk: dict[str, Outcome]) -> None:
    assert {name: outcome.code for name, outcome in walk.items()} == {
        "collect": 1,  # some of what came back needs a look
        "status": 0,
        "remind": 0,
        "collect12": 0,
        "status12": 0,
        "claim": 0,
        "draft": 0,
    }
    assert len(list(Path("试用/发出").rglob("*.docx"))) == 8


def test_every_returned_file_is_described() -> None:
    described = re.findall(r"^\| (\S+\.docx) \|", TEXT, re.MULTILINE)
    assert sorted(described) == sorted(path.name for path in (EXAMPLES / "交回").iterdir())
    assert (EXAMPLES / "data" / "claims.yaml").is_file()


def test_the_notice_is_refused(walk: dict[str, Outcome]) -> None:
    assert "通知.docx：没有读出附件3的栏目" in walk["collect"].err
    assert "已录入 7 份（其中 2 份需核对），未录入 1 份" in walk["collect"].err


def test_the_well_filled_draft_gives_rise_to_no_remark(walk: dict[str, Outcome]) -> None:
    assert "区商务委（区商务委.docx）：新填 24 栏" in walk["collect"].out
    assert "区商务委.docx：" not in walk["collect"].err


@pytest.mark.parametrize(
    "remark",
    [
        "经信委.docx：有修订痕迹",
        "A02.1 完成情况的自评得分 5.2 超过满分 5（KH804）",
        "B01.1 （二）基本情况里还留着“××”",
        "J02 有 6 处没有填",
        "教委报送材料（定稿）.docx：没有归入任何一栏：第 2 段：（区教委报送）",
    ],
)
def test_what_is_wrong_with_the_others_is_said(walk: dict[str, Outcome], remark: str) -> None:
    assert remark in walk["collect"].err


def test_tracked_changes_are_read_as_accepted(walk: dict[str, Outcome]) -> None:
    assert "规上工业增加值50亿元，同比增长9.6%\n" in walk["collect"].out
    assert "9.1%" not in walk["collect"].out


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        ("区商务委", "完整"),
        ("区经济信息委", "部分"),
        ("区教委", "完整"),
        ("区政府外办", "未报"),
        ("区发展改革委", "完整"),
        ("区农业农村委", "完整"),
        ("区卫生健康委", "部分"),
    ],
)
def test_the_states(walk: dict[str, Outcome], unit: str, state: str) -> None:
    assert re.search(rf"^{unit} +{state} ", walk["status"].out, re.MULTILINE)
    assert (f"{unit}" in walk["remind"].out) == (state != "完整")


@pytest.mark.parametrize(("unit", "state"), [("区政府外办", "完整"), ("区发展改革委", "未报")])
def test_the_states_at_the_end_of_the_year(walk: dict[str, Outcome], unit: str, state: str) -> None:
    assert re.search(rf"^{unit} +{state} ", walk["status12"].out, re.MULTILINE)


def test_every_state_of_a_claim_on_its_way_is_there(walk: dict[str, Outcome]) -> None:
    assert "督查激励申报 6 项：拟申报 2，材料起草 1，已报送 1，不申报 1，未定 1" in walk["claim"].out


@pytest.mark.usefixtures("walk")
def test_the_claim_of_two_units_names_both() -> None:
    (path,) = Path("试用/申报").glob("*.docx")
    text = "".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "〔区发展改革委〕" in text
    assert "〔区政府外办〕" in text


def test_no_phone_is_shown(walk: dict[str, Outcome]) -> None:
    shown = "".join(outcome.out + outcome.err for outcome in walk.values())
    assert not re.search(r"1[3-9]\d{9}|023[-－]\d{8}", shown)
    assert "***" in shown
