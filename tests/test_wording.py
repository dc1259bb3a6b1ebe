"""The words of an office, the same everywhere: what users read speaks of 项, 录入 and 已报, never as in a chat."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

OUT = {
    "试一试|只是试": "仅为预览",
    "收下|没有收(?![到尾])|已收过": "已录入、未录入",
    "要问清": "待确认",
    "要看一看": "需核对",
    "未交(?![接付流通])|没交|没有交齐|迟交": "未报、迟报、逾期",
    "是不是想写": "可能是 …",
    "是不是": "是否",
    "多写了“|不知道是什么意思": "无法识别参数“…”",
    "本来就是这样|没有要改的": "与现有内容一致，未作改动",
    "没有改动(?!过|的)": "未作改动",
    "没有写文件|没有动文件": "未写入文件",
    "看不懂|认不出|读不出来": "无法识别、无法辨认、无法读取",
    "别名": "其他名称",
    "不想要|也许|不用管|都行[，；。（）]|的话，可以贴": "可能、不必处理、均可 …",
    r"(?:要报送|承担|符合条件|变了|它自己|这个单位)的行|编号是 \S+ 的行|[改哪是]一行(?:的哪些|？|；)": "项",
    r"各行(?:权重|之和|的市级|的填报)|个别行|[缺共] \{\} 行(?:：|，合计)|\{\} 行没有|行没有(?:全部)?落实|每一行都已落实|漏行、多行": "项",
}
"""What is not said any more, as a pattern, and what is said instead. Lines of a text or of a Word table stay 行."""

OUT_OF_PROSE = re.compile("没有交齐|没交齐|迟交|收下|文件没收|别名")
"""Of these a document does not speak either, not even in its own words: they are said of reports and bodies."""

ALLOWED = re.compile("有没有漏行")  # of a table on paper, where numbers jump


def said(path: Path) -> Iterator[tuple[int, str]]:
    """Yields the Chinese lines of a module's texts, ``{}`` for what is put into them; no English docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        else:
            continue
        for offset, line in enumerate(text.split("\n")):
            if re.search("[\u4e00-\u9fff]", line) and not re.search("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", line):
                yield node.lineno + offset, line


def wrong(text: str) -> list[str]:
    return [f"{found[0]} → {better}" for out, better in OUT.items() if (found := re.search(out, text))]


@pytest.mark.parametrize("room", sorted({path.name for path in (REPOSITORY / "src/kaohe_cli").iterdir()}))
def test_messages_and_help(room: str) -> None:
    top = REPOSITORY / "src/kaohe_cli" / room
    files = sorted(top.rglob("*.py")) if top.is_dir() else [top] if top.suffix == ".py" else []
    assert [
        f"{path.relative_to(REPOSITORY)}:{line}: {slip}"
        for path in files
        for line, text in said(path)
        if not ALLOWED.search(text)
        for slip in wrong(text)
    ] == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.zh-CN.md",
        "examples/README.md",
        *sorted(
            path.relative_to(REPOSITORY).as_posix()
            for path in (REPOSITORY / "docs").rglob("*.md")
            if path.name not in ("architecture.md", "templates.zh-CN.md")
        ),
    ],
)
def test_what_the_documents_show_of_messages(name: str) -> None:
    """A document may explain in its own words; what it quotes of the program is the program's."""
    text = (REPOSITORY / name).read_text("utf-8")
    quoted = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    assert [slip for block in quoted for slip in wrong(block)] == []
    assert OUT_OF_PROSE.findall(text) == []


def test_a_word_that_is_out_is_found() -> None:
    assert wrong("共 8 份：收下 7 份")
    assert wrong("{}没有要报送的行")
    assert not wrong("目前还没有收到")
