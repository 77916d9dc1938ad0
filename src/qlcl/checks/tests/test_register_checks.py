"""Checks on declarations, scopes, positions, certificates and silence: found, and nearly."""

from datetime import date
from typing import Any

import pytest

from qlcl.accounts.models import Appointment
from qlcl.checks.enums import Severity
from qlcl.checks.tests.factories import DAY, do, found, make_file
from qlcl.conformity.models import Declaration, EffectConfirmation, Scope, ScopeItem
from qlcl.conformity.tests.factories import make_declaration, make_edition, make_past, make_scope, past, system_of
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Enrolment
from qlcl.transitions.tests.factories import bind, make_campaign

pytestmark = pytest.mark.django_db
SIGNED = date(2021, 6, 1)


def test_finds_notices_without_proof(commune: Agency, other_commune: Agency, head: Actor) -> None:
    edition = make_edition()
    ours = make_declaration(head, commune, edition, SIGNED)
    Declaration.objects.filter(pk=ours.pk).update(
        told_on=SIGNED, posted_on=SIGNED, posted_place="Trụ sở", published_on=SIGNED, published_file=make_file()
    )
    make_past(past(other_commune, edition, SIGNED, told_on=SIGNED))
    lines = found("notice_without_proof", commune)
    assert {(x.agency_id, x.key, x.severity) for x in lines} == {
        (commune.pk, "told", None),
        (other_commune.pk, "told", Severity.INFO),
    }


def test_finds_declarations_without_scope(commune: Agency, other_commune: Agency, head: Actor) -> None:
    edition = make_edition()
    make_declaration(head, commune, edition, SIGNED)
    make_past(past(other_commune, edition, SIGNED))
    assert [line.agency_id for line in found("declaration_without_scope", commune)] == [other_commune.pk]


def test_a_declaration_of_an_ended_agency_is_nobodys_line(other_commune: Agency) -> None:
    make_past(past(other_commune, make_edition(), SIGNED))
    Agency.objects.filter(pk=other_commune.pk).update(valid_until=date(2021, 9, 1), end_reason="Sáp nhập")
    assert found("declaration_without_scope", other_commune) == []


def scope_line(agency: Agency, text: str) -> Scope:
    """A version of the scope with one line."""
    made = Scope.objects.create(system=system_of(agency), version=1, decided_on=SIGNED)
    ScopeItem.objects.create(scope=made, position=1, field="Đất đai", procedure=text)
    return made


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Xác nhận của UBND xã  Thạnh Bình về đất đai", True),
        ("Xác nhận của UBND xã Phước Vinh về đất đai", False),
        ("Thủ tục cấp xã Thạnh", False),
        ("Chứng thực tại Ủy ban nhân dân xã", False),
    ],
)
def test_finds_another_agencys_name_in_a_scope(
    commune: Agency, other_commune: Agency, text: str, is_found: bool
) -> None:
    made = scope_line(commune, text)
    assert [line.subject.id for line in found("scope_names_another_agency", commune)] == ([made.pk] if is_found else [])


def test_only_the_last_version_of_a_scope_counts(commune: Agency, other_commune: Agency, head: Actor) -> None:
    scope_line(commune, "Xác nhận của UBND xã Thạnh Bình")
    make_scope(head, commune, date(2021, 8, 1))
    assert found("scope_names_another_agency", commune) == []


def test_finds_audit_and_review_of_a_confirmation_on_one_day(commune: Agency, head: Actor) -> None:
    effect = make_declaration(head, commune, make_edition(), SIGNED).effect
    assert [line.subject.id for line in found("audit_and_review_on_one_day", commune)] == [effect.pk]
    EffectConfirmation.objects.update(audited_on=date(2021, 5, 1))
    assert found("audit_and_review_on_one_day", commune) == []


def test_finds_roles_that_nobody_fills(commune: Agency, head: Actor, secretary: Actor) -> None:
    assert found("position_vacant", commune) == []
    ended = {head.person_id: date(2021, 12, 1), secretary.person_id: date(2021, 12, 25)}
    for person, on in ended.items():
        Appointment.objects.filter(person_id=person).update(valid_until=on)
    (line,) = found("position_vacant", commune)
    assert (line.key, "01/12/2021" in line.facts) == ("head", True)


def test_finds_agencies_that_have_recorded_nothing(
    commune: Agency, other_commune: Agency, secretary: Actor, outsider: Actor, consultant: Actor
) -> None:
    do(secretary, commune, on=date(2021, 12, 1))
    do(outsider, other_commune, on=date(2021, 6, 1))
    assert [line.agency_id for line in found("nothing_done", commune)] == [other_commune.pk]
    do(consultant, commune, on=DAY)
    assert [line.agency_id for line in found("nothing_done", commune)] == [other_commune.pk]


def test_an_agency_where_nobody_is_appointed_is_not_silent(commune: Agency, other_commune: Agency) -> None:
    assert found("nothing_done", commune) == []


def test_finds_certificates_that_ran_out_before_the_declaration(province: Agency, commune: Agency) -> None:
    bind(commune)
    campaign = make_campaign(province)
    stated: dict[str, Any] = {"prepared_by": "consultant", "consultant_name": "Công ty A"}
    ours = Enrolment.objects.get(campaign=campaign, system__holder=commune)
    for until, lines in ((date(2021, 12, 30), [ours.pk]), (DAY, [])):
        Enrolment.objects.filter(pk=ours.pk).update(certificate_until=until, **stated)
        assert [line.subject.id for line in found("certificate_expired", commune)] == lines
    Enrolment.objects.filter(pk=ours.pk).update(certificate_until=date(2021, 1, 1))
    make_past(past(commune, campaign.to_edition, SIGNED))
    assert found("certificate_expired", commune) == []
