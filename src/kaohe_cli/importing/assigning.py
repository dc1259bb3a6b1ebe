"""The columns of a table understood together: which of them says what, by their words and their contents.

Each pair of a column and a role has a score: how much the words over the column speak for the role, and
whether what stands in it goes with that. The assignment with the greatest sum over the whole table counts.
"""

import re
from collections.abc import Sequence

from kaohe_cli.importing.columns import ROLES, WORDS, Column, Layout, Role, readings_of
from kaohe_cli.importing.contents import Contents
from kaohe_cli.importing.outline import year_in
from kaohe_cli.importing.texts import clean, percent_of, points_or_wording, weight_of

BODIES: frozenset[Role] = frozenset({"units", "lead", "support", "city_lead", "city_support", "assessed_by"})
_TEXTS: frozenset[Role] = frozenset({"section", "name", "content"})
_HALF = 0.5
"""A column is what at least half of its cells are: the rest are blanks filled with words, and slips."""
_FEW = 0.2
"""One cell in five may be of another kind by chance (“由区教委报送”); fewer speak against a role."""
_SURELY = 0.7
"""Without a telling header, or against one, most of the cells must agree."""
_REPEATS, _DIFFERS = 0.75, 0.9
"""Of the titles of parts one in four stands again; where nine in ten differ, they are names of rows."""
_FEW_ROWS = 3
"""In so short a table all titles may well differ: then it speaks less against their being parts."""
_LEVEL_APART = 1.4
"""Less than a level (1.5) or another year (3) makes: two such columns are equally good weights."""
_LEAST = 1.0
"""Below this a column is kept under its own name: words that spoke for a role, and contents against it."""
_UPPER = re.compile("类别|分类|大类|板块|一级|二级|类$|项目分|指标分")
_PERSON = re.compile("人$|人员|领导")
_SHORT = 8
"""Signs of a value that is aimed at; what is longer says what is to be done."""
_MOST_COLUMNS = 60
"""A wider header is none that a person could read; the search for the best assignment is cubic."""


def assigned_columns(
    columns: Sequence[Column], contents: Sequence[Contents], year: int | None
) -> Layout | None:
    """Returns the columns with their roles; None for more columns than a table has."""
    if len(columns) > _MOST_COLUMNS:
        return None
    pairs = zip(columns, contents, strict=True)
    scores = [_scores(column, told, year, at) for at, (column, told) in enumerate(pairs)]
    _prefer_finest(columns, contents, scores)
    roles = best_assignment(scores)
    questions, roles = _asked(columns, contents, scores, roles)
    found = tuple(column._replace(role=role) for column, role in zip(columns, roles, strict=True))
    layout = Layout(found, tuple(_oddities(found, scores, questions)), questions)
    weight = next((told for told, role in zip(contents, roles, strict=True) if role == "weight"), None)
    return layout._replace(is_in_percent=weight is not None and weight.percents > _HALF)


def best_assignment(scores: Sequence[dict[Role, float]]) -> list[Role | None]:
    """Returns a role, or none, for each column: no role twice, the greatest sum of scores (Kuhn, Munkres).

    >>> best_assignment([{"name": 5.5, "section": 4.5}, {"name": 6.0, "content": 3.0}])
    ['section', 'name']
    """
    wanted = sorted({role for one in scores for role in one}, key=ROLES.index)
    many = len(wanted) + len(scores)  # a place of its own for each column that gets no role
    cost = [[-one.get(role, -99.0) for role in wanted] + [0.0] * len(scores) for one in scores]
    return [wanted[at] if at < len(wanted) else None for at in _cheapest(cost, many)]


def _cheapest(cost: list[list[float]], many: int) -> list[int]:
    """Returns the place of each row in the cheapest assignment of rows to places."""
    rise, fall = [0.0] * (len(cost) + 1), [0.0] * (many + 1)
    holder, way = [0] * (many + 1), [0] * (many + 1)
    for row in range(1, len(cost) + 1):
        holder[0], at = row, 0
        least, used = [float("inf")] * (many + 1), [False] * (many + 1)
        while holder[at]:
            used[at] = True
            here, step, then = holder[at], float("inf"), 0
            for place in range(1, many + 1):
                if used[place]:
                    continue
                over = cost[here - 1][place - 1] - rise[here] - fall[place]
                if over < least[place]:
                    least[place], way[place] = over, at
                if least[place] < step:
                    step, then = least[place], place
            for place in range(many + 1):
                if used[place]:
                    rise[holder[place]] += step
                    fall[place] -= step
                else:
                    least[place] -= step
            at = then
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    places = {holder[place]: place - 1 for place in range(1, many + 1) if holder[place]}
    return [places[row] for row in range(1, len(cost) + 1)]


# --- scores ---------------------------------------------------------------------------------------


