"""The states of a claim (申报的进度). Importing it imports no pydantic, so that options may name them."""

from types import MappingProxyType
from typing import Final, Literal

ClaimState = Literal["拟申报", "材料起草", "已报送", "已推荐", "已通报", "不申报"]

WANTED: Final = "拟申报"
DRAFTING: Final = "材料起草"
SENT: Final = "已报送"
RECOMMENDED: Final = "已推荐"
ANNOUNCED: Final = "已通报"
DECLINED: Final = "不申报"

STATES: Final[tuple[ClaimState, ...]] = (WANTED, DRAFTING, SENT, RECOMMENDED, ANNOUNCED)
"""The way of a claim, in order; 不申报 stands beside it."""

DATE_OF: Final = MappingProxyType({SENT: "sent", RECOMMENDED: "recommended", ANNOUNCED: "announced"})
"""The field that says when a state was reached, for those that are reached on a day."""
