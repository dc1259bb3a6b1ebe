"""Findings in each output format: for people, for programs, for GitHub, as SARIF."""

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal

from rich.cells import cell_len

from kaohe_cli import __version__
from kaohe_cli.cli.output import speaks_utf8
from kaohe_cli.query.rows import plain_number, points
from kaohe_cli.rules.catalogue import CATALOGUE
from kaohe_cli.workspace.finding import Finding

ReportFormat = Literal["text", "json", "github", "sarif"]
Totals = dict[str, Decimal]

_SEVERITY = {"error": "错误", "warning": "提醒"}
_LONGEST_LINE = 72


def as_text(findings: Sequence[Finding]) -> str:
    """Returns each finding with its line, a caret under the place, and how to mend it."""
    return "\n".join("\n".join(_text_lines(finding)) for finding in findings)


def _text_lines(finding: Finding) -> list[str]:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    lines = [f"{place}: {_SEVERITY[finding.severity]} {finding.code} {finding.message}"]
    if finding.source is not None:
        shown, column = _window(finding.source.replace("\t", " "), finding.column - 1)
        lines += [f"    {shown}", f"    {' ' * cell_len(shown[:column])}^"]
    if finding.hint:
        lines.append(f"    → {finding.hint}")
    return lines


def _window(line: str, column: int) -> tuple[str, int]:
    """Returns the part of a line around a column that fits an 80-column screen, and the column in it."""
    start = min(column, len(line) - len(line.lstrip()))
    before = _fitting(reversed(line[start:column]), _LONGEST_LINE // 2)
    shown_from = column - before
    after = _fitting(line[column:], _LONGEST_LINE - cell_len(line[shown_from:column]))
    shown = line[shown_from : column + max(after, 1)]
    lead = "…" if line[:shown_from].strip() else ""
    tail = "…" if column + after < len(line) else ""
    return f"{lead}{shown}{tail}", column - shown_from + len(lead)


def _fitting(characters: Iterable[str], width: int) -> int:
    """Returns how many of the characters, from the first on, fit a width in columns."""
    count = 0
    for character in characters:
        width -= cell_len(character)
        if width < 0:
            break
        count += 1
    return count


def text_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns the findings, the weight totals and a count."""
    lines = [as_text(findings)] if findings else []
    lines += [f"{section} 部分权重合计 {points(total)} 分" for section, total in totals.items()]
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    lines.append(f"{errors} 处错误，{warnings} 处提醒" if findings else "全部通过，没有发现问题")
    return "\n".join(lines)


def json_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns the findings and the weight totals as one JSON object."""
    report = {
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                "hint": finding.hint,
            }
            for finding in findings
        ],
        "totals": {section: plain_number(total) for section, total in totals.items()},
    }
    return json.dumps(report, ensure_ascii=not speaks_utf8(), indent=2)


def github_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns GitHub's workflow commands, which mark the lines in a pull request."""
    lines = []
    for finding in findings:
        message = f"{finding.message}。{finding.hint}" if finding.hint else finding.message
        place = f"file={_property(finding.file)}"
        if finding.line:
            place += f",line={finding.line},col={max(finding.column, 1)}"
        lines.append(f"::{finding.severity} {place},title={finding.code}::{_data(message)}")
    lines += [f"::notice title=权重合计::{section} {points(total)} 分" for section, total in totals.items()]
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns a SARIF 2.1.0 log (OASIS), for code-scanning services."""
    driver = {
        "name": "kaohe",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": title}} for code, title in CATALOGUE.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding) for finding in findings],
        "properties": {"totals": {section: plain_number(total) for section, total in totals.items()}},
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=not speaks_utf8(), indent=2)


def _sarif_result(finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    message = f"{finding.message}。{finding.hint}" if finding.hint else finding.message
    return {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


REPORTS: dict[ReportFormat, Callable[[Sequence[Finding], Totals], str]] = {
    "text": text_report,
    "json": json_report,
    "github": github_report,
    "sarif": sarif_report,
}
