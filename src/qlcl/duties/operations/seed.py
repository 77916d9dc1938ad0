"""Gives the country its days off, and each province its first ladders and rules."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qlcl.duties.models import DayOff, DutyRule, Ladder, Rung
from qlcl.duties.reference import LADDERS, DayRow, day_rows, rule_rows
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

#: The chain of the days off of the whole country, which belong to no province.
COUNTRY = "days_off"
_SEEDER = Actor.system("Nạp quy tắc và ngày nghỉ")


@transaction.atomic
def seed(*, at: datetime, on: date | None = None, actor: Actor | None = None) -> int:
    """Seeds the country and every province that lacks something; returns how many rows are new.

    Doing it again changes nothing, and nothing that somebody has edited is overwritten: only codes and days that
    were never there are added.
    """
    day = on or timezone.localdate(at)
    new = seed_days(actor=actor or _SEEDER, on=day, at=at)
    for province in Agency.objects.filter(level=Level.PROVINCE).order_by("id"):
        new += seed_province(province=province, actor=actor or _SEEDER, on=day, at=at)
    return new


@transaction.atomic
def seed_days(*, actor: Actor, on: date, at: datetime) -> int:
    """Brings the days off of the whole country in line with the package; returns how many changed.

    They have no form: a province sets its own day before one of these.
    """
    history.lock(COUNTRY)
    known = {d.day: d for d in DayOff.objects.filter(province__isnull=True)}
    wanted = {row.day: row for row in day_rows()}
    removed = [known[day] for day in known if day not in wanted]
    changed = [_day(known.get(row.day), row) for row in wanted.values() if _differs(known.get(row.day), row)]
    if not (changed or removed):
        return 0
    new = DayOff.objects.bulk_create([d for d in changed if d.pk is None])
    DayOff.objects.bulk_update([d for d in changed if d not in new], ["kind", "label", "basis", "confirmed"])
    DayOff.objects.filter(pk__in=[d.pk for d in removed]).delete()
    entry = Entry(
        chain=COUNTRY,
        act="duties.seed",
        on=on,
        summary=f"Nạp {len(changed)} ngày nghỉ, ngày làm bù của cả nước",
        subject=Ref("day_off", 0, "Ngày nghỉ của cả nước"),
        changed=changed,
        removed=removed,
        payload={"changed": len(changed), "removed": len(removed)},
    )
    history.record(actor=actor, at=at, entries=[entry])
    return len(changed) + len(removed)


def _differs(standing: DayOff | None, row: DayRow) -> bool:
    if standing is None:
        return True
    held = (standing.kind, standing.label, standing.basis, standing.confirmed)
    return held != (row.kind, row.label, row.basis, row.confirmed)


def _day(standing: DayOff | None, row: DayRow) -> DayOff:
    day = standing or DayOff(day=row.day)
    day.kind, day.label, day.basis, day.confirmed = row.kind, row.label, row.basis, row.confirmed
    return day


@transaction.atomic
def seed_province(*, province: Agency, actor: Actor, on: date, at: datetime, batch: str = "") -> int:
    """Adds the ladders and rules whose code the province never had; returns how many rows are new.

    Part of the import that creates the province when `batch` names it: undone with it.
    """
    if _has_all(*_codes(province)):
        return 0
    history.lock(history.province_chain(province.pk))
    ladders, rules = _codes(province)
    if _has_all(ladders, rules):  # somebody else has just added them
        return 0
    made = [*_make_ladders(province, ladders), *_make_rules(province, rules)]
    entry = Entry(
        chain=history.province_chain(province.pk),
        act="duties.seed",
        on=on,
        summary=f"Nạp quy tắc phát sinh việc và thang nhắc việc ban đầu của {province.name}",
        subject=Ref("agency", province.pk, province.name),
        changed=made,
        payload={"rows": len(made)},
    )
    history.record(actor=actor, at=at, entries=[entry], batch=batch)
    return len(made)


def _codes(province: Agency) -> tuple[set[str], set[str]]:
    """The ladders and the rules that the province has, or had."""
    ladders = Ladder.objects.filter(province=province).values_list("code", flat=True)
    return set(ladders), set(DutyRule.objects.filter(province=province).values_list("code", flat=True))


def _has_all(ladders: set[str], rules: set[str]) -> bool:
    return ladders >= LADDERS.keys() and rules >= {row["code"] for row in rule_rows()}


def _make_ladders(province: Agency, known: set[str]) -> Sequence[Ladder | Rung]:
    missing = {code: seeds for code, seeds in LADDERS.items() if code not in known}
    ladders = Ladder.objects.bulk_create(
        [Ladder(province=province, code=code, label=label) for code, (label, _) in missing.items()]
    )
    rungs = Rung.objects.bulk_create(
        [
            Rung(ladder=ladder, number=number, offset=offset, audience=audience)
            for ladder in ladders
            for number, (offset, audience) in enumerate(missing[ladder.code][1], start=1)
        ]
    )
    return [*ladders, *rungs]


def _make_rules(province: Agency, known: set[str]) -> list[DutyRule]:
    return DutyRule.objects.bulk_create(
        [DutyRule(province=province, **row) for row in rule_rows() if row["code"] not in known]
    )
