"""Returned forms as people type them: the three forms of 附件3, line by line, and what Word puts around text.

The wording is that of the document itself (`tests/sources`), not kaohe's, so that the reader is tested against it.
A form is a list of lines; a line that starts with “<” is XML already.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from tests.ooxml.builder import (  # fmt: skip
    NAMESPACES,
    STYLES,
    bookmark,
    document,
    docx,
    p,
    package,
    r,
    sdt,
    t,
    tbl,
    tc,
    text_box,
    tr,
    zipped,
)

Values = Mapping[str, object]
"""What is filled in, by the path of its field in a report: `progress/self_score`."""

__all__ = [
    "NAMESPACES",
    "STYLES",
    "Values",
    "Writing",
    "bookmark",
    "break_",
    "changed",
    "comment_reference",
    "deleted",
    "document",
    "docx",
    "field",
    "footnote_reference",
    "hidden",
    "hyperlink",
    "incentive",
    "inserted",
    "numbered",
    "p",
    "package",
    "picture",
    "r",
    "replaced",
    "scored",
    "sdt",
    "smart_tag",
    "t",
    "tbl",
    "tc",
    "text_box",
    "tr",
    "unscored",
    "with_numbering",
    "with_parts",
    "with_picture",
    "without",
    "zipped",
]  # fmt: skip

SCORED_TITLE = (
    "2021年市对区考核指标完成情况",
    "（立足“四个优势”、发挥“三个作用”，加快推动成渝地区双城经济圈建设，促进“一区两群”协调发展25项指标报送模板）",
)
UNSCORED_TITLE = ("2021年市对区考核指标完成情况", "（群众主观感受、重点专项、基础保障报送模板）")
INCENTIVE_TITLE = ("督查激励支持政策争取情况", "（报送模板）")

_CHINESE = "一二三四五六七八九"


@dataclass(frozen=True)
class Writing:
    """How somebody types numbers and punctuation; the default is the document's own way."""

    section: str = "（{一}）"
    """`{一}` is the number as a numeral, `{1}` in digits, `{１}` in full-width digits."""
    item: str = "{1}．"
    colon: str = "："
    stop: str = "。"

    def sections(self, number: int) -> str:
        """The number of a （一） heading."""
        return self._number(self.section, number)

    def items(self, number: int) -> str:
        """The number of a 1． line."""
        return self._number(self.item, number)

    @staticmethod
    def _number(pattern: str, number: int) -> str:
        wide = chr(ord("０") + number)
        circled = chr(ord("①") + number - 1)
        return (
            pattern.replace("{一}", _CHINESE[number - 1])
            .replace("{1}", str(number))
            .replace("{１}", wide)
            .replace("{①}", circled)
        )


PLAIN = Writing()


class _Form:
    def __init__(self, values: Values, writing: Writing) -> None:
        self._values, self._writing = values, writing
        self.lines: list[str] = []
        self._section = self._item = 0

    def section(self, label: str, *paths: str, stop: bool = False) -> None:
        """A （一） line, with a value behind it or none."""
        self._section, self._item = self._section + 1, 0
        self._add(self._writing.sections(self._section) + label, paths, stop)

    def item(self, label: str, path: str) -> None:
        """A 1． line."""
        self._item += 1
        self._add(f"{self._writing.items(self._item)}{label}{self._writing.colon}", (path,), True)

    def _add(self, text: str, paths: Sequence[str], stop: bool) -> None:
        value = str(self._values.get(paths[0], "")) if paths else ""
        first, *more = value.split("\n")
        if stop and not more and not first.endswith("。"):
            first += self._writing.stop
        self.lines += [text + first, *more]

    def people(self) -> None:
        """（五） and （六）, which all forms have."""
        say, colon, stop = self._values, self._writing.colon, self._writing.stop
        office, phone = say.get("city_liaison/office", ""), say.get("city_liaison/phone", "")
        self.section("对接市级部门情况")
        self.item("市级考核单位分管领导", "city_liaison/leader")
        self.lines.append(
            f"{self._writing.items(2)}经办处室名称及联系电话{colon}{office}{'，' if phone else ''}{phone}{stop}"
        )
        self.section("区级责任单位")
        self.item("责任领导", "leader")
        self.lines.append(
            f"{self._writing.items(2)}责任人{colon}{say.get('contact/name', '　　')}；"
            f"联系电话（手机）{colon}{say.get('contact/mobile', '　　　　')}{stop}"
        )


def scored(
    title: str, values: Values, *, unit: str = "区商务委", marks: str = "×", writing: Writing = PLAIN
) -> list[str]:
    """The first form for one row."""
    form, colon = _Form(values, writing), writing.colon
    form.lines.append(title)
    form.section(f"责任单位{colon}{unit}{writing.stop}")
    for label, period in (("1—10月完成情况", "progress"), ("全年预计情况", "forecast")):
        form.section(label)
        form.item("基本情况", f"{period}/situation")
        form.item(f"自评得分（满分为{marks}分）", f"{period}/self_score")
        form.item("自评排名", f"{period}/self_rank")
    form.section(f"存在问题及建议{colon}", "problems")
    form.people()
    return form.lines


