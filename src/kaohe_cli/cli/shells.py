"""The four shells that Tab is completed in: the script each runs, how it asks, and how it is answered.

The scripts hand over what is written in the environment, under names that an installed script goes on using.
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from kaohe_cli.exceptions import CannotWriteError, WrongUseError
from kaohe_cli.files.looking import is_there

Environment: TypeAlias = Mapping[str, str]
Offers: TypeAlias = Sequence[tuple[str, str]]
"""Words, each with the help that stands beside it."""

_LINE = "_TYPER_COMPLETE_ARGS"


class Shell:
    """What the shells have in common: they hand over the line up to the cursor, and take one offer a line."""

    name = ""
    _SCRIPT = ""

    def script(self, program: str, variable: str) -> str:
        """Returns what the shell has to run once."""
        return self._SCRIPT.strip("\n") % {"program": program, "variable": variable, "line": _LINE}

    def install(self, program: str, variable: str) -> Path:
        """Puts the script where the shell runs it, and returns its path.

        Raises:
            CannotWriteError: the system does not let us.
        """
        raise NotImplementedError

    def words(self, environment: Environment) -> list[str]:
        """Returns the words behind the program's name; the last is the one to complete, maybe empty."""
        line = environment.get(_LINE, "")
        words = _split(line)[1:]
        return [*words, ""] if not words or line.endswith(" ") else words

    def shown(self, offers: Offers) -> str:
        """Returns what the script expects for the offers."""
        return "\n".join(word for word, _ in offers)

    def code(self, text: str, environment: Environment) -> int:  # noqa: ARG002 - fish needs both
        """Returns the exit code for an answer."""
        return 0


def _split(line: str) -> list[str]:
    """Returns the words of a line as a shell splits it; an open quote ends with the line.

    >>> _split("kaohe list --unit '区教")
    ['kaohe', 'list', '--unit', '区教']
    """
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


class _Bash(Shell):
    name = "bash"
    _SCRIPT = """
_%(program)s_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
             %(variable)s=complete_bash "$1")
}

complete -o default -F _%(program)s_completion %(program)s
"""

    def install(self, program: str, variable: str) -> Path:
        path = Path.home() / ".bash_completions" / f"{program}.sh"
        _write(path, self.script(program, variable))
        _append(Path.home() / ".bashrc", f"source {_quoted(path)}")
        return path

    def words(self, environment: Environment) -> list[str]:
        cursor = int(environment["COMP_CWORD"])
        words = _split(environment["COMP_WORDS"])[1 : cursor + 1]
        if len(words) < cursor:  # the word at the cursor is empty
            words.append("")
        *before, incomplete = words
        # bash passes “--unit=区” in three words; the “=” is none.
        return [*(word for word in before if word != "="), "" if incomplete == "=" else incomplete]

    def shown(self, offers: Offers) -> str:
        # bash has put in “--unit=” already and asks for what comes behind.
        return "\n".join(word.rpartition("=")[2] if word.startswith("-") else word for word, _ in offers)


class _Zsh(Shell):
    name = "zsh"
    _SCRIPT = """
#compdef %(program)s

_%(program)s_completion() {
  eval $(env %(line)s="${words[1,$CURRENT]}" %(variable)s=complete_zsh %(program)s)
}

compdef _%(program)s_completion %(program)s
"""

    def install(self, program: str, variable: str) -> Path:
        home = Path(os.environ.get("ZDOTDIR") or Path.home())
        path = home / ".zfunc" / f"_{program}"
        _write(path, self.script(program, variable))
        folder = "~/.zfunc" if home == Path.home() else _quoted(path.parent)
        _append(home / ".zshrc", f"fpath+={folder}; autoload -Uz compinit; compinit")
        return path

    def shown(self, offers: Offers) -> str:
        if not offers:
            return "_files"
        return "_arguments '*: :((" + "\n".join(_for_zsh(word, text) for word, text in offers) + "))'"


