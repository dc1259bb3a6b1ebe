"""What a new workspace holds: tables, schemas, the template, CI, and a note on the year's work."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kaohe_cli.files.looking import listing
from kaohe_cli.workspace.locate import shipped, shipped_template
from kaohe_cli.workspace.names import FORMS, MARKERS, TABLES
from kaohe_cli.yamltext.edits import set_scalar
from kaohe_cli.yamltext.reader import read_yaml

TEMPLATE: Final = "templates/annex3.docx"
LETTER: Final = "templates/mail.txt"
REPORT_SCHEMA: Final = "schema/report.schema.json"
_FILES: Final = Path(__file__).parent / "files"
_STARTERS: Final = {"README.md": "README.md", ".gitignore": "gitignore"}
_CI: Final = {".github/workflows/kaohe.yml": "github.yml", ".gitlab-ci.yml": "gitlab.yml"}
_YEAR_PLACE: Final = "〔年度〕"


def workspace_files(
    tables: Mapping[str, str], year: int, made: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Returns the files of a workspace by their place in it, for the texts of its tables.

    ``made`` are the files that follow from other forms than those that ship.
    """
    files = {f"data/{name}": text.encode() for name, text in tables.items()}
    files.setdefault(f"data/{FORMS}", (shipped("data") / FORMS).read_bytes())
    files |= {f"schema/{path.name}": path.read_bytes() for path in listing(shipped("schema"), "*.json")}
    files[TEMPLATE] = shipped_template().read_bytes()
    files[LETTER] = (shipped("templates") / "mail.txt").read_bytes()
    files |= made or {}
    for place, name in _STARTERS.items():
        text = (_FILES / name).read_text("utf-8")
        files[place] = text.replace(_YEAR_PLACE, str(year)).encode()
    files |= {place: (shipped("ci") / name).read_bytes() for place, name in _CI.items()}
    return files


def shipped_tables() -> dict[str, str]:
    """Returns the texts of the tables that ship."""
    return {name: (shipped("data") / name).read_text("utf-8") for name in TABLES}


def year_of(tables: Mapping[str, str]) -> int:
    """Returns the year that the tables are of."""
    first = next(tables[name] for name in TABLES if name in tables)
    return int(_top(first, "year"))


def for_year(tables: Mapping[str, str], year: int) -> dict[str, str]:
    """Returns the tables under another year, with a note that their contents are still those of the old.

    The year and the tables' own titles change; the policy behind 附件2 stays the document it is.
    """
    old = year_of(tables)
    if year == old:
        return dict(tables)
    changed = dict(tables)
    for name in MARKERS:
        text = set_scalar(tables[name], ("year",), year)
        title = re.sub(rf"(?<!\d){old}(?=年)", str(year), _top(text, "title"))
        changed[name] = _noted(set_scalar(text, ("title",), title), old, year)
    return changed


def _noted(text: str, old: int, year: int) -> str:
    """Returns the text with a note below its first line, which tells the editor where the schema is."""
    first, rest = text.split("\n", 1)
    note = (
        f"# 注意：年度已经写成 {year} 年，内容还是 {old} 年的。"
        "新表下发后用 kaohe import 新表.docx --merge 换成新的，再删去这一行。"
    )
    return "\n".join((first, note, rest))


def _top(text: str, key: str) -> str:
    root, _ = read_yaml(text)
    data = root.data() if root is not None else {}
    return str(data[key])
