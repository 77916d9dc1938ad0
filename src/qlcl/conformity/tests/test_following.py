"""What follows a declaration: notices with proof, ending with a reason, voiding a mistaken entry."""

from datetime import date
from typing import Any

import pytest

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.define_scope import Line, define_scope
from qlcl.conformity.operations.end_declaration import end_declaration
from qlcl.conformity.operations.notify_department import notify_department
from qlcl.conformity.operations.post_at_office import post_at_office
from qlcl.conformity.operations.publish_on_web import publish_on_web
from qlcl.conformity.operations.redeclare import redeclare
from qlcl.conformity.operations.void_declaration import void_declaration
from qlcl.conformity.tests.factories import AT, make_declaration, make_edition, make_past, past
from qlcl.duties.models import Duty
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
DAY, LATER = date(2024, 3, 1), date(2024, 3, 8)


@pytest.fixture
def declaration(head: Actor, commune: Agency) -> Declaration:
    return make_declaration(head, commune, make_edition(), DAY)


def open_acts(declaration: Declaration) -> set[str]:
    return set(Duty.objects.open().filter(system=declaration.system_id).values_list("act", flat=True))


def test_each_notice_keeps_its_proof_and_closes_its_duty(secretary: Actor, declaration: Declaration) -> None:
    given: dict[str, Any] = {"actor": secretary, "declaration_id": declaration.pk, "on": LATER, "at": AT}
    notify_department(letter_number="88/UBND-VP", **given)
    assert open_acts(declaration) == {"conformity.post_at_office", "conformity.publish_on_web"}
    post_at_office(place="Bảng tin trụ sở", **given)
    publish_on_web(url="https://phuocvinh.gov.vn/iso", **given)
    declaration.refresh_from_db()
    assert (declaration.told_on, declaration.told_letter) == (LATER, "88/UBND-VP")
    assert (declaration.posted_place, declaration.published_url) == ("Bảng tin trụ sở", "https://phuocvinh.gov.vn/iso")
    assert open_acts(declaration) == set()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"letter_number": " "}, "proof_missing"),
        ({"on": date(2024, 2, 1)}, "before_signing"),
    ],
)
def test_refuses_a_notice_without_proof_or_before_signing(
    secretary: Actor, declaration: Declaration, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        given = {"letter_number": "88", "on": LATER, **values}
        notify_department(actor=secretary, declaration_id=declaration.pk, at=AT, **given)
    declaration.refresh_from_db()
    assert (refused.value.code, declaration.told_on) == (code, None)


def test_refuses_an_address_that_is_none(secretary: Actor, declaration: Declaration) -> None:
    with pytest.raises(DomainError, match="http"):
        publish_on_web(actor=secretary, declaration_id=declaration.pk, url="javascript:alert(1)", on=LATER, at=AT)


def test_refuses_the_same_notice_twice(secretary: Actor, declaration: Declaration) -> None:
    given: dict[str, Any] = {"actor": secretary, "declaration_id": declaration.pk, "on": LATER, "at": AT}
    notify_department(letter_number="88", **given)
    with pytest.raises(DomainError, match="Đã thông báo ngày 08/03/2024"):
        notify_department(letter_number="89", **given)


def test_only_the_agency_records_its_notices(officer: Actor, outsider: Actor, declaration: Declaration) -> None:
    for actor, error in ((officer, Forbidden), (outsider, Unseen)):
        with pytest.raises(error):
            notify_department(actor=actor, declaration_id=declaration.pk, letter_number="88", on=LATER, at=AT)
    declaration.refresh_from_db()
    assert declaration.told_on is None


def test_ends_with_a_reason_and_drops_what_it_still_owed(head: Actor, declaration: Declaration) -> None:
    end_declaration(actor=head, declaration_id=declaration.pk, reason="Giải thể", on=LATER, at=AT)
    assert not Declaration.objects.in_force_on(LATER).exists()
    assert Declaration.objects.in_force_on(DAY).exists()
    assert open_acts(declaration) == set()


def test_does_not_end_without_a_reason_or_twice(head: Actor, declaration: Declaration) -> None:
    with pytest.raises(DomainError, match="lý do"):
        end_declaration(actor=head, declaration_id=declaration.pk, reason=" ", on=LATER, at=AT)
    end_declaration(actor=head, declaration_id=declaration.pk, reason="Giải thể", on=LATER, at=AT)
    with pytest.raises(DomainError, match="đã hết hiệu lực"):
        end_declaration(actor=head, declaration_id=declaration.pk, reason="Khác", on=LATER, at=AT)


def test_secretary_may_not_end(secretary: Actor, declaration: Declaration) -> None:
    with pytest.raises(Forbidden):
        end_declaration(actor=secretary, declaration_id=declaration.pk, reason="Giải thể", on=LATER, at=AT)


def test_voiding_lets_the_earlier_one_stand_again(head: Actor, declaration: Declaration) -> None:
    second = redeclare(
        actor=head, system_id=declaration.system_id, replaces_id=declaration.pk, edition_id=declaration.edition_id,
        number="30/QĐ-UBND", reason="extended", on=LATER, at=AT,
    )  # fmt: skip
    void_declaration(actor=head, declaration_id=second.pk, reason="Ghi nhầm số", on=LATER, at=AT)
    declaration.refresh_from_db()
    assert (declaration.ended_on, declaration.end_reason) == (None, "")
    assert Declaration.objects.in_force_on(LATER).get() == declaration
    assert len(open_acts(declaration)) == 3
    assert not [b for b in history.verify(None).breaks if b.where.startswith("conformity")]


def test_an_officer_voids_imported_entries_only(
    officer: Actor, head: Actor, declaration: Declaration, other_commune: Agency
) -> None:
    (old,) = make_past(past(other_commune, declaration.edition, date(2020, 1, 1), number="1"))
    assert void_declaration(actor=officer, declaration_id=old.pk, reason="Trùng", on=LATER, at=AT).voided_on == LATER
    with pytest.raises(Forbidden):
        void_declaration(actor=officer, declaration_id=declaration.pk, reason="Trùng", on=LATER, at=AT)


def test_a_changed_scope_is_to_be_declared_again(head: Actor, declaration: Declaration) -> None:
    define_scope(
        actor=head, system_id=declaration.system_id, lines=[Line("Đất đai", "Cấp giấy chứng nhận")], on=LATER, at=AT
    )
    duty = Duty.objects.get(act="conformity.redeclare")
    assert (duty.outcome, duty.statutory, duty.source_kind) == ("", True, "scope")
    redeclare(
        actor=head, system_id=declaration.system_id, replaces_id=declaration.pk, edition_id=declaration.edition_id,
        number="31/QĐ-UBND", reason="extended", on=LATER, at=AT,
    )  # fmt: skip
    duty.refresh_from_db()
    assert (duty.outcome, duty.closed_on) == ("done", LATER)
