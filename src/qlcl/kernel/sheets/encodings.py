"""Bytes of a text file → composed Vietnamese text, with the name of the encoding found."""

import codecs

from qlcl.kernel.legacy_fonts import FontEvidence, LegacyFont
from qlcl.kernel.sheets.refusals import not_a_table, unknown_encoding
from qlcl.kernel.text import nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 200_000
_GLIMPSE = 4000
_PLAIN = 0.2


def decode(data: bytes) -> tuple[str, str]:
    """The text (NFC) and its encoding: UTF-8, UTF-16 (BOM or not), else Windows-1258.

    Raises LegacyFont for 8-bit text of the old fonts, FileRefused for bytes that are no text.
    """
    for bom, codec, label in _BOMS:
        if data.startswith(bom):
            return _decoded(data, codec), label
    if codec := _bare_utf16(data):
        return _decoded(data, codec), "UTF-16"
    if b"\0" in data:
        raise not_a_table("tệp nhị phân")
    try:
        return nfc(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _eight_bit(data), "Windows-1258"


def _decoded(data: bytes, codec: str) -> str:
    try:
        return nfc(data.decode(codec))
    except UnicodeDecodeError as error:
        raise unknown_encoding() from error


def _bare_utf16(data: bytes) -> str:
    """UTF-16 without BOM: the byte order in which much of the text is plain letters and nothing is a control."""
    if b"\0" not in data[:_GLIMPSE] or len(data) % 2:
        return ""
    plain = {codec: _plain_share(data[:_GLIMPSE], codec) for codec in ("utf-16-le", "utf-16-be")}
    best = max(plain, key=lambda codec: plain[codec])
    return best if plain[best] > _PLAIN else ""


def _plain_share(sample: bytes, codec: str) -> float:
    """The share of ASCII among the characters; 0 for what is no text. A pair cut in two at the end does no harm."""
    text = sample.decode(codec, errors="replace").rstrip("\ufffd")
    if not text or "\ufffd" in text or any(char < " " and char not in "\t\r\n" for char in text):
        return 0.0
    return sum(char.isascii() for char in text) / len(text)


def _eight_bit(data: bytes) -> str:
    """Windows-1258, whose tones are marks after the letter; unless it reads better as an old font."""
    western = data[:_SAMPLE].decode("cp1252", errors="replace")
    old = FontEvidence()
    old.add(western)
    try:
        text = nfc(data.decode("cp1258"))
    except UnicodeDecodeError as error:
        if old.font:
            raise LegacyFont(old.font, western.strip()[:60]) from error
        raise unknown_encoding() from error
    vietnamese = FontEvidence()
    vietnamese.add(text[:_SAMPLE])
    if old.font and max(old.tcvn3, old.vni) > vietnamese.good:
        raise LegacyFont(old.font, _first_line_with_accents(western))
    if 2 * vietnamese.spelt < vietnamese.accented:
        raise unknown_encoding()
    return text


def _first_line_with_accents(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if not line.isascii()), "")
