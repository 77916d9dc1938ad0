"""The ladder run: logs the rungs that the day has reached and puts one notice into the inbox of each position.

A chunk is some agencies: their rungs, their notices and the cursor are one transaction, so that a run killed at any
point, or two at the same time, tell nobody twice and leave nobody out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse

from qlcl.duties.enums import Audience
from qlcl.duties.models import Duty, DutyQuerySet, NightlyRun, Notice, Reminder
from qlcl.duties.operations.nightly_runs import begin_stage, finish_stage, locked
from qlcl.duties.operations.reminder_words import Told, sentence
from qlcl.duties.queries.calendar import workdays_of
from qlcl.duties.queries.recipients import PROVINCIAL_ROLES, Recipient, Recipients, recipients
from qlcl.duties.queries.rules import Step, ladder_steps
from qlcl.duties.workflow import rung_on
from qlcl.kernel.rows import insert_new
from qlcl.kernel.workdays import Workdays
from qlcl.organisations.queries import oversight_ids

STAGE = "duties.remind"
TOPIC, TOPIC_PROVINCE = "ladder", "ladder:province"
SENDER = "Nhắc việc"
CHUNK = 5000
DAY_OFF = "Ngày nghỉ, không nhắc"

Steps = dict[tuple[int, str], list[Step]]


class Waiting(NamedTuple):
    """An open duty whose next rung the day has reached."""

    id: int
    agency_id: int
    province_id: int
    role: str
    position_id: int | None
    due_on: date
    ladder: str
    passed: int


@dataclass(slots=True)
class Climb:
    """The ladders of a province on a day: which rungs a duty has reached, and on which day it meets the next."""

    day: date
    calendar: Workdays
    steps: Steps
    known: dict[tuple[date, int], date] = field(default_factory=dict)

    def rungs(self, duty: Waiting) -> tuple[list[Step], date | None]:
        """The rungs reached and not passed yet, and the day of the one after them; None at the top."""
        reached: list[Step] = []
        for step in self.steps.get((duty.province_id, duty.ladder), [])[duty.passed :]:
            met = self._day_of(duty.due_on, step)
            if met > self.day:
                return reached, met
            reached.append(step)
        return reached, None

    def _day_of(self, due_on: date, step: Step) -> date:
        if (due_on, step.offset) not in self.known:
            self.known[due_on, step.offset] = rung_on(step, due_on, self.calendar)
        return self.known[due_on, step.offset]


def remind_due(*, province_id: int, day: date, at: datetime, chunk: int = CHUNK) -> int:
    """Passes every rung of the province that `day` has reached; returns how many were logged by this call.

    On a day off nothing goes out: what falls on it goes on the next working day. Idempotent and resumable.
    """
    run = begin_stage(province_id=province_id, day=day, stage=STAGE, at=at)
    if run.finished_at:
        return 0
    calendar = workdays_of(province_id)
    if not calendar.is_working(day):
        finish_stage(run=run, at=at, done=0, note=DAY_OFF)
        return 0
    provinces = oversight_ids([province_id], day)
    climb = Climb(day, calendar, ladder_steps(provinces))
    logged = 0
    for agency_ids in _batches(_reached(provinces, day).filter(agency_id__gt=run.cursor), chunk):
        logged += _pass_rungs(run, agency_ids, provinces, climb, at)
    _tell_province(run, provinces, at)
    return logged


def _reached(provinces: frozenset[int], day: date) -> DutyQuerySet:
    return Duty.objects.open().filter(next_rung_on__lte=day, system__province_id__in=provinces)


def _batches(duties: DutyQuerySet, chunk: int) -> Iterator[list[int]]:
    """Agencies in the order of their ids, as many at a time as have `chunk` duties between them."""
    ids: list[int] = []
    filled = 0
    for agency_id, count in duties.order_by("agency_id").values_list("agency_id").annotate(n=Count("id")):
        ids.append(agency_id)
        filled += count
        if filled >= chunk:
            yield ids
            ids, filled = [], 0
    if ids:
        yield ids


@transaction.atomic
def _pass_rungs(
    run: NightlyRun, agency_ids: Sequence[int], provinces: frozenset[int], climb: Climb, at: datetime
) -> int:
    """One chunk: logs its rungs, tells the positions of its agencies, moves the cursor."""
    run = locked(run)
    mine = [agency_id for agency_id in agency_ids if agency_id > run.cursor]
    if run.finished_at or not mine:
        return 0
    duties = _waiting(mine, provinces, climb.day)
    positions = {duty.position_id for duty in duties if duty.position_id}
    whom = recipients(province_id=run.province_id, agency_ids=mine, position_ids=positions, day=climb.day)
    logged = _logged(duties)
    rows: list[tuple[object, ...]] = []
    told: dict[Recipient, Told] = {}
    moved: dict[tuple[int, date | None], list[int]] = {}
    for duty in duties:
        steps, following = climb.rungs(duty)
        moved.setdefault((duty.passed + len(steps), following), []).append(duty.id)
        for step in steps:
            if (duty.id, duty.due_on, step.number) not in logged:
                rows.append(_row(duty, step, whom, told, climb.day, at))
    insert_new(Reminder, ("duty", "agency", "number", "due_on", "audience", "on", "at", "told"), rows)
    for (passed, following), ids in moved.items():
        Duty.objects.filter(pk__in=ids).update(rungs_passed=passed, next_rung_on=following)
    _send(told, TOPIC, climb.day, at)
    run.cursor, run.done = mine[-1], run.done + len(rows)
    run.save(update_fields=["cursor", "done"])
    return len(rows)


def _waiting(agency_ids: Sequence[int], provinces: frozenset[int], day: date) -> list[Waiting]:
    rows = _reached(provinces, day).filter(agency_id__in=agency_ids)
    return [
        Waiting(*row)
        for row in rows.values_list(
            "id", "agency_id", "system__province_id", "role", "position_id", "due_on", "ladder", "rungs_passed"
        )
    ]


def _logged(duties: Sequence[Waiting]) -> set[tuple[int, date, int]]:
    """Rungs that were logged before for the same date, which has been moved away and back."""
    found = Reminder.objects.filter(
        duty_id__in=[duty.id for duty in duties], due_on=F("duty__due_on"), number__gt=F("duty__rungs_passed")
    )
    return set(found.values_list("duty_id", "due_on", "number"))


def _row(
    duty: Waiting, step: Step, whom: Recipients, told: dict[Recipient, Told], day: date, at: datetime
) -> tuple[object, ...]:
    """The log of one rung; those told who belong to the duty's own agency are noted in `told`."""
    found = whom.of(step.audience, duty.agency_id, duty.role, duty.position_id)
    for recipient in found:
        if recipient.is_within(duty.agency_id):
            _note(told, recipient, step.audience, duty.id, duty.agency_id, duty.due_on < day)
    titles = "; ".join(recipient.title for recipient in found)[:300]
    return (duty.id, duty.agency_id, step.number, duty.due_on, step.audience, day, at, titles)


