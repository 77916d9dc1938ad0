"""The year board of a province of 300 agencies × 15 duties, beside a province with two million duties."""

import sys
from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.test import Client
from django.urls import reverse

from benchmarks.people import TODAY
from benchmarks.timing import timed
from qlcl.accounts.models import Person
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, make_positions
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.seed import seed
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.register_agencies import NewAgency, register_agencies

CODE, AGENCIES, YEARS = "BN", 300, range(2017, 2022)
ACTOR = Actor.system("đo")
SINCE = date(2004, 1, 1)
OFFICER = "chuyen-vien-tinh-hai"


def measure(times: int) -> dict[str, Any]:
    """The board and its filters within 120 ms p95; one agency's years."""
    if not Agency.objects.filter(code=CODE).exists():
        _make()
    print(f"→   year board among {Duty.objects.count()} duties", file=sys.stderr, flush=True)
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
    client.force_login(Person.objects.get(username=OFFICER))
    board = reverse("portal:year_board")
    agency = Agency.objects.get(code=f"{CODE}-X{AGENCIES // 2:05}")
    pages = {
        "year_board": f"{board}?nam=2021",
        "year_board_late": f"{board}?nam=2021&tinh-trang=overdue&xep=tre",
        "year_board_past_day": f"{board}?nam=2020&ngay=2020-06-30",
        "year_board_csv": f"{board}?nam=2021&xuat=csv",
        "agency_years": reverse("portal:agency_years", args=[agency.pk]),
    }
    return {name: timed(lambda url=url: client.get(url), times) for name, url in pages.items()}


def _make() -> None:
    """The province, its officer, five years of duties: two thirds done, on time or late."""
    units = [
        NewAgency(CODE, "Ủy ban nhân dân tỉnh Bình Nguyên", "province", "", SINCE, "mandatory"),
        NewAgency(f"{CODE}-S-KHCN", "Sở Khoa học và Công nghệ", "province_agency", CODE, SINCE, "mandatory"),
        *(
            NewAgency(f"{CODE}-X{n:05}", f"Ủy ban nhân dân xã Bình Nguyên {n}", "commune", CODE, SINCE, "mandatory")
            for n in range(1, AGENCIES)
        ),
    ]
    made = register_agencies(actor=ACTOR, on=SINCE, at=now(), agencies=units)
    seed(at=now(), on=SINCE, actor=ACTOR)
    for year in YEARS:
        open_year(province=made[0], year=year, actor=ACTOR, on=date(year, 1, 1), at=now())
    owed = Duty.objects.open().filter(system__province=made[0], due_on__lt=TODAY)
    ids_by_rest = {rest: [pk for pk in owed.values_list("pk", flat=True) if pk % 3 == rest] for rest in (0, 1)}
    for rest, closed_on in ((0, F("due_on")), (1, Value(TODAY, output_field=DateField()))):
        ids = ids_by_rest[rest]
        for start in range(0, len(ids), 5000):
            Duty.objects.filter(pk__in=ids[start : start + 5000]).update(
                outcome=Outcome.DONE, closed_on=closed_on, closed_by=1, next_rung_on=None
            )
    _officer(made[1])


def _officer(agency: Agency) -> None:
    account = PersonSpec(OFFICER, "Chuyên viên tỉnh", agency, password="do-toc-do-12")
    person = make_persons(actor=ACTOR, specs=[account], on=TODAY, at=now())[0].person
    spec = PositionSpec(agency, "Chuyên viên", Role.PROVINCIAL_OFFICER, SINCE)
    position = make_positions(actor=ACTOR, specs=[spec], on=TODAY, at=now())[0]
    appoint(actor=ACTOR, specs=[AppointmentSpec(person, position, SINCE)], on=TODAY, at=now())
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
