"""Build the Word files of `examples/`: what bodies might send back, with invented people and figures.

    python tools/build_examples.py            write examples/交回 and examples/全年
    python tools/build_examples.py FOLDER     write both folders elsewhere

`example_returns.yaml` says what is filled into the drafts of each of the two rounds. In the first round one
return is typed by hand into an old sheet, and one file is no form at all. The script makes the same bytes
again: run it after a change of the template, of `example_returns.yaml` or of `examples/data`.
"""

import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lxml import etree

from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.reader import read_yaml

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
RETURNS: Final = Path(__file__).with_name("example_returns.yaml")
TEMPLATE: Final = EXAMPLES.parent / "templates" / "annex3.docx"

Answers = Mapping[str, Mapping[str, str]]
"""What a unit fills in, by the id of the row and the key of the field."""

# --- 区教委: typed by hand into an old sheet ------------------------------------------------------------

EDUCATION: Final = """\
2021年市对区考核指标完成情况
（区教委报送）
一、基本公共服务均等化
（一）责任单位:区教委
(二）1-10月完成情况
1、基本情况：学前教育普惠率92%，新增普惠性幼儿园4所；
义务教育优质均衡发展水平稳步提升。
2、自评得分：满分3分，自评2.9分
3．自评排名 ：并列第2
（ 三 ）全年预计情况：
１．基本情况：预计学前教育普惠率达到93%
2.自评得分（满分为3分）：3分。3.自评排名：第1名
(四)存在问题及建议：城区学位偏紧，建议加快2所新建学校建设。
（五）对接市级部门情况
1、市级考核单位分管领导：冯样例
2、经办处室名称及联系电话：基础教育处　023－60000002
(六)区级责任单位
1、责任领导：郑样例   2、责任人：王样例，联系电话（手机）：１３７００００００００

二、上级交办任务（儿童青少年近视综合防控）
（一）责任单位：区教委
（二）1—10月完成情况
1.基本情况：中小学生视力筛查覆盖率100%，总体近视率比上年下降1.2个百分点。
2.是否完成  √
（三）全年预计情况
1.基本情况：预计完成年度目标。
2.是否完成：能够完成
（四）存在问题及建议（是否存在扣分风险点，分别是哪些？）
无
（五）对接市级部门情况
1.市级考核单位分管领导：冯样例
2.经办处室名称及联系电话：体卫艺处，023-60000003
（六）区级责任单位
1.责任领导：郑样例
2.责任人：王样例；联系电话（手机）：13700000000
"""

# --- No form ------------------------------------------------------------------------------------------

NOTICE: Final = """\
关于报送2021年考核指标完成情况的通知
各有关单位：
请于2021年11月15日前将本单位考核指标完成情况报区考核办。
联系人：孙样例，023-60000009。
"""


# --- Drafts, filled in --------------------------------------------------------------------------------

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES: Final = {"w": W}
TRACKED: Final = re.compile(r"\[-(.*?)-]|\{\+(.*?)\+}")


