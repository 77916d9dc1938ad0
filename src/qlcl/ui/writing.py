"""How figures, days and moments are written in Vietnamese: pure functions, also the template filters."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

#: What stands where there is no figure: never 0 % of nothing.
NONE = "–"


def vn_date(day: date | datetime | None) -> str:
    """dd/mm/yyyy; a moment is taken on its day in Vietnam; nothing gives «–»."""
    if day is None or day == "":
        return NONE
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment(at: datetime | None) -> str:
    """HH:MM dd/mm/yyyy in the time of Vietnam."""
    if not at:
        return NONE
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{local:%H:%M} {vn_date(local)}"


def vn_number(number: int | float | Decimal | None, places: int | None = None) -> str:
    """Dots between thousands, decimal comma: 1234.5 → «1.234,5»; nothing gives «–»."""
    if number is None or number == "":
        return NONE
    if places is None:
        text = f"{number:,}"
    else:
        text = f"{_rounded(number, places):,.{places}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".").replace("-", "−")


def percent(share: int | float | Decimal | None, places: int = 2) -> str:
    """A figure already in per cent, written with two decimals: 55.384 → «55,38 %»; nothing gives «–»."""
    if share is None or share == "":
        return NONE
    return f"{vn_number(share, places)}\u00a0%"


def rate(part: int | None, whole: int | None) -> Decimal | None:
    """part of whole in per cent, exact; None when the denominator is empty."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def written(value: Any) -> str:
    """Any plain value as a reader expects it in a cell."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, int | float | Decimal):
        return vn_number(value)
    return str(value)


def _rounded(number: int | float | Decimal, places: int) -> Decimal:
    """Half away from zero, as people round."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
