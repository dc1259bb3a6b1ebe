"""When a deadline of the incentives is near."""

from datetime import date

import pytest

from kaohe_cli.progress.deadlines import near_deadlines
from kaohe_cli.tables.incentives import TimelineStep

STEP = TimelineStep(name="区县申报", due="2022-02-01", content="报送申报材料")
UNDATED = TimelineStep(name="部门推荐", content="评审")


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2021, 12, 2), None),
        (date(2021, 12, 3), 60),
        (date(2022, 2, 1), 0),
        (date(2022, 3, 3), -30),
        (date(2022, 3, 4), None),
    ],
)
def test_sixty_days_ahead_and_thirty_behind(today: date, days: int | None) -> None:
    assert [near.days for near in near_deadlines([UNDATED, STEP], today)] == ([] if days is None else [days])
