"""From finding to proven cure: never closed without cause, evidence and another person's verdict."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from qlcl.corrective.enums import State
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.act import Evidence, complete_action, drop_action, plan_action
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.corrective.operations.find_cause import find_cause
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.corrective.operations.withdraw import end_subject, withdraw
from qlcl.corrective.tests.factories import AT, SYSTEM, make_nonconformity
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
D = date
ANALYSED, ACTED, VERIFIED = D(2021, 6, 5), D(2021, 6, 10), D(2021, 9, 1)
EFFECTIVE, NOT = "effective", "not_effective"


def cause(actor: Actor, row: Nonconformity, on: date = ANALYSED) -> Nonconformity:
    return find_cause(actor=actor, nonconformity_id=row.pk, cause="Không ai được giao theo dõi", on=on, at=AT)


def act(actor: Actor, row: Nonconformity, on: date = ACTED) -> None:
    action = plan_action(actor=actor, nonconformity_id=row.pk, what="Giao người theo dõi", due_on=on, on=on, at=AT)
    complete_action(
        actor=actor, action_id=action.pk, note="Đã giao", evidence=[Evidence(note="12/QĐ-UBND")], on=on, at=AT
    )


def verdict(actor: Actor, row: Nonconformity, said: str, on: date = VERIFIED) -> Nonconformity:
    return check_effect(actor=actor, nonconformity_id=row.pk, verdict=said, note="Đã xem sổ", on=on, at=AT)


def duties(row: Nonconformity) -> list[tuple[str, str]]:
    found = Duty.objects.filter(source_kind="nonconformity", source_id=row.pk).order_by("pk")
    return [(duty.act.removeprefix("corrective."), duty.outcome) for duty in found]


def test_is_cured_step_by_step_and_each_step_closes_its_duty(
    commune: Agency, secretary: Actor, inspector: Actor
) -> None:
    row = make_nonconformity(commune, inspector, inspected=True)
    assert duties(row) == [("find_cause", "")]
    cause(secretary, row)
    act(secretary, row)
    row.refresh_from_db()
    assert (row.state, row.verify_on) == (State.TO_VERIFY, D(2021, 8, 9))
    assert duties(row) == [("find_cause", "done"), ("complete_action", "done"), ("check_effect", "")]
    verdict(inspector, row, EFFECTIVE)
    row.refresh_from_db()
    assert (row.state, row.closed_on) == (State.CLOSED, D(2021, 9, 1))
    assert row.closing_check is not None and row.closing_evidence is not None
    assert [outcome for _act, outcome in duties(row)] == ["done"] * 3


def test_without_effect_it_opens_again_with_new_duties(commune: Agency, secretary: Actor, inspector: Actor) -> None:
    row = make_nonconformity(commune, inspector, inspected=True)
    cause(secretary, row)
    act(secretary, row)
    verdict(inspector, row, NOT)
    row.refresh_from_db()
    assert (row.state, row.reopened, row.closed_on) == (State.OPEN, 1, None)
    cause(secretary, row, D(2021, 9, 5))
    act(secretary, row, D(2021, 9, 10))
    verdict(inspector, row, EFFECTIVE, D(2021, 11, 20))
    assert [outcome for _act, outcome in duties(row)] == ["done"] * 6


def test_never_closes_without_cause_actions_evidence(commune: Agency, inspector: Actor, secretary: Actor) -> None:
    row = make_nonconformity(commune, inspector, inspected=True)
    with pytest.raises(DomainError, match="Chưa ghi nguyên nhân") as refused:
        verdict(inspector, row, EFFECTIVE)
    assert len(refused.value.extra["missing"]) == 3
    cause(secretary, row)
    action = plan_action(
        actor=secretary, nonconformity_id=row.pk, what="Rà soát", due_on=D(2021, 7, 1), on=D(2021, 6, 6), at=AT
    )
    with pytest.raises(DomainError, match="1 hành động chưa xong"):
        verdict(inspector, row, EFFECTIVE)
    with pytest.raises(DomainError, match="minh chứng"):
        complete_action(actor=secretary, action_id=action.pk, note="Xong", evidence=[], on=D(2021, 6, 7), at=AT)
    row.refresh_from_db()
    assert row.state == State.ACTING
    with pytest.raises(IntegrityError), transaction.atomic():
        Nonconformity.objects.filter(pk=row.pk).update(state=State.CLOSED, closed_on=D(2021, 9, 1))


def test_who_acted_does_not_verify(commune: Agency, secretary: Actor, head: Actor) -> None:
    row = make_nonconformity(commune, secretary)
    cause(secretary, row)
    act(secretary, row)
    with pytest.raises(DomainError, match="người khác phải kết luận"):
        verdict(secretary, row, EFFECTIVE)
    assert verdict(head, row, EFFECTIVE).state == State.CLOSED


def test_an_agency_does_not_verify_what_an_inspection_found(
    commune: Agency, head: Actor, secretary: Actor, inspector: Actor
) -> None:
    row = make_nonconformity(commune, inspector, inspected=True)
    cause(secretary, row)
    act(secretary, row)
    with pytest.raises(Forbidden):
        verdict(head, row, EFFECTIVE)
    with pytest.raises(Forbidden):
        withdraw(actor=head, nonconformity_id=row.pk, reason="x", on=D(2021, 7, 1), at=AT)
    row.refresh_from_db()
    assert row.state == State.TO_VERIFY


def test_the_province_does_not_cure_and_neighbours_see_nothing(
    commune: Agency, inspector: Actor, outsider: Actor
) -> None:
    row = make_nonconformity(commune, inspector, inspected=True)
    with pytest.raises(Forbidden):
        cause(inspector, row)
    with pytest.raises(Unseen):
        cause(outsider, row)
    row.refresh_from_db()
    assert row.cause == ""


def test_dropping_the_last_action_asks_for_another(commune: Agency, secretary: Actor) -> None:
    row = make_nonconformity(commune, secretary)
    cause(secretary, row)
    action = plan_action(
        actor=secretary, nonconformity_id=row.pk, what="Rà soát", due_on=D(2021, 7, 1), on=D(2021, 6, 6), at=AT
    )
    drop_action(actor=secretary, action_id=action.pk, reason="Không cần nữa", on=D(2021, 6, 8), at=AT)
    row.refresh_from_db()
    assert row.state == State.ANALYSED
    assert duties(row)[-1] == ("complete_action", "cancelled")


def test_withdrawn_or_ended_with_its_agency_leaves_nothing_open(
    commune: Agency, head: Actor, secretary: Actor, inspector: Actor
) -> None:
    own, other = make_nonconformity(commune, secretary), make_nonconformity(commune, inspector, inspected=True)
    withdraw(actor=head, nonconformity_id=own.pk, reason="Ghi nhầm", on=D(2021, 7, 1), at=AT)
    end_subject(actor=SYSTEM, system_ids=[other.system_id], reason="Sắp xếp", on=D(2021, 7, 2), at=AT)
    assert not Nonconformity.objects.live().exists()
    assert not Duty.objects.filter(source_kind="nonconformity", outcome="").exists()


def test_known_by_its_uid_it_is_not_raised_twice(commune: Agency, inspector: Actor) -> None:
    row = make_nonconformity(commune, inspector)
    item = NewNonconformity(row.system, commune, "Khác", row.raised_on, "Ai đó", uid=row.uid)
    assert raise_nonconformities(actor=inspector, new=[item], on=row.raised_on, at=AT) == []
    assert Nonconformity.objects.get().statement == row.statement


def test_a_guest_is_not_given_an_action(commune: Agency, secretary: Actor, consultant: Actor) -> None:
    row = cause(secretary, make_nonconformity(commune))
    with pytest.raises(DomainError) as refused:
        plan_action(
            actor=secretary, nonconformity_id=row.pk, what="Giao tư vấn", due_on=ACTED, on=ACTED, at=AT,
            position_id=consultant.posts[0].position_id,
        )  # fmt: skip
    assert refused.value.code == "position_elsewhere"
