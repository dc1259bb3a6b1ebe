"""``kaohe draft --mail`` and ``--zip``: the forms put into mails and archives, and who got which noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kaohe_cli.cli.changes import changing
from kaohe_cli.cli.mail_files import HOW_TO_SEND, SUFFIX, save_mails, tell_nowhere
from kaohe_cli.cli.output import MANNER, NO_OFFICE, complain, emit_paths, remark
from kaohe_cli.drafting import draft_properties
from kaohe_cli.drafting.drafts import Drafter
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.drafting.saving import FilledInError, save
from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.files.looking import is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.rounds import due_of
from kaohe_cli.mailing.letter import Letter, Occasion, letter_place
from kaohe_cli.mailing.message import Attachment, Message
from kaohe_cli.mailing.packing import is_packed_here, packed
from kaohe_cli.mailing.recipients import Recipient, recipient_of
from kaohe_cli.mailing.sent_list import NEW_LIST, NewSending, with_sendings
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.tables.units import Unit


@dataclass(frozen=True)
class Asked:
    """Where the forms are to go."""

    mail: Path | None
    archive: Path | None
    on: date


class Posting:
    """The mails and the archive of one run; a mistake in the letter is told before a form is drafted."""

    def __init__(self, drafter: Drafter, units: Sequence[Unit], asked: Asked) -> None:
        """Words the letters.

        Raises:
            UnusableTemplateError: the template of the letter has mistakes.
            UnusableDataError: the roster, or the list of what was sent, cannot be read.
            CannotEditError: that list is written in a way that cannot be edited with certainty.
        """
        self._drafter = drafter
        self._workspace = drafter.workspace
        self._asked = asked
        self._units = units
        self._sendings: list[NewSending] = []
        self._left_out = 0
        self._try_to_note()
        self._letters = self._worded() if asked.mail is not None else {}

    def post(self, forms: Mapping[str, bytes]) -> bool:
        """Writes mails and archive from the drafts that were saved, by the names of their bodies.

        Returns False where one was left out.

        Raises:
            CannotWriteError: a mail or the archive cannot be written; what was, is noted.
        """
        forms = {unit.name: forms[unit.name] for unit in self._units if unit.name in forms}
        self._tell_left_out(forms)
        failed = self._mail(forms) if self._asked.mail is not None else None
        if failed is None and self._asked.archive is not None and forms:
            failed = self._pack(forms, self._asked.archive)
        self._note()
        if failed is not None:
            raise failed
        return not self._left_out

    @cached_property
    def _occasion(self) -> Occasion:
        indicators = self._drafter.tables.indicators
        due = due_of(self._drafter.round, indicators)
        return Occasion(self._drafter.round, due, indicators.office or "", self._asked.on)

    def _worded(self) -> dict[str, tuple[Recipient, str, str]]:
        letter = Letter(letter_place(self._workspace.data))
        loaded = self._workspace.contacts
        contacts = loaded.get() if loaded is not None else None
        found = {}
        for unit in self._units:
            recipient = recipient_of(unit.name, contacts)
            rows = self._drafter.rows[unit.name]
            words = letter.written(unit.name, rows, recipient, f"{unit.name}.docx", self._occasion)
            found[unit.name] = (recipient, *words)
        return found

    def _mail(self, forms: Mapping[str, bytes]) -> CannotWriteError | None:
        mails = {}
        for unit, data in forms.items():
            recipient, subject, text = self._letters[unit]
            form = Attachment(f"{unit}.docx", data)
            mails[unit] = Message(subject, text, recipient.to, recipient.cc, (form,))
        folder = self._asked.mail or Path()
        written = save_mails(folder, mails)
        self._left_out += written.refused
        for unit in written.places:
            to = tuple(one.address for one in self._letters[unit][0].to)
            self._sendings.append(NewSending(unit, _version(forms[unit]), "邮件", to))
        if written.places:
            emit_paths(written.places.values())
            done = "将写" if MANNER.rehearsing else "写好"
            remark(f"{done} {len(written.places)} 封邮件；{HOW_TO_SEND}")
            self._tell_of_letters(list(written.places))
        return written.failed

    def _pack(self, forms: Mapping[str, bytes], place: Path) -> CannotWriteError | None:
        try:
            save(place, packed(forms), is_ours=is_packed_here, private=True)
        except FilledInError:
            self._left_out += 1
            complain(f"错误：“{place}”里有别的文件，没有覆盖；请给 --zip 换一个文件名")
            return None
        except CannotWriteError as error:
            return error
        self._sendings += [NewSending(unit, _version(data), "压缩包") for unit, data in forms.items()]
        emit_paths([place])
        done = "将打成" if MANNER.rehearsing else "打成"
        remark(f"{len(forms)} 个单位的表{done}一个压缩包，一个单位一个文件夹")
        return None

    def _tell_left_out(self, forms: Mapping[str, bytes]) -> None:
        """Says whose form was not drafted anew, mostly since somebody has filled it in: it is not mailed."""
        for unit in self._units:
            if unit.name not in forms:
                self._left_out += 1
                old = self._asked.mail / f"{unit.name}{SUFFIX}" if self._asked.mail is not None else None
                still = f"；{old} 是以前写的，不要再发" if old is not None and is_there(old) else ""
                complain(f"{unit.name}的表没有重新生成，没有放进邮件和压缩包{still}")

    def _tell_of_letters(self, units: Sequence[str]) -> None:
        occasion = self._occasion
        self._left_out += tell_nowhere({unit: self._letters[unit][0] for unit in units})
        if occasion.due is None:
            where = f"在 indicators.yaml 的 rounds 里给 {occasion.round} 写 due"
            remark(f"{occasion.round} 这一轮没有定截止日期，邮件里没有写；{where}")
        elif occasion.due < occasion.sent:
            remark(f"邮件里写的截止日期 {chinese_date(occasion.due)} 已经过了；请核对 rounds 里的 due")
        if not occasion.office:
            remark(f"邮件{NO_OFFICE}")

    def _try_to_note(self) -> None:
        """Raises where the list of what was sent will not take what is to be noted; nothing is written."""
        loaded = self._workspace.sent
        if loaded is None:
            return
        loaded.get()
        trial = [NewSending(unit.name, "", "") for unit in self._units]
        try:
            with_sendings(loaded.source.text, str(self._drafter.round), trial, self._asked.on, self._order)
        except CannotEditError as error:
            raise error.in_file(loaded.source.shown_path) from error

    @property
    def _order(self) -> list[str]:
        return [unit.name for unit in self._drafter.tables.registry.units]

    def _note(self) -> None:
        """Notes who got which version."""
        if not self._sendings:
            return
        if self._workspace.data.shipped:
            remark("用的是随程序安装的表，没有记下哪个单位收到哪一版")
            return
        path, this = self._workspace.sent_path, str(self._drafter.round)
        order = self._order
        with changing(self._workspace) as change:
            if is_there(path):
                change.edit(path, lambda text: self._noted(text, this, order))
            else:
                change.create(path, self._noted(NEW_LIST, this, order))
                remark(f"新建 {shown_path(path)}，记着哪个单位收到哪一版，里面有邮箱，不要放进公开的 git")
            change.commit()

    def _noted(self, text: str, this: str, order: Sequence[str]) -> str:
        return with_sendings(text, this, self._sendings, self._asked.on, order)


def _version(form: bytes) -> str:
    """Returns what names the version of a form, which every program that saves it keeps."""
    return read_properties(form)[draft_properties.VERSION]
