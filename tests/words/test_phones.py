"""Numbers of people are starred however they are written; years, dates, amounts and file names never."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.words.phones import masked
from tests.measuring import cpu_seconds

DIGIT = re.compile("[0-9０-９]")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

BLANKS = [" ", "\u00a0", "\u3000", "\u2009", "  "]
DASHES = ["-", "－", "—", "–", " - ", "－ "]
DOTS = [".", "·", "•", "．", "・"]
UNSEEN = ["\u200b", "\u2060"]
BREAKS = ["\n", "\n      ", "\r\n  ", " \n", "\n+    ", "\n-    "]
BEFORE = [
    "",
    "电话：",
    "联系人赵六 ",
    "（",
    "“",
    "2021-11-12 ",
    "1.",
    "第3名，",
    "mobile: '",
    "+ mobile: ",
    "投资处，",
]
BEHIND = [
    "",
    "。",
    "，2021年11月",
    "（微信同号）",
    "”",
    "'",
    "\n下一行",
    " 赵六",
    "家里",
    "；2021-11-12",
    "、",
]

NUMBERS = st.integers(0, 10**10)


def _cut(digits: str, sizes: tuple[int, ...], joint: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(digits[at : at + size])
        at += size
    return joint.join(filter(None, [*pieces, digits[at:]]))


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    digits = f"1{draw(st.sampled_from('3456789'))}{draw(st.integers(0, 10**9 - 1)):09d}"
    grouped = st.sampled_from([(3, 4), (4, 4), (3, 3), (4, 3), (3,), (7,), (5,), (6,)])
    if digits[:2] == "19" and digits[4:6] in ("19", "20"):  # 1990 2000 138 are years to everybody
        grouped = st.just((3, 4))
    written = draw(
        st.one_of(
            st.just(digits),
            st.builds(_cut, st.just(digits), grouped, st.sampled_from(BLANKS + DASHES + DOTS + UNSEEN)),
            st.builds(_cut, st.just(digits), st.tuples(st.integers(1, 10)), st.sampled_from(BREAKS)),
            st.sampled_from([" ", "-", ".", "\u3000"]).map(lambda joint: joint.join(digits)),
        )
    )
    prefix = draw(st.sampled_from(["", "", "", "+86", "+86 ", "+86-", "86-", "0086 ", "（+86）", "＋86 "]))
    return prefix + (written.translate(WIDE) if draw(st.booleans()) else written)


@st.composite
def landlines(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["023", "010", "021", "0755", "0851", "0371"]))
    digits = f"{draw(st.sampled_from('2345678'))}{draw(st.integers(0, 10**7 - 1)):07d}"
    local = draw(
        st.sampled_from([digits, _cut(digits, (4,), " "), _cut(digits, (4,), "-"), _cut(digits, (4,), "·")])
    )
    broken = _cut(digits, (draw(st.integers(1, 7)),), draw(st.sampled_from(BREAKS)))
    coded = draw(
        st.sampled_from(
            [
                f"{area}{joint}{number}"
                for joint in ("", "-", " ", "—", "\u00a0", "\u3000", ".", "－", " - ")
                for number in (local, broken)
            ]
            + [
                f"({area}){local}",
                f"（{area}）{local}",
                f"（{area}） {local}",
                f"{area}(0){local}"[:0] or f"+86 {area[1:]} {local}",
            ]
        )
    )
    extension = draw(st.sampled_from(["", "", "转8001", "-801", " 转 12", "分机3"]))
    return coded + extension


@st.composite
def local_numbers(draw: st.DrawFn) -> str:
    """Numbers without an area code; of those that begin like a year nobody could tell them from years."""
    digits = f"{draw(st.sampled_from('345678'))}{draw(st.integers(0, 10**7 - 1)):07d}"
    return draw(
        st.sampled_from([digits, f"{digits[:4]}-{digits[4:]}", f"{digits[:4]} {digits[4:]}", digits[:7]])
    )


@given(st.sampled_from(BEFORE), st.one_of(mobiles(), landlines(), local_numbers()), st.sampled_from(BEHIND))
def test_a_number_is_starred_however_it_is_written(before: str, number: str, behind: str) -> None:
    text = masked(before + number + behind)
    assert text == before + DIGIT.sub("*", number) + behind


def _units() -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            "万元",
            "元",
            "亿元",
            " 万元",
            "美元",
            "%",
            "吨",
            "户",
            "人参加",
            "平方米",
            "公里",
            "亩",
            "人次",
            "万",
            "家企业",
            "个",
            "件",
        ]
    )


def _amount(number: int, unit: str) -> list[str]:
    return [
        f"{number}{unit}",
        f"{number:,}{unit}",
        f"{number}.{number % 100:02d}{unit}",
        f"{number:,}.{number % 10}",
        f"¥{number}",
        f"{number // 10**4}.{number % 10**4:04d}亿元",
    ]


DATES = st.dates(date(1990, 1, 1), date(2049, 12, 31))
AMOUNTS = st.builds(_amount, st.integers(0, 99_999_999), _units()).flatmap(st.sampled_from)
YEARS = st.builds(
    lambda first, joint, last, behind: f"{first}{joint}{last}{behind}",
    st.integers(1990, 2049),
    st.sampled_from(["-", "—", "－", "–", " - ", "年-", "至", "、", " ", "/"]),
    st.integers(1990, 2049),
    st.sampled_from(["年", "年度", "学年", "", "年11月", "年目标"]),
)
WRITTEN_DATES = st.builds(
    lambda day, form: day.strftime(form),
    DATES,
    st.sampled_from(
        [
            "%Y-%m-%d",
            "%Y%m%d",
            "%Y.%m.%d",
            "%Y/%m/%d",
            "%Y年%m月%d日",
            "%Y－%m－%d",
            "%Y-%m-%dT10:30:00",
            "%Y%m%d%H%M%S",
        ]
    ),
)
FILES = st.builds(
    lambda start, stamp, end: f"{start}{stamp}{end}",
    st.sampled_from(["商务委", "区教委_", "IMG_", "报送-", "", "附件3（区商务委）"]),
    st.one_of(
        WRITTEN_DATES.filter(lambda text: not set("/:") & set(text)), st.integers(10**6, 10**14).map(str)
    ),
    st.sampled_from([".docx", ".doc", ".wps", "商务委.docx", "-2.xlsx", "_终稿.pdf", "(1).docx", ".DOCX"]),
).filter(lambda name: not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", name))
OTHERS = st.sampled_from(
    [
        "A18.1",
        "渝府办发〔2021〕83号",
        "1—10月",
        "第3名",
        "2021-10",
        "3.5 4.0 2.75 1.5",
        "12 15 18 20 31 7",
        "满分5分",
        "10:30:00",
    ]
)


@given(
    st.sampled_from(["", "完成", "共 ", "（", "截至", "增长8%，"]),
    st.one_of(AMOUNTS, YEARS, WRITTEN_DATES, FILES, OTHERS),
    st.sampled_from(["", "。", "，", "）", "\n", "；其中"]),
)
def test_years_dates_amounts_and_file_names_stay(before: str, text: str, behind: str) -> None:
    assert masked(before + text + behind) == before + text + behind


@given(mobiles(), st.one_of(AMOUNTS, YEARS, WRITTEN_DATES))
def test_a_number_is_starred_beside_what_stays(number: str, other: str) -> None:
    starred = DIGIT.sub("*", number)
    assert masked(f"{other}，{number}；{other}") == f"{other}，{starred}；{other}"


@given(st.text(alphabet="0123456789０９ -.\n·()转元年甲.docx", max_size=60))
def test_nothing_but_digits_changes(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert all(
        one == other or (DIGIT.match(one) and other == "*") for one, other in zip(text, hidden, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("商务委20211112153012.docx", "商务委20211112153012.docx"),
        ("2020-2021年", "2020-2021年"),
        ("20211112万元", "20211112万元"),
        ("13800000000 13900000000", "*********** ***********"),
        ("2021.11.12 13800000000", "2021.11.12 ***********"),
        ("13800000000 万科长", "*********** 万科长"),
        ("13800000000元", "13800000000元"),
        ("60000000人事科", "********人事科"),
        ("60000000人参加", "60000000人参加"),
        ("13800000000.docx", "13800000000.docx"),
        ("张三13800000000见附件.docx", "张三***********见附件.docx"),
        ("500101199001011234", "******************"),
        ("+86 (0)23 6000 0001", "+** (*)** **** ****"),
        ("138000000", "*********"),
    ],
)
def test_cases_on_either_side(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "piece", ["1 ", "13800000000 ", "13 ", "60000000-", "1\n", "8.", "1" * 1000 + "甲", "1 甲"]
)
def test_the_work_grows_with_the_text_alone(piece: str) -> None:
    """Sixteen times the text: 16 times the work, where the square would be 256."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        return cpu_seconds(lambda: masked(text))

    assert seconds(80_000) < 64 * max(seconds(5_000), 0.0005)
