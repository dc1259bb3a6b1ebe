"""The shells' scripts: shown, installed once and beside what is there, and really asked by bash."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import shellingham

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of one's own."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def called_from(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, shell))


@pytest.mark.parametrize(
    ("shell", "part"),
    [
        ("bash", "complete -o default -F _kaohe_completion kaohe"),
        ("zsh", "compdef _kaohe_completion kaohe"),
        ("fish", "complete --command kaohe"),
        ("pwsh", "Register-ArgumentCompleter -Native -CommandName kaohe"),
    ],
)
def test_the_script_is_shown(kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, shell: str, part: str) -> None:
    called_from(monkeypatch, shell)
    done = kaohe("--show-completion")
    assert (done.code, done.err) == (0, "")
    assert part in done.out
    assert "_KAOHE_COMPLETE" in done.out


@pytest.mark.parametrize(
    ("shell", "environment", "script", "settings", "line"),
    [
        ("bash", "", ".bash_completions/kaohe.sh", ".bashrc", "source '{home}/.bash_completions/kaohe.sh'"),
        ("zsh", "", ".zfunc/_kaohe", ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"),
        (
            "zsh",
            "ZDOTDIR",
            "别处/.zfunc/_kaohe",
            "别处/.zshrc",
            "fpath+='{home}/别处/.zfunc'; autoload -Uz compinit; compinit",
        ),
        ("fish", "", ".config/fish/completions/kaohe.fish", None, None),
        ("fish", "XDG_CONFIG_HOME", "别处/fish/completions/kaohe.fish", None, None),
    ],
)
def test_the_script_is_installed_once(
    kaohe: Kaohe,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    shell: str,
    environment: str,
    script: str,
    settings: str | None,
    line: str | None,
) -> None:
    called_from(monkeypatch, shell)
    if environment:
        (home / "别处").mkdir()
        monkeypatch.setenv(environment, str(home / "别处"))
    before = b"# \xb9\xe3\xb8\xe6"  # not UTF-8, and no newline at its end
    if settings:
        (home / settings).write_bytes(before)
    tried = kaohe("--install-completion", "--dry-run")
    assert (tried.code, tried.err) == (0, "仅为预览，未写入文件\n")
    assert tried.out.startswith("新建 ")
    assert tried.out.count("\n") == (2 if settings else 1)
    assert not (home / script).exists()
    for _ in range(2):
        done = kaohe("--install-completion")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"已为 {shell} 安装 Tab 补全")
    assert "_KAOHE_COMPLETE" in (home / script).read_text("utf-8")
    if settings and line:
        assert (home / settings).read_bytes() == before + f"\n{line.format(home=home)}\n".encode()


def test_settings_that_cannot_be_written_are_a_sentence(
    kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    called_from(monkeypatch, "bash")
    (home / ".bashrc").mkdir()
    done = kaohe("--install-completion")
    assert (done.code, done.out) == (2, "")
    assert "未能安装 Tab 补全" in done.err
    assert done.err.count("\n") == 1


def test_where_no_shell_is_found_its_variable_counts(kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise shellingham.ShellDetectionFailure

    monkeypatch.setattr("shellingham.detect_shell", fail)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "complete --command kaohe" in kaohe("--show-completion").out


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "replies"),
    [
        (["show", "A15."], ["A15.1", "A15.2", "A15.3"]),
        (["list", "--unit", "=", "区教"], ["区教委"]),
        (["list", "--unit", ""], None),
        (["unit", ""], ["list", "add", "alias", "rename"]),
        (["collect", ""], []),
    ],
)
def test_bash_asks_with_the_script(
    kaohe: Kaohe,
    monkeypatch: pytest.MonkeyPatch,
    workspace: Path,
    words: list[str],
    replies: list[str] | None,
) -> None:
    called_from(monkeypatch, "bash")
    (workspace / "kaohe").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kaohe_cli "$@"\n', "utf-8")
    (workspace / "kaohe").chmod(0o755)
    typed = " ".join(f"'{word}'" for word in words)
    program = f"""{kaohe("--show-completion").out}
COMP_WORDS=(kaohe {typed}); COMP_CWORD={len(words)}
_kaohe_completion ./kaohe
for reply in "${{COMPREPLY[@]}}"; do printf '%s\\n' "$reply"; done"""
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=workspace,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert len(done.stdout.split()) == 41 if replies is None else done.stdout.split() == replies


@pytest.mark.parametrize(
    ("shell", "says"),
    [("tcsh", "无法辨认当前的终端程序"), ("pwsh", "--show-completion | Add-Content $PROFILE")],
)
def test_what_cannot_be_installed(
    kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, shell: str, says: str
) -> None:
    called_from(monkeypatch, shell)
    done = kaohe("--install-completion")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1
