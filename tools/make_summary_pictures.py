"""Make the pictures of `kaohe summary` in the READMEs: the page for leaders, its chart, the report in Word.

    python tools/make_summary_pictures.py              write docs/images/summary-*.png
    python tools/make_summary_pictures.py FOLDER       write elsewhere

The invented returns of `examples/` are collected for real, `kaohe summary` is run, Chromium shows the
page, and LibreOffice prints the report. Each picture carries what stands in it, line by line with its place
in pixels, as the text `Description` of its PNG file, by which a test compares a picture made anew. Needs
Chromium, LibreOffice, poppler, the Noto CJK fonts and Pillow.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kaohe_cli.cli.app import run
from kaohe_cli.ooxml.office import to_pdf

REPOSITORY: Final = Path(__file__).resolve().parent.parent
TARGET: Final = REPOSITORY / "docs" / "images"
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
DESCRIPTION: Final = "Description"
"""The key of a PNG file's text under which the lines of the picture stand."""

ROUND, DAY = "2021-10", "2021-11-16"
WIDTH, HEIGHT = 900, 2400
"""Of Chromium's window, in pixels; the page is shorter than this."""
MARGIN, EDGE = 12, 4
PAGES: Final = (1, 2)
"""Of the report."""
DPI: Final = 60
GAP: Final = 16
COLOURS: Final = 48
"""Enough for letters, four colours of lights and their edges; more would only make the files larger."""

FONTS: Final = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}
"""Free fonts in place of those that offices have."""
FONT_CONFIGURATION: Final = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>{rules}</fontconfig>
"""

MEASURE: Final = """\
addEventListener("load", () => {
  const place = box => [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    const text = walker.currentNode.data.trim().replace(/\\s+/g, " ");
    if (text && box.width) lines.push([text, ...place(box)]);
  }
  const of = name => place(document.querySelector(name).getBoundingClientRect());
  const found = {lines, parts: of("#parts"), charts: of(".charts")};
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = JSON.stringify(found);
});
"""
"""Replaces a page by what stands in it and where: texts, the table by parts, the charts."""


class Line(NamedTuple):
    """A text of a picture and its place, in pixels from the upper left."""

    text: str
    x: int
    y: int
    width: int
    height: int

    def moved(self, x: int, y: int) -> "Line":
        """The same text after the picture was cut or pasted somewhere."""
        return self._replace(x=self.x + x, y=self.y + y)


class Picture(NamedTuple):
    """A picture and what stands in it."""

    image: Image.Image
    lines: tuple[Line, ...]

    def cut(self, left: int, top: int, right: int, bottom: int) -> "Picture":
        """A piece of it, with the lines that stand wholly in the piece."""
        inside = (
            line.moved(-left, -top)
            for line in self.lines
            if left <= line.x
            and line.x + line.width <= right
            and top <= line.y
            and line.y + line.height <= bottom
        )
        return Picture(self.image.crop((left, top, right, bottom)), tuple(inside))

    def save(self, path: Path) -> None:
        """Writes it in few colours, with its lines."""
        about = PngInfo()
        about.add_itxt(DESCRIPTION, json.dumps(self.lines, ensure_ascii=False))
        self.image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True, pnginfo=about)


def opened(path: Path) -> Picture:
    """A picture that was saved, with its lines."""
    with Image.open(path) as image:
        image.load()
        lines = json.loads(image.info[DESCRIPTION])
        return Picture(image.convert("RGB"), tuple(Line(*line) for line in lines))


# --- The answers of kaohe -------------------------------------------------------------------------------


def kaohe(*words: str | Path, codes: Iterable[int] = (0,)) -> None:
    """Run a command of kaohe, and keep what it says to ourselves as long as all is well."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run([str(word) for word in words])
    if code not in codes:
        raise SystemExit(f"kaohe {' '.join(map(str, words))}\n{said.getvalue()}")


def summed_up(folder: Path) -> None:
    """The page and the report of the first round, in a folder."""
    data = folder / "examples" / "data"
    shutil.copytree(REPOSITORY / "examples", folder / "examples", ignore=shutil.ignore_patterns("reports"))
    kaohe("--data", data, "collect", folder / "examples" / "交回", "--received", "2021-11-12", codes=(1,))
    for name in ("page.html", "report.docx"):
        kind = name.rpartition(".")[2]
        kaohe(
            "--data", data, "summary", "--round", ROUND, "--today", DAY, "--format", kind, "-o", folder / name
        )


