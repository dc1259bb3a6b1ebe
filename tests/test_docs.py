"""The documentation is run: its commands, its examples, its list of rules."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import typer
from typer.main import get_command

from kaohe_cli.cli.app import app
from kaohe_cli.cli.commands import COMMANDS
from kaohe_cli.cli.help import choices
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.written import FormTable
from kaohe_cli.rules.explanations import explanations
from kaohe_cli.tables.claims import Claims
from kaohe_cli.tables.contacts import Contacts
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.sent import Sent
from kaohe_cli.yamltext.reader import read_yaml
from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome

Kaohe = Callable[..., Outcome]

DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "README.zh-CN.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
READMES = DOCUMENTS[:2]
CHAPTERS = [path for path in DOCUMENTS if path.parent.name == "handbook"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)


BLOCKS = [
    pytest.param(block, id=f"{path.stem}-{n}")
    for path in DOCUMENTS
    for n, block in enumerate(blocks(path, "console"))
    if path not in CHAPTERS
]


@pytest.fixture
def desk(workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shipped tables and the examples, in which the test stands, and a home without settings."""
    shutil.copytree(REPOSITORY / "examples", workspace / "examples", ignore=WHAT_SHIPS)
    home = str(tmp_path_factory.mktemp("home"))
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, home)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return workspace


@pytest.mark.parametrize("block", BLOCKS)
def test_the_examples_do_what_they_show(
    kaohe: Kaohe, desk: Path, monkeypatch: pytest.MonkeyPatch, block: str
) -> None:
    follow(kaohe, monkeypatch, block)


@pytest.fixture
def program_folder(desk: Path) -> Path:
    """What a newcomer has after unpacking: the templates and schemas too."""
    for name in ("templates", "schema"):
        shutil.copytree(REPOSITORY / name, desk / name)
    return desk


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_can_be_followed_by_itself(
    kaohe: Kaohe, program_folder: Path, monkeypatch: pytest.MonkeyPatch, chapter: Path
) -> None:
    follow(kaohe, monkeypatch, "".join(blocks(chapter, "console")))


