"""A data folder as it was in an earlier version: read out of git, while the files that are there stay."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.changing import Content
from kaohe_cli.files.programs import find_program
from kaohe_cli.words.shortening import quoted
from kaohe_cli.workspace.names import FORMS, INDICATORS, TABLES

_LONGEST_NAME = 80
_SECONDS = 60
_HASH = re.compile("[0-9a-f]{40,64}")
# Which configuration counts, and how far upwards a repository is looked for: safe.directory in a container.
_SETTINGS = re.compile(
    r"GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)"
    "|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)"
)
_PARTS = (*TABLES, FORMS, "reports")
_FILE_MODES = {"100644", "100755"}


def is_revision(name: str, folder: Path) -> bool:
    """True where git knows a version by this name; False also where there is no git at all."""
    try:
        return _commit(name, folder) is not None
    except WrongUseError:
        return False


class Past:
    """The files of a data folder in an earlier version, as a store; nothing on disk is looked at.

    A version of a time before one of today's files just has none. The same goes for the reports, which are
    there only where an office keeps them in git.
    """

    def __init__(self, name: str, folder: Path) -> None:
        """Looks up what a version has of ``folder``, under whose paths its files then go.

        Raises:
            WrongUseError: git is not installed, the folder is in no repository, or there is no such version
                of it.
        """
        commit = _commit(name, folder)
        if commit is None:
            raise WrongUseError(
                f"“{quoted(name, _LONGEST_NAME)}”不是文件夹，不是文件，也不是 git 里的版本；"
                f"请写放着表的文件夹、yaml 文件，或 git log、git tag 里有的版本{_shallow_hint(folder)}"
            )
        self._folder = folder
        prefix = _git(folder, "rev-parse", "--show-prefix").decode(errors="replace").rstrip("\n")
        self._prefix = f"{name}:{prefix}"
        listed = _git(folder, "ls-tree", "-r", "-l", "-z", commit, "--", *_PARTS)
        self._blobs = dict(self._found(listed.decode(errors="replace").split("\0")))
        if not any(folder / name in self._blobs for name in TABLES):
            raise WrongUseError(
                f"版本 {quoted(name, _LONGEST_NAME)} 里没有 {prefix}{INDICATORS}；"
                "那时数据可能放在别的文件夹里"
            )

    def _found(self, entries: Iterable[str]) -> Iterator[tuple[Path, tuple[str, int]]]:
        for entry in filter(None, entries):
            described, _, file = entry.partition("\t")
            mode, kind, blob, size = described.split()
            if kind == "blob" and mode in _FILE_MODES:
                yield self._folder / file, (blob, int(size) if size.isdecimal() else 0)  # “BAD” in a clone

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        return {path: self._content(path, most) for path in paths}

    def _content(self, path: Path, most: int) -> Content:
        if path not in self._blobs:
            return FileNotFoundError(path)
        blob, size = self._blobs[path]
        if size >= most:
            megabytes = most // 1024 // 1024
            raise WrongUseError(f"{self.called(path)} 超过 {megabytes} MB，不像是数据文件，没有比较")
        return _git(self._folder, "cat-file", "blob", blob)

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        return sorted(
            path for path in self._blobs if path.parent == folder and fnmatchcase(path.name, pattern)
        )

    def folders(self, folder: Path) -> list[Path]:
        return sorted({path.parent for path in self._blobs if path.parent.parent == folder})

    def called(self, path: Path) -> str:
        return f"{self._prefix}{path.relative_to(self._folder).as_posix()}"


def _commit(name: str, folder: Path) -> str | None:
    """Returns the hash of the commit that a version's name means, or None."""
    if name.startswith("-") or not name.strip() or not name.isprintable():
        return None
    found = _run(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    commit = found.stdout.decode(errors="replace").strip()
    if found.returncode == 0 and _HASH.fullmatch(commit):
        return commit
    if _run(folder, "rev-parse", "--git-dir").returncode:
        raise WrongUseError(
            f"“{quoted(name, _LONGEST_NAME)}”不是文件夹，也不是文件；数据文件夹“{folder}”不在 git 仓库里"
            "（或者 git 不肯读它），不能按版本名查找"
        )
    return None


def _shallow_hint(folder: Path) -> str:
    """Returns how to get at versions that a shallow clone, as CI makes it, has not."""
    answer = _run(folder, "rev-parse", "--is-shallow-repository")
    if answer.stdout.strip() != b"true":
        return ""
    return "。这里是浅克隆，只有最近的提交：先运行 git fetch --unshallow --tags（CI 里把取出的深度设为全部）"


def _git(folder: Path, *words: str) -> bytes:
    done = _run(folder, *words)
    if done.returncode:
        answer = done.stderr.decode(errors="replace").strip().splitlines()
        raise WrongUseError(f"git 读不出旧版本（{answer[0] if answer else '没有说明'}）；请检查仓库是否完好")
    return done.stdout


def _run(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Runs git in a folder, never through a shell; it asks nobody anything, fetches and starts nothing.

    The repository may be anybody's: what it sets is not obeyed where it names a program.
    """
    program = find_program("git", outside=(folder.parent,))
    if program is None:
        raise WrongUseError("没有安装 git，不能按版本名查找旧表；请写放着旧表的文件夹或文件")
    command = [program, "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", *words]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise WrongUseError("git 没有回答，读不出旧版本；请检查仓库所在的磁盘或网络位置") from error


def _environment() -> dict[str, str]:
    """Returns the environment for git: of its own variables only how the user has set it up.

    What a hook inherits (GIT_DIR, GIT_INDEX_FILE) means the repository of the hook, not the one in which the
    data lies; others name programs.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("GIT_") or _SETTINGS.fullmatch(name.upper())
    }
    return kept | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",  # git 2.45 and later; before, no protocol that could fetch is allowed
        "GIT_ALLOW_PROTOCOL": "none",
        "NoDefaultCurrentDirectoryInExePath": "1",
    }
