"""Archives and mails as people and hostile people make them."""

import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO


def archive(files: Mapping[str, bytes], *, encoding: str = "", encrypted: bool = False) -> bytes:
    """A .zip; with an encoding its names are written in that, without the flag of UTF-8, as Windows does."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(
                _Named(name, encoding) if encoding else zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED
            )
    data = stream.getvalue()
    return _with_flag(data) if encrypted else data


class _Named(zipfile.ZipInfo):
    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.compress_type = zipfile.ZIP_DEFLATED
        self._encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile calls it so
        return self.filename.encode(self._encoding), self.flag_bits


def _with_flag(data: bytes) -> bytes:
    """The same archive, which says of its members that they are encrypted."""
    changed = bytearray(data)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def mail(
    files: Mapping[str, bytes],
    *,
    sender: str = "李样例 <li@example.com>",
    body: str = "请查收",
    subject: str = "报送材料",
    inner: bytes | None = None,
) -> bytes:
    """An .eml with these files attached, and perhaps a forwarded mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ducha@example.com", subject
    message["Date"] = "Fri, 12 Nov 2021 10:00:00 +0800"
    message.set_content(body)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if inner is not None:
        import email
        import email.policy

        message.add_attachment(email.message_from_bytes(inner, policy=email.policy.default))
    return message.as_bytes()
