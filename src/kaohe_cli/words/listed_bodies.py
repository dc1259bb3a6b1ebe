"""The bodies that a text lists: split where the list is split, never inside brackets.

One splitter for all doors: a cell of a table (:func:`split_bodies`), （一） of a returned form and names on
the command line (:func:`names_listed`). Which names there are is the caller's knowledge: ``known``.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from kaohe_cli.words.folding import as_it_looks
from kaohe_cli.words.patterns import regex
from kaohe_cli.words.plaques import is_collective
from kaohe_cli.words.shortening import quoted

_OPENING, _CLOSING = "（〔《“【[", "）〕》”】]"
_SEPARATORS = "、，,；;﹑､﹐﹔/／\\|。·•+＋\n\t\x0b\r \u3000\xa0"
_SPACES = regex(r"\s+")
_LINE_ENDS = "\n\x0b\r"
_LABEL = regex(
    r"(?:(?P<lead>牵头|主办|主责|责任|负责)|(?P<support>配合|协助|协办|参与|参加))"
    r"(?:责任)?(?:单位|部门|科室)?\s*[:：]\s*"
)
_LEADING = frozenset({"牵头", "主办", "主责"})
_RESPONSIBLE = frozenset({"责任", "负责"})
"""Those responsible lead where nobody else does."""
_STAR = regex(r"[★☆▲△●※*＊]+")
_NO_BODY = regex(
    r"(?:20\d{2}年)?(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|[上中下]?月?底|[一二三四]季度|上半年|全年|年底|长期)?"
    r"(?:之?前|内)?(?:完成|办结|启动|开工|竣工|动工)?(?:投入使用)?"
)
_NUMBER_BETWEEN = regex(r"(?<=[\u4e00-\u9fff）])(?=[①-⑳]|（\d{1,2}）)")
_OTHERS = regex("(?<=.)等(?:单位|部门)?$")
_BRACKETS = str.maketrans("(﹙)﹚", "（（））")
_ENUMERATOR = regex(r"(?:\d+[.．、)）]|[（(]\d+[)）]|[①-⑳])\s*")
_ROLE_BEHIND = regex(r"(?P<name>.+)（(?:(?P<lead>牵头|主办|主责)|配合|协助|协办|参与)(?:单位|部门)?）")
_ROLE = regex(
    r"(?:按照?各?自?职责(?:分工)?)?(?:分别)?"
    r"(?P<role>牵头(?:负责)?|负责|配合|参与|协助)\s*(?:[，,；;、。\n\x0b\r]|$)"
)
_NOBODY = frozenset({"—", "——", "-", "--", "–", "－", "无", "暂无", "/", "／", "\\"})
_UNDECIDED = regex("待(?:定|明确|商定|商|确定|落实)|另行(?:确定|明确)|同上|同前|[〃″]")
_HALVES = regex("[区县市].*(?:城乡|人力社|[部局])")
_OWN_END = regex("街道|[镇乡]|公司|中心|平台|银行|集团")
_LONGEST_REST = 4
_LONGEST_LIST = 600
_AND = regex(r"(?<=[局委办部院室会队心司])(?:和|及|与|以及)(?=[区县市州各省镇乡直]|经开|高新|相关|有关|其他)")
_BEGINS_BODY = regex(r"[区县市镇乡各国]|重庆|经开|高新")
_ENDS_BODY = regex(
    r"(?:[局委办部院室会队所站司团校厅组联镇乡馆处社园库行台署关门位构业]|中心|街道|联合会|平台|等)(?:（.+）)?$"
)


class Bodies(NamedTuple):
    """The bodies of a cell in order, and what was odd about it."""

    lead: tuple[str, ...]
    """All bodies, where the cell does not tell lead and support apart."""
    support: tuple[str, ...]
    oddities: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    """What stands where a body should, and is none: 待定."""

    @property
    def all(self) -> tuple[str, ...]:
        """The leading ones first, each once."""
        return tuple(dict.fromkeys((*self.lead, *self.support)))


@lru_cache(maxsize=4096)
def split_bodies(text: str, *, keep_others: bool = False, known: frozenset[str] = frozenset()) -> Bodies:
    """Returns the bodies that a cell names, one a line or joined by marks or spaces.

    With ``keep_others`` an “等” behind the last one stays, as the tables keep it for city departments. A
    name that a space or a line breaks is one where the whole of it is among the ``known``.

    >>> split_bodies("区委办公室\\n（区委改革办）\\n区教委、区工商联").lead
    ('区委办公室（区委改革办）', '区教委', '区工商联')
    >>> split_bodies("牵头单位：区教委；配合单位：区财政局，区科技局")[:2]
    (('区教委',), ('区财政局', '区科技局'))
    >>> split_bodies("统计局、★区发改委").all, split_bodies("州委编办及州直相关单位、6月底完成").all
    (('区发改委', '统计局'), ('州委编办', '州直相关单位'))
    """
    text = _tidied(text)
    oddities: list[str] = []
    if text.count("（") != text.count("）"):
        oddities.append(f"括号不成对，单位可能拆错：{quoted(text)}")
    found: dict[str, list[str]] = {"lead": [], "support": []}
    undecided: list[str] = []
    starred: list[str] = []
    for role, part in _labelled(text):
        for name in _names(part, oddities, keep_others=keep_others, known=known):
            if _UNDECIDED.fullmatch(name):
                undecided.append(name)
            elif _NO_BODY.fullmatch(name):
                oddities.append(f"“{name}”是期限，不是单位，没有作单位导入")
            elif name not in _NOBODY:
                role_of_name, plain, is_starred = _marked(name, role)
                found[role_of_name].append(plain)
                starred += [plain] if is_starred else []
    if starred:  # ★ marks who leads: the others support
        found["support"] = [name for name in found["lead"] if name not in starred] + found["support"]
        found["lead"] = starred
    names = [name for names in found.values() for name in names]
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        oddities.append(f"{'、'.join(twice)}写了两次，只记一次")
    oddities += [f"“{quoted(name)}”不像单位名称" for name in names if not looks_like_body(name)]
    lead, support = (tuple(dict.fromkeys(names)) for names in found.values())
    leading = set(lead)
    others = tuple(name for name in support if name not in leading)
    return Bodies(lead, others, tuple(oddities), tuple(undecided))


def names_listed(text: str, known: Collection[str] = ()) -> list[str]:
    """Returns every name that a person listed, without the words of its role; nothing is left out.

    What is among the ``known`` as a whole is one name, whatever marks it holds.

    >>> names_listed("区教委(区体育局)/区财政局和区科技局"), names_listed("区 教 委（牵头）,乙等")
    (['区教委（区体育局）', '区财政局', '区科技局'], ['区教委', '乙等'])
    """
    return list(_listed(text, frozenset(known)))


@lru_cache(maxsize=1024)
def _listed(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Remembers: the bodies of a row stand in the file of each of them, and are asked for twice there."""
    if text.strip() in known:
        return (text.strip(),)
    return tuple(
        _marked(name, role)[1]
        for role, part in _labelled(_tidied(text))
        for name in _names(part, [], keep_others=True, known=known)
    )


