"""附件2 without the policy, or the policy without 附件2: what was not imported stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from kaohe_cli.comparing.changes import incentive_rows
from kaohe_cli.comparing.matching import match_rows
from kaohe_cli.importing.merge_rows import LEAST_ALIKE
from kaohe_cli.importing.tables import Data, IncentiveParts
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.tables.incentives import Incentive, IncentiveTable
from kaohe_cli.words.folding import bare
from kaohe_cli.words.likeness import ratio

_FROM_POLICY = ("eligible", "rewards", "bonus_points", "measure")
_POLICY_FACTS = (*("document", "document_title", "issuer", "issued", "published", "replaces", "timeline"),)
_REQUIRED = {"document": "文号", "issued": "成文日期"}
_NAMED = 5
_LEAST_ALIKE_IN_PLACE = 0.5
"""Number and department speak for it too: 抓脱贫成果 has 0.53 of 巩固拓展脱贫攻坚成果, 巩固脱贫工作实绩
0.44.
"""


class Completed(NamedTuple):
    """The imported incentives as a whole table, and what there is to say of it."""

    table: IncentiveTable | None
    """None where they do not make a table even so."""
    remarks: tuple[str, ...]
    serious: tuple[str, ...]
    """What a person must see to."""


def completed(parts: IncentiveParts, old: IncentiveTable) -> Completed:
    """Returns the imported incentives with the workspace's own facts where the documents say nothing.

    Without the policy the measures and what follows from them stay; without 附件2 titles, district units, the
    order and the rows themselves do. A row that stays incomplete is not taken, and named.
    """
    work = _Completion(parts, old)
    rows = work.rows()
    data = work.head() | {
        "incentives": [row | {"id": f"J{number:02d}"} for number, row in enumerate(rows, start=1)]
    }
    try:
        table = IncentiveTable.model_validate(data)
    except ValidationError:
        work.serious.append("督查激励合不成完整的表，incentives.yaml 没有改；请把附件2 和政策文件一起导入")
        return Completed(None, (), tuple(work.serious))
    return Completed(table, tuple(work.remarks), tuple(work.serious))


class _Completion:
    def __init__(self, parts: IncentiveParts, old: IncentiveTable) -> None:
        self._parts = parts
        self._old = old
        self._was: Data = old.model_dump(mode="json", exclude_none=True)
        self._plain = {
            id(one): data for one, data in zip(old.incentives, self._was["incentives"], strict=True)
        }
        self.remarks: list[str] = []
        self.serious: list[str] = []

    def head(self) -> Data:
        """Returns the facts and steps of the table."""
        parts, was = self._parts, self._was
        head = {key: value for key, value in parts.data.items() if key != "incentives"}
        if not parts.has_title:
            head["title"] = was["title"]
            if head["year"] != was["year"]:
                self.remarks.append(f"导入的文件里没有附件2 的标题，仍是“{was['title']}”，请核对")
        if not parts.has_policy:
            head |= {name: was[name] for name in _POLICY_FACTS if was.get(name)}
            document = f"（{was['document']}）" if "document" in was else ""
            what = "各项的措施全文、激励对象、激励方式和加分"
            self.remarks.append(f"导入的文件里没有政策文件，{what}仍是现有的{document}")
        for name in (name for name in _REQUIRED if not head.get(name) and was.get(name)):
            head[name] = was[name]
            self.remarks.append(f"导入的文件里没有{_REQUIRED[name]}，仍是“{was[name]}”，请核对")
        return head

    def rows(self) -> list[Data]:
        """Returns the rows in their order."""
        imported: list[Data] = self._parts.data["incentives"]
        partner = self._partners(imported)
        whole: list[Data] = []
        lacking: list[Data] = []
        for number, row in enumerate(imported):
            full = self._filled(row, partner.get(number))
            (whole if _is_whole(full) else lacking).append(full)
        if lacking:
            self.serious.append(
                f"{_titles(lacking)}缺措施全文、激励对象或激励方式，现有的 incentives.yaml 里也没有，"
                "没有并入；请把政策文件和附件2 一起导入"
            )
        taken = {id(one) for one in partner.values()}
        left = [self._plain[id(one)] for one in self._old.incentives if id(one) not in taken]
        if not self._parts.has_rows:
            whole = self._in_old_order(whole, left)
        elif left and lacking:
            self.serious.append(f"附件2 里没有{_titles(left)}，可能已改名，先留着；确已取消的请删去")
            whole = self._in_their_places(whole, left)
        return [{key: value for key, value in row.items() if key != "was"} for row in whole]

    def _in_their_places(self, whole: Sequence[Data], left: Sequence[Data]) -> list[Data]:
        """Returns the rows with those that stay behind the one that they stood behind."""
        rows = list(whole)
        before = [one["id"] for one in self._was["incentives"]]
        for one in left:
            earlier = before[: before.index(one["id"])]
            at = {row.get("was", ""): number for number, row in enumerate(rows, start=1)}
            place = next((at[row_id] for row_id in reversed(earlier) if row_id in at), 0)
            rows.insert(place, one | {"was": one["id"]})
        return rows

    def _in_old_order(self, whole: list[Data], left: list[Data]) -> list[Data]:
        """Returns the rows without 附件2's word on them: those that were there stay, in their order."""
        if left:
            self.serious.append(f"政策文件里没有{_titles(left)}，先留着；确已取消的，请把附件2 一起导入")
        place = {one["id"]: number for number, one in enumerate(self._was["incentives"])}
        known = [row for row in whole if "was" in row]
        fresh = [row for row in whole if "was" not in row]
        if fresh:
            self.serious.append(f"{_titles(fresh)}是新的，没有区级责任单位；请把附件2 一起导入，或自己补上")
        kept = sorted([*known, *left], key=lambda row: place[row.get("was", row["id"])])
        self.remarks.append("导入的文件里没有附件2，各项的名称、次序和区级责任单位仍是现有的")
        return [*kept, *fresh]

    def _filled(self, row: Data, former: Incentive | None) -> Data:
        """Returns a row with what it lacks from the one that it was."""
        if former is None:
            return row
        was = self._plain[id(former)]
        full = row | {"was": was["id"]}
        for name in ("city_lead", *_FROM_POLICY):
            if full.get(name) in (None, [], "") and was.get(name) is not None:
                full[name] = was[name]
        if "measure" not in row and not row["city_support"]:
            full["city_support"] = was["city_support"]
        if not self._parts.has_rows:
            if bare(row["title"]) != bare(was["title"]):
                said = row["title"]
                self.remarks.append(f"{was['id']} 的名称仍是“{was['title']}”，政策文件写的是“{said}”")
            full |= {"title": was["title"], "units": was["units"]}
        return full

    def _partners(self, rows: Sequence[Data]) -> dict[int, Incentive]:
        """Returns which incentive each row was; a row without its measure is known by its title alone."""
        found: dict[int, Incentive] = {}
        for has_measure in (True, False):
            wanted = {n: row for n, row in enumerate(rows) if ("measure" in row) is has_measure}
            stand_ins = {n: IncentiveRow(_stand_in(row)) for n, row in wanted.items()}
            numbers = {id(row): n for n, row in stand_ins.items()}
            taken = {id(one) for one in found.values()}
            free = [row for row in incentive_rows(self._old) if id(row.incentive) not in taken]
            titled = free if has_measure else [_titled(row) for row in free]
            former = {id(row): one.incentive for row, one in zip(titled, free, strict=True)}
            for pair in match_rows(titled, [*stand_ins.values()], threshold=LEAST_ALIKE).pairs:
                found[numbers[id(pair.new)]] = former[id(pair.old)]
        return found | self._in_the_same_place(rows, found)

    def _in_the_same_place(self, rows: Sequence[Data], found: dict[int, Incentive]) -> dict[int, Incentive]:
        """Returns the rows without a measure that stand where a like one of the same department stood."""
        taken = {id(one) for one in found.values()}
        free = {one.id: one for one in self._old.incentives if id(one) not in taken}
        same: dict[int, Incentive] = {}
        for number, row in enumerate(rows):
            former = free.get(row["id"])
            if number in found or former is None or "measure" in row:
                continue
            titles = (bare(row["title"]), bare(former.title))
            alike = ratio(*titles) >= _LEAST_ALIKE_IN_PLACE
            if alike and row["city_lead"] == list(former.city_lead):
                same[number] = former
                self.remarks.append(
                    f"“{row['title']}”按现有的 {former.id}“{former.title}”处理，措施照旧，请核对"
                )
        return same


def _stand_in(row: Mapping[str, Any]) -> Incentive:
    """Returns a row to be compared, whatever it lacks."""
    given = {name: row[name] for name in ("id", "title", "city_lead", "city_support", "units")}
    lacking: dict[str, Any] = {"eligible": (), "rewards": (), "bonus_points": False}
    return Incentive.model_construct(**given, **lacking, measure=row.get("measure", ""))


def _titled(row: IncentiveRow) -> IncentiveRow:
    return IncentiveRow(row.incentive.model_copy(update={"measure": ""}))


def _is_whole(row: Data) -> bool:
    return all(row.get(name) for name in ("eligible", "rewards", "measure"))


def _titles(rows: Sequence[Data]) -> str:
    shown = "、".join(f"“{row['title']}”" for row in rows[:_NAMED])
    return shown + (f"等 {len(rows)} 项" if len(rows) > _NAMED else "")
