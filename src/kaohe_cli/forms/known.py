"""The keys that carry a meaning of their own, and the forms that the program knows by name.

No other module names them (a test holds it). A form without one of them loses only what rests on it; every
other key is carried everywhere without code.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kaohe_cli.tables.contacts import CityLiaison, People

PROGRESS, FORECAST, CITY, CONTACT = "progress", "forecast", "city_liaison", "contact"

PROGRESS_SITUATION: Final = f"{PROGRESS}/situation"
PROGRESS_SCORE, PROGRESS_RANK = f"{PROGRESS}/self_score", f"{PROGRESS}/self_rank"
PROGRESS_COMPLETED: Final = f"{PROGRESS}/completed"
FORECAST_SITUATION: Final = f"{FORECAST}/situation"
FORECAST_SCORE, FORECAST_RANK = f"{FORECAST}/self_score", f"{FORECAST}/self_rank"
FORECAST_COMPLETED: Final = f"{FORECAST}/completed"
ELIGIBLE, EXPECTED_RESULT = f"{FORECAST}/eligible", f"{FORECAST}/expected_result"
PROBLEMS: Final = "problems"
CITY_LEADER, CITY_OFFICE, CITY_PHONE = f"{CITY}/leader", f"{CITY}/office", f"{CITY}/phone"
LEADER, CONTACT_NAME, CONTACT_MOBILE = "leader", f"{CONTACT}/name", f"{CONTACT}/mobile"

WHO_ANSWERS: Final = frozenset({CONTACT_NAME, CONTACT_MOBILE})
"""The 责任人 and the number, by which a body may be known."""

RANK_OF: Final = {PROGRESS_SCORE: PROGRESS_RANK, FORECAST_SCORE: FORECAST_RANK}
"""The rank that is wanted beside each score."""

SAY_IT_THEMSELVES: Final = frozenset({PROGRESS_RANK, FORECAST_RANK, PROGRESS_COMPLETED, FORECAST_COMPLETED})
"""Whose values are understood without a label beside them: 第3名, 正在推进."""

TO_DATE: Final = f"{PROGRESS}/"
"""How the keys begin that tell of the months of a round, and are told anew in the next."""

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {PROGRESS: "完成情况", FORECAST: "全年预计", CITY: "对接市级部门"}
)
"""What templates and messages call the first part of a key."""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PROGRESS_SITUATION: "完成情况.基本情况",
        PROGRESS_SCORE: "完成情况.自评得分",
        PROGRESS_RANK: "完成情况.自评排名",
        PROGRESS_COMPLETED: "完成情况.是否完成",
        FORECAST_SITUATION: "全年预计.基本情况",
        FORECAST_SCORE: "全年预计.自评得分",
        FORECAST_RANK: "全年预计.自评排名",
        FORECAST_COMPLETED: "全年预计.是否完成",
        ELIGIBLE: "全年预计.是否符合申报条件",
        EXPECTED_RESULT: "全年预计.预计争取结果",
        PROBLEMS: "存在问题",
        CITY_LEADER: "对接市级部门.分管领导",
        CITY_OFFICE: "对接市级部门.经办处室",
        CITY_PHONE: "对接市级部门.联系电话",
        LEADER: "责任领导",
        CONTACT_NAME: "责任人",
        CONTACT_MOBILE: "联系电话",
    }
)
"""What templates call the fields, whatever their labels; templates of before use these names."""

ALSO_CALLED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        LEADER: ("分管领导", "分管负责人", "区级分管领导"),
        CONTACT_NAME: ("具体责任人", "具体联系人"),
    }
)
"""What some offices' forms call a field; counts where the form has no field of the usual wording."""

SCORED, UNSCORED, INCENTIVE = "scored", "unscored", "incentive"
"""The ids of the forms of 2021."""

PARTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "scored": ("计分部分", "计分指标表"),
        "unscored": ("不计分部分", "不计分指标表"),
        "incentive": ("激励部分", "督查激励表"),
    }
)
"""What templates call the part of the data that a form shows, and what people call the form, by its id."""

INCENTIVES: Final = "J"
"""The part that the incentives are, among those that a form covers."""


def roster(people: "People", city: "CityLiaison") -> dict[str, str | None]:
    """Returns what the roster knows of who answers for a row and whom to ask in the city, by key."""
    return {
        CITY_LEADER: city.leader,
        CITY_OFFICE: city.office,
        CITY_PHONE: city.phone,
        LEADER: people.leader,
        CONTACT_NAME: people.contact,
        CONTACT_MOBILE: people.mobile,
    }
