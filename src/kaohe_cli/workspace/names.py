"""What the files of a workspace are called."""

from typing import Final

INDICATORS: Final = "indicators.yaml"
"""附件1."""
INCENTIVES: Final = "incentives.yaml"
"""附件2."""
UNITS: Final = "units.yaml"
"""The registry of bodies."""
FORMS: Final = "forms.yaml"
"""附件3."""
CONTACTS: Final = "contacts.yaml"
"""The roster of people."""
SENT: Final = "sent.yaml"
"""Who got which version of which form."""
CLAIMS: Final = "claims.yaml"
"""The claims for the incentives."""

RETURNED: Final = "returned"
"""The folder, beside the reports of a round, of the files that were handed in."""
EVIDENCE: Final = "evidence"
"""The folder, beside the reports of a round, of the 佐证材料 of each body."""
BESIDE_REPORTS: Final = frozenset({RETURNED, EVIDENCE})
"""YAML in these folders is no report, and no command writes results there."""

MARKERS: Final = (INDICATORS, INCENTIVES)
"""Where one of these stands, there is data."""
TABLES: Final = (*MARKERS, UNITS)


def table_of(row_id: str) -> str:
    """Returns the file in which a row stands: incentives are J01, J02, …

    >>> table_of("J03"), table_of("A18.1")
    ('incentives.yaml', 'indicators.yaml')
    """
    return INCENTIVES if row_id.startswith("J") else INDICATORS
