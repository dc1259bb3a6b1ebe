"""附件3 through the commands: imported into a new workspace, merged into one, and used at once."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.collecting.reading.drafting import filled
from tests.conftest import REPOSITORY, Outcome
from tests.importing.test_sources import PASTED, POLICY, WORD
from tests.ooxml.printed_form import control_tags, lines

Kaohe = Callable[..., Outcome]

UNIT = "区商务委"
MORE = "3．自评排名：。\n4．数据来源：。\n5．佐证材料：。\n（三）"
SIGNED = "（手机）：　　　　。\n3．填报人：　　；联系电话：　　。\n（七）下一步工作：\n\n\n2021"


def document(folder: Path, *edits: tuple[str, str], only_forms: bool = False) -> Path:
    """The issued document with other forms in it."""
    text = PASTED.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "附件.txt"
    path.write_text(text[text.index("附件3\n2021年") :] if only_forms else text, "utf-8")
    return path


def with_more(folder: Path, *edits: tuple[str, str], only_forms: bool = False) -> Path:
    """The issued document with fields that nobody knows in its first form."""
    more = (("3．自评排名：。\n（三）", MORE), *edits)
    return document(folder, *more, only_forms=only_forms)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_field_that_nobody_knows_works_at_once(
    kaohe: Kaohe, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_more(here, ("（手机）：　　　　。\n\n\n2021", SIGNED))
    done = kaohe("init", "考核", "--from", source, "--from", POLICY)
    assert done.code == 0
    assert "“数据来源”是新的栏目：键是 progress/data_source" in done.err
    office = here / "考核"
    monkeypatch.chdir(office)
    assert kaohe("schema", "--check").code == 0
    before = (office / "templates" / "annex3.docx").read_bytes()
    assert kaohe("template", "new", "--force").code == 0
    assert (office / "templates" / "annex3.docx").read_bytes() == before
    drafted = kaohe("draft", "--unit", UNIT)
    assert (drafted.code, "没有“" in drafted.err) == (0, False)
    path = office / "drafts" / "2021" / f"{UNIT}.docx"
    assert "A18.1/progress/data_source" in control_tags(path.read_bytes())
    assert "4. 数据来源：【请填写数据来源】。" in lines(path)
    returned = here / f"{UNIT}.docx"
    values = {
        "A18.1": {
            "progress/data_source": "区统计局",
            "progress/evidence_files": "一是通报。\n二是照片。",
            "next_steps": "继续推进。",
            "filled_by": "李样例",
            "filled_by_phone": "13800000000",
        }
    }
    returned.write_bytes(filled(path.read_bytes(), values))
    collected = kaohe("collect", returned, "--received", "2021-11-12")
    assert collected.code == 0
    assert "没有归入" not in collected.err
    workspace = Workspace(DataFolder(office / "data", office))
    report = workspace.report(UNIT, workspace.round_meant())
    assert report is not None
    assert {key: report.value("A18.1", key) for key in values["A18.1"]} == values["A18.1"]
    (body,) = json.loads(kaohe("status", "--unit", UNIT, "--format", "json").out)
    missing = {row["id"]: row["fields"] for row in body["missing"]}
    assert "progress/data_source" not in missing["A18.1"]
    assert "progress/data_source" in missing["A10.1"]
    assert "progress/data_source" not in missing["B02.1"]
    assert kaohe("validate").code == 0


def test_a_new_workspace_from_the_issued_document_has_the_shipped_forms(kaohe: Kaohe, here: Path) -> None:
    assert kaohe("init", "考核", "--from", WORD, "--from", POLICY).code == 0
    made, shipped = here / "考核" / "data" / "forms.yaml", REPOSITORY / "data" / "forms.yaml"
    assert made.read_bytes() == shipped.read_bytes()


def test_import_writes_the_forms_beside_the_tables_with_what_is_unsure(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("import", with_more(here), POLICY, "--output", "data")
    assert done.code == 0
    assert "报送表 3" in done.out
    assert "“报送表1（二）4”" in done.out
    text = (here / "data" / "forms.yaml").read_text("utf-8")
    assert "# 请核对：“报送表1（二）4”：“数据来源”是新的栏目" in text
    assert "报送模板" not in re.sub(r"(?m)^#.*", "", text)
    assert kaohe("--data", "data", "validate").code == 0


def test_a_merge_of_the_same_forms_changes_nothing(kaohe: Kaohe, workspace: Path) -> None:
    before = (workspace / "data" / "forms.yaml").read_bytes()
    done = kaohe("import", WORD, POLICY, "--merge")
    assert "\n附件3 报送表\n" not in done.out
    assert (workspace / "data" / "forms.yaml").read_bytes() == before


def test_a_merge_shows_the_difference_and_keeps_every_other_byte(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "forms.yaml"
    before = path.read_text("utf-8")
    source = with_more(workspace, ("2．是否符合申报条件：。\n", ""), only_forms=True)
    dry = kaohe("import", source, "--merge", "--dry-run")
    assert path.read_text("utf-8") == before
    done = kaohe("import", source, "--merge")
    assert done.code == 0
    for out in (dry.out, done.out):
        assert "scored 增加（二）“数据来源”（progress/data_source，一行文字）" in out
        assert "incentive 去掉（三）“是否符合申报条件”（forecast/eligible）" in out
    assert "kaohe template new --force" in done.err
    after = path.read_text("utf-8")
    assert [line for line in before.splitlines() if line.lstrip().startswith("#")] == [
        line for line in after.splitlines() if line.lstrip().startswith("#")
    ]
    unscored = before[before.index("  - id: unscored") : before.index("  - id: incentive")]
    assert unscored in after
    assert kaohe("template", "new", "--force").code == 0
    assert kaohe("schema").code == 0
    assert kaohe("validate").code == 0
    assert kaohe("import", source, "--merge").err.endswith("与现有内容一致，未作改动\n")


def test_a_merge_keeps_the_keys_of_the_workspace(kaohe: Kaohe, workspace: Path) -> None:
    """A label that the office gave a key, a kind and other wordings keeps them, whatever import would choose."""
    path = workspace / "data" / "forms.yaml"
    text = path.read_text("utf-8")
    own = (
        "          - {key: progress/origin, label: 数据出处, kind: office, also: [数据来源]}  # 办公室加的\n"
    )
    place = "      - number: （三）\n"
    path.write_text(text.replace(place, own + place, 1), "utf-8")
    source = with_more(workspace, only_forms=True)
    done = kaohe("import", source, "--merge")
    assert "（progress/origin）" in done.out
    (field,) = (
        one
        for one in Workspace(DataFolder(workspace / "data", workspace)).record.named("scored").fields  # type: ignore[union-attr]
        if one.label == "数据来源"
    )
    assert (field.key, field.kind) == ("progress/origin", "office")


def test_a_form_that_becomes_another_s_is_named_by_its_part(kaohe: Kaohe, workspace: Path) -> None:
    """Where the document has forms alone, the parts of the workspace get theirs, so that both files agree."""
    source = document(
        workspace,
        ("群众主观感受、重点专项、基础保障报送模板", "群众主观感受、基础保障报送模板"),
        ("督查激励支持政策争取情况\n（报送模板）", "重点专项推进情况\n（重点专项报送模板）\n一、××（指标名称）\n（一）责任单位：。\n（二）主要做法：。\n（三）推进状态（正常/滞后）：\n（四）完成日期：。\n（五）存在问题及建议：。\n（六）责任领导：。\n\n督查激励支持政策争取情况\n（报送模板）"),
        only_forms=True,
    )  # fmt: skip
    done = kaohe("import", source, "--merge")
    assert "unscored_2“重点专项推进情况”：新的一种表，用于 C" in done.out
    text = (workspace / "data" / "indicators.yaml").read_text("utf-8")
    assert "form: unscored_2" in text
    kaohe("template", "new", "--force")
    kaohe("schema")
    validated = kaohe("validate")
    assert (validated.code, "0 处错误" in validated.out + validated.err) == (0, True)


def test_a_workspace_without_forms_gets_them(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "forms.yaml").unlink()
    done = kaohe("import", WORD, POLICY, "--merge")
    assert "原来没有 forms.yaml，按导入的内容新写" in done.err
    shipped = (REPOSITORY / "data" / "forms.yaml").read_bytes()
    assert (workspace / "data" / "forms.yaml").read_bytes() == shipped
