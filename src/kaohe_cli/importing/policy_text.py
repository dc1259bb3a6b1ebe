"""The policy text (渝府办发〔2021〕83号): measures, facts of its head and end, steps with their dates."""

import itertools
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kaohe_cli.importing.drafts import IncentiveDraft, PolicyDraft, StepDraft
from kaohe_cli.importing.report import DocumentPlace, Doubt
from kaohe_cli.importing.running_text import (
    CITED,
    Heading,
    Paragraph,
    TextBlock,
    TextItem,
    is_of_incentives,
    split_title,
)
from kaohe_cli.importing.texts import clean
from kaohe_cli.words.numerals import HAN, digits_value, numeral_value
from kaohe_cli.words.shortening import quoted

_STEPS = re.compile("组织实施|实施步骤|工作步骤|时间安排|工作安排")
_NUMBER = r"[\u4e00-\u9fff]{1,12}\s*[〔\[（(【﹝]\s*20\d{2}\s*[〕\])）】﹞]\s*\d+\s*号"
_DOCUMENT = re.compile(_NUMBER)
_REPLACED = re.compile(rf"({_NUMBER})\s*[)）]?[^。]{{0,20}}同时废止")
_CHINESE_DAY = f"(?:[〇零○]|{HAN})"
_ISSUED = re.compile(
    rf"(?P<year>20\d{{2}}|{_CHINESE_DAY}{{4}})年(?P<month>\d{{1,2}}|{_CHINESE_DAY}{{1,3}})月"
    rf"(?P<day>\d{{1,2}}|{_CHINESE_DAY}{{1,3}})日"
)
_PUBLISHED = re.compile(r"发布(?:日期|时间)\s*[:：]\s*(20\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})")
_ISSUER = re.compile(r"\S{4,40}(?:政府|办公厅|办公室|委员会|局|厅|委|会)")
_APPROVED = re.compile(r"《([^》]{4,80})》(?:已经|业经|已|经)")
_ISSUING = re.compile(r"关于印发《?(.{4,80}?)》?的通知")
_TITLE_WITH_NUMBER = re.compile(
    rf"(?!根据|按照|依据)[^，。；《》]{{4,80}}?(?:通知|意见|办法|方案|决定)(?:[（(](?P<bracket>{_NUMBER})[)）]|\s*(?P<behind>{_NUMBER}))"
)
_NOTICE = re.compile(r"[^，。；：:《》]{0,40}关于[^，。；：:]{4,80}的(?:通知|意见|决定|通报)")
_DUE = re.compile(r"(?P<year>20\d{2})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<end>底))(?:之|以)?前")
_VAGUE = re.compile(r"(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|底)?(?:之|以)?前")
_NOTED = re.compile(r"（时限：(?P<wording>[^（）]+)）$")
_SENTENCE = re.compile("[^；。]+[；。]?")
_ADVERBS = re.compile("^(?:要|及时|尽快|抓紧|认真|应当?|按时|于)+")
_PRODUCT = re.compile(
    r"(?P<verb>[\u4e00-\u9fff]{2}).*?(?P<thing>实施办法|实施方案|办法|方案|名单|报告|材料|总结|计划)"
)
_LONGEST_NAME = 20
_LONGEST_HEAD = 40


def read_policy(
    file: str, lines: Sequence[str], text: Iterable[TextBlock]
) -> tuple[PolicyDraft, list[Doubt]]:
    """Returns what a policy text holds; without measures where it is none."""
    policy = PolicyDraft()
    doubts: list[Doubt] = []
    for title, part, has_measures in parts_of(text):
        items = [piece for piece in part if isinstance(piece, TextItem)]
        if has_measures:
            policy.measures += [_measure(file, item, doubts) for item in items]
            doubts += [
                Doubt(DocumentPlace(file), f"措施部分有一段没有编号，没有导入：{quoted(piece.text)}")
                for piece in itertools.dropwhile(lambda piece: not isinstance(piece, TextItem), part)
                if isinstance(piece, Paragraph)
            ]
        elif policy.measures and title and _STEPS.search(title):
            policy.timeline = list(_timeline(file, part, doubts))
    if policy.measures:
        _read_facts(policy, [line.strip() for line in lines])
    return policy, doubts


def parts_of(text: Iterable[TextBlock]) -> Iterator[tuple[str, list[TextBlock], bool]]:
    """Yields the text heading by heading, with whether its items are incentives."""
    head: list[str] = []
    for title, part in _parts(text):
        items = [piece for piece in part if isinstance(piece, TextItem) and piece.has_tail and piece.lead]
        if not any(isinstance(piece, TextItem) for piece in part):
            head += [title, *(piece.text for piece in part if isinstance(piece, Paragraph))]
        else:
            before = itertools.takewhile(lambda piece: isinstance(piece, Paragraph), part)
            head += [piece.text for piece in before if isinstance(piece, Paragraph)]
        yield title, part, bool(items) and is_of_incentives(head[:_LONGEST_HEAD], title, items)


def _parts(text: Iterable[TextBlock]) -> Iterator[tuple[str, list[TextBlock]]]:
    """Yields the text heading by heading."""
    title, part = "", list[TextBlock]()
    for piece in text:
        if isinstance(piece, Heading):
            yield title, part
            title, part = piece.title, []
        else:
            part.append(piece)
    yield title, part


