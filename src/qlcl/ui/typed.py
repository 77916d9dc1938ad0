"""Numbers that arrive as text in an address or a form, where nobody has checked them yet."""

LONGEST = 18


def number_of(text: str | None) -> int | None:
    """The whole number of plain digits that a database can hold; None for anything else ("²" is no number)."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if plain and text is not None else None


def year_of(text: str | None) -> int | None:
    """A year of four digits from 1900 on; None for anything else."""
    year = number_of(text) if text is not None and len(text) == 4 else None
    return year if year is not None and year >= 1900 else None
