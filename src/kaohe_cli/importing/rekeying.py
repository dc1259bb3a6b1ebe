"""What refers to rows by their id (reports, contacts), after the rows have got other ids."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.yamltext.document import YamlPath
from kaohe_cli.yamltext.edits import remove_key, rename_key
from kaohe_cli.yamltext.reader import read_yaml

_BETWEEN = "kaohe-"  # no id looks like this; stands in while two ids change places


@dataclass
class Rekeyed:
    """How many keys were changed, and what people should know."""

    count: int = 0
    remarks: list[str] = field(default_factory=list)


def rekey_reports(
    change: Transaction,
    paths: Iterable[Path],
    ids: Mapping[str, str],
    dropped: Iterable[str],
    used: Collection[str],
) -> Rekeyed:
    """Stages the reports with the entries of each row under its new id; ``used`` are all ids there are now.

    Raises:
        WrongUseError: a row that went was reported on, and another row has its id now.
    """
    return _rekey(change, paths, _Keyed("entries", "报送"), ids, dropped, used)


def rekey_claims(
    change: Transaction, path: Path, ids: Mapping[str, str], dropped: Iterable[str], used: Collection[str]
) -> Rekeyed:
    """Stages the claims with each under the new id of its incentive; ``used`` are all ids there are now.

    Raises:
        WrongUseError: an incentive that went was claimed, and another has its id now.
    """
    return _rekey(change, [path], _Keyed("claims", "申报"), ids, dropped, used)


class _Keyed(NamedTuple):
    """What a file keeps by the ids of rows: under which key, and what people call it."""

    key: str
    name: str


def _rekey(
    change: Transaction,
    paths: Iterable[Path],
    what: _Keyed,
    ids: Mapping[str, str],
    dropped: Iterable[str],
    used: Collection[str],
) -> Rekeyed:
    done = Rekeyed()
    gone = set(dropped)
    for path in paths:
        data = _data(change.read(path))
        keys = list(data.get(what.key) or ())
        wholes = {key: _criteria_of(key, {*ids, *gone}) for key in keys}
        if parted := [key for key, rows in wholes.items() if rows and len(_new_wholes(rows, ids)) > 1]:
            raise WrongUseError(
                f"{shown_path(path)} 里 {'、'.join(parted)} 是整个指标合起来报的，"
                "新表里它的几项不在一个指标里了，未作改动；请先把这几条移走，或分项改好"
            )
        done.remarks += [
            f"{shown_path(path)} 里 {key} 是整个指标合起来报的，新表里少了 {'、'.join(lost)}，请核对得分"
            for key, rows in wholes.items()
            if (lost := sorted(gone.intersection(rows))) and len(lost) < len(rows)
        ]
        stays = [key for key, rows in wholes.items() if {*(rows or [_row_of(key)])} <= gone]
        new_keys = {
            key: next(iter(_new_wholes(rows, ids))) if rows else _renamed(key, ids)
            for key, rows in wholes.items()
            if key not in stays
        }
        if blocked := [key for key in stays if {*(wholes[key] or [_row_of(key)])} & {*used}]:
            raise WrongUseError(
                f"{shown_path(path)} 里有 {'、'.join(blocked)} 的{what.name}，"
                f"这一项在新表里取消了，编号给了别的行；未作改动，请先移走这份{what.name}里的这几条"
            )
        if stays:
            done.remarks.append(
                f"{shown_path(path)} 里 {'、'.join(stays)} 的{what.name}还在，新表里没有这一项了"
            )
        done.count += _rename(change, path, (what.key,), new_keys)
    return done


def rekey_contacts(
    change: Transaction, path: Path, ids: Mapping[str, str], dropped: Iterable[str]
) -> Rekeyed:
    """Stages the roster with the people of each row under its new id, without those of rows that went."""
    done = Rekeyed()
    gone = set(dropped)
    data = _data(change.read(path))
    units = data.get("units") or {}
    maps: list[tuple[YamlPath, list[str]]] = [
        (("units", name, "rows"), list((people or {}).get("rows") or ())) for name, people in units.items()
    ]
    maps.append((("city_rows",), list(data.get("city_rows") or ())))
    for place, keys in maps:
        for key in (key for key in keys if key in gone):
            change.edit(path, lambda text, key=key, place=place: remove_key(text, place, key))  # type: ignore[misc]
            done.remarks.append(f"{key} 在新表里取消了，{shown_path(path)} 里为它单列的联系人已删去")
        done.count += _rename(
            change, path, place, {key: _renamed(key, ids) for key in keys if key not in gone}
        )
    return done


def _rename(change: Transaction, path: Path, place: YamlPath, keys: Mapping[str, str]) -> int:
    moving = {old: new for old, new in keys.items() if old != new}

    def renamed(text: str) -> str:
        for old in moving:
            text = rename_key(text, place, old, _BETWEEN + old)
        for old, new in moving.items():
            text = rename_key(text, place, _BETWEEN + old, new)
        return text

    if moving:
        change.edit(path, renamed)
    return len(moving)


def _renamed(key: str, ids: Mapping[str, str]) -> str:
    """Returns the new id of a row or of one of its metrics (A19.1.2)."""
    row = _row_of(key)
    return ids.get(row, row) + key.removeprefix(row)


def _criteria_of(key: str, rows: Collection[str]) -> list[str]:
    """Returns the rows that an indicator as a whole (A15) stood for; none for the id of any other row."""
    return [] if key in rows or "." in key else [row for row in rows if row.startswith(f"{key}.")]


def _new_wholes(rows: Iterable[str], ids: Mapping[str, str]) -> set[str]:
    """Returns the indicators in which these rows stand now."""
    return {ids[row].partition(".")[0] for row in rows if row in ids}


def _row_of(key: str) -> str:
    return ".".join(key.split(".")[:2])


def _data(text: str) -> dict[str, Any]:
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    data = root.data() if root is not None else None
    return data if isinstance(data, dict) else {}
