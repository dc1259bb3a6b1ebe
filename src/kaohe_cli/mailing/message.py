"""A mail as a file: ready to send in Outlook, Foxmail or Thunderbird, the same bytes for the same content.

It has no sender, no date and no Message-ID: the program that sends it puts those in.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, NamedTuple
from urllib.parse import quote

from kaohe_cli.words.addresses import Address
from kaohe_cli.words.control import without_controls

_END: Final = "\r\n"
_LINE: Final = 76
_WORD: Final = 39
"""Bytes of an encoded word: with “Subject: ” before it the line has 73 signs, of 76 that RFC 2047 allows."""
_PLAIN: Final = re.compile(r"(?!.*=\?)[\x20-\x7e]{0,60}")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,240}>")
_OURS: Final = "X-Kaohe-Digest"
_OWN_DIGEST: Final = re.compile(rb"^X-Kaohe-Digest: ([0-9a-f]{64})\r\n", re.MULTILINE)
_HEAD: Final = 64 * 1024
_TEXT: Final = "text/plain; charset=utf-8"
_KINDS: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ANY: Final = "application/octet-stream"


class Attachment(NamedTuple):
    """A file that a mail brings."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Message:
    """A mail before it is written."""

    subject: str
    text: str
    to: Sequence[Address] = ()
    cc: Sequence[Address] = ()
    attachments: Sequence[Attachment] = ()
    answers: str = ""
    """The Message-ID of the mail that it answers, as that has it; what is none is left out."""

    def written(self) -> bytes:
        """Returns the file: lines end in CRLF, nothing in it is longer than mail servers take."""
        body = self._body()
        head = "".join(f"{line}{_END}" for line in self._headers())
        digest = hashlib.sha256(head.encode() + body).hexdigest()
        return f"{_OURS}: {digest}{_END}{head}".encode() + body

    def _headers(self) -> Iterator[str]:
        yield "X-Unsent: 1"  # Outlook opens it for writing, with a button to send it
        for name, addresses in (("To", self.to), ("Cc", self.cc)):
            if addresses:
                yield f"{name}: {f',{_END} '.join(map(_addressed, addresses))}"
        yield f"Subject: {_words(self.subject)}"
        if _MESSAGE_ID.fullmatch(self.answers):
            yield f"In-Reply-To: {self.answers}"
            yield f"References: {self.answers}"
        yield "MIME-Version: 1.0"

    def _body(self) -> bytes:
        text = _part((f"Content-Type: {_TEXT}",), _crlf(self.text).encode())
        if not self.attachments:
            return text
        parts = [text, *map(_attached, self.attachments)]
        # "_" is in no line of base64, so that no part can hold the boundary.
        boundary = f"=_{hashlib.sha256(b''.join(parts)).hexdigest()[:32]}"
        opening = f'Content-Type: multipart/mixed; boundary="{boundary}"{_END}{_END}'
        between = f"--{boundary}{_END}".encode()
        return b"".join(
            (opening.encode(), *(between + one for one in parts), f"--{boundary}--{_END}".encode())
        )


def is_as_written(data: bytes) -> bool:
    """True for a mail that is byte for byte what was written here."""
    found = _OWN_DIGEST.search(data[:_HEAD])
    if found is None:
        return False
    rest = data[: found.start()] + data[found.end() :]
    return hashlib.sha256(rest).hexdigest().encode() == found[1]


def _crlf(text: str) -> str:
    return _END.join(without_controls(text).split("\n"))


def _part(headers: Sequence[str], data: bytes) -> bytes:
    coded = b64encode(data).decode()
    lines = (coded[at : at + _LINE] for at in range(0, len(coded), _LINE))
    return _END.join((*headers, "Content-Transfer-Encoding: base64", "", *lines, "")).encode()


def _attached(one: Attachment) -> bytes:
    """A part with a file. Its name stands as RFC 2231 has it, in one piece, which all three programs read."""
    kind = _KINDS.get(PurePath(one.name).suffix.lower(), _ANY)
    name = f"UTF-8''{quote(_one_line(one.name), safe='')}"
    headers = (
        f"Content-Type: {kind};{_END} name*={name}",
        f"Content-Disposition: attachment;{_END} filename*={name}",
    )
    return _part(headers, one.data)


def _addressed(one: Address) -> str:
    name = _one_line(one.name)
    if not name:
        return one.address
    if _PLAIN.fullmatch(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{one.address}>'
    return f"{_encoded(name)}{_END} <{one.address}>"


def _one_line(text: str) -> str:
    """A header's text on one line, so that it cannot begin another header."""
    return " ".join(without_controls(text).split())


def _words(text: str) -> str:
    line = _one_line(text)
    return line if _PLAIN.fullmatch(line) else _encoded(line)


def _encoded(line: str) -> str:
    """Words by RFC 2047."""
    return f"{_END} ".join(f"=?utf-8?B?{b64encode(word.encode()).decode()}?=" for word in _cut(line))


def _cut(line: str) -> Iterator[str]:
    """Yields a text in pieces that fit an encoded word, no character in two."""
    piece, size = "", 0
    for sign in line:
        length = len(sign.encode())
        if size + length > _WORD:
            yield piece
            piece, size = "", 0
        piece, size = piece + sign, size + length
    yield piece
