"""Makes inspections for tests, through the operation."""

from datetime import UTC, date, datetime

from qlcl.inspections.enums import Mode
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.record_inspections import NewInspection, record_inspections
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.standards.enums import InternationalStatus
from qlcl.standards.models import Edition

DAY = date(2020, 9, 10)
ON = date(2021, 6, 1)
AT = datetime(2021, 6, 1, 2, 30, tzinfo=UTC)
SYSTEM = Actor.system("thử nghiệm")


def make_edition(year: str = "2015") -> Edition:
    """An edition of the standard."""
    return Edition.objects.get_or_create(
        code=f"ISO 9001:{year}",
        defaults={"label": f"TCVN ISO 9001:{year}", "title": "Các yêu cầu", "international_status": STATUS},
    )[0]


STATUS = InternationalStatus.values[0]


def make_inspection(agency: Agency, **fields: object) -> Inspection:
    """An inspection on site in September 2020 unless told."""
    values: dict[str, object] = {"inspected_on": DAY, "mode": Mode.ON_SITE, "edition": make_edition(), **fields}
    new = NewInspection(agency=agency, **values)  # type: ignore[arg-type]
    return record_inspections(actor=SYSTEM, on=ON, at=AT, inspections=[new])[0]
