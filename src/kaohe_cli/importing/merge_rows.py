"""The rows of a table as they shall stand: the text of those that stay, with only what differs changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from kaohe_cli.comparing.changes import criterion_rows, incentive_rows, section_pairs
from kaohe_cli.comparing.matching import Pair, match_rows
from kaohe_cli.query.rows import CriterionRow
from kaohe_cli.tables.incentives import Incentive, IncentiveTable
from kaohe_cli.tables.indicators import OPEN_COLUMNS, Criterion, Indicator, IndicatorTable, Section
from kaohe_cli.yamltext.document import YamlValue
from kaohe_cli.yamltext.edits import put_key, remove_key
from kaohe_cli.yamltext.written import WrittenItem, put_items, written, written_items

LEAST_ALIKE = 0.7
"""Rows less alike than this are not the same row: metrics and comments of one must not pass to another."""

_CRITERION = (
    *("id", "weight", "extra", "units", "leads", "resolved", "content"),
    *(*OPEN_COLUMNS, "more", "metrics"),
)
_INDICATOR = ("id", "name")
_SECTION = ("id", "title", "form", "total_weight")
_INCENTIVE = (
    *("id", "title", "city_lead", "city_support", "units", "resolved"),
    *("eligible", "rewards", "bonus_points", "measure"),
)
_NAMED = 5  # ids that a remark lists
_STEP = ("name", "due", "wording", "content")
_OPTIONAL = {"resolved", "metrics", "extra", "leads", "more"}

Fields: TypeAlias = dict[str, YamlValue]
Item: TypeAlias = "WrittenItem | YamlValue"


@dataclass
class Rearranged:
    """A table's new text, and what happened to its rows."""

    text: str
    ids: dict[str, str] = field(default_factory=dict)
    """The old id of each row that stayed, with its new id."""
    dropped: list[str] = field(default_factory=list)
    """The ids of the rows that went."""
    remarks: list[str] = field(default_factory=list)


def merged_indicators(text: str, old: IndicatorTable, new: IndicatorTable) -> Rearranged:
    """Returns the text of ``indicators.yaml`` with the sections, indicators and rows of ``new``.

    Sections and indicators go on by the rows they share; one that no row links is new. Everything that the
    imported text does not say (metrics, what collectives were resolved to, comments) stays with its row.
    """
    merging = _Indicators(text, old, new)
    merging.done.text = put_items(text, ("sections",), [merging.section(section) for section in new.sections])
    if new.year != old.year:
        merging.remark_kept_columns()
    return merging.done


