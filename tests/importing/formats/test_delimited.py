""".csv files: their signs, their encodings, titles above and the end of what is taken."""

from pathlib import Path

import pytest

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import Imported, import_files
from tests.importing.formats.reading import indicators

ROWS = (
    ("2022年市对区考核指标任务分解表", "", "", "", ""),
    ("序号", "指标", "权重", "考核内容", "责任单位"),
    ("1", "就业", "3", "新增就业，含“零就业”家庭", "区教委\n区工商联"),
    ("2", "环境", "2", "水质", "区生态环境局"),
)


def imported(folder: Path, text: str, encoding: str = "utf-8", name: str = "来文.csv") -> Imported:
    (folder / name).write_bytes(text.encode(encoding))
    return import_files([folder / name])


def written(sign: str, end: str = "\n") -> str:
    return end.join(sign.join(f'"{cell}"' for cell in row) for row in ROWS) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_sign_and_encoding(tmp_path: Path, sign: str, encoding: str, end: str) -> None:
    table = indicators(imported(tmp_path, written(sign, end), encoding))
    assert [(str(row.weight), row.units) for *_, row in table.criteria()] == [
        ("3", ("区教委", "区工商联")),
        ("2", ("区生态环境局",)),
    ]
    assert (table.year, table.title) == (2022, "2022年市对区考核指标任务分解表")


def test_a_system_calls_its_text_excel(tmp_path: Path) -> None:
    assert imported(tmp_path, written("\t"), "gbk", "导出.xls").account.read == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲," * 4 * 2**20, "超过 10 MB"),
        ("甲,\n" * 60_000, "超过 50000 行或 256 列"),
        ("甲," * 300, "超过 50000 行或 256 列"),
        (f'序号,指标\n1,"{"甲" * 1_100_000}', "超过 50000 行或 256 列"),
    ],
    ids=["large", "long", "wide", "open quote"],
)
def test_what_is_too_large_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(KaoheError, match=said):
        imported(tmp_path, text)


def test_a_hundred_megabytes_are_not_taken_up(tmp_path: Path) -> None:
    with (tmp_path / "大.csv").open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(KaoheError, match="超过 64 MB"):
        import_files([tmp_path / "大.csv"])
