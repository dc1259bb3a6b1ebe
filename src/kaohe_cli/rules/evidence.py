"""佐证材料: there where a criterion asks for it, and of a body and a row that are known."""

from collections.abc import Iterator

from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.evidence_files import Evidence, evidence_of
from kaohe_cli.query.rows import all_rows
from kaohe_cli.query.scopes import scopes
from kaohe_cli.rules.reports import main_files
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.names import EVIDENCE
from kaohe_cli.workspace.workspace import Tables, Workspace


def evidence_is_there(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH826 for what was reported without the evidence that it asks for, KH827 for strays of it."""
    files = (workspace.indicators, workspace.incentives, workspace.registry, workspace.forms)
    if not all(loaded.usable for loaded in files):
        return
    tables = workspace.tables()
    for asked in workspace.rounds_there:
        evidence = evidence_of(workspace, asked)
        yield from _missing(workspace, tables, asked, evidence)
        for stray in evidence.strays:
            place = shown_path(stray.path)
            message = stray.reason if "佐证材料" in stray.reason else f"佐证材料：{stray.reason}"
            yield Finding(place, 0, 0, "KH827", message, "warning", stray.hint)
    for path in workspace.store.folders(workspace.reports):
        if path.name == EVIDENCE:
            message = "佐证材料不在哪一轮的文件夹里，未计入"
            hint = f"移到那一轮的文件夹里，如 2021-10/{EVIDENCE}/单位/"
            yield Finding(shown_path(path), 0, 0, "KH827", message, "warning", hint)


def _missing(workspace: Workspace, tables: Tables, asked: Round, evidence: Evidence) -> Iterator[Finding]:
    """Yields KH826 once for each row of a report, at the entry that speaks of it."""
    lacking = {row.id: row for row in all_rows(tables) if evidence.lacks(row, tables)}
    known = scopes(tables) if lacking else {}
    for name, loaded in main_files(workspace.reports_of(asked), tables.registry).items():
        told: set[str] = set()
        for key, entry in loaded.model.entries.items() if loaded.model is not None else ():
            scope = known.get(key)
            covered = scope.covers or (scope.row.id,) if scope is not None else ()
            for row_id in covered:
                if row_id in lacking and row_id not in told:
                    told.add(row_id)
                    message = f"{row_id}（{lacking[row_id].name}）要提供佐证材料，{asked} 本轮尚未收到"
                    hint = f"放进 {asked}/{EVIDENCE}/{name}/，文件名以 {row_id} 开头"
                    yield loaded.finding("KH826", message, entry, hint=hint, severity="warning")