def _measure(file: str, item: TextItem, doubts: list[Doubt]) -> IncentiveDraft:
    place = DocumentPlace(file, row=item.number)
    doubts += [Doubt(place, oddity) for oddity in item.oddities]
    if not item.has_tail:
        doubts.append(Doubt(place, "没有看出牵头单位", serious=True))
    elif not item.is_divided:
        doubts.append(Doubt(place, "原文只说谁负责，没有分牵头和配合，都记作市级牵头单位"))
    title, measure = split_title(item.wording, "。")
    if not title:
        title, measure = split_title(item.wording, "：")
    return IncentiveDraft(
        place, item.number, title, item.lead, item.support, measure=measure.strip(), wording=item.wording
    )


# --- the steps ------------------------------------------------------------------------------------


def _timeline(file: str, part: list[TextBlock], doubts: list[Doubt]) -> Iterator[StepDraft]:
    steps: list[StepDraft] = []
    for piece in part:
        if isinstance(piece, TextItem):
            name, content = split_title(piece.wording, "：")
            if not name:
                name, content = split_title(piece.wording, "。")
            steps.append(_step(name or quoted(content, _LONGEST_NAME), content))
            if not steps[-1].due and (vague := _VAGUE.search(content)):
                doubts.append(
                    Doubt(DocumentPlace(file, row=piece.number), f"“{vague[0]}”没有写明年月日，没有记期限")
                )
    for piece in part:
        for sentence in _SENTENCE.findall(piece.text) if isinstance(piece, Paragraph) else ():
            if _DUE.search(sentence):
                extra = _step(_name_of_task(sentence), sentence.strip().removesuffix("；"))
                doubts.append(
                    Doubt(DocumentPlace(file), f"步骤“{extra.name}”不在原文列的步骤之内，名称由程序拟定")
                )
                before = [at for at, step in enumerate(steps) if step.due and step.due > extra.due]
                steps.insert(before[0] if before else len(steps), extra)
    yield from steps


def _step(name: str, content: str) -> StepDraft:
    noted = _NOTED.search(content)
    content = content[: noted.start()] if noted else content
    found = _DUE.search(noted["wording"] if noted else content)
    if found is None:
        return StepDraft(name, content)
    year, month = int(found["year"]), int(found["month"])
    if not 1 <= month <= 12:
        return StepDraft(name, content)
    last = monthrange(year, month)[1]
    day = last if found["end"] else min(max(int(found["day"]), 1), last)
    return StepDraft(name, content, date(year, month, day).isoformat(), found[0])


def _name_of_task(sentence: str) -> str:
    """Returns what is to be done by a date: “制定实施办法” of “及时制定或调整完善激励措施实施办法，于…前”."""
    clauses = [_ADVERBS.sub("", clause) for clause in re.split("[，,]", sentence)]
    at = next((number for number, clause in enumerate(clauses) if _DUE.search(clause)), 0)
    for clause in reversed(clauses[: at + 1]):
        found = _PRODUCT.fullmatch(_DUE.sub("", clause))
        if found:
            return f"{found['verb']}{found['thing']}"
    return quoted(clauses[max(0, at - 1)], _LONGEST_NAME)


# --- the facts ------------------------------------------------------------------------------------


def _read_facts(policy: PolicyDraft, lines: Sequence[str]) -> None:
    whole = clean("\n".join(lines))
    policy.document = _document_number(_own_number(lines))
    if replaced := _REPLACED.search(whole):
        policy.replaces = _document_number(replaced[1])
    policy.document_title = _own_title(lines, whole)
    if published := _PUBLISHED.search(whole):
        policy.published = _iso(*map(int, published.groups()))
    for before, line in zip(["", *lines], lines, strict=False):
        if not policy.issued and (day := _ISSUED.fullmatch(line.replace(" ", ""))):
            policy.issued = _iso(*(_number(day[name]) for name in ("year", "month", "day")))
            policy.issuer = before if _ISSUER.fullmatch(before) else ""


def _own_number(lines: Sequence[str]) -> str:
    """Returns the document's own number, on a line of its own or behind its title; never one it cites."""
    if own := next((line for line in lines if _DOCUMENT.fullmatch(line)), ""):
        return own
    for line in lines[:_LONGEST_HEAD]:
        if found := _TITLE_WITH_NUMBER.match(line):
            return found["behind"] or found["bracket"]
    return ""


def _own_title(lines: Sequence[str], whole: str) -> str:
    if approved := _APPROVED.search(whole):
        return clean(approved[1])
    head = [line for line in lines[:_LONGEST_HEAD] if line and not CITED.search(line)]
    if issuing := _ISSUING.search(clean("\n".join(head))):
        return clean(issuing[1])
    return next((clean(line) for line in head if _NOTICE.fullmatch(line)), "")


def _document_number(text: str) -> str:
    """Returns a document's number with the brackets that the rules prescribe.

    >>> _document_number("渝府办发[2021] 83号")
    '渝府办发〔2021〕83号'
    """
    return re.sub(r"[〔\[（(【﹝](20\d{2})[〕\])）】﹞]", r"〔\1〕", "".join(text.split()))


def _number(text: str) -> int:
    """Returns a number in digits, in 汉字 digit by digit (二〇二一), or counted (二十一); 0 for none."""
    if text.isdigit() and text.isascii():
        return int(text)
    return digits_value(text) or numeral_value(text) or 0


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
