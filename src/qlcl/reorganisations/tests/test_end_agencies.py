"""An agency ends with all that hangs on it, or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qlcl.conformity.tests.factories import make_declaration, make_edition, system_of
from qlcl.corrective.tests.factories import make_nonconformity
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency, Succession
from qlcl.organisations.operations.end_agencies import Ending
from qlcl.organisations.operations.record_successions import NewSuccession
from qlcl.reorganisations.operations.reorganise import reorganise

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
    assert (found.state, found.end_reason) == ("subject_ended", "Sáp nhập")
    assert not Duty.objects.filter(system=system).open().exists()
    assert [s.successor for s in Succession.objects.filter(predecessor=commune)] == [other_commune]


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