def drafted(unit: str, month: int, answers: Answers) -> dict[str, bytes]:
    """The parts of a unit's draft for the months up to one, with these answers in its controls."""
    workspace = Workspace(DataFolder(EXAMPLES / "data", EXAMPLES))
    workspace.reports = workspace.contacts_path = EXAMPLES / "nothing"  # whatever has been collected here
    drafter = open_drafter(workspace, TEMPLATE, month)
    (body,) = (one for one in drafter.tables.registry.units if one.name == unit)
    with zipfile.ZipFile(BytesIO(drafter.render([body], print))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for row, fields in answers.items():
        for path, value in fields.items():
            type_into(control(root, f"{row}/{path}"), value)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return parts


def control(root: etree._Element, tag: str) -> etree._Element:
    """The content control with this tag."""
    (found,) = (name for name in root.iter(f"{{{W}}}tag") if name.get(f"{{{W}}}val") == tag)
    return next(found.iterancestors(f"{{{W}}}sdt"))


def type_into(field: etree._Element, value: str) -> None:
    """Puts a text in the place of a control's content, as Word does."""
    for properties in field.findall("w:sdtPr", NAMES):
        etree.strip_elements(properties, f"{{{W}}}showingPlcHdr", with_tail=False)
    for content in field.findall("w:sdtContent", NAMES):
        content[:] = [element(xml) for xml in typed(value)]


def typed(value: str) -> Iterable[str]:
    """The runs of a text, with its tracked changes."""
    kept = 0
    for number, change in enumerate(TRACKED.finditer(value), 901):
        old, new = change.groups()
        if change.start() > kept:
            yield run(value[kept : change.start()])
        mark = f'w:id="{number}" w:author="吴样例" w:date="2021-11-09T09:00:00Z"'
        yield f"<w:del {mark}>{run(old, 'delText')}</w:del>" if old else f"<w:ins {mark}>{run(new)}</w:ins>"
        kept = change.end()
    if kept < len(value):
        yield run(value[kept:])


def run(text: str, part: str = "t") -> str:
    """A run of text."""
    return (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:{part} xml:space="preserve">{escape(text, quote=False)}</w:{part}></w:r>'
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of text."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text) if text else ''}</w:p>"


def element(xml: str) -> etree._Element:
    """A piece of WordprocessingML as an element."""
    return etree.fromstring(f'<w:body xmlns:w="{W}">{xml}</w:body>')[0]


# --- Typed by hand ------------------------------------------------------------------------------------

PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES: Final = (
    f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="30"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
)


def sheet(text: str) -> dict[str, bytes]:
    """The parts of a plain document: the first line is centred, the others are set in by two characters."""
    title, *lines = text.splitlines()
    body = paragraph(title, '<w:jc w:val="center"/>')
    body += "".join(paragraph(line, '<w:ind w:firstLine="600"/>') for line in lines)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440"'
    page += ' w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    return {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{KIND}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ).encode(),
        "_rels/.rels": relationships(
            {
                "word/document.xml": f"{OFFICE}/officeDocument",
                "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
            }
        ),
        "word/document.xml": (
            f'{DECLARATION}<w:document xmlns:w="{W}"><w:body>{body}{page}</w:body></w:document>'
        ).encode(),
        "word/_rels/document.xml.rels": relationships({"styles.xml": f"{OFFICE}/styles"}),
        "word/styles.xml": STYLES.encode(),
    }


def relationships(targets: Mapping[str, str]) -> bytes:
    """A .rels part."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'.encode()


# --- Files --------------------------------------------------------------------------------------------


def saved(parts: dict[str, bytes], day: str) -> bytes:
    """A Word file last saved on this day, such as 2021-11-10.

    Its parts are stored as they are: compressed bytes differ between versions of zlib.
    """
    parts["docProps/core.xml"] = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T08:30:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content)
    return buffer.getvalue()


def build() -> dict[str, bytes]:
    """The Word files by folder and name."""
    root, _ = read_yaml(RETURNS.read_text("utf-8"))
    assert root is not None  # noqa: S101 - the file stands beside this one
    made = {
        f"{folder['name']}/{one['file']}": saved(
            drafted(one["unit"], folder["month"], answers(one)), one["saved"]
        )
        for folder in root.data()["folders"]
        for one in folder["files"]
    }
    made["交回/教委报送材料（定稿）.docx"] = saved(sheet(EDUCATION), "2021-11-11")
    made["交回/关于报送考核指标完成情况的通知.docx"] = saved(sheet(NOTICE), "2021-11-01")
    return made


def answers(one: Mapping[str, Any]) -> Answers:
    """What a unit fills in, by the id of the row and the key of the field; in each what is said of all."""
    of_all = {**one.get("city", {}), **one["people"]}
    return {row: {**fields, **of_all} for row, fields in one["rows"].items()}


def main() -> None:
    """Write the files where the command line says, or to where they are kept."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES
    for name, data in build().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(path)


if __name__ == "__main__":
    main()
