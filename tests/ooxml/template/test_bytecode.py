"""Compiled templates kept from one start to the next: the same documents, and never somebody else's code."""

import hashlib
import marshal
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from kaohe_cli.ooxml.errors import LimitError
from kaohe_cli.ooxml.template.template import Template
from tests.ooxml.builder import docx, lines

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folder is elsewhere there")

DATA = docx("{% for 项 in 项们 %}", "{{ 项 }}{{ 1 // 项 }}", "{% endfor %}")
CONTEXT = {"项们": [1, 2]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "kaohe"


def never(*_: object, **__: object) -> None:
    raise AssertionError("compiled again")


def test_a_template_is_compiled_once_and_the_documents_are_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Template(DATA).render(CONTEXT)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(Environment, "compile", never)
    assert Template(DATA).render(CONTEXT) == first


def test_another_template_is_another_entry(folder: Path) -> None:
    Template(DATA)
    Template(docx("{{ 甲 }}"))
    assert len(list(folder.iterdir())) == 2


def test_mistakes_are_told_with_their_place_and_limits_hold_from_the_cache_too(folder: Path) -> None:
    told = set()
    for _ in range(2):
        with pytest.raises(Exception, match="除数为 0") as caught:
            Template(DATA).render({"项们": [0]})
        told.add(str(caught.value))
        nested = "{% for 甲 in 项们 %}{% for 乙 in 项们 %}{% for 丙 in 项们 %}x{% endfor %}{% endfor %}{% endfor %}"
        with pytest.raises(LimitError):
            Template(docx(nested)).render({"项们": ["x"] * 400})
    assert len(told) == 1
    assert "第" in told.pop()


def poison(folder: Path, trap: Path) -> None:
    """Puts code into every entry that leaves a trace when it is run."""
    code = compile(f"open({str(trap)!r}, 'w')", "poison", "exec")
    for path in folder.iterdir():
        data = marshal.dumps(code)
        path.write_bytes(hashlib.sha256(data).digest() + data)


def test_code_from_a_folder_that_others_can_write_to_is_not_run(folder: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    first = Template(DATA).render(CONTEXT)
    poison(folder, trap)
    folder.chmod(0o777)
    assert Template(DATA).render(CONTEXT) == first
    assert not trap.exists()


@pytest.mark.parametrize("content", [b"", b"\x00", marshal.dumps("no code"), marshal.dumps(DATA)[:-5]])
def test_an_entry_that_is_no_code_is_passed_over(folder: Path, content: bytes) -> None:
    first = Template(DATA).render(CONTEXT)
    for path in folder.iterdir():
        path.write_bytes(hashlib.sha256(content).digest() + content)
    assert Template(DATA).render(CONTEXT) == first
    assert lines(first)


def test_without_a_folder_templates_are_compiled_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert lines(Template(DATA).render(CONTEXT)) == ["11", "20"]
