"""From what the recognisers found to the data of the three files, with ids; what is missing is a doubt."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from kaohe_cli.importing.drafts import (
    CriterionDraft,
    IncentiveDraft,
    IncentivesDraft,
    IndicatorDraft,
    IndicatorsDraft,
    SectionDraft,
)
from kaohe_cli.importing.report import DocumentPlace, Doubt
from kaohe_cli.importing.rewards import classify, gives_bonus_points
from kaohe_cli.tables.base import SCHEMA_VERSION, SECTION_LETTERS
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.words.plaques import NamedBodies
from kaohe_cli.workspace.schema_findings import explain

_INDICATORS_TITLE, _INCENTIVES_TITLE = "考核指标任务分解表", "督查激励争取任务分解表"
_NAMELESS = "（原文没有名称）"
_REQUIRED = {"document": "文号", "issued": "成文日期"}

Data = dict[str, Any]


class ImportedTables(NamedTuple):
    """The models; None where the files hold nothing of the kind, or too little for a whole table."""

    indicators: IndicatorTable | None
    incentives: IncentiveTable | None
    registry: Registry | None


class IncentiveParts(NamedTuple):
    """What of ``incentives.yaml`` the files hold, whether or not it makes a whole table."""

    data: Data
    has_rows: bool
    """True where 附件2 is among the files: it says which incentives there are, and the district's units."""
    has_policy: bool
    """True where the policy is: it says what an incentive is for, and for whom."""
    has_title: bool
    """True where the table's own title was found."""

    @property
    def is_whole(self) -> bool:
        """True where every part was found."""
        return self.has_rows and self.has_policy and self.has_title


# --- indicators -----------------------------------------------------------------------------------


def indicators_data(draft: IndicatorsDraft, year: int, doubts: list[Doubt]) -> Data:
    """Returns the data of ``indicators.yaml``."""
    if len(draft.sections) > len(SECTION_LETTERS):
        place = draft.sections[len(SECTION_LETTERS)].place
        doubts.append(Doubt(place, f"部分超过 {len(SECTION_LETTERS)} 个，编号不够用", serious=True))
    head: Data = {
        "schema_version": SCHEMA_VERSION,
        "year": year,
        "title": draft.title or f"{year}年{_INDICATORS_TITLE}",
    }
    if not draft.title:
        doubts.append(_no_title(draft.sections[0].place, str(head["title"])))
    if draft.heading:
        head["heading"] = draft.heading
    return head | {"sections": [_section(*one, doubts) for one in _lettered(draft.sections)]}


def _no_title(place: DocumentPlace, instead: str) -> Doubt:
    return Doubt(DocumentPlace(place.file), f"没有看出表的标题，暂写作“{instead}”，请核对")


def _lettered(sections: Sequence[SectionDraft]) -> Iterator[tuple[str, SectionDraft]]:
    for number, section in enumerate(sections):
        rounds, place = divmod(number, len(SECTION_LETTERS))
        yield SECTION_LETTERS[place] * (rounds + 1), section


def _section(letter: str, section: SectionDraft, doubts: list[Doubt]) -> Data:
    data: Data = {"id": letter, "title": section.title, "form": "scored" if section.is_scored else "unscored"}
    if section.is_scored:
        data["total_weight"] = _number(section.weight_sum)
    if len(section.indicators) > 99:
        doubts.append(Doubt(section.place, "一个部分的指标超过 99 项，编号会超出两位数", serious=True))
    indicators = [
        _indicator(f"{letter}{number:02d}", indicator, doubts)
        for number, indicator in enumerate(section.indicators, start=1)
    ]
    return data | {"indicators": indicators}


def _indicator(number: str, indicator: IndicatorDraft, doubts: list[Doubt]) -> Data:
    if len(indicator.criteria) > 99:
        place = indicator.criteria[0].place
        doubts.append(Doubt(place, "一项指标的考核内容超过 99 条，编号会超出两位数", serious=True))
    criteria = [_criterion(f"{number}.{at}", one) for at, one in enumerate(indicator.criteria, start=1)]
    return {"id": number, "name": indicator.name, "criteria": criteria}


def _criterion(number: str, criterion: CriterionDraft) -> Data:
    data: Data = {"id": number}
    if criterion.weight is not None:
        data["weight"] = _number(criterion.weight)
    if criterion.is_extra:
        data["extra"] = True
    data["units"] = list(criterion.units)
    if criterion.leads:
        data["leads"] = list(criterion.leads)
    data |= {"content": criterion.content, **criterion.columns}
    data |= {"more": criterion.more} if criterion.more else {}
    return data | {"metrics": list(criterion.metrics)} if criterion.metrics else data


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


# --- incentives -----------------------------------------------------------------------------------


