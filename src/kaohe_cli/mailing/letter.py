"""The letter that a form goes out with: a text with tags that the office may word as it likes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kaohe_cli.drafting.filters import FILTERS
from kaohe_cli.drafting.template_file import UnusableTemplateError
from kaohe_cli.files.looking import is_file, is_taken
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.rounds import Round
from kaohe_cli.mailing.recipients import Recipient
from kaohe_cli.ooxml.errors import TemplateError
from kaohe_cli.ooxml.template.plain_text import TextTemplate
from kaohe_cli.query.rows import Row
from kaohe_cli.workspace.locate import DataFolder, shipped

TEMPLATE: Final = "mail.txt"
_SUBJECT: Final = ("主题：", "主题:")
_LARGEST: Final = 2**20


@dataclass(frozen=True)
class Occasion:
    """What all letters of a round have in common."""

    round: Round
    due: date | None
    office: str
    sent: date


class Letter:
    """The letter of a workspace, with its template compiled."""

    def __init__(self, path: Path) -> None:
        """Reads the template.

        Raises:
            UnusableTemplateError: it cannot be read, or its tags have mistakes; the message says where.
        """
        self._name = shown_path(path)
        try:
            if not is_file(path):  # reading a pipe would wait for ever
                raise OSError
            with path.open("rb") as stream:
                text = stream.read(_LARGEST + 1).decode("utf-8-sig")
        except OSError as error:
            raise UnusableTemplateError(f"邮件模板“{self._name}”无法读取；请检查路径和权限") from error
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"{self._name} 第 {line} 行：不是 UTF-8 编码；请用记事本另存为 UTF-8"
            raise UnusableTemplateError(message) from error
        try:
            self._template = TextTemplate(text, name=self._name, filters=FILTERS)
        except TemplateError as error:
            raise UnusableTemplateError(str(error)) from error

    def written(
        self, unit: str, rows: Sequence[Row], recipient: Recipient, attachment: str, occasion: Occasion
    ) -> tuple[str, str]:
        """Returns the subject and the text for a body.

        Raises:
            UnusableTemplateError: a tag cannot be filled in, or there is no subject.
        """
        context = _context(unit, rows, recipient, attachment, occasion)
        try:
            text = self._template.render(context)
        except TemplateError as error:
            raise UnusableTemplateError(str(error)) from error
        first, _, body = text.lstrip("\n").partition("\n")
        start = next((one for one in _SUBJECT if first.startswith(one)), None)
        if start is None or not first.removeprefix(start).strip():
            message = f"{self._name} 的第一行应当是主题，写成“{_SUBJECT[0]}……”，空一行以后是正文"
            raise UnusableTemplateError(message)
        return first.removeprefix(start).strip(), f"{body.strip()}\n"


def letter_place(data: DataFolder) -> Path:
    """Returns where the template of a workspace's letters stands: beside its data, or where it ships."""
    own = data.path.parent / "templates" / TEMPLATE
    return own if not data.shipped and is_taken(own) else shipped("templates") / TEMPLATE


def _context(
    unit: str, rows: Sequence[Row], recipient: Recipient, attachment: str, occasion: Occasion
) -> Mapping[str, object]:
    return {
        "单位": unit,
        "称呼": recipient.salutation,
        "年度": str(occasion.round.year),
        "期间": occasion.round.spoken,
        "轮次": str(occasion.round),
        "截止日期": occasion.due.isoformat() if occasion.due is not None else "",
        "发出日期": occasion.sent.isoformat(),
        "项数": len(rows),
        "项目": [{"编号": row.id, "名称": row.name} for row in rows],
        "附件": attachment,
        "署名": occasion.office,
    }
