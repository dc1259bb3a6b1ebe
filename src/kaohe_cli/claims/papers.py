"""The file of a claim (申报材料) as a draft in Word: letter to the city, self-assessment, typical practice.

83号文, part two: 对照激励措施进行自评，梳理有关典型经验做法并形成申报材料，报送市政府有关牵头部门并抄送
市政府督查办.
Every sentence that a unit wrote has the unit behind it; what nobody said is a 填空处. No phone is in it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kaohe_cli.claims.measures import Asked, asked_by
from kaohe_cli.claims.sentences import Sentence, Statements, sorted_by_point
from kaohe_cli.claims.standing import ClaimRow
from kaohe_cli.drafting import draft_properties
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import ADDRESSEE, KAI, Blank, Official, TextPiece, Words
from kaohe_cli.rules.eligibility import Said
from kaohe_cli.tables.incentives import Incentive, IncentiveTable
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.workspace.locate import shipped_template

COPIED_TO: Final = "市政府督查办"
PROPERTY: Final = "kaohe_claim"
"""The custom property that says for which incentive a file is."""

_ANSWERS: Final = (
    Column("责任单位", 2200),
    Column("是否符合申报条件", 2300),
    Column("预计争取结果", 4345, is_text=True),
)
_PARTS: Final = ("自评情况", "典型经验做法")


class Paper(NamedTuple):
    """What a claim's file is made of."""

    row: ClaimRow
    incentive: Incentive
    table: IncentiveTable
    statements: Statements
    office: str | None
    """Who signs (落款)."""
    contact: str | None
    """Whom the city may ask: the 责任人 of the body that leads the claim."""


def claim_file(paper: Paper) -> bytes:
    """Returns the file as a draft; the same input gives the same bytes."""
    document = Official(shipped_template())
    _add_letter(document, paper)
    _add_assessment(document, paper)
    _add_practice(document, paper)
    return document.packed(
        title=_title(paper),
        properties={draft_properties.YEAR: str(paper.table.year), PROPERTY: paper.row.id},
        digest_property=draft_properties.DIGEST,
    )


def _title(paper: Paper) -> str:
    return "".join(_title_phrases(paper))


def _title_phrases(paper: Paper) -> tuple[str, ...]:
    """Returns the title in phrases, between which a line may end."""
    return f"关于报送{paper.table.year}年", "市级督查激励", f"“{paper.row.name}”", "申报材料的函"


def _part_name(paper: Paper, part: str) -> str:
    return f"“{paper.row.name}”{part}"


def _add_letter(document: Official, paper: Paper) -> None:
    document.title(*_title_phrases(paper))
    leads: TextPiece = "、".join(paper.row.city_lead) or Blank("填写市级牵头部门")
    document.paragraph(leads, "：", style=ADDRESSEE)
    table = paper.table
    if table.document_title and table.document:
        policy: TextPiece = (
            f"《{table.issuer or ''}关于印发{table.document_title}的通知》（{table.document}）"
        )
    else:
        policy = Blank("填写政策文件的名称和文号")
    document.paragraph(
        "根据",
        policy,
        f"要求，我区对照激励措施“{paper.row.name}”开展了自评，梳理了有关典型经验做法，"
        "形成了申报材料。现随函报送，请予审核并推荐。",
    )
    document.annexes([_part_name(paper, part) for part in _PARTS])
    day: TextPiece = chinese_date(paper.row.sent) if paper.row.sent else Blank("填写日期")
    document.signature(paper.office or "", day)
    contact: TextPiece = paper.contact or Blank("填写姓名")
    document.paragraph("（联系人：", contact, "；联系电话：", Blank("填写电话"), "）")
    document.copies(f"抄送：{COPIED_TO}。")


