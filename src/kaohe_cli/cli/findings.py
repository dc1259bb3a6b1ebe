"""Findings in each output format: for people, for programs, for GitHub, as SARIF.

Text has places as one goes to them from here; the formats that other programs read have them from the
repository's root, wherever the command is started.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kaohe_cli import __version__
from kaohe_cli.cli.output import speaks_utf8
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.looking import is_there
from kaohe_cli.query.rows import plain_number, points
from kaohe_cli.rules.explanations import Explanation, explanations
from kaohe_cli.words.control import shown, shown_on_one_line
from kaohe_cli.workspace.finding import Finding

ReportFormat = Literal["text", "json", "github", "sarif"]
Totals = dict[str, Decimal]

_SEVERITY = {"error": "错误", "warning": "提醒"}
# Nobody mends more at a time, and GitHub takes 5,000 results from a SARIF log.
_MOST_LISTED = 1000


class Listed(NamedTuple):
    """The findings that are listed, in their order, and how many there are of them and beyond."""

    findings: Sequence[Finding]
    errors: int
    """All errors, listed or not."""
    warnings: int
    """All warnings, listed or not."""

    @property
    def left_out(self) -> int:
        return self.errors + self.warnings - len(self.findings)

    @property
    def rest(self) -> str:
        """“还有 15000 处没有列出…”, or nothing."""
        return f"还有 {self.left_out} 处没有列出，请先改正列出的" if self.left_out else ""


def listed(findings: Sequence[Finding]) -> Listed:
    """Returns the first 1,000 findings; no warning is listed in the place of an error."""
    counts = Counter(finding.severity for finding in findings)
    shown = findings
    if len(findings) > _MOST_LISTED:
        by_weight = sorted(range(len(findings)), key=lambda place: findings[place].severity != "error")
        shown = [findings[place] for place in sorted(by_weight[:_MOST_LISTED])]
    return Listed(shown, counts["error"], counts["warning"])


def as_text(findings: Sequence[Finding]) -> str:
    """Returns each finding with its line, a caret under the place, and how to mend it."""
    known = listed(findings)
    lines = ["\n".join(_text_lines(finding)) for finding in known.findings]
    return "\n".join([*lines, known.rest] if known.rest else lines)


def _text_lines(finding: Finding) -> list[str]:
    file = shown_on_one_line(finding.file)
    place = ":".join(str(part) for part in (file, finding.line, finding.column) if part)
    lines = [f"{place}: {_SEVERITY[finding.severity]} {finding.code} {finding.message}"]
    if finding.source is not None:
        from kaohe_cli.cli.excerpts import pointed_at  # sound files do not wait for widths of characters

        source, column = finding.source.replace("\t", " "), finding.column - 1
        lines += pointed_at(shown(source), len(shown(source[:column])))
    if finding.hint:
        lines.append(f"    → {finding.hint}")
    return lines


def text_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns the findings, the weight totals and a count."""
    lines = [as_text(findings)] if findings else []
    lines += [f"{section} 部分权重合计 {points(total)} 分" for section, total in totals.items()]
    known = listed(findings)
    lines.append(f"{known.errors} 处错误，{known.warnings} 处提醒" if findings else "全部通过，没有发现问题")
    return "\n".join(lines)


def json_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns the findings and the weight totals as one JSON object."""
    known = listed(findings)
    report: dict[str, Any] = {
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "file": _from_root(finding.file),
                "line": finding.line,
                "column": finding.column,
                "hint": finding.hint,
            }
            for finding in known.findings
        ],
        "totals": {section: plain_number(total) for section, total in totals.items()},
    }
    if known.left_out:
        report["left_out"] = known.left_out
        report["counts"] = {"error": known.errors, "warning": known.warnings}
    import json  # 0.8 ms of the start, which other formats do not wait for

    return json.dumps(report, ensure_ascii=not speaks_utf8(), indent=2)


def github_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns GitHub's workflow commands, which mark the lines in a pull request."""
    known = listed(findings)
    lines = []
    for finding in known.findings:
        place = f"file={_property(_from_root(finding.file))}"
        if finding.line:
            place += f",line={finding.line},col={max(finding.column, 1)}"
        lines.append(f"::{finding.severity} {place},title={finding.code}::{_data(_sentence(finding))}")
    if known.left_out:
        counts = f"{known.errors} 处错误，{known.warnings} 处提醒"
        lines.append(f"::notice title={counts}::{known.rest}")
    lines += [f"::notice title=权重合计::{section} {points(total)} 分" for section, total in totals.items()]
    return "\n".join(lines)


def _sentence(finding: Finding) -> str:
    """Returns where, what and how to mend it; a log has the message alone, without the place beside it."""
    file = _from_root(finding.file)
    place = f"{file}:{finding.line}" if finding.line else file
    return f"{place} {finding.message}" + (f"。{finding.hint}" if finding.hint else "")


def _from_root(file: str) -> str:
    """Returns a shown path as seen from the root of the repository that it is in, where it is in one."""
    try:
        path = Path(file).resolve()
        root = next((folder for folder in path.parents if is_there(folder / ".git")), None)
    except (OSError, KaoheError):  # a folder above that we may not look into
        return file
    return path.relative_to(root).as_posix() if root is not None else file


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_report(findings: Sequence[Finding], totals: Totals) -> str:
    """Returns a SARIF 2.1.0 log (OASIS), for code-scanning services."""
    known = listed(findings)
    driver = {"name": "kaohe", "version": __version__, "rules": [*map(_sarif_rule, explanations())]}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding) for finding in known.findings],
        "properties": {"totals": {section: plain_number(total) for section, total in totals.items()}},
    }
    if known.left_out:
        run["properties"]["counts"] = {"error": known.errors, "warning": known.warnings}
        notice = {"level": "note", "message": {"text": known.rest}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notice]}]
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    import json  # 0.8 ms of the start, which other formats do not wait for

    return json.dumps(log, ensure_ascii=not speaks_utf8(), indent=2)


def _sarif_rule(rule: Explanation) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": rule.remedy},
    }


def _sarif_result(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(_from_root(finding.file))}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": _sentence(finding)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    """Returns a path as a reference relative to the root, or as a whole address where it is outside."""
    from urllib.parse import quote

    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(file)


REPORTS: dict[ReportFormat, Callable[[Sequence[Finding], Totals], str]] = {
    "text": text_report,
    "json": json_report,
    "github": github_report,
    "sarif": sarif_report,
}
