"""``kaohe collect --receipts``: what a body is answered, as text and as a mail to answer with."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from kaohe_cli.cli.mail_files import SUFFIX, save_mails
from kaohe_cli.cli.output import MANNER, NO_OFFICE, complain, remark
from kaohe_cli.collecting.opening import Refused, ReturnedFile, shown_name
from kaohe_cli.collecting.outcomes import Options, Outcome
from kaohe_cli.drafting.saving import FilledInError, save
from kaohe_cli.files.mail import BrokenMailError, read_mail
from kaohe_cli.forms.rounds import Round
from kaohe_cli.mailing.message import Message, is_as_written
from kaohe_cli.mailing.receipts import Standing, receipt, receipt_subject
from kaohe_cli.mailing.recipients import Recipient, recipient_of
from kaohe_cli.query.entries import all_entries
from kaohe_cli.query.rows import all_rows
from kaohe_cli.summarizing.documents.returns import returns_of
from kaohe_cli.summarizing.loading import reports_that_count, summary_of_workspace
from kaohe_cli.words.addresses import addresses_in
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.workspace import Workspace

_FILES_NAMED = 20
"""About two lines of names, each to be looked up."""


def write_receipts(
    folder: Path,
    workspace: Workspace,
    outcomes: Sequence[Outcome],
    files: Iterable[ReturnedFile | Refused],
    options: Options,
) -> bool:
    """Writes a receipt to each body whose files were recognised; returns False where one could not be.

    ``workspace`` is as this collecting leaves it.

    Raises:
        CannotWriteError: a file cannot be written.
    """
    by_unit: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.unit:
            by_unit.setdefault(outcome.unit, []).append(outcome)
    _add_unreadable(by_unit, outcomes)
    if not by_unit:
        remark("没有认出是哪个单位交的，没有写回执")
        return True
    office = _Office(workspace, options)
    letters = {file.path: file for file in files if isinstance(file, ReturnedFile)}
    texts: dict[str, str] = {}
    mails: dict[str, Message] = {}
    for unit, own in by_unit.items():
        texts[unit], mails[unit] = office.answer(
            unit, own, [letters[one.path] for one in own if one.path in letters]
        )
    return _write(folder, texts, mails)


def _add_unreadable(by_unit: dict[str, list[Outcome]], outcomes: Sequence[Outcome]) -> None:
    """Adds what came unreadable in a mail of a single body to what it handed in; says what has no receipt."""
    senders: dict[Path, set[str]] = {}
    for outcome in outcomes:
        if outcome.unit and outcome.path.parent.suffix.lower() == ".eml":
            senders.setdefault(outcome.path.parent, set()).add(outcome.unit)
    of_nobody = []
    for outcome in outcomes:
        if outcome.state == "unreadable" and not outcome.unit:
            units = senders.get(outcome.path.parent, set())
            if len(units) == 1:
                by_unit[min(units)].append(outcome)
            else:
                of_nobody.append(shown_name(outcome.path))
    if of_nobody:
        names = some_of(of_nobody, _FILES_NAMED, "份")
        remark(f"{names}无法读取，不知道是哪个单位交的，没有写回执；请另行告诉单位")


class _Office:
    """Answers bodies, with the state of each round looked up once."""

    def __init__(self, workspace: Workspace, options: Options) -> None:
        self._workspace = workspace
        self._options = options
        tables = workspace.tables()
        self._signed = tables.indicators.office or ""
        self._contacts = workspace.contacts.model if workspace.contacts is not None else None
        if not self._signed:
            remark(f"回执{NO_OFFICE}")
        if workspace.contacts is not None and self._contacts is None:
            remark("联系人文件有误，回执里没有称呼和邮箱；用 kaohe validate 查看原因")
        self._titles = {entry.id: entry.title for entry in all_entries(all_rows(tables))}
        self._rounds: dict[Round, _OfRound] = {}

    def answer(
        self, unit: str, outcomes: Sequence[Outcome], files: Sequence[ReturnedFile]
    ) -> tuple[str, Message]:
        """Returns a body's receipt, and the mail that answers the last one it sent."""
        meant = self._workspace.round_meant(self._options.asked)
        of_round: dict[Round, list[Outcome]] = {}
        for outcome in outcomes:
            of_round.setdefault(outcome.about or meant, []).append(outcome)
        standings = [self._standing(unit, one, of_round[one]) for one in sorted(of_round)]
        recipient = recipient_of(unit, self._contacts)
        text = receipt(unit, recipient, standings, self._signed)
        mailed = next((file for file in reversed(files) if file.sender), None)
        answers = mailed.message_id if mailed is not None else ""
        subject = receipt_subject(unit, max(of_round))
        to = self._to(unit, recipient, mailed)
        return text, Message(subject, text, to.to, to.cc, answers=answers)

    def _to(self, unit: str, recipient: Recipient, mailed: ReturnedFile | None) -> Recipient:
        """Returns whom to answer: who sent the mail; where nobody did, whom the roster knows."""
        sender = addresses_in(mailed.sender).found[:1] if mailed is not None else ()
        if not sender:
            return recipient
        known = {one.address.lower() for one in (*recipient.to, *recipient.cc)}
        if recipient.to and sender[0].address.lower() not in known:
            remark(f"{unit}的材料不是从联系人文件里的邮箱发来的，回执写给发件人；发送前请核对")
        return recipient._replace(to=sender)

    def _standing(self, unit: str, round_: Round, outcomes: Sequence[Outcome]) -> Standing:
        if round_ not in self._rounds:
            self._rounds[round_] = _OfRound(self._workspace, round_, self._options)
        this = self._rounds[round_]
        sent = self._workspace.sent.model if self._workspace.sent is not None else None
        report = this.reports.returned[unit].report if unit in this.reports.returned else None
        version = report.returned.form if report is not None and report.returned is not None else None
        return Standing(
            this.summary.now,
            this.returns.get(unit),
            outcomes,
            self._titles,
            sent.old_form(str(round_), (unit,), version) if sent is not None else None,
        )


