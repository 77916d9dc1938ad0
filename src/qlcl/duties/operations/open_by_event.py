"""Opens what the event rules of the provinces say, after an act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from qlcl.duties.enums import Trigger
from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.operations.open_duties import DutySpec, Reference, open_duties, provinces_of
from qlcl.duties.operations.owing import Owner, Terms, overseer_of, owners_of
from qlcl.duties.queries import event_rules
from qlcl.duties.reference import rule_rows
from qlcl.kernel.actors import PROVINCIAL, Actor, Role


@dataclass(frozen=True, slots=True)
class Started:
    """An act performed that may start terms: by the system of that agency, about `subject`, on its legal day.

    `also` names other things the act is about; what already waits for one of them is not owed a second time.
    """

    system_id: int
    agency_id: int
    act: str
    subject: Reference
    on: date
    event: int
    also: tuple[Reference, ...] = ()


@transaction.atomic
def open_by_event(*, facts: Sequence[Started], actor: Actor, at: datetime) -> int:
    """Opens the duties that the facts start by the rules in force on their day; returns how many are new.

    Called by an operation right after it has recorded its events. Where an open duty of the same system and act
    waits for the subject already, none is added: one act is not owed twice.
    """
    provinces = provinces_of({fact.system_id for fact in facts})
    order = sorted(facts, key=lambda f: (provinces[f.system_id], f.on, f.event))
    opened = 0
    for (province, on), group in groupby(order, key=lambda f: (provinces[f.system_id], f.on)):
        opened += _open(province, on, list(group), actor, at)
    return opened


def _open(province: int, on: date, facts: list[Started], actor: Actor, at: datetime) -> int:
    rules = _rules(province, on)
    started = [(fact, rule) for fact in facts for rule in rules if rule.start_act == fact.act]
    if not started:
        return 0
    terms = Terms.of(province, on)
    owners = owners_of({fact.system_id for fact, _ in started}, on)
    waited = _waited_for(started)
    opened = 0
    for event, pairs in groupby(started, key=lambda pair: pair[0].event):
        specs = [
            _spec(fact, rule, owner, due_on)
            for fact, rule in pairs
            if not _is_waited_for(fact, rule, waited)
            and (owner := _owner(fact, rule, owners, province, on))
            and owner.lives_on(due_on := terms.due_after(rule, fact.on))
        ]
        opened += open_duties(specs=specs, actor=actor, on=on, at=at, event=event) if specs else 0
    return opened


def _rules(province: int, on: date) -> list[DutyRule]:
    """The province's rules; those of the package where it has none yet (not saved: their duties name no rule)."""
    if rules := event_rules(province, on):
        return rules
    if DutyRule.objects.filter(province=province).exists():
        return []
    return [DutyRule(**row) for row in rule_rows() if row["trigger"] == Trigger.EVENT]


def _owner(fact: Started, rule: DutyRule, owners: dict[int, Owner], province: int, on: date) -> Owner | None:
    """Who owes it: the agency of the act if the rule binds it, or the overseeing body."""
    if Role(rule.role) in PROVINCIAL:
        return overseer_of(province, on)
    owner = owners.get(fact.system_id)
    return replace(owner, agency_id=fact.agency_id) if owner and owner.owes(rule) else None


def _spec(fact: Started, rule: DutyRule, owner: Owner, due_on: date) -> DutySpec:
    return DutySpec(
        system_id=owner.system_id,
        agency_id=owner.agency_id,
        act=rule.act,
        label=rule.label,
        due_on=due_on,
        role=Role(rule.role),
        subject=fact.subject,
        source=fact.subject,
        legal_basis=rule.legal_basis,
        statutory=rule.statutory,
        rule_id=rule.pk,
        ladder=rule.ladder_code,
    )


def _waited_for(started: Iterable[tuple[Started, DutyRule]]) -> set[tuple[int, str, str, int]]:
    """What open duties of those systems and acts wait for: system, act, kind and id of the subject."""
    pairs = list(started)
    systems = sorted({fact.system_id for fact, _ in pairs})
    acts = sorted({rule.act for _, rule in pairs})
    rows = Duty.objects.open().filter(system__listed=systems, act__in=acts).exclude(subject_kind="")
    return set(rows.values_list("system_id", "act", "subject_kind", "subject_id"))


def _is_waited_for(fact: Started, rule: DutyRule, waited: set[tuple[int, str, str, int]]) -> bool:
    return any((fact.system_id, rule.act, ref.kind, ref.id) in waited for ref in (fact.subject, *fact.also))
