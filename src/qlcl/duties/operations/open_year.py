"""Opens what every living system owes in a year, by the yearly rules of its province."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.duties.operations.owing import Owner, Terms, overseer_of, owners_in
from qlcl.duties.queries import yearly_rules
from qlcl.kernel import history
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency

SOURCE = "duty_rule"
#: So many duties of a large province are opened in one transaction of the night, which others wait for.
PART = 10_000


@transaction.atomic
def open_year(
    *,
    province: Agency,
    year: int,
    actor: Actor,
    on: date,
    at: datetime,
    system_ids: frozenset[int] | None = None,
) -> int:
    """Opens the year's duties that are missing and returns how many; doing it again opens nothing.

    A system made during the year owes the rest of it: what is due within its first days (a setting) is left out, and
    so is what was due before the day on which the present year is opened.
    A system that will have ended by the due day owes nothing more. A rule changed during the year counts for what is
    not open yet; what is open stays as it is. `system_ids` narrows it to some systems.
    """
    history.lock(history.province_chain(province.pk))
    specs = [s for s in missing_of_year(province, year, on) if system_ids is None or s.system_id in system_ids]
    return _open(province=province, year=year, specs=specs, actor=actor, on=on, at=at)


def open_year_in_parts(*, province: Agency, year: int, actor: Actor, day: date, at: datetime, part: int = PART) -> int:
    """As `open_year`, each part a transaction of its own: killed half way, the next run opens the rest.

    A system's duties stand together, so that at most one system is seen with some of them.
    """
    specs = sorted(missing_of_year(province, year, day), key=lambda spec: spec.system_id)
    opened = 0
    for start in range(0, len(specs), part):
        some = specs[start : start + part]
        opened += _open(province=province, year=year, specs=some, actor=actor, on=day, at=at)
    return opened


@transaction.atomic
def _open(*, province: Agency, year: int, specs: Sequence[DutySpec], actor: Actor, on: date, at: datetime) -> int:
    """Opens and records what nobody has opened meanwhile."""
    history.lock(history.province_chain(province.pk))
    standing = set(
        Duty.objects.filter(year=year, source_kind=SOURCE, system_id__in={s.system_id for s in specs}).values_list(
            "system_id", "source_id"
        )
    )
    specs = [s for s in specs if s.source and (s.system_id, s.source.id) not in standing]
    if not specs:
        return 0
    entry = Entry(
        chain=history.province_chain(province.pk),
        act="duties.open_year",
        on=on,
        summary=f"Mở {_count(len(specs))} việc phải làm của năm {year} cho "
        f"{_count(len({s.system_id for s in specs}))} hệ thống",
        subject=Ref("agency", province.pk, province.name),
        payload={"year": year, "duties": len(specs)},
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    return open_duties(specs=specs, actor=actor, on=on, at=at, event=event.pk)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def missing_of_year(
    province: Agency, year: int, on: date, drafts: Sequence[DutyRule] | None = None
) -> Iterable[DutySpec]:
    """The duties of the year that are not open yet, as the rules in force on the day say, or the drafts instead."""
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    day = min(max(on, begin), date(year, 12, 31))
    rules = yearly_rules(province.pk, day) if drafts is None else drafts
    if not rules:
        return
    owners, overseer = owners_in(province.pk, day), overseer_of(province.pk, day)
    standing = set(
        Duty.objects.filter(year=year, source_kind=SOURCE, source_id__in=[r.source_id for r in rules]).values_list(
            "system_id", "source_id"
        )
    )
    terms, grace = Terms.of(province.pk, day), parameters.number(province.pk, "duties.first_days", day)
    for rule in rules:
        due_on = terms.due_in(rule, year)
        for owner in _owing(rule, owners, overseer):
            since = max(begin, owner.since)
            opened_on = since if on.year > year else max(since, on)
            left_out = (
                opened_on > due_on
                or not owner.lives_on(due_on)
                or (owner.since > begin and (due_on - owner.since).days < grace)
            )
            if not left_out and (owner.system_id, rule.source_id) not in standing:
                yield _spec(rule, owner, year, due_on, (since, end), opened_on)


def _owing(rule: DutyRule, owners: dict[int, Owner], overseer: Owner | None) -> Iterable[Owner]:
    if Role(rule.role) in PROVINCIAL:
        return [overseer] if overseer else []
    return (owner for owner in owners.values() if owner.owes(rule))


def _spec(
    rule: DutyRule, owner: Owner, year: int, due_on: date, period: tuple[date, date], opened_on: date
) -> DutySpec:
    return DutySpec(
        system_id=owner.system_id,
        agency_id=owner.agency_id,
        act=rule.act,
        label=f"{rule.label} ({year})",
        due_on=due_on,
        role=Role(rule.role),
        source=Ref(SOURCE, rule.source_id, rule.label),
        sequence=year,
        legal_basis=rule.legal_basis,
        statutory=rule.statutory,
        period_from=period[0],
        period_until=period[1],
        rule_id=rule.pk,
        year=year,
        ladder=rule.ladder_code,
        opened_on=opened_on,
    )
