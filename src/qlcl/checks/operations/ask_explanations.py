"""Opens a duty to explain a statutory duty that was missed, and closes it once explained or done after all.

What a law demands is excused by nothing (ADR 10); the explanation says why, and the duty still counts as missed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.checks.models import CheckLine
from qlcl.duties.models import Duty
from qlcl.duties.operations.cancel_duties import cancel
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.duties.queries import workdays_of
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.parameters import number

CODE = "statutory_missed"
ACT = "checks.explain_missed"
TERM = "checks.explanation_days"


@transaction.atomic
def ask_explanations(*, province_id: int, actor: Actor, on: date, at: datetime) -> int:
    """Brings the duties to explain in line with what the check found; returns how many are new."""
    opened = _open(province_id, actor, on, at)
    _close(province_id, actor, on, at)
    return opened


def _open(province_id: int, actor: Actor, on: date, at: datetime) -> int:
    days = number(province_id, TERM, on)
    lines = CheckLine.objects.open().filter(province_id=province_id, code=CODE, subject_kind="duty")
    asked = Duty.objects.filter(act=ACT, system__province_id=province_id)
    wanted = list(lines.exclude(subject_id__in=asked.values("subject_id")).values_list("subject_id", flat=True))
    missed = _missed(wanted) if days else []
    if not missed:
        return 0
    due = workdays_of(province_id).add(on, days)
    entries = [
        Entry(
            chain=history.system_chain(duty.system_id),
            act="checks.ask_explanation",
            on=on,
            summary=f"Đề nghị giải trình “{duty.label}”, quá hạn từ {duty.due_on:%d/%m/%Y}",
            subject=Ref("duty", duty.pk, duty.label),
            payload={"duty": duty.pk, "due_on": duty.due_on},
        )
        for duty in missed
    ]
    events = history.record(actor=Actor.system("Rà soát"), at=at, entries=entries)
    specs = [_spec(duty, due, event.pk) for duty, event in zip(missed, events, strict=True)]
    return open_duties(specs=specs, actor=actor, on=on, at=at, event=None)


def _missed(ids: Sequence[int]) -> list[Duty]:
    found: list[Duty] = []
    for start in range(0, len(ids), 5000):
        found += Duty.objects.filter(pk__in=ids[start : start + 5000]).order_by("pk")
    return found


def _spec(duty: Duty, due: date, event: int) -> DutySpec:
    ref = Ref("duty", duty.pk, duty.label)
    return DutySpec(
        system_id=duty.system_id,
        agency_id=duty.agency_id,
        act=ACT,
        label=f"Giải trình: {duty.label}"[:300],
        due_on=due,
        role=Role.ISO_SECRETARY,
        subject=ref,
        source=ref,
        legal_basis=duty.legal_basis,
        event=event,
    )


def _close(province_id: int, actor: Actor, on: date, at: datetime) -> None:
    """An explanation discharges; a duty performed after all needs none."""
    asked = Duty.objects.open().filter(act=ACT, system__province_id=province_id)
    explained = dict(asked.values_list("subject_id", "system_id"))
    settled = Duty.objects.filter(pk__in=list(explained)).exclude(explained_by=None, closed_by=None)
    facts, done = [], []
    for duty in settled:
        if duty.explained_by is not None and duty.explained_on is not None:
            ref = Ref("duty", duty.pk, duty.label)
            facts.append(Fact(duty.system_id, ACT, ref, duty.explained_on, duty.explained_by))
        elif duty.closed_by is not None:
            done.append(duty)
    if facts:
        discharge(facts=facts, actor=actor, at=at)
    for duty in done:
        one = Duty.objects.filter(act=ACT, subject_kind="duty", subject_id=duty.pk)
        cancel(duties=one, reason="Việc đã được thực hiện.", actor=actor, on=on, at=at, event=duty.closed_by or 0)