def _scores(column: Column, told: Contents, year: int | None, at: int) -> dict[Role, float]:
    """Returns how much speaks for each role of a column, for those that may be."""
    readings = readings_of(column.says or column.title)
    if readings is None:  # words that say nothing: only bodies show themselves
        readings = {"units": 2.0} if told.bodies > _SURELY and len(told.texts) > 1 else {}
    of_year = _of_year(column.title, year)
    found: dict[Role, float] = {}
    for role, words in readings.items():
        score = (
            words + of_year + (0 if told.is_empty else _fit(role, told)) - at / 100
        )  # the left one of equals
        score -= 2 * bool(_PERSON.search(column.title))
        if score >= _LEAST:
            found[role] = score
    return found


def _of_year(title: str, year: int | None) -> float:
    """Of columns of several years that of the table's own counts, else the newest."""
    bare = re.search(r"20\d{2}", title)
    named = year_in(title) or (int(bare[0]) if bare else None)
    if named is None:
        return 0.0
    if year is None:
        return (named - 2000) / 1000
    return 1.0 if named == year else -3.0


def _fit(role: Role, told: Contents) -> float:
    """Returns how well what stands in a column goes with a role; the shares are rough on purpose."""
    if role == "assessed_by":  # a text like others: who assesses may be said in words
        return 2 if told.bodies >= _HALF else 0
    if role in BODIES:
        return 2 if told.bodies >= _HALF else -5 if told.bodies < _FEW else 0
    if role == "measure":
        return 2 if told.measures >= _HALF else -4
    if role == "weight":
        return 1 if told.numbers >= _HALF else -6 if told.numbers < _FEW else 0
    if role == "target":
        if told.numbers >= _HALF or told.percents >= _HALF:
            return 2
        return -2 if sum(map(len, told.texts)) > _SHORT * len(told.texts) else 0
    if role == "due":
        return 1 if told.dates >= _HALF else 0
    if role in _TEXTS:
        return _fit_of_text(role, told)
    return 0


def _fit_of_text(role: Role, told: Contents) -> float:
    score = -5.0 * (told.numbers >= _SURELY)
    if role == "section":  # one part has several rows
        if told.goes_down or told.distinct <= _REPEATS:
            score += 1
        elif told.distinct > _DIFFERS:
            score -= 3 if len(told.texts) > _FEW_ROWS else 1
    return score


def _prefer_finest(
    columns: Sequence[Column], contents: Sequence[Contents], scores: list[dict[Role, float]]
) -> None:
    """Of several columns of points those of the finest level count: not what a whole group of rows has."""
    for at, (column, told, one) in enumerate(zip(columns, contents, scores, strict=True)):
        if "weight" in one:
            one["weight"] += 0.15 * at - 1.5 * told.goes_down - 3 * (1 - told.distinct)
            one["weight"] -= 2 * bool(_UPPER.search(clean(column.wording) or column.title))


# --- what only a person can tell ------------------------------------------------------------------


def _asked(
    columns: Sequence[Column],
    contents: Sequence[Contents],
    scores: Sequence[dict[Role, float]],
    roles: list[Role | None],
) -> tuple[tuple[str, ...], list[Role | None]]:
    """Two columns of points for different places (主城, 渝东北) are both kept, and one question is asked."""
    if "weight" not in roles:
        return (), roles
    taken = roles.index("weight")
    rivals = [
        at
        for at, (one, role) in enumerate(zip(scores, roles, strict=True))
        if (role == "weight" or (role is None and _is_near(one, scores[taken])))
        and contents[at].texts
        and (at == taken or _values(contents[at]) != _values(contents[taken]))
    ]
    if len(rivals) < 2 or len({columns[at].title for at in rivals}) == 1:
        return (), roles
    titles = "、".join(f"“{columns[at].title}”" for at in rivals)
    question = f"{titles}都是权重，没有选，都按原列名记下；用 --columns 写明，一列写“权重”，其余写“照录”"
    return (question,), [None if at in rivals else role for at, role in enumerate(roles)]


def _is_near(one: dict[Role, float], best: dict[Role, float]) -> bool:
    """True for a column that is as good a weight."""
    return "weight" in one and best["weight"] - one["weight"] < _LEVEL_APART


def _values(told: Contents) -> list[object]:
    return [percent_of(text) or weight_of(text) for text in told.texts if points_or_wording(text)]


def _oddities(
    columns: Sequence[Column], scores: Sequence[dict[Role, float]], questions: tuple[str, ...]
) -> list[str]:
    said = []
    for role in ROLES:
        best = next((column for column in columns if column.role == role), None)
        if best is None or (questions and role == "weight"):
            continue
        rivals = [
            column.title
            for column, one in zip(columns, scores, strict=True)
            if column.role is None and next(iter(one), None) == role
        ]
        if rivals:
            titles = "".join(f"“{title}”" for title in (best.title, *rivals))
            said.append(f"{titles}都像是{WORDS[role]}，用“{best.title}”，其余不作{WORDS[role]}读")
    return said
