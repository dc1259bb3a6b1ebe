"""``kaohe import --save-columns``: what was said of a table's columns is not asked again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.importing.drawing import word

Kaohe = Callable[..., Outcome]
TABLE = "\n2022年区任务表\n项|数|责\n甲|3|区教委\n乙|4|区财政局\n"
NAMED = ("--columns", "指标,权重,责任单位")


@pytest.fixture
def unclear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表.docx").write_bytes(word(TABLE))
    return Path("表.docx")


def test_an_answer_is_kept_beside_the_data_and_serves_next_year(kaohe: Kaohe, unclear: Path) -> None:
    assert kaohe("import", unclear).code == 2
    saved = kaohe("import", unclear, *NAMED, "--save-columns", "--output", "data")
    assert "1 个表的各列记在 data/columns.yaml，以后表头相同的不用再写 --columns" in saved.err
    assert (
        Path("data/columns.yaml")
        .read_text("utf-8")
        .endswith(
            "schema_version: 1\ntables:\n  - header: [项, 数, 责]\n    columns: [指标, 权重, 责任单位]\n"
        )
    )
    unclear.write_bytes(word(TABLE.replace("2022", "2023").replace("乙", "丙")))
    again = kaohe("import", unclear, "--merge")
    assert "表1的各列照 columns.yaml 里记下的读" in again.out
    assert "丙" in Path("data/indicators.yaml").read_text("utf-8")
    assert kaohe("validate").code in (0, 1)


def test_a_second_answer_leaves_the_first_and_every_comment(kaohe: Kaohe, unclear: Path) -> None:
    kaohe("import", unclear, *NAMED, "--save-columns", "--output", "data")
    path = Path("data/columns.yaml")
    path.write_text(path.read_text("utf-8") + "  # 手写的注释\n", "utf-8")
    before = path.read_text("utf-8")
    unclear.write_bytes(word(TABLE.replace("项|数|责", "事|几|谁")))
    kaohe("import", unclear, *NAMED, "--save-columns", "--merge")
    after = path.read_text("utf-8")
    assert "手写的注释" in after
    assert "header: [事, 几, 谁]" in after
    assert before.split("tables:")[0] in after
    assert "header: [项, 数, 责]" in after
    kaohe("import", unclear, *NAMED, "--save-columns", "--merge")
    assert path.read_text("utf-8") == after


def test_a_table_left_out_stays_left_out(kaohe: Kaohe, unclear: Path) -> None:
    unclear.write_bytes(word("2022年考核指标任务分解表\n序号|指标|权重|责任单位\n1|就业|3|区教委\n" + TABLE))
    kaohe("import", unclear, "--columns", "2:不导入", "--save-columns", "--output", "data")
    done = kaohe("import", unclear)
    assert "表2：3 行，没有导入" in done.out


def test_what_is_typed_comes_before_what_was_kept(kaohe: Kaohe, unclear: Path) -> None:
    kaohe("import", unclear, *NAMED, "--save-columns", "--output", "data")
    done = kaohe("import", unclear, "--columns", "1:指标,不导入,责任单位")
    assert "columns.yaml" not in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema_version: 1\ntables: [{header: [项], columns: 3}]\n", "columns"),
        (
            "schema_version: 1\ntables:\n  - {header: [项, 数, 责], columns: [甲乙丙, 权重, 责任单位]}\n",
            "“甲乙丙”不知道是哪一列",
        ),
        ("schema_version: 1\ntables: [\n", "columns.yaml"),
        ("schema_version: 9\n", "columns.yaml"),
        ("!!python/object:os.system x\n", "columns.yaml"),
    ],
    ids=["shape", "word", "syntax", "version", "tag"],
)
def test_a_file_that_cannot_be_right_is_said(kaohe: Kaohe, unclear: Path, text: str, said: str) -> None:
    kaohe("import", unclear, *NAMED, "--output", "data")
    Path("data/columns.yaml").write_text(text, "utf-8")
    done = kaohe("import", unclear)
    assert done.code == 2
    assert said in done.err


def test_what_does_not_fit_the_table_is_not_believed(kaohe: Kaohe, unclear: Path) -> None:
    kaohe("import", unclear, *NAMED, "--output", "data")
    Path("data/columns.yaml").write_text(
        "schema_version: 1\ntables:\n  - {header: [项, 数, 责], columns: [指标, 权重, 考核内容, 责任单位]}\n",
        "utf-8",
    )
    assert "有 1 个表无法识别" in kaohe("import", unclear).err


@pytest.mark.parametrize(
    "words", [("--save-columns",), (*NAMED, "--save-columns"), ("--save-columns", "-o", "x")]
)
def test_it_needs_columns_and_a_place(kaohe: Kaohe, unclear: Path, words: tuple[str, ...]) -> None:
    done = kaohe("import", unclear, *words)
    assert (done.code, "--save-columns 和 --columns 一起用" in done.err) == (2, True)
