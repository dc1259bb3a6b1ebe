"""Which deadlines are of a table's year (KH604)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.rules.due_dates import is_of_year
from tests.conftest import Outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月底前", True),
        ("二季度", True),
        ("2021-01-01", True),
        ("2021年12月31日前", True),
        ("2021年底", True),
        ("2022-02-01", True),  # the claims of 2021 are due then
        ("2022年3月底前", True),  # the last step of 83号文
        ("2022-04-01", False),
        ("2022年", False),
        ("2022年前", True),
        ("2021年前", False),
        ("2020-12-31", False),
        ("2020年底前", False),
        ("2020年10月至2021年9月", True),  # the deadline is the last date
        ("2021年9月至2022年10月", False),
        ("2021.6", True),
        ("2020/6/30", False),
        ("渝府办发〔2020〕17号印发前", True),  # the number of a document is no date
    ],
)
def test_the_last_date_that_is_named_settles_it(text: str, expected: bool) -> None:
    assert is_of_year(text, 2021) is expected


def test_the_rounds_of_the_year_before_are_told(workspace: Path, kaohe: Callable[..., Outcome]) -> None:
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8").replace(": 10\n", ': 10\n    due: "2020-11-15"\n', 1)
    path.write_text(text.replace(": 12\n", ': 12\n    due: "2022-01-10"\n', 1), "utf-8")
    done = kaohe("validate", "--strict")
    assert done.code == 1
    assert done.out.count("KH604") == 1
    assert "1—10月报送的截止日期 2020-11-15 不在 2021 年" in done.out
