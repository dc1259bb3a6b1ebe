"""Make the manual of every command from its help: reference pages and man pages.

    python tools/manual.py            write docs/reference/*.md and man/*.1
    python tools/manual.py FOLDER     write both folders elsewhere

What a command is for, its arguments and its options come from `--help`. What the help does not say stands
in `manual.yaml`: which files a command reads and writes, when it ends with 1, and an example, which the tests
run. Run it after any change of an option or of `manual.yaml`.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import typer
from typer.main import get_command

from kaohe_cli.cli.app import PROGRAM, app
from kaohe_cli.cli.groups import global_options
from kaohe_cli.cli.help import CommandHelp, ParameterHelp, described
from kaohe_cli.cli.wrapping import wrapped
from kaohe_cli.yamltext.reader import read_yaml

REPOSITORY: Final = Path(__file__).resolve().parent.parent
NOTES: Final = Path(__file__).with_name("manual.yaml")
REFERENCE: Final = "docs/reference"
MAN: Final = "man"

TEXT_WIDTH: Final = 66
"""Columns of a line of a man page, which a terminal of 80 shows behind an indent of 7. The lines are broken
here, since neither groff nor mandoc breaks 汉字 without a locale."""
INDENT: Final = 4
FINE: Final = "正常"
WRONG_USE: Final = "命令写法有误，或有文件无法读取、无法写入；原因和改法写在标准错误里"
MADE_BY: Final = "由 tools/manual.py 从 --help 和 tools/manual.yaml 生成，请勿手改"


class Notes(NamedTuple):
    """What `manual.yaml` says of a command."""

    reads: str = ""
    writes: str = ""
    findings: str = ""
    """When it ends with 1; empty where it never does."""
    environment: Mapping[str, str] = {}
    example: str = ""
    """Markdown with the ```console blocks that the tests run."""


class Command(NamedTuple):
    """A command, or a group with its commands."""

    words: tuple[str, ...]
    summary: str
    said: CommandHelp
    notes: Notes
    below: tuple["Command", ...] = ()

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def page(self) -> str:
        """The name of its page: ``list``; ``index`` of the program itself."""
        return "index" if self.is_whole else self.words[-1]

    @property
    def is_whole(self) -> bool:
        """Whether it is the program itself."""
        return len(self.words) == 1

    @property
    def does_something(self) -> bool:
        """False for a group, whose commands do."""
        return self.is_whole or not self.below


def the_program() -> Command:
    """Returns the program with all its commands."""
    root, _ = read_yaml(NOTES.read_text("utf-8"))
    notes = {name: Notes(**said) for name, said in (root.data() if root is not None else {}).items()}
    return _command(get_command(app), None, PROGRAM, "考核指标与督查激励的命令行工具", notes)


def _command(command: Any, above: Any, name: str, summary: str, notes: Mapping[str, Notes]) -> Command:
    ctx: Any = typer.Context(command, info_name=name, parent=above, help_option_names=["-h", "--help"])
    path = ctx.command_path
    summaries = command.summaries(ctx) if hasattr(command, "summaries") else {}
    return Command(
        tuple(path.split()),
        summary,
        described(command, ctx, has_commands=bool(summaries), shared=global_options(ctx)),
        notes.get(path, Notes()),
        tuple(
            _command(command.get_command(ctx, one), ctx, one, said, notes) for one, said in summaries.items()
        ),
    )


def pages(program: Command) -> dict[str, str]:
    """Returns every page by its place in the repository."""
    made = {}
    for one in (program, *program.below):
        made[f"{REFERENCE}/{one.page}.md"] = reference_page(one, program)
        made[f"{MAN}/{'-'.join(one.words)}.1"] = man_page(one, program)
    return made


def paragraphs(text: str) -> list[str]:
    """Returns the paragraphs of a help, each on one line, without the examples, which stand elsewhere."""
    found = (_joined(part.splitlines()) for part in text.split("\n\n"))
    return [part for part in (re.sub(r"例：kaohe .*", "", one).strip() for one in found) if part]


def _joined(lines: Iterable[str]) -> str:
    """Returns lines as one; a blank stands only between Latin words."""
    text = "\n".join(line.strip() for line in lines)
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")


def files_of(notes: Notes) -> list[tuple[str, str]]:
    """Returns what a command reads and writes."""
    return [(name, text) for name, text in (("读", notes.reads), ("写", notes.writes)) if text]


def exit_codes(notes: Notes) -> list[tuple[str, str]]:
    """Returns what each exit code of a command means."""
    middle = [("1", notes.findings)] if notes.findings else []
    return [("0", FINE), *middle, ("2", WRONG_USE)]


# --- reference pages ---------------------------------------------------------------------------------------


def reference_page(command: Command, program: Command) -> str:
    """Returns the page of a command in Markdown."""
    lines = [f"<!-- {MADE_BY} -->", "", f"# {command.name}", "", *_reference(command, "##")]
    if command is not program:
        for one in command.below:
            lines += [f"## {one.name}", "", *_reference(one, "###")]
        lines += ["`--data` 等全局选项见 [kaohe](index.md)，写在命令前后均可。", ""]
    return "\n".join(lines).rstrip() + "\n"


def _reference(command: Command, mark: str) -> Iterator[str]:
    yield from ("```text", command.said.usage, "```", "")
    for text in paragraphs(command.said.text):
        yield from (_plain(text), "")
    if command.is_whole:
        yield from (f"{mark} 命令", "", "| 命令 | 做什么 |", "| --- | --- |")
        yield from (f"| [{one.name}]({one.page}.md) | {_cell(one.summary)} |" for one in command.below)
        yield ""
    if command.said.arguments:
        yield from (f"{mark} 参数", "", "| 参数 | 说明 |", "| --- | --- |")
        yield from (f"| {_cell(one.names)} | {_cell(one.text)} |" for one in command.said.arguments)
        yield ""
    yield from (f"{mark} 选项", "", "| 选项 | 写什么 | 说明 |", "| --- | --- | --- |")
    yield from (_option_row(one) for one in command.said.options)
    yield ""
    if command.notes.environment:
        yield from (f"{mark} 环境变量", "", "| 变量 | 作用 |", "| --- | --- |")
        yield from (f"| `{name}` | {_cell(text)} |" for name, text in command.notes.environment.items())
        yield ""
    if files := files_of(command.notes):
        yield from (f"{mark} 读写的文件", "", *(f"- {name}：{text}" for name, text in files), "")
    if command.does_something:
        codes = exit_codes(command.notes)
        yield from (f"{mark} 退出码", "", *(f"- {code}：{text}" for code, text in codes), "")
    if command.notes.example:
        yield from (f"{mark} 例子", "", command.notes.example.strip(), "")


def _option_row(one: ParameterHelp) -> str:
    names = re.sub(r"-[\w-]+", lambda name: f"`{name[0]}`", one.names)
    return f"| {names} | {_cell('、'.join(one.values.strip('<>').split('|')))} | {_cell(one.text)} |"


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Returns a text of the help as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


# --- man pages ---------------------------------------------------------------------------------------------


def man_page(command: Command, program: Command) -> str:
    """Returns the page of a command for man(1)."""
    title = "-".join(command.words)
    lines = [f'.\\" {MADE_BY}', f'.TH {title.upper()} 1 "" kaohe "kaohe 手册"', ".SH 名称"]
    lines.append(f"{_roff(title)} \\- {_roff(command.summary)}")
    lines += _man_sections(command, ".SH")
    if command is not program:
        for one in command.below:
            lines += [f".SH {_roff(one.name)}", *_man_sections(one, ".SS")]
    others = [one for one in (program, *program.below) if one is not command]
    named = "、".join(f"{'-'.join(one.words)}(1)" for one in (others if command is program else others[:1]))
    return "\n".join([*lines, ".SH 另见", *_unfilled(wrapped(named, TEXT_WIDTH)), ""])


def _man_sections(command: Command, macro: str) -> Iterator[str]:
    yield from (f"{macro} 用法", *_unfilled([command.said.usage]))
    yield f"{macro} 说明"
    for before, text in pairwise(["", *paragraphs(command.said.text)]):
        yield from ([".PP"] if before else [])
        yield from _unfilled(wrapped(text, TEXT_WIDTH))
    if command.is_whole:
        yield from _man_list(f"{macro} 命令", ((one.name, "", one.summary) for one in command.below))
    yield from _man_list(f"{macro} 参数", command.said.arguments)
    yield from _man_list(f"{macro} 选项", command.said.options)
    yield from _man_list(
        f"{macro} 环境变量", ((name, "", text) for name, text in command.notes.environment.items())
    )
    yield from _man_list(f"{macro} 文件", ((name, "", _bare(text)) for name, text in files_of(command.notes)))
    if command.does_something:
        codes = exit_codes(command.notes)
        yield from _man_list(f"{macro} 退出码", ((code, "", _bare(text)) for code, text in codes))
    if command.notes.example:
        yield from (f"{macro} 例子", *_man_example(command.notes.example))


def _man_list(heading: str, records: Iterable[Sequence[str]]) -> Iterator[str]:
    first = heading
    for names, values, text in records:
        yield first
        yield f"\\fB{_roff(names)}\\fR" + (f" \\fI{_roff(values)}\\fR" if values else "")
        yield from (f".RS {INDENT}", *_unfilled(wrapped(text, TEXT_WIDTH - INDENT)), ".RE")
        first = ".PP"


def _man_example(example: str) -> Iterator[str]:
    first = True
    for part in re.split(r"^```(?:console)?\n", example.strip() + "\n", flags=re.MULTILINE):
        if not part.strip():
            continue
        yield from ([] if first else [".PP"])
        if part.startswith("$ "):
            yield from (f".RS {INDENT}", *_unfilled(part.strip().splitlines()), ".RE")
        else:
            yield from _unfilled(wrapped(_bare(_joined(part.strip().splitlines())), TEXT_WIDTH))
        first = False


def _bare(text: str) -> str:
    """Returns Markdown as plain text."""
    return re.sub(r"\[([^]]+)]\([^)]*\)", r"\1", text).replace("`", "")


def _unfilled(lines: Iterable[str]) -> list[str]:
    return [".nf", *map(_roff, lines), ".fi"]


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def main() -> None:
    """Writes the pages, and removes those of commands that are no more."""
    target = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY
    made = pages(the_program())
    for folder, pattern in ((REFERENCE, "*.md"), (MAN, "*.1")):
        for path in (target / folder).glob(pattern):
            if f"{folder}/{path.name}" not in made:
                path.unlink()
    for place, text in made.items():
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
