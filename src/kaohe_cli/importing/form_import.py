"""附件3 on its way through an import: found in the files, then understood, then written as ``forms.yaml``."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from kaohe_cli.forms.known import INCENTIVES
from kaohe_cli.forms.written import FormTable
from kaohe_cli.importing.form_templates import Data, FormPart, Understood, understood
from kaohe_cli.importing.known_forms import KnownForms
from kaohe_cli.importing.printed_forms import PrintedForm, PrintedForms, lines_left, printed_forms
from kaohe_cli.importing.report import Account, Doubt, TableAccount
from kaohe_cli.importing.stream import Stream
from kaohe_cli.workspace.locate import shipped
from kaohe_cli.workspace.names import FORMS
from kaohe_cli.workspace.source import load, read_source
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.edits import set_scalar
from kaohe_cli.yamltext.new_file import yaml_text

LOOKS_LIKE_FORMS: Final = re.compile(r"报送模板|自评得分（满分|是否符合申报条件")
_TABLE_NOT_READ: Final = (
    "像是附件3 的报送表，栏目没有（一）1. 这样的编号，或不止“栏目、空格”两种格子，没有导入；"
    "请改成一栏一段再导入，或照着写在 forms.yaml 里"
)


class FormImport:
    """The forms of all files of an import."""

    def __init__(self, beside: Workspace | None) -> None:
        """``beside`` is the workspace that they will be merged into, whose forms are known first."""
        self._beside = beside
        self._found: list[PrintedForm] = []
        self._by_file: dict[str, PrintedForms] = {}

    @cached_property
    def _tables(self) -> tuple[FormTable, ...]:
        own = (self._beside.forms.get(),) if self._beside is not None and self._beside.has_forms else ()
        return (*own, shipped_forms())

    @cached_property
    def _known(self) -> KnownForms:
        return KnownForms.of(self._tables)

    def read(self, stream: Stream, account: Account) -> list[str]:
        """Takes the forms of a file, and returns the lines of its running text that are none."""
        found = printed_forms(stream, self._known.is_known)
        self._by_file[stream.name] = found
        seen = {one.all_words for one in self._found}
        fresh = [form for form in found.forms if form.all_words not in seen]
        self._found += fresh
        left = list(lines_left(stream, found))
        if found.forms:
            again = len(found.forms) - len(fresh)
            rest = f"，其中 {again} 种与前面的文件相同" if again else ""
            account.texts.append((stream.name, f"附件3 报送表 {len(found.forms)} 种{rest}"))
        elif any(LOOKS_LIKE_FORMS.search(line) for line in left):
            account.remarks.append((stream.name, "像有附件3 的报送表，没有看出空白的栏目，没有导入"))
        return left

    def takes(self, account: TableAccount) -> bool:
        """Whether a table is a form, and so no table of indicators; then it is accounted for."""
        place = account.place
        if place.table not in {table for form in self._of(place.file).forms for table in form.tables}:
            return False
        account.kind = "报送表"
        account.fates["读入"] = account.rows
        return True

    def doubt(self, account: TableAccount) -> Iterator[Doubt]:
        """Yields a doubt of a table of no other kind that looks like a form."""
        if account.place in self._of(account.place.file).not_understood:
            yield Doubt(account.place, _TABLE_NOT_READ)

    def _of(self, file: str) -> PrintedForms:
        return self._by_file.get(file, PrintedForms())

    @property
    def titles(self) -> Sequence[str]:
        """The titles of the forms, for the year that they name."""
        return [form.title for form in self._found]

    def result(self, indicators: Data | None, year: int, *, has_incentives: bool) -> Understood | None:
        """Returns the forms as data; the parts of the indicators get the form that is for them.

        None where the files have no forms.
        """
        if not self._found:
            return None
        done = understood(self._found, self._tables, self._parts(indicators, has_incentives), year)
        covering, ids = done.covering, {form["id"] for form in done.data["forms"]}
        for section in indicators["sections"] if indicators else ():
            section["form"] = covering.get(section["id"], section["form"])
            if section["form"] not in ids:  # no form is for it, which a doubt says
                del section["form"]
        return done

    def _parts(self, indicators: Data | None, has_incentives: bool) -> list[FormPart]:
        """Returns the parts of the imported tables, and where they are not among them of the workspace's."""
        beside = self._beside
        parts = [
            FormPart(one["id"], one["title"], one["form"] == "scored", len(one["indicators"]))
            for one in (indicators["sections"] if indicators else ())
        ]
        if not parts and beside is not None and beside.indicators.model is not None:
            parts = [
                FormPart(one.id, one.title, one.has_weights, len(one.indicators))
                for one in beside.indicators.model.sections
            ]
        if has_incentives or (beside is not None and beside.incentives.model is not None):
            parts.append(FormPart(INCENTIVES, "督查激励", has_weights=False))
        return parts


def shipped_forms() -> FormTable:
    """Returns the forms that ship."""
    return load(read_source(shipped("data") / FORMS), FormTable).get()


def forms_text(done: Understood, source: str) -> str:
    """Returns ``forms.yaml`` with what was unsure at its head; the file that ships where it says the same."""
    ships = shipped_forms()
    if ships.forms == done.table.forms:
        text = (shipped("data") / FORMS).read_text("utf-8")
        year = done.data["year"]
        return text if ships.year == year else set_scalar(text, ("year",), year)
    unsure = [f"请核对：{doubt}" for doubt in done.doubts]
    return yaml_text("forms", done.data, (source, *unsure))