def _tidied(text: str) -> str:
    return _NUMBER_BETWEEN.sub("、", as_it_looks(text).translate(_BRACKETS).strip())


def looks_like_body(name: str) -> bool:
    """True for what is named as bodies are (…局, …委), or as several together are."""
    return bool(_ENDS_BODY.search(name) or is_collective(name))


_STRONG = regex(r"[、，,；;/／|。·•:：\t]")
_NAME = regex(r"[\u4e00-\u9fff]{4,20}")


def _marked(name: str, role: str) -> tuple[str, str, bool]:
    """Returns the role of a body and its name, without the mark or words that tell it; True for a star."""
    if star := _STAR.match(name) or _STAR.search(name, len(name) - 1):
        return "lead", name.replace(star[0], ""), True
    if behind := _ROLE_BEHIND.fullmatch(name):
        return ("lead" if behind["lead"] else "support"), behind["name"], False
    return role, name, False


def names_standing_whole(texts: Iterable[str]) -> frozenset[str]:
    """Returns the bodies that stand in texts without a space or line break in them.

    >>> sorted(names_standing_whole(["区发展 改革委、区统计局", "区发展改革委"]))
    ['区发展改革委', '区统计局']
    """
    pieces = (piece.strip() for text in texts if len(text) <= _LONGEST_LIST for piece in _STRONG.split(text))
    return frozenset(one for one in pieces if _NAME.fullmatch(one) and looks_like_body(one))