class _OfRound:
    """What bodies have reported of a round."""

    def __init__(self, workspace: Workspace, round_: Round, options: Options) -> None:
        self.summary = summary_of_workspace(workspace, options.received, str(round_))
        files = workspace.reports_of(round_)
        self.reports = reports_that_count(files, self.summary.tables, self.summary.now)
        self.returns = {one.unit.name: one for one in returns_of(self.summary, self.reports)}


def _write(folder: Path, texts: dict[str, str], mails: dict[str, Message]) -> bool:
    before = {unit: _text_of(folder / f"{unit}{SUFFIX}") for unit in mails}
    written = save_mails(folder, mails)
    refused = written.refused
    for unit in written.places:
        place, ours = folder / f"{unit}.txt", before[unit]
        try:
            save(
                place,
                texts[unit].encode(),
                is_ours=lambda old, ours=ours: sha256(_folded(old)).hexdigest() == ours,  # type: ignore[misc]
                private=True,
            )
        except FilledInError:
            refused += 1
            complain(f"错误：“{place}”不是这里写的回执，或者有人改过，没有覆盖；请换一个文件夹")
    if written.failed is not None:
        raise written.failed
    if written.places and not MANNER.rehearsing:
        remark(
            f"写好 {len(written.places)} 份回执，放在 {folder}："
            ".txt 可以贴进微信，.eml 在邮件程序里打开，看过再发送"
        )
    return not refused


def _text_of(path: Path) -> str | None:
    """Returns the digest of what a receipt says that was written before and nobody has changed."""
    try:
        data = path.read_bytes()
        return sha256(_folded(read_mail(data).body.encode())).hexdigest() if is_as_written(data) else None
    except (OSError, BrokenMailError):
        return None


def _folded(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").strip()
