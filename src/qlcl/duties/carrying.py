"""What last year's words become this year: the same text, its year moved on, its numbers and days left open."""

import re

#: Stands for what has to be filled in again; a text that still holds it is not accepted.
OPEN = "…"
_DAY = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2}\b")
_WRITTEN_DAY = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm (?:19|20)\d{2}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![/\d])\d+(?=/(?:\d{4}/)?[A-ZĐ])")
_UNCHANGED = re.compile(r"^Không thay đổi so với năm \d{4}[:.]?\s*")


def carried_over(text: str, before: int, now: int) -> str:
    """The text of year `before` as a draft for year `now`: "Số 12/KH-UBND ngày 03/02/2020 …" keeps all but numbers.

    The number of a paper and days are left open (…); the year itself becomes the new one.
    """
    draft = _UNCHANGED.sub("", text)
    draft = _WRITTEN_DAY.sub(f"ngày {OPEN} tháng {OPEN} năm {now}", draft)
    draft = _DAY.sub(f"{OPEN}/{OPEN}/{now}", draft)
    draft = _NUMBER.sub(OPEN, draft)
    return re.sub(rf"\b{before}\b", str(now), draft)


def unchanged_since(text: str, year: int) -> str:
    """The words under which a year without change is closed; they cite the last year's, once."""
    cited = _UNCHANGED.sub("", text).strip()
    return f"Không thay đổi so với năm {year}" + (f": {cited}" if cited else ".")