class _Fish(Shell):
    name = "fish"
    _ASK = (
        "env %(variable)s=complete_fish _TYPER_COMPLETE_FISH_ACTION={} %(line)s=(commandline -cp) %(program)s"
    )
    _SCRIPT = (
        f'complete --command %(program)s --no-files --arguments "({_ASK.format("get-args")})" '
        f'--condition "{_ASK.format("is-args")}"'
    )

    def install(self, program: str, variable: str) -> Path:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        path = home / "fish" / "completions" / f"{program}.fish"
        _write(path, self.script(program, variable))
        return path

    def shown(self, offers: Offers) -> str:
        return "\n".join(f"{word}\t{' '.join(text.split())}" if text else word for word, text in offers)

    def code(self, text: str, environment: Environment) -> int:
        """fish asks twice; the first time only whether there is anything, else it offers names of files."""
        return int(environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args" and not text)


class _PowerShell(Shell):
    name = "powershell"
    _SCRIPT = """
Import-Module PSReadLine
Set-PSReadLineKeyHandler -Chord Tab -Function MenuComplete
$scriptblock = {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:%(variable)s = "complete_powershell"
    $Env:%(line)s = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    %(program)s | ForEach-Object {
        $commandArray = $_ -Split ":::"
        $command = $commandArray[0]
        $helpString = $commandArray[1]
        [System.Management.Automation.CompletionResult]::new(
            $command, $command, 'ParameterValue', $helpString)
    }
    $Env:%(variable)s = ""
    $Env:%(line)s = ""
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = ""
}
Register-ArgumentCompleter -Native -CommandName %(program)s -ScriptBlock $scriptblock
"""

    def install(self, program: str, variable: str) -> Path:  # noqa: ARG002 - the other shells' interface
        # It would take loosening the user's execution policy, which is not ours to do.
        raise WrongUseError(f"PowerShell 请自行安装：{program} --show-completion | Add-Content $PROFILE")

    def words(self, environment: Environment) -> list[str]:
        incomplete = environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        words = _split(environment.get(_LINE, ""))[1:]
        return [*(words[:-1] if incomplete else words), incomplete]

    def shown(self, offers: Offers) -> str:
        return "\n".join(f"{word}:::{text or ' '}" for word, text in offers)


_SHELLS = (_Bash(), _Zsh(), _Fish(), _PowerShell())


def named(name: str) -> Shell:
    """Returns the shell of a name.

    Raises:
        LookupError: we have no script for it.
    """
    wanted = "powershell" if name == "pwsh" else name
    for shell in _SHELLS:
        if shell.name == wanted:
            return shell
    raise LookupError(name)


def current() -> Shell:
    """Returns the shell that kaohe was called from: a parent of this process, else what SHELL names."""
    import shellingham

    try:
        name, _ = shellingham.detect_shell()
    except shellingham.ShellDetectionFailure:
        name = Path(os.environ.get("SHELL", "")).name
    try:
        return named(name)
    except LookupError as error:
        raise WrongUseError("无法辨认当前的终端程序；Tab 补全支持 bash、zsh、fish 和 PowerShell") from error


def _for_zsh(word: str, text: str) -> str:
    """Returns an item of ``_arguments``; zsh evaluates it twice, within '' and then within ""."""
    plain = word.replace("\\", "\\\\").replace(":", "\\:")  # the first bare colon begins the help
    return ":".join(f'"{_in_quotes(part)}"' for part in (plain, text) if part)


def _in_quotes(text: str) -> str:
    for special in ("\\", '"', "$", "`"):
        text = text.replace(special, f"\\{special}")
    return " ".join(text.replace("'", "'\\''").splitlines())


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def _write(path: Path, script: str) -> None:
    from kaohe_cli.files.atomic import write_file

    write_file(path, f"{script}\n".encode())


def _append(path: Path, line: str) -> None:
    """Adds a line to a file of the user's settings, once; what stands there stays, byte for byte."""
    from kaohe_cli.files.rehearsal import REHEARSAL

    try:
        before = path.read_bytes() if is_there(path) else b""
        if line.encode() in before.splitlines():
            return
        added = (b"\n" if before and not before.endswith(b"\n") else b"") + f"{line}\n".encode()
        if REHEARSAL.on:
            REHEARSAL.note(path, before + added)
            return
        with path.open("ab") as file:
            file.write(added)
    except OSError as error:
        raise CannotWriteError(f"“{path}”写不进去，未能安装 Tab 补全；请检查权限和磁盘") from error
