"""Forms as an office may write them, tables that they are for, and what a unit fills in."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st

UNIT = "区商务委"
COLLECTIVE = "区级有关部门"
_STANDING = (
    "请于11月15日前报送区政府督查室，逾期视为未报。", "填报单位（盖章）：　　　　填报日期：{{ 年度 }}年　月　日",
    "注：本表一式两份，由{{ 单位 }}填写。", "以上内容须经主要领导审签。",
)  # fmt: skip
"""Lines that an office adds to its template, without a field of their own."""
_LABELS = (
    "基本情况", "工作进展", "完成数（<满分说明>）", "数据来源", "佐证材料（附件名称）", "是否完成", "责任人", "填报日期",
    "主要举措", "下一步打算", "联系电话（手机）", "经办处室名称及联系电话", "存在问题及建议", "自评得分（<满分说明>）",
)  # fmt: skip
_HEADINGS = (
    "1—<月份>月完成情况", "全年预计情况", "存在问题", "对接市级部门情况", "区级责任单位", "其他情况（可另附页）",
    "<年度>年<月份>月以来的进展",
)  # fmt: skip
_NUMBERS = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）")
_GROUPS = ("", "progress/", "forecast/", "extra/", "a/b/")
_KINDS = ("paragraphs", "line", "score", "rank", "choice", "person", "office", "phone", "date", "number")
_CHOICES = (["是", "否"], ["是", "否", "正在推进"], ["优", "良", "差"])
_MONTHS = st.integers(1, 12)

_WORDS = st.text("增长百分之八招商引资项目开工建设推进落实情况良好", min_size=1, max_size=12)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=3).map("，".join)


class Case(NamedTuple):
    """A workspace’s files, a round, and what is filled in under each heading."""

    files: dict[str, Any]
    month: int
    values: dict[str, dict[str, Any]]
    """By row and key, as it is typed."""
    expected: dict[str, dict[str, Any]]
    """As it is to be stored."""
    recipe: "Recipe"


class Recipe(NamedTuple):
    """How an office changes the template that was made for it."""

    above: str
    """A line above everything; "" for none."""
    before_sections: str
    """A line before each third paragraph that is a numbered heading."""
    below: str
    header: str
    label: str
    """Other words for the first label of each section; "" for its own."""


recipes = st.builds(
    Recipe,
    st.sampled_from(("", "", *_STANDING)),
    st.sampled_from(("", "", "", *_STANDING[2:])),
    st.sampled_from(("", "", *_STANDING)),
    st.sampled_from(("", "", "内部资料 注意保管")),
    st.sampled_from(("", "", "工作推进的总体态势", "有关做法（含主要举措）")),
)


@st.composite
def _field(draw: st.DrawFn, keys: dict[str, tuple[str, bool]], used: set[str]) -> dict[str, Any]:
    """A field with a key of its own in this form; one that another form has is of the same kind there."""
    name = f"{draw(st.sampled_from(_GROUPS))}k{draw(st.integers(1, 9))}"
    while name in used or any(one.startswith(f"{name}/") or name.startswith(f"{one}/") for one in keys):
        name = f"{name}x"
    kind = draw(st.sampled_from(_KINDS))
    kind, once = keys.setdefault(name, (kind, draw(st.booleans())))
    used.add(name)
    field: dict[str, Any] = {"key": name, "kind": kind}
    if once:
        field["once"] = True
    if kind == "choice":
        field["choices"] = draw(st.sampled_from(_CHOICES))
    if draw(st.integers(0, 4)) == 0:
        field["also"] = ["〔主要〕进展", "有关情况"]
    if draw(st.integers(0, 6)) == 0:
        field["prompt"] = "内容"
    return field


@st.composite
def _line(draw: st.DrawFn, keys: dict[str, tuple[str, bool]], used: set[str]) -> dict[str, Any]:
    label = draw(st.sampled_from(_LABELS))
    count = draw(st.sampled_from((1, 1, 1, 2, 3)))
    if count == 1:
        return {"label": label, **draw(_field(keys, used))}
    parts = [draw(_field(keys, used)) for _ in range(count)]
    for number, part in enumerate(parts):
        if number:
            part["joint"] = draw(st.sampled_from("，；、"))
            if draw(st.booleans()):
                part["label"] = draw(st.sampled_from(_LABELS))
    return {"label": label, "parts": parts}


@st.composite
def _section(
    draw: st.DrawFn, number: str, keys: dict[str, tuple[str, bool]], used: set[str]
) -> dict[str, Any]:
    section: dict[str, Any] = {"number": number, "label": draw(st.sampled_from(_HEADINGS))}
    if draw(st.booleans()):
        section["at"] = {draw(_MONTHS): {"label": "全年完成情况"}}
    if draw(st.booleans()):
        section["omit_at"] = draw(st.lists(_MONTHS, max_size=3, unique=True))
    if draw(st.integers(0, 2)) == 0:
        return section | {"field": draw(_field(keys, used))}
    return section | {"fields": [draw(_line(keys, used)) for _ in range(draw(st.integers(1, 4)))]}


@st.composite
def _forms(draw: st.DrawFn, parts: list[str]) -> list[dict[str, Any]]:
    """One to three forms that share out the parts."""
    keys: dict[str, tuple[str, bool]] = {}
    count = draw(st.integers(1, len(parts)))
    forms = []
    for number in range(count):
        used: set[str] = set()
        sections: list[dict[str, Any]] = [
            draw(_section(sign, keys, used)) for sign in _NUMBERS[1 : draw(st.integers(2, 7))]
        ]
        if draw(st.integers(0, 4)):
            sections.insert(0, {"number": "（一）", "label": "责任单位", "prints": "units"})
        form = {
            "id": f"form{number}",
            "covers": parts[number:] if number == count - 1 else [parts[number]],
            "title": draw(st.sampled_from(("<年度>年完成情况", "推进情况表"))),
            "sections": sections,
        }
        if draw(st.booleans()):
            form["subtitle"] = "（<部分><项数>项）"
        forms.append(form)
    return forms


@st.composite
def _value(draw: st.DrawFn, field: dict[str, Any]) -> tuple[str, Any]:
    """What is typed into a field, and what is to be stored."""
    kind = field["kind"]
    if kind == "paragraphs":
        text = "\n".join(draw(st.lists(_SENTENCES, min_size=1, max_size=3)))
        return text, text
    if kind in {"score", "number"}:
        number = (
            draw(st.sampled_from(("0", "1.5", "2", "3")))
            if kind == "score"
            else str(draw(st.integers(-9999, 9999)))
        )
        return number, Decimal(number)
    if kind == "rank":
        rank = f"第{draw(st.integers(1, 38))}名"
        return rank, rank
    if kind == "choice":
        choice = draw(st.sampled_from(field["choices"]))
        return choice, choice
    if kind == "phone":
        phone = f"138{draw(st.integers(10**7, 10**8 - 1))}"
        return phone, phone
    if kind == "date":
        day = draw(st.dates(date(2021, 1, 1), date(2022, 12, 31)))
        return f"{day.year}年{day.month}月{day.day}日", day.isoformat()
    text = draw(_WORDS if kind in {"person", "office"} else _SENTENCES)
    return text, text


def _fields(form: dict[str, Any], month: int) -> list[dict[str, Any]]:
    found = []
    for section in form["sections"]:
        if month in section.get("omit_at", ()):
            continue
        lines = [section["field"]] if "field" in section else section.get("fields", [])
        found += [field for line in lines for field in line.get("parts", [line])]
    return found


_PEOPLE: dict[str, Any] = {
    "label": "区级责任单位",
    "fields": [
        {"key": "leader", "label": "责任领导", "kind": "person", "once": True},
        {
            "label": "责任人",
            "parts": [
                {"key": "contact/name", "label": "责任人", "kind": "person", "once": True},
                {
                    "key": "contact/mobile", "label": "联系电话（手机）", "kind": "phone", "joint": "；", "once": True,
                },
            ],
        },
    ],
}  # fmt: skip


def _shape(kind: str) -> dict[str, Any]:
    """Who answers for a row: the body alone, with another, or as one of a collective that was resolved."""
    if kind == "collective":
        return {"units": ["区教委", COLLECTIVE], "resolved": {COLLECTIVE: [UNIT, "区民政局"]}}
    return {"units": ["区教委", UNIT] if kind == "joint" else [UNIT]}


def _indicators(rows: list[int], shapes: list[str], metrics: int) -> dict[str, Any]:
    sections = []
    for letter, count, weight in (("A", rows[0], 3), ("B", rows[1], None)):
        indicators = [
            {
                "id": f"{letter}{n:02d}",
                "name": f"{'甲乙丙丁'[n - 1]}项{letter}工作",
                "criteria": [
                    {
                        "id": f"{letter}{n:02d}.1",
                        **({"weight": weight} if weight else {}),
                        **_shape(shapes[n % len(shapes)]),
                        **(
                            {"metrics": [f"第{m}个子项" for m in "一二三"[:metrics]]}
                            if metrics and n == 1
                            else {}
                        ),
                        "content": f"{'甲乙丙丁'[n - 1]}项{letter}的质量和进度",
                    }
                ],
            }
            for n in range(1, count + 1)
        ]
        section: dict[str, Any] = {"id": letter, "title": f"第{letter}部分", "indicators": indicators}
        if weight:
            section["total_weight"] = weight * count
        sections.append(section)
    return {"schema_version": 1, "year": 2021, "title": "表", "sections": sections}


def _incentives(count: int) -> dict[str, Any]:
    incentives = [
        {
            "id": f"J{n:02d}", "title": f"{'甲乙丙丁'[n - 1]}项激励", "city_lead": ["市商务委"], "city_support": [],
            "units": [UNIT], "eligible": ["区县"], "rewards": ["资金支持"], "bonus_points": False, "measure": "给予激励。",
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    return {
        "schema_version": 1, "year": 2021, "title": "表", "document": "某文", "issued": "2021-08-11",
        "timeline": [], "incentives": incentives,
    }  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Forms, the tables that they are for, and every field of a round filled in."""
    rows = [draw(st.integers(1, 3)) for _ in range(3)]
    forms = draw(_forms(["A", "B", "J"]))
    shapes = draw(st.lists(st.sampled_from(["alone", "joint", "collective"]), min_size=1, max_size=3))
    metrics = draw(st.sampled_from((0, 0, 2, 3)))
    for form in forms:
        if draw(st.booleans()):
            form["sections"].append({"number": _NUMBERS[-1], **_PEOPLE})
    month = draw(_MONTHS)
    ids = {
        "A": [f"A{n:02d}.1" for n in range(1, rows[0] + 1)],
        "B": [f"B{n:02d}.1" for n in range(1, rows[1] + 1)],
    }
    if metrics:
        for letter in "AB":
            ids[letter][:1] = [f"{letter}01.1.{m}" for m in range(1, metrics + 1)]
    ids["J"] = [f"J{n:02d}" for n in range(1, rows[2] + 1)]
    values: dict[str, dict[str, Any]] = {}
    expected: dict[str, dict[str, Any]] = {}
    for form in forms:
        for row in (row for part in form["covers"] for row in ids[part]):
            for field in _fields(form, month):
                typed, stored = draw(_value(field))
                values.setdefault(row, {})[field["key"]] = typed
                expected.setdefault(row, {})[field["key"]] = stored
    files = {
        "forms.yaml": {"schema_version": 1, "forms": forms},
        "indicators.yaml": _indicators(rows, shapes, metrics),
        "incentives.yaml": _incentives(rows[2]),
        "units.yaml": {
            "schema_version": 1,
            "units": [{"name": UNIT}, {"name": "区教委"}, {"name": "区民政局"}],
            "collectives": [{"name": COLLECTIVE}],
            "city_departments": [{"name": "市商务委"}],
        },
    }
    if draw(st.booleans()):
        people = {"leader": "张样例", "contact": "李样例", "mobile": "13800000000"}
        files["contacts.yaml"] = {"schema_version": 1, "units": {UNIT: people}}
    return Case(files, month, values, expected, draw(recipes))
