"""Makes campaigns, declarations and attendances for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.import_declarations import PastDeclaration, import_declarations
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.organisations.enums import DutyKind
from qlcl.organisations.models import Agency, DutyToApply, QualitySystem
from qlcl.standards.models import Edition
from qlcl.training.models import Attendance, TrainingClass
from qlcl.transitions.enums import STEP_NUMBER
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.open_campaigns import CampaignSpec, open_campaign
from qlcl.transitions.operations.take_account import take_account

SYSTEM = Actor.system("kiểm thử")
AT = datetime(2021, 12, 31, 3, 0, tzinfo=UTC)
START, END = date(2019, 11, 12), date(2021, 12, 31)


def make_editions() -> tuple[Edition, Edition]:
    """The edition led from, and the edition led to."""
    pairs = [(code, f"TCVN {code}") for code in ("ISO 9001:2008", "ISO 9001:2015")]
    old, new = [Edition.objects.get_or_create(code=code, defaults={"label": label})[0] for code, label in pairs]
    return old, new


def bind(*agencies: Agency, kind: str = DutyKind.MANDATORY) -> None:
    """Gives the agencies a duty to apply since 2004."""
    for agency in agencies:
        DutyToApply.objects.create(agency=agency, kind=kind, valid_from=date(2004, 1, 1))


def make_campaign(province: Agency, **fields: object) -> Campaign:
    """A campaign of the province from 12/11/2019 to the end of 2021, opened by the system."""
    old, new = make_editions()
    values: dict[str, object] = {
        "code": "CD-2015",
        "name": "Chuyển đổi sang TCVN ISO 9001:2015",
        "province_id": province.pk,
        "from_edition_id": old.pk,
        "to_edition_id": new.pk,
        "starts_on": START,
        "ends_on": END,
        "basis": "Hướng dẫn số 03/HD-KHCN",
    }
    spec = CampaignSpec(**{**values, **fields})  # type: ignore[arg-type]
    return open_campaign(spec=spec, actor=SYSTEM, on=END, at=AT)


def declare(agency: Agency, signed_on: date, **fields: object) -> Declaration:
    """An imported declaration of the agency to the edition of 2015."""
    system = QualitySystem.objects.get(holder=agency)
    past = PastDeclaration(system.pk, agency, make_editions()[1], signed_on, **{"kind": "first", **fields})  # type: ignore[arg-type]
    return import_declarations(actor=SYSTEM, on=END, at=AT, declarations=[past])[0]


def attend(agency: Agency, held_on: date, code: str = "LOP-01") -> Attendance:
    """Two persons of the agency in a class; recorded without the room's operation, as take-account finds it."""
    held, _ = TrainingClass.objects.get_or_create(
        province_id=agency.province_id, code=code, defaults={"held_on": held_on, "topic": "nhan-thuc", "title": code}
    )
    return Attendance.objects.create(training_class=held, agency=agency, attendees=2)


def account(province: Agency) -> int:
    """What an import calls at its end."""
    return take_account(province_ids=[province.pk], actor=SYSTEM, on=END, at=AT)


def step(campaign: Campaign, agency: Agency, code: str) -> Duty:
    """The duty of a step of the agency."""
    return Duty.objects.of_source("campaign", campaign.pk).get(agency=agency, sequence=STEP_NUMBER[code])


def steps_of(campaign: Campaign) -> Sequence[tuple[object, ...]]:
    """Every step duty as it stands, without ids of events."""
    duties = Duty.objects.of_source("campaign", campaign.pk).order_by("agency_id", "sequence")
    return list(duties.values_list("agency__code", "act", "outcome", "closed_on", "on_time", "due_on"))
