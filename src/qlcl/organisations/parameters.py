"""What a province has set each parameter of the catalogue to, on a day."""

from collections.abc import Iterable
from datetime import date

from qlcl.kernel import catalogue
from qlcl.organisations.models import Setting


def values(province_id: int | None, day: date, codes: Iterable[str] | None = None) -> dict[str, str]:
    """Every parameter (or those of `codes`) with its value in the province on the day; one query."""
    wanted = list(codes) if codes is not None else [p.code for p in catalogue.parameters()]
    set_here = Setting.objects.valid_on(day).filter(province_id=province_id, code__in=wanted)
    return {code: catalogue.parameter(code).default for code in wanted} | dict(set_here.values_list("code", "value"))


def text(province_id: int | None, code: str, day: date) -> str:
    """A parameter's value as text."""
    return values(province_id, day, [code])[code]


def number(province_id: int | None, code: str, day: date) -> int:
    """A whole number: days, weeks, percent."""
    return int(text(province_id, code, day))


def switch(province_id: int | None, code: str, day: date) -> bool:
    """On or off."""
    return text(province_id, code, day) == "1"


def numbers(province_ids: Iterable[int], code: str, day: date) -> dict[int, int]:
    """A whole number in each of several provinces; one query."""
    ids = list(province_ids)
    default = int(catalogue.parameter(code).default)
    found = Setting.objects.valid_on(day).filter(province_id__in=ids, code=code).values_list("province_id", "value")
    return dict.fromkeys(ids, default) | {province: int(value) for province, value in found}
