"""File names as Windows and macOS see them: which are one file, and which cannot be a file at all."""

import os
import re
from pathlib import PurePath
from unicodedata import normalize

from kaohe_cli.words.patterns import regex

# Devices of Windows, with any ending: NUL.docx is NUL. The raised digits count as digits there.
_DEVICES = regex(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = regex(r'[\\/:*?"<>|\x00-\x1f\x7f]')
# Word and LibreOffice write their own files under these names while one is open, and clean them up.
_OWNER_FILES = ("~$", ".~")


def folded(name: str) -> str:
    """Returns what two names share that are one file somewhere: on Windows, on macOS, or on both.

    >>> folded("Ｃafé.DOCX") == folded("Ｃafe\u0301.docx. ")
    True
    >>> folded("区教委") == folded("区商务委")
    False
    """
    return normalize("NFC", normalize("NFD", name).casefold()).rstrip(" .")


def why_unusable(name: str) -> str | None:
    """Returns why a name cannot be that of a file on every system; None where it can.

    >>> why_unusable("nul.docx")
    '是 Windows 的设备名'
    >>> why_unusable("区商务委.docx")
    """
    if _FORBIDDEN.search(name):
        return '含有文件名里不能用的字符（如 \\ / : * ? " < > |）'
    if _DEVICES.fullmatch(name.rstrip(" .")):
        return "是 Windows 的设备名"
    if name != name.rstrip(" .") or name != name.lstrip(" "):
        return "开头或末尾的空格、末尾的句点，Windows 会去掉"
    if name.startswith(_OWNER_FILES):
        return f"以“{name[:2]}”开头，是 Word、WPS 的临时文件"
    return None


def shortened(name: str, most: int) -> str:
    """Returns a name of at most ``most`` bytes, its ending kept.

    >>> shortened("区商务委.docx", 11)
    '区商.docx'
    """
    path = PurePath(name)
    stem, room = path.stem, most - len(os.fsencode(path.suffix))
    while len(os.fsencode(stem)) > max(room, 1):
        stem = stem[:-1]
    return f"{stem}{path.suffix}"
