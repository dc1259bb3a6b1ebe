"""What units wrote, sentence by sentence: nothing is lost, whatever the points are."""

from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.claims.measures import asked_by
from kaohe_cli.claims.sentences import Sentence, sentences_of, sorted_by_point
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY

WORDS = st.text("招商项目转化落地率工业投资占比大，、。；“”《》0123456789 ", max_size=30)


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=8))
def test_every_sentence_comes_once(points: list[str], texts: list[str]) -> None:
    sentences = [Sentence(text, "区教委") for text in texts]
    done = sorted_by_point(points, sentences)
    found = [one for group in done.by_point for one in group] + list(done.others)
    assert sorted(found) == sorted(sentences)
    assert len(done.by_point) == len(points)


@given(WORDS)
def test_the_points_of_a_measure_are_its_words(measure: str) -> None:
    """Nothing is made up: all that stands in the points stands in the measure, in its order."""
    text = measure
    for point in asked_by(measure).points:
        before, found, text = text.partition(point)
        assert found == point, (before, point)


def test_a_sentence_with_nothing_in_common_stands_apart() -> None:
    done = sorted_by_point(["招商项目转化落地率高"], [Sentence("引进商贸企业12家。", "区商务委")])
    assert done.others == (Sentence("引进商贸企业12家。", "区商务委"),)


def test_one_pair_of_signs_in_common_is_chance() -> None:
    done = sorted_by_point(
        ["招商项目转化落地率高"], [Sentence("招商热线开通。", "甲"), Sentence("招商项目。", "乙")]
    )
    assert [one.unit for one in done.by_point[0]] == ["乙"]
    assert [one.unit for one in done.others] == ["甲"]


def test_blank_lines_and_prompts_are_no_sentences() -> None:
    assert list(sentences_of("\n  \n【请填写基本情况】\n甲；\n")) == ["甲。"]


def test_every_shipped_measure_comes_apart() -> None:
    table = Workspace(find_data(REPOSITORY / "data")).tables().incentives
    for incentive in table.incentives:
        asked = asked_by(incentive.measure)
        assert len(asked.points) >= 2, incentive.id
        assert asked.given, incentive.id
        assert all(len(point) >= 5 for point in asked.points), asked.points
