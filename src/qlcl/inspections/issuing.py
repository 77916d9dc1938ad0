"""Who issues a paper of an inspection: the unit that inspects, with its superior, its symbol, its head's post."""

from datetime import date

from qlcl.inspections.models import Inspection
from qlcl.organisations.models import Agency, OverseeingBody

_BODY = "Sở Khoa học và Công nghệ"
#: The letters of the units that usually inspect; others write theirs by hand.
_LETTERS = {"Chi cục Tiêu chuẩn Đo lường Chất lượng": "CCTĐC", _BODY: "SKHCN"}
_POSTS = (("Chi cục", "Chi cục trưởng"), ("Sở", "Giám đốc"), ("Trung tâm", "Giám đốc"))


def issuer(inspection: Inspection, day: date) -> dict[str, str]:
    """The unit that inspects, under the body that oversees the province; one query."""
    bodies = OverseeingBody.objects.filter(province=inspection.province_id, valid_from__lte=day)
    body = bodies.select_related("agency__parent").order_by("-valid_from").first()
    province = inspection.province.name
    name = body.agency.name if body else _BODY
    unit = inspection.inspected_by or name
    superior = name
    if unit == name:
        parent: Agency | None = body.agency.parent if body else None
        superior = parent.name if parent else province
    return {
        "superior_name": superior,
        "department_name": unit,
        "province_name": province,
        "place": province.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ").removeprefix("thành phố "),
        "unit_letters": letters_of(unit),
        "head_post": head_post_of(unit),
    }


def letters_of(unit: str) -> str:
    """How the unit is written in the symbols of its papers."""
    return _LETTERS.get(unit, "…")


def symbol_of_letters(unit: str) -> str:
    """The symbol of the unit's letters, which bear no name of a kind (Decree 30/2020/ND-CP)."""
    return f"{letters_of(unit)}-{'TĐC' if unit == _BODY else 'QLCL'}"


def head_post_of(unit: str) -> str:
    """The post of the unit's head."""
    return next((post for start, post in _POSTS if unit.startswith(start)), "Thủ trưởng")


def split_number(number: str) -> tuple[str, str]:
    """Number and symbol of a paper that has them already: “12/QĐ-SKHCN” is “12” and “QĐ-SKHCN”."""
    first, _, symbol = number.partition("/")
    return (first, symbol) if symbol else (number, "")