class _Indicators:
    """The old table taken apart into its texts, which go on in the new one."""

    def __init__(self, text: str, old: IndicatorTable, new: IndicatorTable) -> None:
        matching = match_rows(criterion_rows(old), criterion_rows(new), threshold=LEAST_ALIKE)
        pairs = matching.pairs
        self.done = Rearranged(
            text, {pair.old.id: pair.new.id for pair in pairs}, [row.id for row in matching.dropped]
        )
        self._criteria = {id(pair.new.criterion): pair.old.criterion for pair in pairs}
        self._indicators = _heirs(pairs)
        self._sections = {
            id(pair.after): pair.before
            for pair in section_pairs(old, new, matching)
            if pair.before is not None and pair.after is not None
        }
        former = (*self._criteria.values(), *self._indicators.values(), *self._sections.values())
        self._texts = _disassembled(text, old, {id(part) for part in former}, self.done)
        self._kept: dict[str, list[str]] = {}

    def section(self, section: Section) -> WrittenItem:
        """Returns a section as it shall stand in the file."""
        indicators = [self._indicator(indicator) for indicator in section.indicators]
        former = self._sections.get(id(section))
        return self._holder(section, former, _SECTION, "indicators", indicators, ("sections",))

    def _indicator(self, indicator: Indicator) -> WrittenItem:
        criteria = [self._criterion(criterion) for criterion in indicator.criteria]
        former = self._indicators.get(id(indicator))
        place = ("sections", 0, "indicators")
        return self._holder(indicator, former, _INDICATOR, "criteria", criteria, place)

    def _criterion(self, criterion: Criterion) -> Item:
        former = self._criteria.get(id(criterion))
        if former is None:
            return _fields(criterion, _CRITERION)
        was, said = _fields(former, _CRITERION), _fields(criterion, _CRITERION)
        shall = _with_open_columns(was, _with_what_people_know(was, said))
        self._note_kept_columns(former, criterion)
        if "leads" in was and "leads" not in said and former.units != criterion.units:
            became = "照旧" if "leads" in shall else "没有保留"
            self.done.remarks.append(
                f"{criterion.id} 的责任单位变了，并列牵头的单位（leads）{became}，请核对"
            )
        if was["content"] != shall["content"] and "metrics" in shall:
            self.done.remarks.append(f"{criterion.id} 的考核内容改了，分项（metrics）照旧，请核对")
        return _edited(self._texts[id(former)], was, shall, _CRITERION)

    def _note_kept_columns(self, former: Criterion, new: Criterion) -> None:
        kept = former.open_columns().keys() - new.open_columns().keys()
        for title in (title for title in former.open_columns() if title in kept):
            self._kept.setdefault(title, []).append(new.id)

    def remark_kept_columns(self) -> None:
        """Says which columns are still those of the old table: they may well be of another year."""
        for title, ids in self._kept.items():
            rows = "、".join(ids[:_NAMED]) + (f"等 {len(ids)} 条" if len(ids) > _NAMED else "")
            self.done.remarks.append(f"导入的文件里没有 {rows} 的{title}，照旧，请核对")

    def _holder(
        self,
        part: Section | Indicator,
        former: Section | Indicator | None,
        names: Sequence[str],
        key: str,
        items: Sequence[Item],
        place: tuple[str | int, ...],
    ) -> WrittenItem:
        """Returns a section or indicator with its items; a new one in the manner of those at ``place``."""
        shall = _fields(part, names)
        if former is not None:
            return _edited(self._texts[id(former)], _fields(former, names), shall, names, (key, items))
        values = [item.value if isinstance(item, WrittenItem) else item for item in items]
        fresh = written(self.done.text, place, shall | {key: values})
        return fresh.edited(lambda text: put_items(text, (0, key), items))


def merged_incentives(text: str, old: IncentiveTable, new: IncentiveTable) -> Rearranged:
    """Returns the text of ``incentives.yaml`` with the incentives and the steps of ``new``."""
    done = Rearranged(text)
    matching = match_rows(incentive_rows(old), incentive_rows(new), threshold=LEAST_ALIKE)
    before = {id(pair.new.incentive): pair.old.incentive for pair in matching.pairs}
    done.ids = {pair.old.id: pair.new.id for pair in matching.pairs}
    done.dropped = [row.id for row in matching.dropped]
    kept = {id(incentive) for incentive in before.values()}
    texts = _items(text, ("incentives",), old.incentives, kept, done)
    items = [_incentive_item(one, before.get(id(one)), texts) for one in new.incentives]
    done.text = put_items(text, ("incentives",), items)
    if new.timeline or new.document != old.document:
        done.text = _with_timeline(done, old, new)
    return done


def _incentive_item(new: Incentive, old: Incentive | None, texts: Mapping[int, WrittenItem]) -> Any:
    if old is None:
        return _fields(new, _INCENTIVE)
    was = _fields(old, _INCENTIVE)
    return _edited(texts[id(old)], was, _with_what_people_know(was, _fields(new, _INCENTIVE)), _INCENTIVE)


def _with_timeline(done: Rearranged, old: IncentiveTable, new: IncentiveTable) -> str:
    """Returns the text with the steps of 组织实施; a step is known by its name."""
    steps = [[_fields(step, _STEP) for step in table.timeline] for table in (old, new)]
    if steps[0] == steps[1]:
        return done.text
    if not old.timeline:
        return put_key(done.text, (), "timeline", steps[1])  # type: ignore[arg-type]
    by_name = {step.name: step for step in reversed(old.timeline)}
    former = [by_name.pop(step.name, None) for step in new.timeline]
    texts = _items(done.text, ("timeline",), old.timeline, {id(step) for step in former if step}, done)
    items = [
        _edited(texts[id(step)], _fields(step, _STEP), shall, _STEP) if step else shall
        for step, shall in zip(former, steps[1], strict=True)
    ]
    return put_items(done.text, ("timeline",), items)


