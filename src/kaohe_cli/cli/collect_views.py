"""What ``kaohe collect`` says of each file, and of all of them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from kaohe_cli.cli.output import MANNER
from kaohe_cli.collecting.merging import Change, ChangeKind
from kaohe_cli.collecting.opening import shown_name
from kaohe_cli.collecting.outcomes import NOTHING_TO_DO, FileState, Outcome
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.unpacking import ContainerKind, Opened
from kaohe_cli.words.addresses import without_addresses
from kaohe_cli.words.control import shown_on_one_line
from kaohe_cli.words.phones import masked
from kaohe_cli.words.shortening import shortened
from kaohe_cli.workspace.finding import cut

_SIGNS: Final[dict[ChangeKind, str]] = {"new": "+", "changed": "~", "cleared": "-"}
_WORDS: Final[dict[ChangeKind, str]] = {"new": "新填", "changed": "改动", "cleared": "清空"}
_STATES: Final[dict[FileState, str]] = {
    "taken": "已录入",
    "same": "已录入过",
    "twice": "重复",
    "empty": "未填写",
    "older": "较旧",
    "question": "待确认",
    "unreadable": "无法读取",
    "refused": "未录入",
    "other": "不是填报的表",
}
_CONTAINERS: Final[tuple[tuple[ContainerKind, str, str], ...]] = (
    ("压缩包", "压缩包", "个"),
    ("邮箱", "邮箱文件", "个"),
    ("邮件", "邮件", "封"),
)
_Hide: TypeAlias = Callable[[str], str]
"""Stars what must not be shown, before a text is cut: half a number would look like something else."""

_LONGEST: Final = 60
_LONGEST_PIECE: Final = 80


def file_report(outcome: Outcome, listing: Path | None, *, show_phones: bool) -> tuple[str, list[str]]:
    """Returns what a file changed, for stdout, and what a person should know of it, for stderr."""
    hide = _as_it_is if show_phones else _starred
    name = shown_name(outcome.path)
    remarks = []
    for said, hint in _remarks(outcome, listing, hide):
        own = outcome.path.name  # some sentences begin with it
        begins = said.startswith(own)
        whole = hide(f"{name}{said.removeprefix(own)}") if begins else f"{name}：{hide(said)}"
        line = shown_on_one_line(cut(whole) if outcome.state == "letter" else whole)
        remarks.append(f"{line}；{hint}" if hint else line)
    return "\n".join(shown_on_one_line(line) for line in _changes(outcome, hide)), remarks


def _as_it_is(text: str) -> str:
    return text


def _starred(text: str) -> str:
    return without_addresses(masked(text))


def summary(outcomes: Sequence[Outcome], others: int, opened: Sequence[Opened] = ()) -> str:
    """Returns the line at the end: how many files became what, and that ``others`` are no Word files.

    The numbers add up to all files that were given, those in ``opened`` containers among them; the containers
    are told apart.
    """
    states: dict[Path, list[FileState]] = {}
    for outcome in outcomes:
        if outcome.state != "letter":
            states.setdefault(outcome.path, []).append(outcome.state)
    counts = Counter(next(one for one in _STATES if one in found) for found in states.values())
    look = len({one.path for one in outcomes if one.needs_a_look and one.state == "taken"})
    asides: dict[FileState, str] = {"taken": f"（其中 {look} 份需核对）"} if look else {}
    words = _STATES | ({"taken": "将录入"} if MANNER.rehearsing else {})
    parts = [
        f"{word} {counts[state]} 份{asides.get(state, '')}" for state, word in words.items() if counts[state]
    ]
    parts += [f"不是 Word 文件 {others} 份"] if others else []
    several = [found for found in states.values() if len(found) > 1]
    split = f"，其中 {len(several)} 份是几个单位的，分成 {sum(map(len, several))} 份录入" if several else ""
    rounds = Counter(outcome.round for outcome in outcomes if outcome.round is not None)
    each = "、".join(f"{one} {rounds[one]} 份" for one in sorted(rounds))
    tail = f"；录入 {each}" if len(rounds) > 1 else ""
    packed = Counter(one.kind for one in opened)
    from_packed = [f"{word} {packed[kind]} {measure}" for kind, word, measure in _CONTAINERS if packed[kind]]
    from_where = f"（其中打开了{'、'.join(from_packed)}）" if from_packed else ""
    return f"共 {len(states) + others} 份{from_where}：{'，'.join(parts)}{split}{tail}"


def _changes(outcome: Outcome, hide: _Hide) -> Iterator[str]:
    if outcome.state != "taken":
        return
    counts = Counter(change.kind for change in outcome.changes)
    said = "，".join(f"{word} {counts[kind]} 栏" for kind, word in _WORDS.items() if counts[kind])
    yield f"{outcome.unit}（{shown_name(outcome.path)}）：{said or '与现有内容一致，未作改动'}"
    for entry, changes in groupby(outcome.changes, key=lambda change: change.entry):
        yield f"  {entry.id} {_short(entry.title)}"
        yield from (f"    {_SIGNS[change.kind]} {_change(change, hide)}" for change in changes)


def _change(change: Change, hide: _Hide) -> str:
    new = "" if change.new is None else _short(hide(str(change.new)))
    old = "" if change.old is None else _short(hide(str(change.old)))
    if change.kind == "new":
        return f"{change.label}：{new}"
    if change.kind == "cleared":
        return f"{change.label}：原来是 {old}"
    return f"{change.label}：{old} → {new}"


def _remarks(outcome: Outcome, listing: Path | None, hide: _Hide) -> Iterator[tuple[str, str]]:
    """Yields what a person should know, and how to mend it: there a number may stand as an example."""
    if outcome.message:
        yield outcome.message, ""
    if outcome.state in NOTHING_TO_DO:
        return
    for remark in outcome.remarks:
        where = " ".join(part for part in (remark.row_id, remark.field) if part)
        yield f"{where}：{remark.message}" if where else remark.message, ""
    for change in outcome.held_back:
        what = "清空" if change.kind == "cleared" else "替换"
        yield f"{change.entry.id} 没有{what}：{_change(change, hide)}", ""
    for problem in outcome.problems:
        yield f"{problem.message}（{problem.code}）", problem.hint
    for piece in outcome.unclaimed:
        yield f"没有归入任何一栏：{piece.where}：{_short(hide(piece.text), _LONGEST_PIECE)}", ""
    if listing is not None:
        yield f"没有归入的文字全文在 {shown_path(listing)}", ""


def _short(text: str, longest: int = _LONGEST) -> str:
    line = text.replace("\n", " ⏎ ")
    return line if len(line) <= longest else f"{shortened(line, longest + 1)}（共 {len(text)} 字）"
