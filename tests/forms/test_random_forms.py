"""Whatever forms an office writes: what is filled into the drafts made from them comes back as it was."""

import os
import tempfile
from pathlib import Path

import docx
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from kaohe_cli.cli.app import run
from kaohe_cli.forms.rounds import Round
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.collecting.reading.drafting import filled
from tests.forms.strategies import UNIT, Case, Recipe, cases


class _Plain(yaml.SafeDumper):
    """Writes everything out: our YAML has no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _change_template(path: Path, recipe: Recipe) -> None:
    """As somebody does it in Word."""
    template = docx.Document(str(path))
    first, *others = template.paragraphs
    if recipe.above:
        first.insert_paragraph_before(recipe.above)
    headings = [one for one in others if one.text.startswith(("（二）", "（三）", "（四）"))]
    for heading in headings if recipe.before_sections else ():
        heading.insert_paragraph_before(recipe.before_sections)
    for run_ in (run_ for one in others for run_ in one.runs if recipe.label):
        if run_.text.startswith("1. ") and run_.text.endswith("："):
            run_.text = f"1. {recipe.label}："
    if recipe.below:
        template.add_paragraph(recipe.below)
    if recipe.header:
        template.sections[0].header.paragraphs[0].text = recipe.header
    template.save(str(path))


@pytest.mark.slow
@settings(
    max_examples=60 if os.environ.get("CI") else 25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(case=cases())
def test_what_is_filled_in_comes_back(capsys: pytest.CaptureFixture[str], case: Case) -> None:
    if not case.values:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        for file, content in case.files.items():
            text = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False)
            (folder / "data" / file).write_text(text, "utf-8")
        data = ("--data", str(folder / "data"))
        capsys.readouterr()
        assert run([*data, "validate"]) == 0, capsys.readouterr().out
        assert run([*data, "template", "new", str(folder / "templates" / "annex3.docx")]) == 0
        _change_template(folder / "templates" / "annex3.docx", case.recipe)
        assert run([*data, "template", "check", str(folder / "templates" / "annex3.docx")]) == 0
        out = ("-o", str(folder))
        assert run([*data, "draft", "--unit", UNIT, "--through-month", str(case.month), *out]) == 0
        draft = folder / f"{UNIT}.docx"
        (folder / "交回.docx").write_bytes(filled(draft.read_bytes(), case.values))
        capsys.readouterr()
        code = run([*data, "collect", str(folder / "交回.docx"), "--round", str(case.month)])
        said = capsys.readouterr().err.splitlines()
        assert (code, said) == (0, ["共 1 份：已录入 1 份"])
        workspace = Workspace(DataFolder(folder / "data", folder))
        report = workspace.report(UNIT, Round(workspace.round_meant().year, case.month))
        assert report is not None
        found = {row: {key: report.value(row, key) for key in keys} for row, keys in case.expected.items()}
        assert found == case.expected
        assert report.through_month == case.month
        assert run([*data, "validate"]) == 0, capsys.readouterr().out
