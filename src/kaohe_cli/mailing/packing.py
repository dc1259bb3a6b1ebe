"""The forms in one archive, a folder for each body; names in UTF-8, the same forms give the same bytes."""

from collections.abc import Mapping

from kaohe_cli.drafting.saving import is_untouched_draft
from kaohe_cli.files.archives import BrokenArchiveError, members_of
from kaohe_cli.ooxml.archive import zip_prefix


def packed(forms: Mapping[str, bytes]) -> bytes:
    """Returns an archive of the forms of bodies, by the bodies' names."""
    return zip_prefix({f"{unit}/{unit}.docx": data for unit, data in forms.items()})


def is_packed_here(data: bytes) -> bool:
    """True for an archive that holds nothing but forms as they were drafted: nobody's work is in it."""
    try:
        return all(not one.reason and is_untouched_draft(one.data) for one in members_of(data))
    except BrokenArchiveError:
        return False