@pytest.mark.slow
def test_the_handbook_can_be_followed_from_its_first_page_to_its_last(
    kaohe: Kaohe, program_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chapter in CHAPTERS:
        monkeypatch.chdir(program_folder)
        follow(kaohe, monkeypatch, "".join(blocks(chapter, "console")))


def test_the_lines_that_a_workspace_made_from_the_issued_file_lacks_are_those_of_the_chapter(
    kaohe: Kaohe, desk: Path
) -> None:
    kaohe("export", "--policy", "--output", "来文.docx")
    kaohe("init", "练习2", "--from", "来文.docx")
    table = desk / "练习2" / "data" / "indicators.yaml"
    text = table.read_text("utf-8")
    (lines,) = blocks(CHAPTERS[1], "yaml")
    assert not set(re.findall(r"^\w+:", lines, re.MULTILINE)) & set(re.findall(r"^\w+:", text, re.MULTILINE))
    table.write_text(text.replace("\nsections:", f"\n{lines}sections:", 1), "utf-8")
    assert kaohe("--data", table.parent, "validate").code == 0
    said = kaohe("--data", table.parent, "status", "--remind", "--today", "2021-11-16").out
    assert "应于11月15日前报送" in said
    assert said.endswith("\n区政府督查室\n")


def follow(kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A line “$ …” is run; what follows is all it prints, where “…” stands for anything; a refusal is shown."""
    for line, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        program, *words = shlex.split(line)
        if program == "cd":
            monkeypatch.chdir(words[0])
            continue
        done = kaohe(*words) if program == "kaohe" else run(program, words)
        printed = "\n".join(line.rstrip() for line in (done.out + done.err).splitlines())
        pattern = "".join(map(_line_pattern, shown.splitlines()))
        assert not pattern or re.fullmatch(pattern, f"{printed}\n"), f"{line}\n{printed}"
        assert done.code < 2 or "错误" in shown, f"{line}\n{printed}"


def run(program: str, words: list[str]) -> Outcome:
    """Runs git, the one program beside ours that the documents type and show."""
    assert program == "git", program
    done = subprocess.run([program, *words], capture_output=True, encoding="utf-8")
    return Outcome(done.returncode and 2, done.stdout, done.stderr)


def _line_pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*"
    return ".*".join(map(re.escape, re.split(r"…(?=/)|(?<=[：、，])…|…(?=$)", line))) + r"\n"


PLACE_HOLDERS = re.compile(r"[^\x00-\x7f]|[A-Z…<\[]")
"""Signs of a word that stands for something else (编号, DIR, …)."""


def command_lines() -> list[tuple[str, str]]:
    """Returns every ``kaohe …`` of the documents that is not run above, with where it stands: in scripts, in a sentence."""
    found = []
    for path in DOCUMENTS:
        name, text = str(path.relative_to(REPOSITORY)), path.read_text("utf-8")
        for block in blocks(path, "bash"):
            found += [(name, line) for line in re.findall(r"^(?:\S*/)?kaohe (.*)$", block, re.MULTILINE)]
            found += [(name, line) for line in re.findall(r"(?:&& \S*|[\"'])kaohe ([^&\"'\n]*)", block)]
        found += [(name, " ".join(words.split())) for words in re.findall(r"`kaohe ([^`]+)`", text)]
    return found


@pytest.mark.parametrize(
    ("place", "line"), command_lines(), ids=[f"{place}: {line}" for place, line in command_lines()]
)
def test_every_command_line_is_one_of_ours(place: str, line: str) -> None:
    """The command is there, and every option is one of its own; a value is one of those it takes."""
    command: Any = get_command(app)
    ctx: Any = typer.Context(command, info_name="kaohe")
    words = iter(shlex.split(line, comments=True))
    for word in words:
        if word.startswith("-") and word != "-":
            name, _, value = word.partition("=")
            option = next(
                (one for one in ctx.command.get_params(ctx) if name in (*one.opts, *one.secondary_opts)), None
            )
            assert option is not None, f"{place}: {ctx.command_path} has no {name}"
            if not getattr(option, "is_flag", False) and not value:
                value = next(words, "")
            takes = choices(option, ctx)
            assert not takes or not value or value in takes or PLACE_HOLDERS.search(value), (
                f"{place}: {name} {value}"
            )
        elif hasattr(ctx.command, "list_commands"):
            if PLACE_HOLDERS.search(word):
                return
            one_or_more = [ctx.command.get_command(ctx, name) for name in word.split("|")]
            assert None not in one_or_more, f"{place}: {ctx.command_path} has no {word}"
            found = one_or_more[0]
            ctx = typer.Context(found, info_name=word, parent=ctx, resilient_parsing=True)


def test_the_chinese_pages_are_a_book() -> None:
    """20,000 汉字 and more, and in the handbook itself twelve chapters, each short enough to be read at a sitting."""
    han = {path: len(re.findall(r"[\u4e00-\u9fff]", path.read_text("utf-8"))) for path in DOCUMENTS}
    assert sum(count for path, count in han.items() if path not in READMES) >= 20_000
    assert [int(path.name[:2]) for path in CHAPTERS] == list(range(1, 13))
    assert all(400 <= han[path] <= 2_500 for path in CHAPTERS)


def test_the_readme_in_chinese_leads_to_the_handbook_before_anything_else() -> None:
    text = READMES[1].read_text("utf-8")
    assert text.index("](docs/handbook/01-workspace.md)") < text.index("\n## ")


def test_both_readmes_open_with_the_same_two_commands_and_ci_runs_the_second() -> None:
    first, second = (blocks(path, "bash")[:2] for path in READMES)
    assert first == second
    setup, tests = (command.strip() for command in first)
    assert setup.endswith("kaohe draft --unit 区商务委")
    assert tests.endswith("pytest")
    assert tests in (REPOSITORY / ".ci" / "run").read_text("utf-8").splitlines()
    assert tests in (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")


def test_ci_runs_every_command_by_which_one_installs() -> None:
    """They need the network, so they are no tests here; the first way is that of the READMEs."""
    run = (REPOSITORY / ".ci" / "run").read_text("utf-8").splitlines()
    guide = (REPOSITORY / "docs" / "install.md").read_text("utf-8")
    _, others = guide.split("\n## uv\n")
    shown = re.findall(r"^ *```bash\n(.*?)^ *```$", others, re.MULTILINE | re.DOTALL)
    commands = [line.strip() for block in shown for line in block.splitlines()]
    assert len(commands) == 9
    assert not {*commands} - {*run}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"`kaohe {command}" in (REPOSITORY / "README.md").read_text("utf-8")


def test_every_code_is_explained_and_no_other() -> None:
    code = re.compile(r"\"(KH\d{3})\"")
    used = {
        found
        for path in (REPOSITORY / "src").rglob("*.py")
        for found in code.findall(path.read_text("utf-8"))
    }
    assert [rule.code for rule in explanations()] == sorted(used)
    text = (REPOSITORY / "docs" / "rules.md").read_text("utf-8")
    assert text.count("\n### KH") == text.count("\n改法：") == len(used)


@pytest.mark.parametrize("block", blocks(REPOSITORY / "docs" / "data.md", "yaml"))
def test_the_yaml_examples_are_read(block: str) -> None:
    root, problems = read_yaml(block)
    assert root is not None
    assert problems == []
    data = root.data()
    if "entries" in data:
        Report.model_validate(data)
    if "city_rows" in data:
        Contacts.model_validate(data)
    if "claims" in data:
        Claims.model_validate(data)
    if "sent" in data:
        Sent.model_validate(data)
    if "sections" in data:
        IndicatorTable.model_validate(data)
    if "forms" in data:
        FormTable.model_validate(data)


def test_the_example_in_python_does_what_it_says(workspace: Path) -> None:
    guide = REPOSITORY / "docs" / "templates.zh-CN.md"
    (code,) = blocks(guide, "python")
    (template,) = (block for block in blocks(guide, "text") if "loop.index|中文数字" in block)
    letter = docx.Document()
    for line in template.splitlines():
        letter.add_paragraph(line)
    (workspace / "templates").mkdir()
    letter.save(str(workspace / "templates" / "通知.docx"))
    exec(code, {})  # noqa: S102 - the documentation's own example
    made = docx.Document(str(workspace / "通知_区商务委.docx"))
    assert [paragraph.text for paragraph in made.paragraphs] == [
        "区商务委：请报送下列各项。",
        "一、社会消费品零售总额及增速（区商务委、区教委）",
        "联系电话：023-60000000",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_tour_names_files_that_are_there() -> None:
    tour = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    rows = tour.split("## Where do I go to change …")[1].split("\n## ")[0].splitlines()[4:]
    named = {name for row in rows for name in re.findall(r"`([\w./]+)`", row) if "/" in name}
    assert len(named) > 20
    roots = (REPOSITORY, REPOSITORY / "src" / "kaohe_cli")
    assert not {name for name in named if not any((root / name).exists() for root in roots)}