def _note(
    told: dict[Recipient, Told], recipient: Recipient, audience: str, duty_id: int, agency_id: int, overdue: bool
) -> None:
    entry = told.setdefault(recipient, Told())
    if audience in {Audience.OWNER, Audience.OWNER_SECRETARY}:
        entry.add_own(duty_id, overdue)
    else:
        entry.add_other(duty_id, agency_id)


def _send(told: dict[Recipient, Told], topic: str, day: date, at: datetime) -> None:
    mine, due = reverse("duties:mine"), reverse("duties:due")
    provincial = topic == TOPIC_PROVINCE
    rows = []
    for recipient, entry in told.items():
        link = mine if entry.own else due if provincial else f"{due}?co-quan={recipient.agency_id}"
        if entry.only:
            link = reverse("duties:open", args=[entry.only])
        text = sentence(entry, provincial=provincial)
        rows.append((recipient.position_id, text, link, topic, SENDER, day, at))
    insert_new(Notice, ("position", "text", "link", "topic", "sent_by", "on", "at"), rows)


@transaction.atomic
def _tell_province(run: NightlyRun, provinces: frozenset[int], at: datetime) -> None:
    """The last part: one notice to each position outside the agencies that owe, from what this day logged."""
    run = locked(run)
    if run.finished_at:
        return
    if run.done:
        _send(_told_outside(run, provinces), TOPIC_PROVINCE, run.day, at)
    run.finished_at = at
    run.save(update_fields=["finished_at"])


def _told_outside(run: NightlyRun, provinces: frozenset[int]) -> dict[Recipient, Told]:
    outside = Q(audience=Audience.PROVINCE) | (
        Q(audience__in=[Audience.OWNER, Audience.OWNER_SECRETARY])
        & (
            Q(duty__role__in=PROVINCIAL_ROLES)
            | (Q(duty__position__isnull=False) & ~Q(duty__position__agency=F("agency")))
        )
    )
    rows = list(
        Reminder.objects.to(*(a for a in Audience.values if a != Audience.REPORT))
        .filter(outside, on=run.day, duty__system__province_id__in=provinces)
        .values_list("duty_id", "agency_id", "audience", "duty__role", "duty__position_id", "due_on")
    )
    positions = {row[4] for row in rows if row[4]}
    whom = recipients(province_id=run.province_id, agency_ids=(), position_ids=positions, day=run.day)
    told: dict[Recipient, Told] = {}
    for duty_id, agency_id, audience, role, position_id, due_on in rows:
        for recipient in whom.of(audience, agency_id, role, position_id):
            if not recipient.is_within(agency_id):
                _note(told, recipient, audience, duty_id, agency_id, due_on < run.day)
    return told
