"""The lights of rows: green, yellow or red, from the share of the full marks or from what was answered."""

from decimal import Decimal
from typing import Final, Literal, TypeAlias

from kaohe_cli.rules.answers import Answer
from kaohe_cli.tables.indicators import Lights

Light: TypeAlias = Literal["green", "yellow", "red"]

USUAL_LIGHTS: Final = Lights.model_construct(green=Decimal(95), yellow=Decimal(85))
"""Where ``indicators.yaml`` says nothing: a twentieth of the marks may be lost on green, three on yellow."""

WORDS: Final[dict[Light | None, str]] = {"green": "绿", "yellow": "黄", "red": "红", None: "未报"}
"""What people call them; a row without a light has not said enough."""

_ANSWERS: Final[dict[Answer, Light]] = {"是": "green", "推进中": "yellow", "否": "red"}
_WORST_FIRST: Final[tuple[Light, ...]] = ("red", "yellow", "green")


def light_of_score(score: Decimal, full_marks: Decimal, lights: Lights) -> Light:
    """Returns the light of a score; a threshold is a percentage of the full marks and belongs to the better.

    >>> [light_of_score(Decimal(s), Decimal(4), USUAL_LIGHTS) for s in ("3.8", "3.79", "3.4", "3.39")]
    ['green', 'yellow', 'yellow', 'red']
    """
    percent = score * 100
    if percent >= lights.green * full_marks:
        return "green"
    return "yellow" if percent >= lights.yellow * full_marks else "red"


def light_of_answers(answers: list[Answer]) -> Light | None:
    """Returns the light of what was answered to 是否完成; of several the worst counts.

    >>> light_of_answers(["是", "推进中"]), light_of_answers([])
    ('yellow', None)
    """
    found = {_ANSWERS[one] for one in answers}
    return next((light for light in _WORST_FIRST if light in found), None)