# --- The page -------------------------------------------------------------------------------------------


def browser() -> str:
    """The path of Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise SystemExit("没有找到 Chromium")
    return found


def chromium(folder: Path, page: Path, *options: str) -> bytes:
    """What Chromium prints that opens a page, with a profile of its own."""
    command = [
        browser(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={WIDTH},{HEIGHT}",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, check=True, capture_output=True).stdout


def page_pictures(folder: Path) -> dict[str, Picture]:
    """The page down to its table by parts, and its charts."""
    page, measured = folder / "page.html", folder / "measured.html"
    text = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", page.read_text("utf-8"))
    measured.write_text(text.replace("</body>", f"<script>{MEASURE}</script></body>"), "utf-8")
    dumped = chromium(folder, measured, "--dump-dom").decode("utf-8")
    found: dict[str, Any] = json.loads(
        html.unescape(dumped[dumped.index("<pre>") + 5 : dumped.index("</pre>")])
    )
    shot = folder / "page.png"
    chromium(folder, page, f"--screenshot={shot}")
    with Image.open(shot) as image:
        whole = Picture(image.convert("RGB"), tuple(Line(*line) for line in found["lines"]))
    _, top, _, height = found["parts"]
    _, chart_top, _, chart_height = found["charts"]
    return {
        "summary-page": whole.cut(0, 0, WIDTH, top + height + MARGIN),
        "summary-chart": whole.cut(0, chart_top - EDGE, WIDTH, chart_top + chart_height + MARGIN),
    }


# --- The report -----------------------------------------------------------------------------------------


def report_picture(folder: Path) -> Picture:
    """The first pages of the report, side by side."""
    pdf = folder / "report.pdf"
    pdf.write_bytes(to_pdf({"report": (folder / "report.docx").read_bytes()})["report"])
    return beside([printed(pdf, number) for number in PAGES])


def printed(pdf: Path, number: int) -> Picture:
    """A page of a PDF."""
    only = ["-f", str(number), "-l", str(number)]
    stem = pdf.with_name(f"{pdf.stem}-{number}")
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", *only, str(pdf), str(stem)], check=True
    )
    boxes = subprocess.run(
        ["pdftotext", "-bbox-layout", *only, str(pdf), "-"], check=True, capture_output=True
    )
    root = etree.fromstring(boxes.stdout, etree.HTMLParser(encoding="utf-8"))
    lines = tuple(printed_line(line) for line in root.iter("line"))
    with Image.open(stem.with_suffix(".png")) as image:
        return Picture(image.convert("RGB"), lines)


def printed_line(line: etree._Element) -> Line:
    """A line of print, from points to pixels."""
    left, top, right, bottom = (
        round(float(line.get(name, 0)) * DPI / 72) for name in ("xmin", "ymin", "xmax", "ymax")
    )
    return Line("".join(word.text or "" for word in line.iter("word")), left, top, right - left, bottom - top)


def beside(pictures: Sequence[Picture]) -> Picture:
    """Pictures from left to right, each in a thin frame."""
    width = sum(one.image.width for one in pictures) + GAP * (len(pictures) - 1)
    image = Image.new("RGB", (width, max(one.image.height for one in pictures)), "white")
    lines: list[Line] = []
    x = 0
    for one in pictures:
        framed = Image.new("RGB", one.image.size, "gray")
        framed.paste(one.image.crop((1, 1, one.image.width - 1, one.image.height - 1)), (1, 1))
        image.paste(framed, (x, 0))
        lines += [line.moved(x, 0) for line in one.lines]
        x += one.image.width + GAP
    return Picture(image, tuple(lines))


def pictures() -> dict[str, Picture]:
    """Every picture, by the name of its file without ending."""
    with tempfile.TemporaryDirectory(prefix="kaohe-pictures-") as name:
        folder = Path(name)
        rules = "".join(
            f'<match target="pattern"><test name="family"><string>{missing}</string></test>'
            f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit></match>'
            for missing, family in FONTS.items()
        )
        (folder / "fonts.conf").write_text(FONT_CONFIGURATION.format(rules=rules), "utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        try:
            summed_up(folder)
            return {**page_pictures(folder), "summary-report": report_picture(folder)}
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def main() -> None:
    """Make every picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures().items():
        path = target / f"{name}.png"
        picture.save(path)
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
