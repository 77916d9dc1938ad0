"""Takes account of what is on record already: closes the steps that other rooms have seen performed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.recording import NOTICE_DAYS, facts_of
from qlcl.duties.operations.close_unknown import Presumption, close_unknown
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.models import Event
from qlcl.organisations.queries import coverage_on, systems_by_agency
from qlcl.transitions.enums import PRESUMED_ACTS
from qlcl.transitions.models import Campaign
from qlcl.transitions.queries import attendances_of, confirmations_of, declarations_of

#: What is looked at of a declaration.
_TOLD = ("system", "edition", "kind", "signed_on", "imported", *NOTICE_DAYS.values())


class _Events:
    """The event that recorded each thing; what has none is cited by the event of taking account itself."""

    def __init__(self, kind: str, ids: Iterable[int], fallback: int) -> None:
        self.fallback = fallback
        rows = Event.objects.filter(subject_kind=kind, subject_id__listed=set(ids)).order_by("-id")
        self.known: dict[int, int] = dict(rows.values_list("subject_id", "id"))

    def __getitem__(self, subject: int) -> int:
        return self.known.get(subject, self.fallback)


def _attended(campaign: Campaign, event: int) -> list[Fact]:
    rows = list(attendances_of(campaign).values_list("id", "agency_id", "training_class__held_on"))
    coverages = systems_by_agency({agency for _, agency, _ in rows})
    events = _Events("attendance", (row[0] for row in rows), event)
    facts = []
    for attendance, agency, held_on in rows:
        coverage = coverage_on(coverages.get(agency, ()), held_on)
        if coverage is not None:
            subject = Ref("attendance", attendance, "")
            facts.append(Fact(coverage.system_id, "training.attend", subject, held_on, events[attendance]))
    return facts


def _confirmed(campaign: Campaign, edition: Ref, event: int) -> list[Fact]:
    rows = list(confirmations_of(campaign).values_list("id", "system_id", "confirmed_on"))
    events = _Events("effect_confirmation", (row[0] for row in rows), event)
    return [
        Fact(system, "conformity.confirm_effect", Ref("effect_confirmation", id_, ""), on, events[id_], also=(edition,))
        for id_, system, on in rows
    ]


@transaction.atomic
def account_for(
    *,
    campaign: Campaign,
    actor: Actor,
    on: date,
    at: datetime,
    system_ids: Iterable[int] | None = None,
    batch: str = "",
) -> int:
    """Closes the steps already performed on record and returns how many; part of an operation that holds the lock.

    Attendance, confirmation of effect, declaration and its notices are looked up in their rooms. What an imported
    declaration lets us presume, but no record tells, is closed as unknown on the day of that declaration.
    """
    entry = Entry(
        chain=history.province_chain(campaign.province_id),
        act="transitions.take_account",
        on=on,
        summary=f"Ghi nhận các bước đã làm của “{campaign.name}”",
        subject=campaign.ref,
        payload={"campaign": campaign.pk},
    )
    edition = Ref("edition", campaign.to_edition_id, campaign.to_edition.label)
    declarations = list(declarations_of(campaign).only(*_TOLD))
    event = history.record(actor=actor, at=at, entries=[entry], batch=batch)[0].pk
    events = _Events("declaration", (d.pk for d in declarations), event)
    facts = [*_attended(campaign, event), *_confirmed(campaign, edition, event)]
    facts += [fact for declaration in declarations for fact in facts_of(declaration, events[declaration.pk])]
    if system_ids is not None:
        wanted = set(system_ids)
        facts = [fact for fact in facts if fact.system_id in wanted]
        declarations = [d for d in declarations if d.system_id in wanted]
    closed = discharge(facts=facts, actor=actor, at=at)
    return closed + _presume(campaign, declarations, events, actor, at)


def _presume(campaign: Campaign, declarations: list[Declaration], events: _Events, actor: Actor, at: datetime) -> int:
    imported = [d for d in declarations if d.imported]
    source = (campaign.ref.kind, campaign.pk)
    earlier = [Presumption(d.system_id, d.signed_on, events[d.pk]) for d in reversed(imported)]
    closed = close_unknown(presumptions=earlier, acts=PRESUMED_ACTS, source=source, actor=actor, at=at)
    for act, name in NOTICE_DAYS.items():
        untold = [Presumption(d.system_id, d.signed_on, events[d.pk]) for d in imported if not getattr(d, name)]
        closed += close_unknown(presumptions=untold, acts=(act,), source=source, actor=actor, at=at)
    return closed
