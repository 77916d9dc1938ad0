"""Delegations: KT. and TUQ., what is done under them says so, who may receive what, overlaps."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qlcl.accounts.models import Delegation, Person, Position
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.delegate import delegate, revoke_delegation
from qlcl.accounts.queries import actor_for, done_under
from qlcl.accounts.tests.factories import make_actor
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError, Stale
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations.models import Coverage

pytestmark = pytest.mark.django_db
ISSUE, NOTIFY = "conformity.issue_declaration", "conformity.notify_department"


@pytest.fixture
def division_head(commune, day):
    return make_actor(commune, Role.DIVISION_HEAD, day, title="Chánh Văn phòng")


def give(actor, to, day, acts, **changes):
    fields = {
        "valid_from": day,
        "valid_until": day + timedelta(days=30),
        "paper_number": "12/QĐ-UBND",
        "paper_date": day,
        "on": day,
        "at": now(),
        **changes,
    }
    return delegate(actor=actor, to_position_id=to.posts[0].position_id, acts=acts, **fields)


def again(actor, day):
    return actor_for(Person.objects.get(pk=actor.person_id), day)


def perform(actor, commune, act, day):
    """An act recorded in the chain of the commune's system, as an operation of a room would."""
    system_id = Coverage.objects.get(agency=commune).system_id
    entry = Entry(
        chain=history.system_chain(system_id),
        act=act,
        on=day,
        summary="Thực hiện",
        subject=Ref("system", system_id, "x"),
        post=actor.posts[0],
    )
    history.record(actor=actor, at=now(), entries=[entry])
    return history.events_of(chain=history.system_chain(system_id), limit=1)[0]


def test_what_a_deputy_does_for_the_head_says_so(head, deputy, commune, day):
    delegation = give(head, deputy, day, [ISSUE])
    entry = perform(again(deputy, day), commune, ISSUE, day)
    assert entry.position == f"KT. Chủ tịch – Phó Chủ tịch (văn bản số 12/QĐ-UBND ngày {day:%d/%m/%Y})"
    assert [e.event_id for e in done_under(delegation)] == [entry.event_id]


def test_who_is_authorised_signs_tuq(head, division_head, commune, day):
    give(head, division_head, day, [NOTIFY])
    entry = perform(again(division_head, day), commune, NOTIFY, day)
    assert entry.position.startswith("TUQ. Chủ tịch – Chánh Văn phòng")


def test_other_acts_of_the_same_person_do_not_cite_the_paper(head, deputy, commune, day):
    delegation = give(head, deputy, day, [ISSUE])
    assert perform(again(deputy, day), commune, NOTIFY, day).position == "Phó Chủ tịch"
    assert done_under(delegation) == []


def test_nothing_done_before_the_paper_held_cites_it(head, deputy, commune, day):
    give(head, deputy, day, [ISSUE])
    entry = perform(again(deputy, day), commune, ISSUE, day - timedelta(days=3))
    assert entry.position == "Phó Chủ tịch"


def test_the_heads_own_acts_go_to_deputies_only(head, division_head, day):
    with pytest.raises(DomainError) as refusal:
        give(head, division_head, day, [ISSUE])
    assert refusal.value.code == "act_for_deputies"
    assert not Delegation.objects.exists()


def test_one_act_is_handed_to_one_position_at_a_time(head, deputy, commune, day):
    second = make_actor(commune, Role.DEPUTY, day, title="Phó Chủ tịch thứ hai")
    first = give(head, deputy, day, [ISSUE])
    with pytest.raises(DomainError) as refusal:
        give(head, second, day, [ISSUE, NOTIFY])
    assert refusal.value.code == "delegation_overlaps"
    give(head, second, day, [NOTIFY])
    revoke_delegation(actor=head, delegation_id=first.pk, until=day, reason="Phân công lại", on=day, at=now())
    give(head, second, day, [ISSUE], paper_number="13/QĐ-UBND")
    assert Delegation.objects.count() == 3


def test_nobody_hands_on_what_was_handed_to_him_or_to_himself(head, deputy, day):
    position = Person.objects.get(pk=deputy.person_id)
    appoint(
        actor=Actor.system("x"),
        specs=[AppointmentSpec(position, _position(head), day, day + timedelta(days=9), acting=True, basis="QĐ 1")],
        on=day,
        at=now(),
    )
    with pytest.raises(DomainError) as refusal:
        give(again(deputy, day), deputy, day, [ISSUE])
    assert refusal.value.code == "delegation_to_self"


def _position(actor):
    from qlcl.accounts.models import Position

    return Position.objects.get(pk=actor.posts[0].position_id)


def test_acts_of_who_is_in_charge_carry_q(head, deputy, commune, day):
    spec = AppointmentSpec(
        Person.objects.get(pk=deputy.person_id), _position(head), day, day + timedelta(days=9), True, "QĐ 1"
    )
    appoint(actor=Actor.system("x"), specs=[spec], on=day, at=now())
    acting = again(deputy, day)
    post = acting.post_at(commune.pk, [Role.HEAD])
    entry = Entry(
        chain=history.province_chain(commune.province_id),
        act="conformity.confirm_effect",
        on=day,
        summary="x",
        subject=Ref("agency", commune.pk, "x"),
        post=post,
    )
    history.record(actor=acting, at=now(), entries=[entry])
    shown = history.events_of(kind="agency", id=commune.pk, limit=1)[0]
    assert shown.position == "Q. Chủ tịch"


def test_what_a_consultant_writes_is_marked(consultant, commune, day):
    entry = perform(consultant, commune, "duties.close_by_hand", day)
    assert entry.by_consultant


def test_revoking_from_an_overtaken_page_is_refused(head, deputy, client, sign_in, day):
    delegation = give(head, deputy, day, [ISSUE])
    seen = history.last_event_touching([delegation])
    common = {"actor": head, "delegation_id": delegation.pk, "on": day, "at": now()}
    revoke_delegation(until=day + timedelta(days=9), reason="Rút ngắn", seen=seen, **common)
    with pytest.raises(Stale):
        revoke_delegation(until=day, reason="Thôi", seen=seen, **common)
    sign_in(client, head)
    data = {"until": f"{day:%d/%m/%Y}", "reason": "Thôi", "seen": seen}
    response = client.post(reverse("accounts:delegation", args=[delegation.pk]), data)
    assert response.status_code == 409
    delegation.refresh_from_db()
    assert delegation.valid_until == day + timedelta(days=9)


def test_page_shows_what_was_done_under_it(head, deputy, commune, client, sign_in, day):
    delegation = give(head, deputy, day, [ISSUE])
    perform(again(deputy, day), commune, ISSUE, day)
    sign_in(client, head)
    page = client.get(reverse("accounts:delegation", args=[delegation.pk])).content.decode()
    assert "KT. Chủ tịch – Phó Chủ tịch" in page


def test_refuses_to_delegate_to_a_position_that_will_be_ones_own(commune, head, day):
    coming = make_actor(commune, Role.DEPUTY, day, title="Phó Chủ tịch sắp nhận")
    person = Person.objects.get(pk=head.person_id)
    position = Position.objects.get(pk=coming.posts[0].position_id)
    spec = AppointmentSpec(person, position, day + timedelta(days=5), None)
    appoint(actor=Actor.system("x"), specs=[spec], on=day, at=now())
    with pytest.raises(DomainError) as refused:
        give(again(head, day), coming, day, [ISSUE])
    assert refused.value.code == "delegation_to_self"
    give(again(head, day), coming, day, [ISSUE], valid_until=day + timedelta(days=5))
