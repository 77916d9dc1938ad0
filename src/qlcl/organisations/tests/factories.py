"""Agencies for tests, made through the same operation as everybody's."""

from datetime import date

from django.utils import timezone

from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies

BEGINNING = date(2004, 1, 1)


def new_agency(code: str, name: str, level: str, parent: str = "", **more: object) -> NewAgency:
    """A new agency with the usual values."""
    values: dict[str, object] = {"valid_from": BEGINNING, "duty_to_apply": "mandatory"} | more
    return NewAgency(code=code, name=name, level=level, parent_code=parent, **values)  # type: ignore[arg-type]


def register(*agencies: NewAgency) -> dict[str, Agency]:
    """Registers the agencies; the result by code."""
    made = register_agencies(actor=Actor.system("test"), on=BEGINNING, at=timezone.now(), agencies=list(agencies))
    return {a.code: a for a in made}


def small_province(code: str = "PX", communes: int = 2) -> dict[str, Agency]:
    """A province with its Office, a department, a district and communes."""
    return register(
        new_agency(code, f"Ủy ban nhân dân tỉnh {code}", "province"),
        new_agency(f"{code}-VP", "Văn phòng Ủy ban nhân dân tỉnh", "province_agency", code),
        new_agency(f"{code}-S-KHCN", "Sở Khoa học và Công nghệ", "province_agency", code),
        new_agency(f"{code}-H1", "Ủy ban nhân dân huyện Châu Thành", "district", code),
        *(
            new_agency(
                f"{code}-X{n}", f"Ủy ban nhân dân xã Số {n}", "commune", f"{code}-H1", duty_to_apply="provincial_plan"
            )
            for n in range(1, communes + 1)
        ),
    )
