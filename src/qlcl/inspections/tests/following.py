"""Makes an inspection whose minutes are signed, with findings, for tests of what follows."""

from datetime import UTC, date, datetime

from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.duties.queries import workdays_of
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.recording_cases import record_case, reference
from qlcl.inspections.tests.factories import make_edition
from qlcl.kernel.actors import Actor
from qlcl.kernel.workdays import add_months
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency

SIGNED = date(2021, 3, 15)
DUE = date(2021, 5, 17)  # two months later is a Saturday
AT = datetime(2021, 12, 1, 2, 30, tzinfo=UTC)
SYSTEM = Actor.system("thử nghiệm")


def make_signed(agency: Agency, *statements: str, signed: date = SIGNED, **fields: object) -> Inspection:
    """An inspection on site, its minutes signed, with one finding for each statement, and the duty of two months."""
    system = systems_by_agency({agency.pk})[agency.pk][0].system
    due_on = workdays_of(agency.province_id).next_working(add_months(signed, 2))
    values: dict[str, object] = {"mode": Mode.ON_SITE, "inspected_by": "Chi cục", "report_due_on": due_on}
    values |= {"status": Status.SIGNED, "minutes_signed_on": signed}
    inspection = Inspection.objects.create(
        system=system, agency=agency, province_id=agency.province_id, inspected_on=signed, edition=make_edition(),
        **{**values, **fields},
    )  # fmt: skip
    new = [
        NewNonconformity(system, agency, text, signed, "Đoàn kiểm tra", source=reference(inspection), article="1đ")
        for text in statements
    ]
    raise_nonconformities(actor=SYSTEM, new=new, on=signed, at=AT)
    event = record_case(
        inspection=inspection, act="inspections.sign_minutes", summary="Ký biên bản", actor=SYSTEM, on=signed, at=AT
    )
    started = Started(system.pk, agency.pk, "inspections.sign_minutes", reference(inspection), signed, event.pk)
    open_by_event(facts=[started], actor=SYSTEM, at=AT)
    return inspection


def findings(inspection: Inspection) -> list[Nonconformity]:
    """What it found, in order."""
    return list(Nonconformity.objects.of_source("inspection", inspection.pk).order_by("pk"))
