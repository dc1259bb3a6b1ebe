"""What is entered of claims stands in the file, and nothing else of it changes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.claims.entering import FIELDS, new_claims, with_claim
from kaohe_cli.tables.claims import Claims
from kaohe_cli.yamltext.reader import read_yaml

IDS = [f"J{number:02}" for number in range(1, 28)]
BASE = """\
# 手工写的注释
schema_version: 1
year: 2021
claims:
  J02:   # 等督察结果
    state: 拟申报
    notes: |-
      第一行
      第二行
  J09: {state: 不申报, notes: "没有条件：# 不是注释"}
# 末尾的注释
"""
TEXTS = st.text("招商J04：#'\"|-> ，{}[]&*!%@`x1", min_size=1, max_size=12).filter(str.strip)
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.fixed_dictionaries(
            {"state": st.sampled_from(["拟申报", "材料起草", "不申报"])},
            optional={
                "notes": TEXTS | st.just(""),
                "material": TEXTS,
                "sent": DAYS,
                "copied": DAYS | st.just(""),
            },
        ),
    ),
    max_size=6,
)


def claims_in(text: str) -> dict[str, dict[str, object]]:
    root, problems = read_yaml(text)
    assert root is not None
    assert not [problem for problem in problems if problem.kind != "trap"]
    found: dict[str, dict[str, object]] = root.data().get("claims") or {}
    return found


@given(CHANGES)
def test_what_is_entered_is_read_back_and_the_rest_stays(
    changes: list[tuple[str, dict[str, object]]],
) -> None:
    text = BASE
    meant = claims_in(BASE)
    for row_id, fields in changes:
        text = with_claim(text, row_id, fields, IDS)  # type: ignore[arg-type]
        claim = dict(meant.get(row_id, {}))
        for name, value in fields.items():
            if value == "":
                claim.pop(name, None)
            else:
                claim[name] = value.isoformat() if isinstance(value, date) else value
        meant[row_id] = claim
    assert claims_in(text) == meant
    assert text.startswith("# 手工写的注释\nschema_version: 1\n")
    assert "# 等督察结果" in text
    assert "# 末尾的注释" in text


def test_a_new_file_is_a_whole_one() -> None:
    text = with_claim(new_claims(2021), "J04", {"state": "已报送", "sent": date(2022, 1, 20)}, IDS)
    root, problems = read_yaml(text)
    assert root is not None
    assert problems == []
    claim = Claims.model_validate(root.data()).claims["J04"]
    assert (claim.state, claim.sent) == ("已报送", date(2022, 1, 20))


def test_fields_are_written_in_their_order() -> None:
    text = with_claim(new_claims(2021), "J04", {"notes": "甲", "state": "拟申报"}, IDS)
    text = with_claim(text, "J04", {"material": "乙", "lead": "区教委"}, IDS)
    written = list(claims_in(text)["J04"])
    assert written[0] == "notes"  # what came first stays where it is
    assert [name for name in FIELDS if name in written[1:]] == written[1:]