def unscored(title: str, values: Values, *, unit: str = "区商务委", writing: Writing = PLAIN) -> list[str]:
    """The second form for one row."""
    form, colon = _Form(values, writing), writing.colon
    form.lines.append(title)
    form.section(f"责任单位{colon}{unit}{writing.stop}")
    for label, period in ((f"1—10月完成情况{writing.stop}", "progress"), ("全年预计情况", "forecast")):
        form.section(label)
        form.item("基本情况", f"{period}/situation")
        form.item("是否完成", f"{period}/completed")
    form.section(f"存在问题及建议（是否存在扣分风险点，分别是哪些？）{colon}", "problems")
    form.people()
    return form.lines


def incentive(title: str, values: Values, *, unit: str, writing: Writing = PLAIN) -> list[str]:
    """The third form for one row."""
    form, colon = _Form(values, writing), writing.colon
    form.lines.append(title)
    form.section(f"责任单位{colon}{unit}{writing.stop}")
    form.section(f"政策争取情况{colon}", "progress/situation", stop=True)
    form.section(f"全年预计情况{colon}{writing.stop}")
    form.item("基本情况", "forecast/situation")
    form.item("是否符合申报条件", "forecast/eligible")
    form.item("预计争取结果", "forecast/expected_result")
    form.section(f"存在问题及建议{colon}", "problems")
    form.people()
    return form.lines


def replaced(lines: Sequence[str], old: str, new: str, *, times: int = 1) -> list[str]:
    """The lines with a piece of text typed otherwise, at the first `times` places where it stands."""
    assert sum(line.count(old) for line in lines) >= times, f"{old} is not in the form"
    found = []
    for line in lines:
        count = min(times, line.count(old))
        found.append(line.replace(old, new, count))
        times -= count
    return found


def without(lines: Sequence[str], *starts: str) -> list[str]:
    """The lines without the first ones that start so."""
    left = list(lines)
    for start in starts:
        left.remove(next(line for line in left if line.startswith(start)))
    return left


# --- what stands inside a paragraph ---------------------------------------------------------------


def inserted(text: str, number: int = 900) -> str:
    """Text typed while changes are recorded."""
    return f'<w:ins w:id="{number}" w:author="张三" w:date="2021-11-01T09:00:00Z">{r(text)}</w:ins>'


def deleted(text: str, number: int = 901) -> str:
    """Text deleted while changes are recorded."""
    return (
        f'<w:del w:id="{number}" w:author="张三" w:date="2021-11-01T09:00:00Z"><w:r>'
        f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def changed(before: str, old: str, new: str, after: str = "") -> str:
    """A paragraph in which one text was put in another's place while changes were recorded."""
    return p(r(before), deleted(old), inserted(new), *([r(after)] if after else []))


def break_() -> str:
    """A run with a line break."""
    return "<w:r><w:br/></w:r>"


def hidden(text: str) -> str:
    """A run of hidden text."""
    return r(text, "<w:vanish/>")


def hyperlink(text: str) -> str:
    """A hyperlink to a place in the document."""
    return f'<w:hyperlink w:anchor="_top">{r(text)}</w:hyperlink>'


def smart_tag(text: str) -> str:
    """What Word 2003 put around dates and places."""
    return (
        '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate">'
        f"{r(text)}</w:smartTag>"
    )


def field(instruction: str, result: str) -> str:
    """A field in its long form; only the result shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(number: int = 3) -> str:
    """A run with a picture; the file of the picture itself is rId9."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="{number}" name="图片"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="图片"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId9"/>'
        "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def footnote_reference(number: int = 1) -> str:
    """The sign of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def comment_reference(text: str, number: int = 1) -> str:
    """Text with a comment on it."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{r(text)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


# --- what stands around the body ------------------------------------------------------------------

_LEVELS = ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")


def numbered(text: str, level: int) -> str:
    """A paragraph that Word numbers by itself: 一、 on level 0, （一） on 1, 1. on 2."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return p(text, properties=numbering)


def with_numbering(*lines: str) -> bytes:
    """A .docx whose automatic numbers are those of 附件3."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (kind, text) in enumerate(_LEVELS)
    )
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    return package(document(*lines), {"word/numbering.xml": numbering}, kinds={"numbering.xml": "numbering"})


def with_parts(*lines: str, **parts: str) -> bytes:
    """A .docx with notes: `footnotes`, `comments`, `header`, `footer`, each given as its text."""
    wrap = {
        "footnotes": '<w:footnotes {0}><w:footnote w:id="1">{1}</w:footnote></w:footnotes>',
        "comments": '<w:comments {0}><w:comment w:id="1" w:author="张三">{1}</w:comment></w:comments>',
        "header": "<w:hdr {0}>{1}</w:hdr>",
        "footer": "<w:ftr {0}>{1}</w:ftr>",
    }
    written = {f"word/{kind}.xml": wrap[kind].format(NAMESPACES, p(text)) for kind, text in parts.items()}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="rId{number}"/>'
        for number, kind in enumerate(parts, 2)
        if kind in ("header", "footer")
    )
    body = document(*lines).replace("<w:sectPr>", f"<w:sectPr>{references}")
    return package(body, written, kinds={f"{kind}.xml": kind for kind in parts})


def with_picture(*lines: str) -> bytes:
    """A .docx with the file that `picture` shows."""
    relation = (
        '<Relationship Id="rId9" Target="media/image1.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    )
    made = package(document(*lines), {"word/media/image1.png": b"\x89PNG\r\n"}, main_relations=relation)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = parts["[Content_Types].xml"].decode()
    return zipped(
        {
            **parts,
            "[Content_Types].xml": kinds.replace(
                "<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1
            ),
        }
    )
