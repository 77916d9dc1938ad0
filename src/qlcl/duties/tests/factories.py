"""Makes duties for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from qlcl.duties.enums import Audience
from qlcl.duties.models import Duty, Ladder, Rung
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import Agency, QualitySystem

SYSTEM = Actor.system("kiểm thử")
AT = datetime(2021, 6, 30, 3, 0, tzinfo=UTC)
CAMPAIGN = Ref("campaign", 1, "Chiến dịch")


def system_of(agency: Agency) -> QualitySystem:
    """The system that the agency holds."""
    return QualitySystem.objects.get(holder=agency)


def make_event(agency: Agency, on: date = date(2020, 1, 1), act: str = "test.act") -> int:
    """An event on the agency's chain; its id."""
    entry = Entry(history.province_chain(agency.province_id), act, on, "Việc kiểm thử", Ref("agency", agency.pk, ""))
    return history.record(actor=SYSTEM, at=AT, entries=[entry])[0].pk


def spec(agency: Agency, act: str = "test.act", **fields: object) -> DutySpec:
    """A duty of the agency's ISO secretary, due at the end of June 2020."""
    values: dict[str, object] = {
        "system_id": system_of(agency).pk,
        "agency_id": agency.pk,
        "act": act,
        "label": f"Việc {act}",
        "due_on": date(2020, 6, 30),
        "role": Role.ISO_SECRETARY,
        "source": CAMPAIGN,
    }
    return DutySpec(**{**values, **fields})  # type: ignore[arg-type]


def make_duties(specs: Sequence[DutySpec], on: date = date(2020, 1, 1), event: int = 1) -> list[Duty]:
    """Opens the duties and reads them."""
    open_duties(specs=specs, actor=SYSTEM, on=on, at=AT, event=event)
    return list(Duty.objects.order_by("id"))


def make_duty(agency: Agency, act: str = "test.act", on: date = date(2020, 1, 1), **fields: object) -> Duty:
    """Opens one duty and reads it."""
    make_duties([spec(agency, act, **fields)], on)
    return Duty.objects.order_by("-id")[0]


#: Working days from the day a duty is due, and who is told.
RUNGS = (
    (-5, Audience.OWNER),
    (1, Audience.OWNER_SECRETARY),
    (5, Audience.HEAD),
    (10, Audience.PROVINCE),
    (20, Audience.REPORT),
)


def make_ladder(province: Agency, code: str = "thang", rungs: Sequence[tuple[int, str]] = RUNGS) -> Ladder:
    """A ladder of the province."""
    ladder = Ladder.objects.create(province=province, code=code, label="Thang nhắc việc")
    Rung.objects.bulk_create(
        Rung(ladder=ladder, number=number, offset=offset, audience=audience)
        for number, (offset, audience) in enumerate(rungs, start=1)
    )
    return ladder
