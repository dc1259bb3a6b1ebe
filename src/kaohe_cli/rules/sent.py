"""What was sent out: to registered bodies, in rounds; and returns that were made on an old form."""

from collections.abc import Iterator

from kaohe_cli.forms.rounds import round_of_folder
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Workspace


def sendings_belong_to_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH841 where the list of what was sent names no round, or no registered body."""
    loaded = workspace.sent
    if loaded is None or loaded.model is None or workspace.bodies is None:
        return
    proper = {unit.name for unit in workspace.bodies.units}
    for name, by_unit in loaded.model.sent.items():
        for unit, sendings in by_unit.items():
            if not sendings:
                continue
            if round_of_folder(name) is None:
                yield loaded.finding("KH841", f"“{name}”不是一轮", sendings[0], hint="写成 2021-10 的样子")
            elif unit not in proper and workspace.knows_all_bodies:
                known = workspace.bodies.resolve(unit)
                hint = f"改为 {known.name}" if known is not None else did_you_mean(unit, proper)
                yield loaded.finding("KH841", f"“{unit}”不是名录里的正式名称", sendings[0], hint=hint)


def returns_are_on_the_newest_form(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH842 for a report that was made on a form after which a newer one was sent."""
    sent = workspace.sent.model if workspace.sent is not None else None
    if sent is None:
        return
    from kaohe_cli.tables.sent import OLD_FORM_HINT, old_form_words

    for loaded in workspace.all_reports:
        report, asked = loaded.model, workspace.round_of(loaded)
        if report is None or report.returned is None or asked is None:
            continue
        units = dict.fromkeys((report.unit, *report.joint))
        old = sent.old_form(str(asked), units, report.returned.form)
        if old is not None:
            # Most workspaces have no list of what was sent, and need not build its model.
            from kaohe_cli.tables.sent import OLD_FORM_HINT, old_form_words

            message = old_form_words(old, str(asked))
            yield loaded.finding(
                "KH842", message, report.returned, "form", hint=OLD_FORM_HINT, severity="warning"
            )
