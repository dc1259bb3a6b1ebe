"""The style and the script of the page for leaders, and the policy that lets nothing else run or load."""

from base64 import b64encode
from hashlib import sha256
from typing import Final

# Contrast of text on its ground is at least 4.5 : 1 (WCAG 2.1, 1.4.3): #595959 on white has 7, white on
# #1a7f37 5.1, white on #b3261e 6.5, #3d2c00 on #ffd75e 9.6.
STYLE: Final = """
:root { color-scheme: light; --line: #c9c9c9; --soft: #f4f4f2; --quiet: #595959; --ink: #1c1c1c;
  --deep: #8c1d18; }
@page { size: A4; margin: 16mm 14mm; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; color: var(--ink); background: #fff; line-height: 1.6;
  font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", SimHei,
  sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.35; margin: .2em 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--deep); }
p { margin: .4rem 0; }
a { color: #0b4a8f; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
:focus-visible { outline: 3px solid #0b4a8f; outline-offset: 2px; }
.quiet, caption { color: var(--quiet); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem;
  margin: 1rem 0; }
.figures div { border: 1px solid var(--line); border-top: 4px solid var(--deep); padding: .5rem .8rem; }
.figures dt { color: var(--quiet); font-size: .9rem; }
.figures dd { margin: 0; font-size: 1.7rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.figures dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--quiet); }
.lights { list-style: none; padding: 0; margin: .5rem 0; display: grid; gap: .25rem;
  grid-template-columns: repeat(auto-fill, minmax(5.4rem, 1fr)); }
.lights a { display: block; text-align: center; text-decoration: none; padding: .2rem; border-radius: .2rem;
  font-size: .85rem; font-variant-numeric: tabular-nums; }
.light { display: inline-block; min-width: 2.6em; padding: 0 .4em; border-radius: .2rem; text-align: center;
  white-space: nowrap; }
.green { background: #1a7f37; color: #fff; }
.yellow { background: #ffd75e; color: #3d2c00; }
.red { background: #b3261e; color: #fff; }
.none { background: #e4e4e4; color: #3a3a3a; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
  gap: 1rem 2rem; }
figure { margin: 0; }
figcaption { color: var(--quiet); }
svg { display: block; width: 100%; max-width: 36rem; height: auto; }
svg text { font-size: 11px; fill: var(--ink); }
svg .bar { fill: var(--deep); }
svg .ground { fill: #ececec; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .6rem 0; }
.tools label { display: block; font-size: .9rem; color: var(--quiet); }
.tools input, .tools select, .tools button { font: inherit; min-height: 2.75rem; padding: .3rem .5rem;
  color: inherit; width: 100%; background: #fff; border: 1px solid #767676; border-radius: .2rem; }
.tools div { flex: 1 1 9rem; max-width: 16rem; }
.tools button { width: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; padding: .2rem 0; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); white-space: nowrap; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: .25rem 0; cursor: pointer;
  min-height: 1.75rem; }
th button::after { content: " \\2195"; color: var(--quiet); }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.name { min-width: 10em; }
tbody th { font-weight: 400; }
#units tbody th, #missing tbody th { min-width: 7.5em; }
#claims td:nth-child(2) { min-width: 10em; }
td ul { margin: .2rem 0 0; padding-left: 1.1em; font-size: .88em; color: var(--quiet); }
tr:target > * { background: #fff6d6; }
.lost { color: #9c1b14; font-weight: 600; }
@media (max-width: 40rem) {
  body { padding: .7rem; }
  h1 { font-size: 1.35rem; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .figures dd { font-size: 1.35rem; }
  th, td { padding: .25rem .35rem; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  .tools, .skip { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  .name { min-width: 0; }
  th button { display: none; }  /* Chromium prints buttons of a header on the first page only */
  th[data-title]::before { content: attr(data-title); }
  thead { display: table-header-group; break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  tr, figure, .figures div { break-inside: avoid; }
  h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .lights { grid-template-columns: repeat(8, 1fr); }
  .charts { grid-template-columns: 1fr 1fr; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""

SCRIPT: Final = """
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.dataset.title = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(one => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((one, other) => {
        const [a, b] = [value(one, at), value(other, at)];
        if (a === "" || b === "") return (a === "") - (b === "");
        const number = a - b;
        return (Number.isNaN(number) ? a.localeCompare(b, "zh") : number) * (down ? -1 : 1);
      });
      body.append(...rows);
    });
  });
}
const tools = document.getElementById("tools");
if (tools) {
  const rows = [...document.getElementById("rows").tBodies[0].rows];
  const fields = ["search", "light", "part", "unit"].map(id => document.getElementById(id));
  const [search, light, part, unit] = fields;
  const count = document.getElementById("count");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const data = row.dataset, text = row.textContent.toLowerCase();
      row.hidden = !((!light.value || data.light === light.value)
        && (!part.value || data.part === part.value)
        && (!unit.value || data.units.split("|").includes(unit.value))
        && words.every(one => text.includes(one)));
      shown += !row.hidden;
    }
    count.textContent = shown + " / " + rows.length + " 项";
  };
  for (const one of fields) one.addEventListener("input", filter);
  document.getElementById("all").addEventListener("click", () => {
    for (const one of fields) one.value = "";
    filter();
    search.focus();
  });
  tools.hidden = false;
  filter();
}
"""


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


POLICY: Final = (
    f"default-src 'none'; style-src {_digest(STYLE)}; script-src {_digest(SCRIPT)}; base-uri 'none'; "
    "form-action 'none'"
)
"""Of the page: this style and this script by their digests, and nothing from anywhere."""
