"""The custom properties that a draft carries: they survive every program that saves it."""

from typing import Final

YEAR: Final = "kaohe_year"
UNIT: Final = "kaohe_unit"
"""The body's proper name; several, joined by “、”, where their drafts were bound together."""
THROUGH_MONTH: Final = "kaohe_through_month"
TEMPLATE: Final = "kaohe_template"
"""A fingerprint of the template it was made from."""
FORMS: Final = "kaohe_forms"
"""The ids of the forms in it, joined by “、”."""
VERSION: Final = "kaohe_version"
"""The digest of what it asks, whatever is filled in: the same for the same rows on the same template."""
DIGEST: Final = "kaohe_digest"
"""The digest of all its other parts, by which a draft is known that nobody has changed."""
