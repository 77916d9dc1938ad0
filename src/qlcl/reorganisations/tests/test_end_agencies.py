"""An agency ends with all that hangs on it, or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.queries import actor_for
from qlcl.conformity.tests.factories import make_declaration, make_edition, system_of
from qlcl.conftest import make_agency
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.passing_on import uid_passed_on
from qlcl.corrective.tests.factories import make_nonconformity
from qlcl.duties.models import Duty
from qlcl.duties.tests.factories import make_duty
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency, QualitySystem, Succession
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import NewSuccession
from qlcl.reorganisations.operations.end_agencies import pass_on_to_successors
from qlcl.reorganisations.operations.reorganise import reorganise
from qlcl.reorganisations.tasks import end_what_ended

pytestmark = pytest.mark.django_db


def end(actor: Actor, agency: Agency, ends_on: date, *successors: Agency, reason: str = "Sáp nhập") -> None:
    """Ends the agency into its successors."""
    reorganise(
        actor=actor,
        on=ends_on,
        at=timezone.now(),
        endings=[Ending(agency, ends_on, reason)],
        successions=[NewSuccession(agency, s, "merged", ends_on) for s in successors],
    )


def test_declaration_and_duties_end_with_the_agency(
    officer: Actor, head: Actor, commune: Agency, other_commune: Agency, day: date
) -> None:
    declaration = make_declaration(head, commune, make_edition(), day - timedelta(days=30))
    system = system_of(commune)
    assert Duty.objects.filter(system=system).open().exists()
    found = make_nonconformity(commune, raised_on=day - timedelta(days=20))
    end(officer, commune, day, other_commune)
    declaration.refresh_from_db()
    assert (declaration.ended_on, declaration.end_reason) == (day, "Sáp nhập")
    found.refresh_from_db()
    assert (found.state, found.end_reason) == ("subject_ended", f"Sáp nhập; chuyển {other_commune.short_name}")
    taken = Nonconformity.objects.live().get(agency=other_commune)
    assert (taken.article, taken.raised_on, taken.system) == (found.article, day, system_of(other_commune))
    assert commune.short_name in taken.statement
    assert not Duty.objects.filter(system=system).open().exists()
    assert [s.successor for s in Succession.objects.filter(predecessor=commune)] == [other_commune]


def test_without_a_successor_a_finding_ends_with_its_agency_until_one_alone_is_named(
    officer: Actor, commune: Agency, other_commune: Agency, day: date
) -> None:
    found = make_nonconformity(commune, raised_on=day - timedelta(days=20))
    end(officer, commune, day, reason="Giải thể")
    found.refresh_from_db()
    assert (found.state, found.end_reason) == ("subject_ended", "Giải thể")
    assert not Nonconformity.objects.live().exists()
    named = [NewSuccession(commune, other_commune, "merged", day)]
    reorganise(actor=officer, on=day, at=timezone.now(), endings=[], successions=named)
    found.refresh_from_db()
    assert (found.state, found.end_reason) == ("subject_ended", f"Giải thể; chuyển {other_commune.short_name}")
    taken = Nonconformity.objects.live().get(agency=other_commune)
    assert taken.uid == uid_passed_on(found.uid)
    assert pass_on_to_successors(actor=officer, predecessors={commune.pk}, on=day, at=timezone.now()) == 0


def test_refused_succession_ends_nothing(officer: Actor, commune: Agency, other_commune: Agency, day: date) -> None:
    end(officer, other_commune, day)
    with pytest.raises(DomainError):
        end(officer, commune, day + timedelta(days=1), other_commune)
    commune.refresh_from_db()
    assert commune.valid_until is None


def test_agency_does_not_end_itself(head: Actor, commune: Agency, day: date) -> None:
    with pytest.raises(Forbidden):
        end(head, commune, day)
    commune.refresh_from_db()
    assert commune.valid_until is None


def test_page_names_successors_and_says_which_it_does_not_know(
    client: Client, officer: Actor, commune: Agency, other_commune: Agency, day: date, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, officer)
    address = f"/co-quan/{commune.pk}/ket-thuc"
    sent = {
        "ends_on": f"{day:%d/%m/%Y}",
        "reason": "NQ 1682/NQ-UBTVQH15",
        "kind": "merged",
        "successors": "Xã không có",
    }
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Xã không có" in refused.content.decode()
    assert client.post(address, sent | {"successors": other_commune.name}).status_code == 302
    commune.refresh_from_db()
    assert commune.valid_until == day


def test_an_end_ahead_leaves_what_is_owed_until_the_day_and_the_night_of_the_day_closes_it(
    officer: Actor, head: Actor, province: Agency, commune: Agency, day: date
) -> None:
    system, last = system_of(commune), day + timedelta(days=20)
    before = make_duty(commune, act="a.before", due_on=last - timedelta(days=1))
    after = make_duty(commune, act="a.after", due_on=last)
    declaration = make_declaration(head, commune, make_edition(), day - timedelta(days=400))
    found = make_nonconformity(commune, raised_on=day - timedelta(days=20))
    reorganise(actor=officer, on=day, at=timezone.now(), endings=[Ending(commune, last, "Sáp nhập")])
    for row in (before, after, found, declaration):
        row.refresh_from_db()
    assert (before.outcome, after.outcome, after.note) == ("", "cancelled", "Hệ thống đã kết thúc")
    assert (found.state, declaration.ended_on) == ("open", last)
    held = Appointment.objects.filter(position__agency=commune)
    assert {(a.valid_until, a.end_reason) for a in held} == {(last, "Sáp nhập")}
    person = Person.objects.get(pk=head.person_id)
    assert actor_for(person, last - timedelta(days=1)).posts
    assert not actor_for(person, last).posts
    assert end_what_ended(province.pk, last - timedelta(days=1), timezone.now()) == 0
    assert end_what_ended(province.pk, last, timezone.now()) >= 2
    before.refresh_from_db()
    found.refresh_from_db()
    assert (before.outcome, before.closed_on) == ("cancelled", last)
    assert (found.state, found.end_reason, found.closed_on) == ("subject_ended", "Sáp nhập", last)
    assert not Duty.objects.filter(system=system).open().exists()
    assert end_what_ended(province.pk, last + timedelta(days=1), timezone.now()) == 0
    assert {b.kind for b in history.verify(None).breaks} <= {"unsealed"}  # what factories made


def test_what_an_ended_province_left_open_is_closed_by_the_night_of_its_successor(
    province: Agency, commune: Agency, day: date
) -> None:
    duty = make_duty(commune, act="a.one", due_on=day)
    heir = make_agency("P9", "Ủy ban nhân dân tỉnh Mới", Level.PROVINCE)
    Succession.objects.create(predecessor=province, successor=heir, kind="merged", effective_on=day)
    Agency.objects.filter(province=province).update(valid_until=day, end_reason="Sáp nhập tỉnh")
    QualitySystem.objects.filter(province=province).update(valid_until=day, end_reason="Sáp nhập tỉnh")
    assert end_what_ended(heir.pk, day, timezone.now()) >= 1
    duty.refresh_from_db()
    assert duty.outcome == "cancelled"


def test_an_end_once_recorded_is_not_moved_by_a_second_one(officer: Actor, commune: Agency, day: date) -> None:
    end(officer, commune, day)
    with pytest.raises(DomainError) as refusal:
        end(officer, commune, day + timedelta(days=5))
    assert (refusal.value.code, refusal.value.field) == ("already_ended", "ends_on")
