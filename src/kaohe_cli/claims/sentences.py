"""What the units wrote about an incentive, sentence by sentence, each with the unit that said it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.record import Form
from kaohe_cli.forms.reports import Report
from kaohe_cli.words.phones import masked
from kaohe_cli.words.prompts import is_placeholder

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
_HAN: Final = re.compile("[\u4e00-\u9fff]+")
# What any measure and any report is made of; two that share nothing else speak of different things.
_OF_ANY: Final = frozenset(
    re.findall(
        "..",
        "工作成效效果明显显著推进推动持续积极深入加快着力取得方面措施有力全面大力落实建设发展提升实施开展加强健全"
        "完善建立形成进一一步等工作成得明全区全市我区已完完成",
    )
)
# One pair of signs in common is chance (“招商” of “招商项目转化落地率高” is in every sentence of J04).
_LEAST_SHARED: Final = 2
_EXPERIENCE: Final = re.compile("经验|做法|创新|机制|模式|首创|率先|试点|示范|推广|典型")


class Sentence(NamedTuple):
    """A sentence of a report, and whose it is."""

    text: str
    unit: str


class Statements(NamedTuple):
    """What the units wrote about one incentive."""

    work: tuple[Sentence, ...]
    """What has been done and is expected."""
    problems: tuple[Sentence, ...]

    @property
    def experience(self) -> tuple[Sentence, ...]:
        """The sentences that speak of how it was done: 经验、做法、机制、试点…"""
        return tuple(one for one in self.work if _EXPERIENCE.search(one.text))


def statements_of(incentive_id: str, form: Form, reports: Iterable[tuple[str, Report]]) -> Statements:
    """Returns what units wrote about an incentive: its paragraphs and lines, but not the two answers.

    ``reports`` are the units by name, in the order of the row. Telephone numbers are starred.
    """
    keys = [
        field.key
        for field in form.fields
        if field.kind in ("paragraphs", "line") and field.key not in (known.ELIGIBLE, known.EXPECTED_RESULT)
    ]
    work: list[Sentence] = []
    problems: list[Sentence] = []
    for unit, report in reports:
        for key in keys:
            value = report.value(incentive_id, key)
            if isinstance(value, str):
                found = problems if key == known.PROBLEMS else work
                found += (Sentence(text, unit) for text in sentences_of(value))
    return Statements(tuple(dict.fromkeys(work)), tuple(dict.fromkeys(problems)))


def sentences_of(text: str) -> Iterator[str]:
    """Yields the sentences of a text of people, without prompts that nobody replaced.

    >>> list(sentences_of("一是签约20个。二是到位资金3.5亿元\\n【请填写基本情况】"))
    ['一是签约20个。', '二是到位资金3.5亿元。']
    """
    for found in _SENTENCE.finditer(masked(text)):
        sentence = found[0].strip()
        if sentence and not is_placeholder(sentence):
            yield sentence if sentence[-1] in "。！？" else f"{sentence.rstrip('；;，,')}。"


class Sorted(NamedTuple):
    """Sentences under the points of a measure that they speak of."""

    by_point: tuple[tuple[Sentence, ...], ...]
    others: tuple[Sentence, ...]


def sorted_by_point(points: Sequence[str], sentences: Iterable[Sentence]) -> Sorted:
    """Returns the sentences under the point with which each has most in common; no sentence is lost.

    What counts are pairs of signs that they share, each by how few of the points have it: of the measure's
    own subject every point and every sentence speaks. It is a proposal for people, who see each sentence with
    its source.
    """
    pairs = [_pairs(point) for point in points]
    by_point: list[list[Sentence]] = [[] for _ in points]
    others: list[Sentence] = []
    for sentence in sentences:
        own = _pairs(sentence.text)
        shared = [own & pair for pair in pairs]
        weights = [sum(1 / sum(one in pair for pair in pairs) for one in common) for common in shared]
        best = max(range(len(points)), key=weights.__getitem__, default=None)
        if best is not None and len(shared[best]) >= _LEAST_SHARED:
            by_point[best].append(sentence)
        else:
            others.append(sentence)
    return Sorted(tuple(map(tuple, by_point)), tuple(others))


def _pairs(text: str) -> set[str]:
    runs = _HAN.findall(text)
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)} - _OF_ANY