def is_nobody(text: str) -> bool:
    """True for what stands in a cell of bodies where there is none: —, 无."""
    return text.strip() in _NOBODY


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yields the stretches of a cell with the role that the label before them, or the word behind, gives."""
    if _LABEL.search(text) is None and (parts := assigned(text)):
        yield from ((part.role, part.names) for part in parts)
        yield "lead", text[parts[-1].end :]
        return
    role, at = "lead", 0
    labels = list(_LABEL.finditer(text))
    leading = _LEADING if any(label["lead"] in _LEADING for label in labels) else _RESPONSIBLE
    for label in labels:
        yield role, text[at : label.start()]
        role, at = ("lead" if label["lead"] in leading else "support"), label.end()
    yield role, text[at:]


class Assigned(NamedTuple):
    """Bodies with what is asked of them: 甲牵头, 乙、丙配合."""

    role: Literal["lead", "support"]
    names: str
    is_divided: bool
    """False where all are only responsible (负责)."""
    end: int


def assigned(text: str) -> list[Assigned]:
    """Returns the stretches of a text that end with a role; those responsible lead where nobody else does.

    >>> [part[:2] for part in assigned("区教委牵头，区财政局、区科技局配合")]
    [('lead', '区教委'), ('support', '区财政局、区科技局')]
    """
    found = list(_ROLE.finditer(text))
    has_lead = any(role["role"].startswith("牵头") for role in found)
    leading = "牵头" if has_lead else "负责"
    parts: list[Assigned] = []
    at = 0
    for role in found:
        names = re.split("[；;]", text[at : role.start()])[-1]
        at = role.end()
        if names.strip():
            is_lead = role["role"].startswith(leading)
            parts.append(Assigned("lead" if is_lead else "support", names, has_lead, at))
    return parts


class _Piece(NamedTuple):
    text: str
    before: str
    """The signs that stand between it and the piece before it."""


def _names(text: str, oddities: list[str], *, keep_others: bool, known: Collection[str]) -> list[str]:
    names: list[str] = []
    for piece in _joined(_pieces(text), oddities, known):
        name = _ENUMERATOR.sub("", piece, count=1) if _ENUMERATOR.match(piece) else piece
        name = name.strip(" 。.：:") or name.strip()  # “..” of a path is a wrong name, not none
        if not keep_others and (others := _OTHERS.search(name)):
            oddities.append(f"“{name}”里的“{others[0]}”没有导入")
            name = name[: others.start()]
        names += [part for part in _AND.split(name) if part]
    return names


def _pieces(text: str) -> Iterator[_Piece]:
    """Yields what stands between the separators outside brackets."""
    depth = start = end = 0
    closings = sum(text.count(sign) for sign in _CLOSING)
    for at, sign in enumerate(text):
        if sign in _OPENING and closings:
            depth += 1
        elif sign in _CLOSING:
            depth, closings = max(0, depth - 1), closings - 1
        elif sign in _SEPARATORS and not depth:
            if start < at:
                yield _Piece(_without_breaks(text[start:at]), text[end:start])
                end = at
            start = at + 1
    if start < len(text):
        yield _Piece(_without_breaks(text[start:]), text[end:start])


def _without_breaks(text: str) -> str:
    return _SPACES.sub("", text)


def _joined(pieces: Iterator[_Piece], oddities: list[str], known: Collection[str]) -> list[str]:
    """Puts together what only the layout parted: brackets on a line of their own, wrapped or spaced names."""
    found: list[str] = []
    last = ""
    for text, before in pieces:
        if found and (
            (found[-1] + text in known and not before.strip())
            or _is_bracket_of(text, before)
            or _is_spaced(found[-1], text, before, last)
        ):
            found[-1] += text
        elif found and _is_wrapped(found[-1], text, before):
            found[-1] += text
            oddities.append(f"“{found[-1]}”原来分成两行，按一个单位读")
        else:
            found.append(text)
        last = text
    return found


def _is_bracket_of(text: str, before: str) -> bool:
    """True for brackets on a line of their own, which belong to the body above."""
    return text.startswith("（") and not set(before) & set("、，,；;")


def _is_spaced(above: str, text: str, before: str, last: str) -> bool:
    """True for a name whose signs stand apart: 区 教 委."""
    if before.strip(" \u3000"):
        return False
    return len(text) == 1 or (len(last) == 1 and not looks_like_body(above))


def _is_wrapped(above: str, text: str, before: str) -> bool:
    parted_by_layout = bool(set(before) & set(_LINE_ENDS)) and not before.strip()
    if not parted_by_layout or _BEGINS_BODY.match(text):
        return False
    return not looks_like_body(above) or _is_second_half(above, text)


def _is_second_half(above: str, text: str) -> bool:
    """True for 建委 below 区住房城乡: the line above only happens to end as bodies do."""
    if above.endswith("局") and len(text) > 2 and text.endswith(("局", "委", "办")):
        return False  # 税务局 below 区财政局 is another body; 分局 below 区公安局 is none
    is_short = len(text) <= _LONGEST_REST and not _OWN_END.search(text)
    return is_short and looks_like_body(text) and bool(_HALVES.fullmatch(above))
