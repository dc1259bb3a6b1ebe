"""Web pages as browsers save them, and pages that systems call .doc or .xls."""

from pathlib import Path

import pytest

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import Imported, import_files
from tests.importing.formats.reading import indicators
from tests.measuring import NOT_ENDLESS, cpu_seconds

TITLE = "2022年市对区考核指标任务分解表"
TABLE = """<table border=1>
<tr><th>序号<th>指标<th>权重<th>考核内容<th colspan=2>责任单位</tr>
<tr><td rowspan="2">1</td><td rowspan=2>民营经济<br>发展</td><td>3</td><td><p>增加值</p><p>增速</p></td>
    <td colspan=2>区发展改革委&nbsp;、<b>区工商联</b></td></tr>
<tr><td>2</td><td>企业增量</td><td colspan=2>区市场监管局</td></tr>
<tr><td>2</td><td>环境</td><td>1</td><td>水质</td><td colspan=2>区生态环境局</td></tr>
</table>"""
PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>区政府</title>
<style>td {{{{color: red}}}}</style><script>document.write("<table><tr><td>假</td></tr></table>")</script></head>
<body><nav>首页 通知</nav><div><h1>{TITLE}</h1><span style="display:none">隐藏的字</span></div>
{TABLE}<p>联系我们</p></body></html>"""


def imported(folder: Path, page: str | bytes, name: str = "来文.html", encoding: str = "utf-8") -> Imported:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.format(charset=encoding).encode(encoding))
    return import_files([path])


def rows(done: Imported) -> list[tuple[str, str, tuple[str, ...]]]:
    table = indicators(done)
    assert table.title == TITLE
    return [(one.name, row.content, row.units) for _, one, row in table.criteria()]


EXPECTED = [
    ("民营经济发展", "增加值增速", ("区发展改革委", "区工商联")),
    ("民营经济发展", "企业增量", ("区市场监管局",)),
    ("环境", "水质", ("区生态环境局",)),
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "utf-16"])
def test_a_page_with_spans(tmp_path: Path, encoding: str) -> None:
    done = imported(tmp_path, PAGE, encoding=encoding)
    assert rows(done) == EXPECTED
    assert done.doubts == ()


def test_a_page_whose_charset_lies(tmp_path: Path) -> None:
    assert rows(imported(tmp_path, PAGE.format(charset="gb2312").encode())) == EXPECTED


@pytest.mark.parametrize("name", ["导出.xls", "导出.doc", "来文.docx", "来文.txt"])
def test_a_page_under_another_name(tmp_path: Path, name: str) -> None:
    assert rows(imported(tmp_path, PAGE, name)) == EXPECTED


def test_a_table_that_lays_out_the_page_is_none(tmp_path: Path) -> None:
    framed = PAGE.replace(TABLE, f"<table><tr><td>栏目<td>{TABLE}</td></tr></table>")
    assert rows(imported(tmp_path, framed)) == EXPECTED


def test_a_page_in_an_archive(tmp_path: Path) -> None:
    head = (
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n"
        "--B\nContent-Type: text/html; charset=gbk\nContent-Transfer-Encoding: 8bit\n\n"
    )
    body = PAGE.replace('<meta charset="{charset}">', "").format().encode("gbk")
    assert rows(imported(tmp_path, head.encode() + body + b"\n--B--\n", "来文.mht")) == EXPECTED


def test_spans_without_end_are_cut_at_the_table(tmp_path: Path) -> None:
    greedy = PAGE.replace('rowspan="2"', 'rowspan="1000000"').replace("<th colspan=2>", '<th colspan="2">')
    assert cpu_seconds(lambda: imported(tmp_path, greedy), times=1) < NOT_ENDLESS


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<table>" + "<tr>" + "<td rowspan=1000000>甲" * 250 + "<tr>" * 200_000, "超过 50000 行"),
        ("<table><tr><td colspan=1000000>甲</table>", "256 列"),
        ("<div>" * 100_000 + TABLE, "嵌套"),
        (TABLE + "甲" * 4 * 2**20, "超过 10 MB"),
    ],
    ids=["billion cells", "wide", "deep", "large"],
)
def test_hostile_pages_get_a_sentence(tmp_path: Path, body: str, said: str) -> None:
    def refused() -> None:
        with pytest.raises(KaoheError, match=said):
            imported(tmp_path, f"<html><body>{body}</body></html>".encode())

    assert cpu_seconds(refused, times=1) < NOT_ENDLESS


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "秘密").write_text("秘密内容")
    page = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/秘密">]><html><body>&a;{PAGE}</body></html>'
    assert "秘密内容" not in repr(imported(tmp_path, page.format(charset="utf-8").encode()))


def test_many_rows_are_linear(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        row = "<tr><td>{0}<td>指标{0}<td>1<td>按第{0}号办法考核<td>区教委</tr>"
        cells = "".join(row.format(n) for n in range(1, count + 1))
        head = f"<html><p>{TITLE}</p><table><tr><th>序号<th>指标<th>权重<th>考核内容<th>责任单位</tr>"
        page = f"{head}{cells}</table>".encode()
        assert imported(tmp_path, page).account.read == count
        return cpu_seconds(lambda: imported(tmp_path, page))

    seconds(50)
    assert seconds(1000) < 10 * seconds(200)  # five times the rows
