"""A picture that knows what stands in it: cut, put side by side, saved; from a PDF or a web page."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree
from PIL import Image
from PIL.PngImagePlugin import PngInfo

DESCRIPTION: Final = "Description"
"""The key of a PNG file's text under which the lines of the picture stand."""
DPI: Final = 60
GAP: Final = 16
COLOURS: Final = 48
"""Enough for letters, four colours of lights and their edges; more would only make the files larger."""
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")

FONTS: Final = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "新宋体": "Noto Sans Mono CJK SC",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}
"""Free fonts in place of those that offices have."""
_HEAVY: Final = '<edit name="weight" mode="assign"><const>bold</const></edit>'
"""小标宋 is a heavy font."""
FONT_CONFIGURATION: Final = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>{rules}</fontconfig>
"""

_MEASURE: Final = """\
() => {
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
  return lines;
}
"""
"""What stands in a web page, and where."""


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

    def holds(self, words: str) -> bool:
        """Whether it has these words; poppler leaves spaces out or puts them in as it likes."""
        return words.replace(" ", "") in self.text.replace(" ", "")


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


@contextmanager
def free_fonts(folder: Path) -> Iterator[None]:
    """Makes fontconfig, and so LibreOffice, take the stand-ins."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{missing}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>'
        f"{_HEAVY if missing.startswith('方正小标宋') else ''}</match>"
        for missing, family in FONTS.items()
    )
    (folder / "fonts.conf").write_text(FONT_CONFIGURATION.format(rules=rules), "utf-8")
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    try:
        yield
    finally:
        os.environ.pop("FONTCONFIG_FILE")
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


# --- Word files, as LibreOffice prints them -------------------------------------------------------------


def printed(pdf: Path, number: int, dpi: int = DPI) -> Picture:
    """A page of a PDF."""
    only = ["-f", str(number), "-l", str(number)]
    stem = pdf.with_name(f"{pdf.stem}-{number}")
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", *only, str(pdf), str(stem)], check=True
    )
    boxes = subprocess.run(
        ["pdftotext", "-bbox-layout", *only, str(pdf), "-"], check=True, capture_output=True
    )
    root = etree.fromstring(boxes.stdout, etree.HTMLParser(encoding="utf-8"))
    lines = tuple(_printed_line(line, dpi) for line in root.iter("line"))
    with Image.open(stem.with_suffix(".png")) as image:
        return Picture(image.convert("RGB"), lines)


def _printed_line(line: etree._Element, dpi: int) -> Line:
    """A line of print, from points to pixels."""
    left, top, right, bottom = (
        round(float(line.get(name, 0)) * dpi / 72) for name in ("xmin", "ymin", "xmax", "ymax")
    )
    return Line("".join(word.text or "" for word in line.iter("word")), left, top, right - left, bottom - top)


# --- Web pages, as Chromium shows them ------------------------------------------------------------------


class Browser:
    """Chromium, started once."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium

    def shown(self, page: Path, width: int, *marks: str) -> tuple[Picture, list[tuple[int, int]]]:
        """A page in all its length, and from where to where in it some elements reach."""
        tab = self._chromium.new_page(viewport={"width": width, "height": 1})
        tab.goto(page.as_uri())
        lines = tuple(Line(*line) for line in tab.evaluate(_MEASURE))
        boxes = [tab.locator(mark).first.bounding_box() for mark in marks]
        with Image.open(BytesIO(tab.screenshot(full_page=True))) as image:
            picture = Picture(image.convert("RGB"), lines)
        tab.close()
        return picture, [(round(box["y"]), round(box["y"] + box["height"])) for box in boxes]


@contextmanager
def browser() -> Iterator[Browser]:
    """Starts Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise SystemExit("没有找到 Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        try:
            yield Browser(chromium)
        finally:
            chromium.close()
