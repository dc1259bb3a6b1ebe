"""The handbook as a site: ``sphinx-build -W -b html docs site``, or ``just site``.

It asks nothing from outside and opens by double click on ``site/index.html``. Sphinx's own search splits 汉字
by a dictionary and looks for whole words; ours (``assets/search.js``) looks for what was typed, wherever it
stands, in the index that is written here.
"""

import json
import re
from pathlib import Path
from typing import Any

from lxml import html

from kaohe_cli.cli.markdown_text import joined

project = "kaohe 考核报送工具"
language = "zh_CN"
extensions = ["myst_parser"]
exclude_patterns = ["_templates"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = project
html_static_path = ["assets"]
html_css_files = ["site.css"]
html_js_files = ["search-pages.js", "search.js"]
templates_path = ["_templates"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
highlight_language = "none"
"""Terminal output, which no lexer knows."""

_INDEX = "_static/search-pages.js"
_HEADINGS = ("h1", "h2", "h3")
_OF_HEADINGS = "¶"
"""The sign behind a heading that links to it."""


def sections(body: str, address: str, title: str) -> list[tuple[str, str, str, str]]:
    """Returns a page's text cut at its headings: address, title of the page, heading, text."""
    found: list[tuple[str, str, str, str]] = []
    heading, place, texts = title, address, [""]
    for element in html.fromstring(f"<div>{body}</div>").iter():
        if element.tag in _HEADINGS:
            found.append((place, title, heading, _plain(texts)))
            heading, place, texts = title, address, [""]
            if element.tag != "h1":
                heading = _plain([element.text_content().rstrip(_OF_HEADINGS)])
                place = f"{address}#{element.getparent().get('id')}"
        elif element.tag in ("p", "pre", "td", "th"):
            texts.append(element.text_content())
    found.append((place, title, heading, _plain(texts)))
    return [section for section in found if section[3] or section[2] != title]


def _plain(texts: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(texts)).strip()


def setup(app: Any) -> None:
    """Puts our search in the place of Sphinx's."""
    pages: dict[str, list[tuple[str, str, str, str]]] = {}

    def without_its_own_search(app: Any) -> None:
        app.builder.search = False

    def remember(_app: Any, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
        if context.get("body"):
            title = html.fromstring(context["title"]).text_content()
            pages[name] = sections(context["body"], f"{name}.html", title)

    def write(app: Any, error: Exception | None) -> None:
        if error is None:
            in_order = ["index", *app.env.toctree_includes["index"]]  # the handbook first, English last
            found = [section for name in in_order for section in pages.get(name, ())]
            text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
            (Path(app.outdir) / _INDEX).write_text(f"var kaohePages={text};\n", "utf-8")

    def join(_app: Any, _name: str, source: list[str]) -> None:
        source[0] = joined(source[0])

    app.connect("builder-inited", without_its_own_search)
    app.connect("source-read", join)
    app.connect("html-page-context", remember)
    app.connect("build-finished", write)