def _add_assessment(document: Official, paper: Paper) -> None:
    document.title(_part_name(paper, _PARTS[0]), label="附件1", new_page=True)
    asked = asked_by(paper.incentive.measure)
    document.heading("一、激励措施")
    if paper.incentive.measure:
        document.paragraph(paper.incentive.measure)
    else:
        document.paragraph(Blank("填写措施全文"))
    _add_terms(document, paper)
    document.heading("二、申报条件")
    document.table(Grid(_ANSWERS, [_answers(one) for one in paper.row.said]))
    document.paragraph(*_conclusion(paper))
    document.heading("三、对照措施自评")
    _add_points(document, asked, paper.statements)
    document.heading("四、存在的不足和下一步打算")
    _add_sentences(document, paper.statements.problems, "填写存在的不足和下一步打算")


def _add_terms(document: Official, paper: Paper) -> None:
    terms = {"激励对象": paper.incentive.eligible, "激励方式": paper.incentive.rewards}
    said = "；".join(f"{name}：{'、'.join(texts)}" for name, texts in terms.items() if texts)
    if said:
        document.paragraph(f"{said}。")


def _answers(said: Said) -> tuple[Cell, ...]:
    return (
        Cell((said.unit,)),
        Cell((said.eligible or "【请单位填报】",)),
        Cell((said.expected or "【请单位填报】",)),
    )


def _conclusion(paper: Paper) -> Sequence[TextPiece]:
    """Returns what the answers of the units come to; where they differ or are missing, a blank."""
    said = paper.row.said
    yes = [one.unit for one in said if one.answer == "是"]
    no = [f"{one.unit}填“{one.eligible}”" for one in said if one.answer == "否"]
    open_ = [one.unit for one in said if one.answer not in ("是", "否")]
    if said and len(yes) == len(said):
        return (f"经自评，符合申报条件（{'、'.join(yes)}填报）。",)
    parts = [f"{'、'.join(yes)}填报符合申报条件" if yes else "", "、".join(no)]
    parts.append(f"{'、'.join(open_)}没有明确填报" if open_ else "")
    known = "；".join(part for part in parts if part)
    return (f"{known}。" if known else "", Blank("写明核实后是否符合申报条件及依据"))


def _add_points(document: Official, asked: Asked, statements: Statements) -> None:
    """Adds a heading for each point of the measure, below it what the units wrote of it."""
    found = sorted_by_point(asked.points, statements.work)
    for number, (point, sentences) in enumerate(zip(asked.points, found.by_point, strict=True), 1):
        document.heading(f"（{chinese_numeral(number)}）{point}", level=2)
        _add_sentences(document, sentences, "填写这一点的做法、成效和数据")
    if found.others:
        document.heading(f"（{chinese_numeral(len(asked.points) + 1)}）其他情况", level=2)
        _add_sentences(document, found.others, "")
    elif not asked.points:
        document.paragraph(Blank("对照措施填写做法、成效和数据"))


def _add_sentences(document: Official, sentences: Sequence[Sentence], prompt: str) -> None:
    """Adds a paragraph for each unit, the source behind each sentence; a blank where there is none."""
    if not sentences:
        document.paragraph(Blank(prompt))
    for unit in dict.fromkeys(one.unit for one in sentences):
        pieces: list[TextPiece] = []
        for one in sentences:
            if one.unit == unit:
                pieces += (one.text, Words(f"〔{unit}〕", KAI))
        document.paragraph(*pieces)


def _add_practice(document: Official, paper: Paper) -> None:
    document.title(_part_name(paper, _PARTS[1]), label="附件2", new_page=True)
    document.heading("一、基本情况")
    document.paragraph(Blank("填写背景：要解决什么问题"))
    document.heading("二、主要做法")
    _add_sentences(document, paper.statements.experience, "填写做法：分几条写，每条有措施、有数据")
    if paper.statements.experience:
        document.paragraph(Blank("以上摘自单位填报，请补充、归并成几条做法"))
    document.heading("三、取得成效")
    document.paragraph(Blank("填写成效：前后对比的数据，受到的肯定"))
    document.heading("四、可复制、可推广的经验")
    document.paragraph(Blank("填写别的区县可以借鉴的地方"))
