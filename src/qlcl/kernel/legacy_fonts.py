"""Recognises text typed for the old TCVN3 (ABC) and VNI fonts, which looks garbled in Unicode."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qlcl.kernel.errors import DomainError
from qlcl.kernel.syllables import is_spelt, is_syllable
from qlcl.kernel.text import nfc

TCVN3, VNI = "TCVN3 (ABC)", "VNI"

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢§£¤¥¦",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_ALONE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–…]+")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class FontEvidence:
    """How many words with accents are good Vietnamese as they stand, and how many only in an old font."""

    good: int = 0
    tcvn3: int = 0
    vni: int = 0
    accented: int = 0
    spelt: int = 0
    longest: int = 0

    def add(self, text: str) -> None:
        """Counts the words of one more text; `spelt` are those of Vietnamese letters, syllables or not (Đắk Lắk)."""
        if text.isascii():
            return
        for word in _WORDS.findall(text):
            if not word.isascii():
                self.accented += 1
                found = _word_font(word)
                self.spelt += found == "good" or is_spelt(word)
                self.good += found == "good"
                self.tcvn3 += found == TCVN3
                self.vni += found == VNI
                if found in (TCVN3, VNI):
                    self.longest = max(self.longest, len(word))

    @property
    def font(self) -> str:
        """The old font the text was typed for, or "".

        Certain: at least two such words, and more than a third of all. Likely: one long word with hardly another.
        """
        font, count = (TCVN3, self.tcvn3) if self.tcvn3 >= self.vni else (VNI, self.vni)
        certain = count >= 2 and 2 * count > self.good
        likely = count == 1 and self.longest >= 3 + self.good and self.good < 2
        return font if certain or likely else ""


def legacy_font(text: str) -> str:
    """`TCVN3 (ABC)`, `VNI`, or "" for text that is good Unicode."""
    evidence = FontEvidence()
    evidence.add(nfc(text))
    return evidence.font


class LegacyFont(DomainError):
    """The file was typed for an old font and must be converted first."""

    def __init__(self, font: str, sample: str = "") -> None:
        shown = f" (ví dụ: “{sample[:60]}”)" if sample else ""
        remedy = remedy_for(font)
        super().__init__("legacy_font", f"Tệp dùng phông chữ cũ {font}{shown}, không phải Unicode. {remedy}")


def remedy_for(font: str) -> str:
    """How to convert such a text."""
    return (
        "Ông/bà chuyển sang Unicode bằng công cụ “Chuyển mã” của Unikey (Ctrl+Shift+F6): "
        f"nguồn {font}, đích Unicode; rồi dán lại vào tệp và nhập lại."
    )


@lru_cache(maxsize=20_000)
def _word_font(word: str) -> str:
    if is_syllable(word):
        return "good"
    if len(word) < 2 or _DIGIT.search(word):
        return ""
    # Old fonts hold upper-case letters as lower-case codes: case says nothing once converted.
    if is_syllable(_from_tcvn3(word).lower()):
        return TCVN3
    if is_syllable(_from_vni(word)):
        return VNI
    return ""


def _from_tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in word)


def _from_vni(word: str) -> str:
    result, place, low = [], 0, word.lower()
    while place < len(low):
        pair = _VNI_MARKS.get(low[place], {}).get(low[place + 1 : place + 2])
        result.append(pair or _VNI_ALONE.get(low[place], low[place]))
        place += 2 if pair else 1
    return "".join(result)