def incentives_data(
    draft: IncentivesDraft, rows: Sequence[IncentiveDraft], year: int, doubts: list[Doubt]
) -> Data:
    """Returns the data of ``incentives.yaml``; keys that nothing was found for are left out."""
    policy = draft.policy
    title = draft.title or policy.document_title or f"{year}年{_INCENTIVES_TITLE}"
    if not (draft.title or policy.document_title):
        doubts.append(_no_title(rows[0].place, title))
    facts = {
        "document": policy.document,
        "document_title": policy.document_title,
        "issuer": policy.issuer,
        "issued": policy.issued,
        "published": policy.published,
        "replaces": policy.replaces,
    }
    head: Data = {"schema_version": SCHEMA_VERSION, "year": year, "title": title}
    head |= {key: value for key, value in facts.items() if value}
    head["timeline"] = [
        {key: value for key, value in zip(("name", "due", "wording", "content"), step, strict=True) if value}
        for step in ((step.name, step.due, step.wording, step.content) for step in policy.timeline)
    ]
    if lacking := [name for key, name in _REQUIRED.items() if not facts[key]]:
        doubts += _doubt_facts(rows, lacking)
    incentives = [_incentive(number, row, doubts) for number, row in enumerate(rows, start=1)]
    return head | {"incentives": incentives}


def _doubt_facts(rows: Sequence[IncentiveDraft], lacking: Sequence[str]) -> Iterator[Doubt]:
    if any(row.measure for row in rows):
        message = f"没有找到政策文件的{'、'.join(lacking)}，没有写；知道的，请在 incentives.yaml 里补上"
        yield Doubt(DocumentPlace(rows[0].place.file), message)


def doubt_parts(rows: Sequence[IncentiveDraft]) -> Iterator[Doubt]:
    """Yields a doubt where 附件2, the policy or a title is missing; a merge has it from the workspace."""
    place = DocumentPlace(rows[0].place.file)
    if not any(row.measure for row in rows):
        what = f"{len(rows)} 项督查激励没有措施全文、激励对象和激励方式"
        message = f"{what}；有政策文件的，请一起导入"
        yield Doubt(place, message, serious=True)
    if not any(row.units for row in rows):
        yield Doubt(place, f"{len(rows)} 项都没有区级责任单位；请把附件2一起导入", serious=True)
    for row in (row for row in rows if not row.title):
        yield Doubt(row.place, f"原文没有名称，暂用“{_title(row)}”", serious=True)


def _title(row: IncentiveDraft) -> str:
    return row.title or re.split("[，。（；]", row.measure)[0][:20] or _NAMELESS


def _incentive(number: int, row: IncentiveDraft, doubts: list[Doubt]) -> Data:
    data: Data = {
        "id": f"J{number:02d}",
        "title": _title(row),
        "city_lead": list(row.city_lead),
        "city_support": list(row.city_support),
        "units": list(row.units),
    }
    if not row.measure:
        return data
    found = classify(row.measure)
    eligible, rewards = row.eligible or found.eligible, row.rewards or found.rewards
    if not found.is_exact and not row.eligible:
        doubts.append(Doubt(row.place, "没有看出激励对象写在哪里，按全文里提到的记"))
    if "国家级开放平台" in row.measure and not row.eligible:
        doubts.append(Doubt(row.place, "“国家级开放平台”按“国家级开发开放平台”归类，措施照录原文"))
    if not eligible or not rewards:
        what = "、".join(name for name, kinds in (("激励对象", eligible), ("激励方式", rewards)) if not kinds)
        doubts.append(Doubt(row.place, f"没有看出{what}，没有写；知道的，请在 incentives.yaml 里补上"))
    return data | {
        **({"eligible": list(eligible)} if eligible else {}),
        **({"rewards": list(rewards)} if rewards else {}),
        "bonus_points": _gives_points(row),
        "measure": row.measure,
    }


def _gives_points(row: IncentiveDraft) -> bool:
    if row.bonus_points is not None:
        return row.bonus_points
    return "考核加分" in row.rewards if row.rewards else gives_bonus_points(row.measure)


# --- units ----------------------------------------------------------------------------------------


def registry_data(draft: NamedBodies) -> Data:
    """Returns the data of ``units.yaml``, also of names that it must not hold: those are a doubt."""
    units = [{"name": e.name, "aliases": e.aliases} if e.aliases else {"name": e.name} for e in draft.units]
    data: Data = {"schema_version": SCHEMA_VERSION, "units": units}
    if draft.collectives:
        data["collectives"] = [{"name": name} for name in draft.collectives]
    if draft.city_departments:
        data["city_departments"] = [{"name": name} for name in draft.city_departments]
    return data


# --- models ---------------------------------------------------------------------------------------


def as_model(model: type[BaseModel], data: Data | None, file: str, doubts: list[Doubt]) -> Any:
    """Returns the data as a model, or None with a doubt for each thing that is wrong."""
    if data is None:
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for problem in explain(error, model):
            if problem.code != "KH201" and not problem.empty:  # what is missing was said where it was missed
                where = "/".join(str(step) for step in problem.path)
                doubts.append(Doubt(DocumentPlace(file), f"{where}：{problem.message}", serious=True))
        return None
