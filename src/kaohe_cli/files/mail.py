"""A mail as people save it (.eml): who sent it, what it says, and the files it brings.

Nothing of it is trusted: neither the names of attachments nor what headers say of a text's encoding.
"""

import email
import email.header
import email.policy
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

_HEADERS: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?[\r\n]*(?:(?:[A-Za-z][\w-]{0,60}):[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.ASCII
)
_FROM: Final = re.compile(rb"^from:.*\S", re.IGNORECASE | re.MULTILINE)
_TO: Final = re.compile(rb"^(?:to|cc|bcc|received|delivered-to|return-path|message-id):", re.I | re.M)
_UNSENT: Final = re.compile(rb"^x-unsent:[ \t]*1", re.I | re.M)
"""What mail programs write at the head of a mail that waits to be sent, and has no sender yet."""
_BETWEEN: Final = re.compile(rb"(?:\A|\n)\r?\nFrom [^\n]*\n")
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEAD: Final = 64 * 1024
"""A mail that went through many servers has some kilobytes of headers."""
_MOST_BOUNDARIES: Final = 200
"""Mails answered and forwarded for weeks have some dozens of parts; parsing nests once for each."""
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"}
"""Mail programs say gb2312 and write characters that it does not have."""
_ENCODINGS: Final = ("utf-8", "gb18030")
_TEXTS: Final = {"text/plain": ".txt", "text/html": ".html"}
_NO_FILES: Final = frozenset(
    (
        "text/calendar",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    )
)


class _AsWritten(email.policy.Compat32):
    """Gives headers as they are: bytes that are no ASCII as surrogates, and not yet lost."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the parser passes both
        return value


_AS_WRITTEN: Final = _AsWritten()


@dataclass(frozen=True)
class Mail:
    """A mail, taken apart."""

    sender: str
    """The address of who sent it, in small letters; "" where the mail does not say."""
    subject: str
    message_id: str
    """What names it, with its brackets; "" where the mail does not say."""
    body: str
    """What it says, as plain text or HTML; "" for nothing."""
    is_page: bool
    """Whether the body is HTML."""
    files: tuple[tuple[str, bytes], ...]
    """The files it brings, by the names that it gives them."""
    mails: "tuple[Mail, ...]"
    """The mails it brings whole."""


def mails_of(data: bytes) -> list[bytes]:
    """Returns the mails of a mailbox in one file (mbox), as Thunderbird keeps it; none of any other file.

    >>> first, second = b"From: a@b\\nTo: c@d\\n\\nOne", b"From: e@f\\nTo: g@h\\n\\nTwo"
    >>> mails_of(b"From - Fri Nov 12\\n" + first + b"\\n\\nFrom -\\n" + second) == [first, second]
    True
    >>> mails_of(b"From: a@b\\nTo: c@d\\n")
    []
    """
    if not data.startswith(b"From "):
        return []
    found = [_QUOTED_FROM.sub(rb"\1", one) for one in _BETWEEN.split(b"\n" + data) if one.strip()]
    return found if found and is_mail(found[0]) else []


class BrokenMailError(Exception):
    """It cannot be taken apart."""


def is_mail(data: bytes) -> bool:
    """True for a mail: headers at its very beginning, with who sent it and where it went, or still unsent.

    A web page saved as an archive (.mht) has a sender too, and went nowhere.
    """
    head = data[:_HEAD]
    found = _HEADERS.match(head)
    if found is None:
        return False
    return bool(_FROM.search(found[0]) and _TO.search(found[0])) or bool(_UNSENT.search(found[0]))


def read_mail(data: bytes) -> Mail:
    """Returns a mail taken apart.

    Raises:
        BrokenMailError: it nests too deeply, or is no mail.
    """
    if data.count(b"boundary=") > _MOST_BOUNDARIES:
        raise BrokenMailError
    try:
        return _mail(email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=_AS_WRITTEN))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        # What a malformed header makes the parser stumble over has no end.
        raise BrokenMailError from error


def _mail(message: Message) -> Mail:
    parts = list(_parts(message))
    texts = [part for part in parts if _is_body(part)]
    body = next((part for kind in _TEXTS for part in texts if part.get_content_type() == kind), None)
    return Mail(
        email.utils.parseaddr(_header(message, "from"))[1].strip().lower(),
        _header(message, "subject"),
        _header(message, "message-id"),
        "" if body is None else _text(body).strip(),
        body is not None and body.get_content_type() == "text/html",
        tuple(_file(part) for part in parts if _is_file(part)),
        tuple(_mail(inner) for part in parts for inner in _inner(part)),
    )


def _parts(message: Message) -> Iterator[Message]:
    """Yields what a mail consists of; a mail inside it is one part."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            yield from _parts(part) if isinstance(part, Message) else ()
    else:
        yield message


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    is_mail = part.get_content_type() == "message/rfc822"
    found = payload if is_mail and isinstance(payload, list) else []
    return [message for message in found if isinstance(message, Message)]


def _is_body(part: Message) -> bool:
    return part.get_content_type() in _TEXTS and not _name(part) and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return str(part.get("content-disposition", "")).strip().lower().startswith("attachment")


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _NO_FILES or part.get_content_maintype() in {"message", "multipart"}:
        return False
    is_picture_of_text = kind.startswith("image/") and "content-id" in part and not _is_attached(part)
    return bool(_name(part) or _is_attached(part)) and not is_picture_of_text


def _file(part: Message) -> tuple[str, bytes]:
    payload = part.get_payload(decode=True)
    name = _name(part) or f"附件{_TEXTS.get(part.get_content_type(), '')}"
    return name, payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    name = part.get_filename()
    return "" if name is None else _decoded(str(name))


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(written: str) -> str:
    """Returns a header as it was meant: words in some encoding, or bytes put in as they were."""
    written = _as_text(written.encode("ascii", "surrogateescape")) if _has_bytes(written) else written
    try:
        pieces = email.header.decode_header(written)
    except (email.errors.HeaderParseError, ValueError):
        return written
    words = (piece if isinstance(piece, str) else _as_text(piece, charset or "") for piece, charset in pieces)
    return " ".join("".join(words).split())


def _has_bytes(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = str(part.get_content_charset() or "")
    return _as_text(payload, charset) if isinstance(payload, bytes) else ""


def _as_text(data: bytes, named: str = "") -> str:
    for encoding in (_WIDER.get(named.lower(), named), *_ENCODINGS):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("gb18030", "replace")
