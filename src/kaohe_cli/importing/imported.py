"""What an import comes to: the tables, their texts, and what there is to say of them."""

from dataclasses import dataclass, replace

from kaohe_cli.importing.form_templates import Understood
from kaohe_cli.importing.remembered import KnownHeader
from kaohe_cli.importing.report import Account, Doubt
from kaohe_cli.importing.tables import ImportedTables, IncentiveParts
from kaohe_cli.importing.texts import clean


@dataclass(frozen=True)
class Imported:
    """What the files hold, and what there is to say of it."""

    tables: ImportedTables
    doubts: tuple[Doubt, ...]
    account: Account
    sources: tuple[str, ...]
    """The names of the files."""
    found: dict[str, int]
    """How many there are of what: 考核指标, 督查激励, 单位, …"""
    incentive_parts: IncentiveParts | None
    """What there is of 附件2 and the policy, also where it is too little for a table."""
    part_doubts: tuple[Doubt, ...]
    """Those of the doubts that are about a part which is missing."""
    texts: tuple[tuple[str, str], ...]
    forms: Understood | None = None
    """The forms of 附件3; None where the files have none."""
    answers: tuple[KnownHeader, ...] = ()
    """The columns that were named by hand, for tables that have a header to know them by."""

    def files(self) -> dict[str, str]:
        """Returns the YAML texts by file name; only those that something was found for."""
        return dict(self.texts)

    @property
    def source(self) -> str:
        """The names of the files, as a comment may have them."""
        return "、".join(clean(name) for name in self.sources)

    def for_merging(self) -> "Imported":
        """Returns the same without the doubts on parts that are missing, which a merge has from elsewhere."""
        return replace(self, doubts=tuple(one for one in self.doubts if one not in self.part_doubts))

    @property
    def is_complete(self) -> bool:
        """True where nothing is missing or contradictory."""
        return not any(doubt.serious for doubt in self.doubts)
