"""Vietnamese text: normal form, folding for search, alphabetical order, tokens."""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}  # huyền, hỏi, ngã, sắc, nặng; ngang is 1
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = {letter: 0x20 + place for place, letter in enumerate(ALPHABET)}
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
_SPACES = re.compile(r"\s+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_SORTED = 200


def nfc(text: str) -> str:
    """The composed form in which all text is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Composed, with single plain spaces, without spaces at the ends and without what nobody can see or print."""
    return _NOT_XML.sub("", _SPACES.sub(" ", nfc(text))).strip()


def xml_text(text: str) -> str:
    """The text without the characters that no file of Word or Excel can hold, such as a vertical tab pasted in."""
    return _NOT_XML.sub("", text)


class _Folds(dict[int, str]):
    """Character → its plain ASCII letters, worked out once; what has none becomes a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "đĐðÐ":  # the Icelandic letters are typed for đ by mistake
            folded = "d"
        else:
            decomposed = unicodedata.normalize("NFKD", char)
            marks_only = all(unicodedata.combining(c) for c in decomposed)
            folded = "" if marks_only else "".join(c for c in decomposed.lower() if c.isascii() and c.isalnum()) or " "
        self[code] = folded
        return folded


_folds = _Folds()


def fold(text: str) -> str:
    """Lower-case ASCII letters and digits with single spaces: "Phường 1, Tân Đông" → "phuong 1 tan dong"."""
    return " ".join(text.translate(_folds).split())


def squash(text: str) -> str:
    """`fold` without spaces, for comparing headers and labels."""
    return fold(text).replace(" ", "")


def tokens(query: str) -> list[str]:
    """The distinct words and numbers of a search, folded, in order, at most ten."""
    return list(dict.fromkeys(fold(query[:200]).split()))[:10]


def sort_key(text: str) -> bytes:
    """Bytes whose plain order is the Vietnamese one, word by word: letters, then tone; numbers by value.

    a < ă < â, d < đ, o < ô < ơ, u < ư; ngang, huyền, hỏi, ngã, sắc, nặng; "phường 2" before "phường 10".
    Case, punctuation and the old or new place of a tone decide only between texts otherwise equal.
    """
    composed = nfc(text)[:_LONGEST_SORTED]
    return b"".join(map(_run_key, _RUNS.findall(composed.lower()))) + b"\0" + composed.encode()


@lru_cache(maxsize=20_000)
def _run_key(run: str) -> bytes:
    """The key of one word or number: letters, a mark, tones, an end."""
    if run[0].isdigit() and run.isascii():
        digits = run.lstrip("0")
        return bytes((0x10, min(len(digits), 255))) + digits.encode() + b"\x01"
    letters, tones = bytearray(), bytearray()
    for char in run:
        base, tone = _letter(char)
        weight = _WEIGHTS.get(base)
        letters += bytes((weight,)) if weight else b"\xfe" + base.encode()
        if tone:
            tones.append(tone)
    return bytes(letters) + b"\x02" + bytes(tones or b"\x01") + b"\x01"


def _letter(char: str) -> tuple[str, int]:
    """A character's letter of the alphabet (ă, â, đ… are letters) and its tone, 0 for none."""
    letter, tone = _without_tone(char)
    if letter in _WEIGHTS:
        return letter, tone
    return nfc("".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))), tone


def _without_tone(char: str) -> tuple[str, int]:
    """A character without its tone, other marks kept, and the tone."""
    tone, kept = 0, ""
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept += part
    return nfc(kept), tone


def split_tone(word: str) -> tuple[str, list[tuple[int, int]]]:
    """A word without its tones, and each tone with the place of the letter that bears it."""
    pairs = [_without_tone(char) for char in nfc(word)]
    letters = "".join(letter for letter, _ in pairs)
    return letters, [(place, tone) for place, (_, tone) in enumerate(pairs) if tone]
