"""Default terms by severity, as the province sets them; what they open for whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from qlcl.corrective.enums import Severity
from qlcl.corrective.models import CorrectiveAction, Nonconformity
from qlcl.corrective.operations.recording import action_reference, reference
from qlcl.corrective.policies import EXTERNAL
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_duties import DutySpec
from qlcl.kernel.actors import Role
from qlcl.kernel.history import Ref
from qlcl.organisations import parameters
from qlcl.organisations.models import OverseeingBody

FIND_CAUSE = "corrective.find_cause"
COMPLETE_ACTION = "corrective.complete_action"
CHECK_EFFECT = "corrective.check_effect"
_BASIS = "TCVN ISO 9001:2015, điều khoản 10.2"
#: Parameter of the days in which a nonconformity of that severity should be fixed.
FIX_DAYS = {severity: f"corrective.fix_days_{severity.value}" for severity in Severity}
#: The ladder of reminders that a duty climbs: only what is grave is named in the report.
LADDERS = {Severity.SERIOUS: "statutory", Severity.ORDINARY: "findings", Severity.REMARK: "findings"}
CAUSE_DAYS, VERIFY_DAYS = "corrective.cause_days", "corrective.verify_days"


def fix_days(province_ids: Iterable[int], day: date) -> dict[int, dict[str, int]]:
    """Province → severity → days to fix."""
    found: dict[int, dict[str, int]] = {}
    for province in set(province_ids):
        values = parameters.values(province, day, FIX_DAYS.values())
        found[province] = {severity.value: int(values[code]) for severity, code in FIX_DAYS.items()}
    return found


def cause_duty(row: Nonconformity, days: int) -> DutySpec:
    """The secretary finds the cause."""
    due = max(min(row.raised_on + timedelta(days=days), row.due_on), row.raised_on)
    return _spec(row, FIND_CAUSE, f"Tìm nguyên nhân: {row}", due, Role.ISO_SECRETARY, sequence=row.reopened)


def cause_duty_again(row: Nonconformity, on: date, days: int) -> DutySpec:
    """After actions without effect the cause is looked for again, from that day."""
    return replace(cause_duty(row, days), due_on=on + timedelta(days=days))


def action_duty(row: Nonconformity, action: CorrectiveAction) -> DutySpec:
    """The position named carries the action out; without one, whoever keeps the system."""
    role = Role(action.position.role) if action.position else Role.ISO_SECRETARY
    spec = _spec(row, COMPLETE_ACTION, f"Khắc phục: {action}", action.due_on, role)
    return replace(spec, subject=action_reference(action), position_id=action.position_id)


def effect_duty(row: Nonconformity, on: date) -> DutySpec:
    """The inspecting body says whether what it found was cured; the head, where the agency found it itself."""
    assert row.verify_on is not None
    external = row.source_kind in EXTERNAL
    body = _inspecting_body(row.province_id, on) if external else None
    role = Role.INSPECTOR if external else Role.HEAD
    earlier = Duty.objects.of_source("nonconformity", row.pk).filter(act=CHECK_EFFECT).count()
    label = f"Xác nhận hiệu quả khắc phục: {row}"
    spec = _spec(row, CHECK_EFFECT, label, row.verify_on, role, sequence=earlier)
    if external:  # it is owed by the body that inspects: it names whose finding it is
        said = f"{row.agency.short_name}, phát hiện ngày {row.raised_on:%d/%m/%Y}"
        spec = replace(spec, subject=Ref("nonconformity", row.pk, said))
    return replace(spec, agency_id=body) if body else spec


def _inspecting_body(province_id: int, day: date) -> int | None:
    """The body that leads the application in the province on the day."""
    bodies = OverseeingBody.objects.filter(province=province_id, valid_from__lte=day)
    standing = bodies.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day)).order_by("-valid_from", "-pk")
    return standing.values_list("agency_id", flat=True).first()


def _spec(row: Nonconformity, act: str, label: str, due_on: date, role: Role, sequence: int = 0) -> DutySpec:
    return DutySpec(
        system_id=row.system_id,
        agency_id=row.agency_id,
        act=act,
        label=label[:300],
        due_on=due_on,
        role=role,
        subject=reference(row),
        source=reference(row),
        sequence=sequence,
        legal_basis=_BASIS,
        ladder=LADDERS[Severity(row.severity)],
    )