def with_fields(text: str, path: tuple[int, ...], was: Fields, shall: Fields, names: Iterable[str]) -> str:
    """Returns the text with the fields of a mapping that differ changed, new ones placed in this order."""
    before: str | None = None
    for name in names:
        if was.get(name) != shall.get(name):
            if name in shall:
                text = put_key(text, path, name, shall[name], after=before)
            else:
                text = remove_key(text, path, name)
        before = name if name in shall else before
    return text


def _edited(
    item: WrittenItem,
    was: Fields,
    shall: Fields,
    names: Sequence[str],
    inner: tuple[str, Sequence[Item]] | None = None,
) -> WrittenItem:
    def change(text: str) -> str:
        if inner is not None:
            text = put_items(text, (0, inner[0]), inner[1])
        return with_fields(text, (0,), was, shall, names)

    return item.edited(change)


def _fields(part: Any, names: Iterable[str]) -> Fields:
    """Returns the fields of a model as the file has them, those left out that it does not have."""
    values = {name: _plain(getattr(part, name)) for name in names}
    return {
        name: value
        for name, value in values.items()
        if value is not None and (value or name not in _OPTIONAL)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _with_what_people_know(was: Fields, shall: Fields) -> Fields:
    """Returns the imported fields, with the metrics and resolved collectives that no document holds."""
    resolved, units = was.get("resolved"), shall["units"]
    if isinstance(resolved, dict) and isinstance(units, list) and "resolved" not in shall:
        resolved = {name: bodies for name, bodies in resolved.items() if name in units}
        shall = shall | ({"resolved": resolved} if resolved else {})
    return shall | {name: was[name] for name in ("metrics",) if name in was}


def _with_open_columns(was: Fields, shall: Fields) -> Fields:
    """Returns the fields of a row with the open columns that the imported table does not have.

    Several leads stay while they are the beginning of the units, a bonus row while it has no weight.
    """
    kept = {name: was[name] for name in OPEN_COLUMNS if name in was}
    more = {**_mapping(was.get("more")), **_mapping(shall.get("more"))}
    if was.get("extra") and "weight" not in shall:
        kept["extra"] = True
    leads, units = was.get("leads"), shall["units"]
    if isinstance(leads, list) and isinstance(units, list) and units[: len(leads)] == leads:
        kept["leads"] = leads
    return kept | shall | ({"more": more} if more else {})


def _mapping(value: "YamlValue | None") -> dict[str, YamlValue]:
    return value if isinstance(value, dict) else {}


def _heirs(pairs: Iterable[Pair[CriterionRow]]) -> dict[int, Indicator]:
    """Returns which old indicator goes on in a new one (by its ``id()``): the one with most rows in it."""
    pairs = tuple(pairs)
    old = {id(pair.old.indicator): pair.old.indicator for pair in pairs}
    links = Counter((id(pair.old.indicator), id(pair.new.indicator)) for pair in pairs)
    heirs: dict[int, Indicator] = {}
    for (before, after), _ in links.most_common():
        if before in old and after not in heirs:
            heirs[after] = old.pop(before)
    return heirs


def _disassembled(
    text: str, table: IndicatorTable, kept: set[int], done: Rearranged
) -> dict[int, WrittenItem]:
    """Returns each section, indicator and criterion of a table as it is written, by the model's ``id()``."""
    texts = _items(text, ("sections",), table.sections, kept, done)
    for section in table.sections:
        whole = texts[id(section)].text
        texts |= _items(whole, (0, "indicators"), section.indicators, kept, done)
        for indicator in section.indicators:
            whole = texts[id(indicator)].text
            texts |= _items(whole, (0, "criteria"), indicator.criteria, kept, done)
    return texts


def _items(
    text: str, path: tuple[str | int, ...], parts: Sequence[Any], kept: set[int], done: Rearranged
) -> dict[int, WrittenItem]:
    """Returns the items of a list; a comment above one that goes stays, above the next that stays."""
    items: dict[int, WrittenItem] = {}
    waiting = lost = ""
    for part, item in zip(parts, written_items(text, path), strict=True):
        if id(part) in kept:
            item, waiting = replace(item, above=waiting + item.above), ""
        else:
            waiting += item.above if "#" in item.above else ""
            lost += "" if isinstance(part, Section | Indicator) else item.text
        items[id(part)] = item
    comments = [line.strip(" \t#") for line in (lost + waiting).splitlines() if line.lstrip().startswith("#")]
    if comments:
        done.remarks.append(f"取消的内容里有注释，随之删去：{'；'.join(comments)}")
    return items
