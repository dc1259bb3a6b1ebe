"""docxtpl doing the work of kaohe: run as a program, it writes one document for each context of a JSON file.

It imports nothing of kaohe, and is handed its contexts ready made. The Jinja environment is made once.
"""

import json
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment

_DIGITS = "一二三四五六七八九"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        (_DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")
    )


def _to_fill_in(value: object, name: str) -> object:
    return f"【请填写{name}】" if value is None else value


def _full_stop(value: object) -> str:
    return "" if str(value or "").endswith(("。", "！", "？")) else "。"


ENVIRONMENT = Environment(autoescape=True)
ENVIRONMENT.filters |= {
    "中文数字": _numeral,
    "顿号": "、".join,
    "待填": _to_fill_in,
    "句号": _full_stop,
    "分数": lambda value: value,
    "分段": lambda value: value,
}


def render(template: bytes, context: Mapping[str, object]) -> bytes:
    """One document, the way docxtpl's manual makes it."""
    document = DocxTemplate(BytesIO(template))
    document.render(dict(context), ENVIRONMENT)
    result = BytesIO()
    document.save(result)
    return result.getvalue()


def main(template: Path, contexts: Path, folder: Path) -> None:
    """Writes `folder/<name>.docx` for each name and context."""
    data = template.read_bytes()
    for name, context in json.loads(contexts.read_text("utf-8")).items():
        folder.joinpath(f"{name}.docx").write_bytes(render(data, context))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
