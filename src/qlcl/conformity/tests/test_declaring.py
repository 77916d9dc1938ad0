"""Confirming effect and issuing declarations: who may, what is missing, what follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qlcl.accounts.models import Person, Position
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.queries import actor_for
from qlcl.accounts.tests.factories import make_actor
from qlcl.conformity.models import Declaration, EffectConfirmation
from qlcl.conformity.operations.confirm_effect import confirm_effect
from qlcl.conformity.operations.issue_declaration import issue_declaration
from qlcl.conformity.operations.redeclare import redeclare
from qlcl.conformity.tests.factories import (
    AT,
    make_declaration,
    make_edition,
    make_effect,
    make_past,
    make_scope,
    past,
    ready_to_declare,
    system_of,
)
from qlcl.conformity.workflow import guards_of_issue_declaration
from qlcl.duties.models import Duty
from qlcl.duties.operations.open_duties import DutySpec, open_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency
from qlcl.standards.models import Edition

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


def issue(actor: Actor, agency: Agency, edition: Edition, **fields: Any) -> Declaration:
    values = {"number": "12/QĐ-UBND", "on": DAY, "at": AT, **fields}
    return issue_declaration(actor=actor, system_id=system_of(agency).pk, edition_id=edition.pk, **values)


def on_delegation(head: Actor, deputy: Actor, since: date, until: date) -> Actor:
    """The deputy under a delegation by paper."""
    position = Position.objects.get(pk=deputy.posts[0].position_id)
    delegate(
        actor=head, to_position_id=position.pk, acts=["conformity.issue_declaration"], valid_from=since,
        valid_until=until, paper_number="3/GUQ", paper_date=since, on=since, at=AT,
    )  # fmt: skip
    return refreshed(deputy)


def refreshed(actor: Actor) -> Actor:
    """The same person on the same day, with what has been delegated since."""

    return actor_for(Person.objects.get(pk=actor.person_id), actor.day)


def test_head_issues_in_the_agencys_name(head: Actor, commune: Agency, edition: Edition) -> None:
    d = make_declaration(head, commune, edition, DAY, effective_on=date(2024, 3, 15))
    assert (d.agency, d.kind, d.signed_as, d.signer_name) == (commune, "first", "head", head.name)
    assert (d.signed_on, d.effective_on, d.ended_on) == (DAY, date(2024, 3, 15), None)
    assert d.scope is not None and d.effect is not None


def test_acting_head_signs_as_acting(commune: Agency, edition: Edition, day: date) -> None:
    acting = make_actor(commune, Role.HEAD, day, acting=True)
    assert make_declaration(acting, commune, edition, DAY).signed_as == "acting"


@pytest.mark.parametrize("persona", ["officer", "administrator", "secretary", "staff", "consultant", "deputy"])
def test_refuses_everybody_but_the_head(
    request: pytest.FixtureRequest, head: Actor, commune: Agency, edition: Edition, persona: str
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    actor = request.getfixturevalue(persona)
    with pytest.raises(Forbidden):
        issue(actor, commune, edition)
    with pytest.raises(Forbidden):
        confirm_effect(
            actor=actor, system_id=system_of(commune).pk, edition_id=edition.pk, audited_on=DAY, reviewed_on=DAY,
            on=DAY, at=AT,
        )  # fmt: skip
    assert (Declaration.objects.count(), EffectConfirmation.objects.count()) == (0, 1)


def test_an_outsider_finds_nothing(head: Actor, outsider: Actor, commune: Agency, edition: Edition) -> None:
    ready_to_declare(head, commune, edition, DAY)
    with pytest.raises(Unseen):
        issue(outsider, commune, edition)
    assert not Declaration.objects.exists()


def test_deputy_signs_for_the_head_under_a_valid_delegation(
    head: Actor, deputy: Actor, commune: Agency, edition: Edition, day: date
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    actor = on_delegation(head, deputy, date(2024, 1, 1), day + timedelta(days=90))
    d = issue(actor, commune, edition)
    assert (d.signed_as, d.mandate) == ("kt", "3/GUQ ngày 01/01/2024")


def test_delegation_must_hold_on_the_day_of_signing(
    head: Actor, deputy: Actor, commune: Agency, edition: Edition, day: date
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    actor = on_delegation(head, deputy, DAY + timedelta(days=1), day + timedelta(days=90))
    with pytest.raises(Forbidden):
        issue(actor, commune, edition)


def test_expired_delegation_is_refused(
    head: Actor, deputy: Actor, commune: Agency, edition: Edition, day: date
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    actor = on_delegation(head, deputy, date(2024, 1, 1), day - timedelta(days=1))
    with pytest.raises(Forbidden):
        issue(actor, commune, edition)
    assert not Declaration.objects.exists()


def test_delegation_never_confirms_effect(head: Actor, deputy: Actor, commune: Agency, edition: Edition) -> None:
    make_scope(head, commune, DAY)
    actor = on_delegation(head, deputy, date(2024, 1, 1), date(2090, 1, 1))
    with pytest.raises(Forbidden):
        make_effect(actor, commune, edition, DAY)


def test_names_everything_that_is_missing(head: Actor, commune: Agency) -> None:
    edition = make_edition("ISO 9001:2026", tcvn_number="")
    with pytest.raises(DomainError) as refused:
        issue(head, commune, edition)
    assert refused.value.extra["missing"] == [
        "TCVN ISO 9001:2026 chưa được công bố thành tiêu chuẩn quốc gia vào ngày này.",
        "Chưa xác định phạm vi áp dụng: lĩnh vực và thủ tục hành chính.",
        "Thủ trưởng chưa xác nhận hiệu lực của hệ thống theo TCVN ISO 9001:2026.",
    ]
    system = system_of(commune)
    assert refused.value.extra["missing"] == guards_of_issue_declaration(head, system, edition, DAY)
    assert not Declaration.objects.exists()


def test_effect_confirmed_later_does_not_count(head: Actor, commune: Agency, edition: Edition) -> None:
    make_scope(head, commune, DAY)
    make_effect(head, commune, edition, DAY + timedelta(days=1))
    with pytest.raises(DomainError, match="chưa xác nhận hiệu lực"):
        issue(head, commune, edition)


def test_refuses_a_second_declaration_beside_one_in_force(head: Actor, commune: Agency, edition: Edition) -> None:
    make_declaration(head, commune, edition, DAY)
    with pytest.raises(DomainError, match="đang có quyết định"):
        issue(head, commune, edition, number="13/QĐ-UBND")
    assert Declaration.objects.count() == 1


def test_database_refuses_two_in_force(head: Actor, commune: Agency, edition: Edition) -> None:
    d = make_declaration(head, commune, edition, DAY)
    d.pk, d.number, d.public_id = None, "99", "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        d.save(force_insert=True)


def test_same_number_in_a_year_is_refused(head: Actor, commune: Agency, edition: Edition) -> None:
    first = make_declaration(head, commune, edition, DAY)
    with pytest.raises(DomainError) as refused:
        again(head, first, number="12/QĐ-UBND")
    assert refused.value.code == "number_taken"


def again(head: Actor, replaced: Declaration, **fields: Any) -> Declaration:
    values = {"number": "20/QĐ-UBND", "reason": "extended", "on": date(2024, 9, 1), "at": AT, **fields}
    return redeclare(
        actor=head, system_id=replaced.system_id, replaces_id=replaced.pk, edition_id=replaced.edition_id, **values
    )


def test_declaring_again_replaces_from_its_effective_day(head: Actor, commune: Agency, edition: Edition) -> None:
    first = make_declaration(head, commune, edition, DAY)
    second = again(head, first, effective_on=date(2024, 10, 1))
    first.refresh_from_db()
    assert (second.kind, second.reason, second.replaces) == ("again", "extended", first)
    assert (first.ended_on, first.replaced) == (date(2024, 10, 1), True)
    assert [d.pk for d in Declaration.objects.in_force_on(date(2024, 9, 30))] == [first.pk]


def test_declaring_again_needs_a_reason(head: Actor, commune: Agency, edition: Edition) -> None:
    first = make_declaration(head, commune, edition, DAY)
    with pytest.raises(DomainError) as refused:
        again(head, first, reason="")
    assert refused.value.code == "reason_missing"


def test_stale_page_does_not_replace_what_it_did_not_show(head: Actor, commune: Agency, edition: Edition) -> None:
    first = make_declaration(head, commune, edition, DAY)
    again(head, first)
    with pytest.raises(Stale):
        again(head, first, number="21/QĐ-UBND")


def test_declaring_opens_three_duties_once(head: Actor, commune: Agency, edition: Edition) -> None:
    d = make_declaration(head, commune, edition, DAY)
    duties = Duty.objects.filter(source_kind="declaration", source_id=d.pk)
    assert sorted(duties.values_list("act", flat=True)) == [
        "conformity.notify_department", "conformity.post_at_office", "conformity.publish_on_web",
    ]  # fmt: skip


def test_what_a_campaign_waits_for_is_closed_and_not_opened_twice(
    head: Actor, commune: Agency, edition: Edition
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    acts = ("conformity.issue_declaration", "conformity.notify_department")
    specs = [
        DutySpec(
            system_id=system_of(commune).pk, agency_id=commune.pk, act=act, label=act, due_on=date(2024, 12, 31),
            subject=Ref("edition", edition.pk, edition.label), source=Ref("campaign", 1, "Chiến dịch"),
        )
        for act in acts
    ]  # fmt: skip
    open_duties(specs=specs, actor=head, on=DAY, at=AT, event=None)
    issue(head, commune, edition)
    assert Duty.objects.get(act="conformity.issue_declaration").outcome == "done"
    assert Duty.objects.get(act="conformity.notify_department").source_kind == "campaign"
    assert Duty.objects.filter(source_kind="declaration").count() == 2


def test_history_tells_who_declared_and_verifies(head: Actor, commune: Agency, edition: Edition) -> None:
    d = make_declaration(head, commune, edition, DAY)
    entry = history.events_of(kind="declaration", id=d.pk)[0]
    assert (entry.act, entry.on, entry.who) == ("conformity.issue_declaration", DAY, head.name)
    assert not [b for b in history.verify(None).breaks if "conformity" in str(b)]


def test_declaring_again_before_a_known_end_of_the_system(head: Actor, commune: Agency, edition: Edition) -> None:
    system = system_of(commune)
    system.valid_until, system.end_reason = date(2025, 7, 1), "Sáp nhập"
    system.save()
    (old,) = make_past(past(commune, edition, date(2020, 1, 1), number="1"))
    ready_to_declare(head, commune, edition, DAY)
    new = again(head, old, on=DAY)
    old.refresh_from_db()
    assert (old.ended_on, new.ended_on, new.end_reason) == (DAY, date(2025, 7, 1), "Sáp nhập")


def test_a_new_one_follows_imported_history_as_declared_again(head: Actor, commune: Agency, edition: Edition) -> None:
    (old,) = make_past(past(commune, edition, date(2020, 1, 1), number="1"))
    ready_to_declare(head, commune, edition, DAY)
    assert again(head, old).kind == "again"
