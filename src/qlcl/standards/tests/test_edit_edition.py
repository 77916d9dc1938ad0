"""Editing an edition."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from qlcl.kernel import history
from qlcl.kernel.actors import ANONYMOUS, Actor, Post, Role
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.standards.models import Edition
from qlcl.standards.operations.edit_edition import edit_edition
from qlcl.standards.operations.load_reference import load_reference

AT = datetime(2022, 2, 15, 3, 0, tzinfo=UTC)
DAY = date(2022, 2, 15)
pytestmark = pytest.mark.django_db


def person(role: Role, name: str = "Nguyễn Văn A") -> Actor:
    """Somebody with one post, for tests that need no register of agencies."""
    return Actor(person_id=1, name=name, day=DAY, posts=(Post(1, "Chuyên viên", role, 1, 1),))


@dataclass
class Edit:
    """The operation on the edition 2026."""

    edition: Edition

    def __call__(self, actor: Actor, revision: int = 0, **values: Any) -> Edition:
        return edit_edition(actor=actor, on=DAY, at=AT, edition_id=self.edition.pk, revision=revision, values=values)


@pytest.fixture
def edit() -> Edit:
    load_reference(at=AT)
    return Edit(Edition.objects.get(code="ISO 9001:2026"))


def test_administrator_changes_an_edition_and_history_tells(edit: Edit) -> None:
    edited = edit(person(Role.ADMINISTRATOR), tcvn_number="TCVN ISO 9001:2026", confirmed=True)
    assert (edited.revision, edited.tcvn_number) == (1, "TCVN ISO 9001:2026")
    latest = history.events_of(chain="standards", limit=1)[0]
    assert latest.act == "standards.edit_edition"
    assert ("Số hiệu TCVN", "–", "TCVN ISO 9001:2026") in latest.changes


def test_nothing_changed_writes_nothing(edit: Edit) -> None:
    assert edit(person(Role.ADMINISTRATOR), label=edit.edition.label).revision == 0
    assert len(history.events_of(chain="standards")) == 1


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_refuses_everybody_else(edit: Edit, role: Role) -> None:
    with pytest.raises(Forbidden):
        edit(person(role), confirmed=True)
    edit.edition.refresh_from_db()
    assert edit.edition.confirmed is False


def test_nobody_signed_in_sees_nothing(edit: Edit) -> None:
    with pytest.raises(Unseen):
        edit(ANONYMOUS, confirmed=True)


def test_refuses_a_stale_form_and_names_who_changed_what(edit: Edit) -> None:
    edit(person(Role.ADMINISTRATOR, "Trần Thị B"), note="mới")
    with pytest.raises(Stale, match="Trần Thị B") as refused:
        edit(person(Role.ADMINISTRATOR), note="cũ")
    assert "Ghi chú" in refused.value.message


def test_refuses_dates_that_contradict(edit: Edit) -> None:
    with pytest.raises(DomainError, match="từ ngày ban hành") as refused:
        edit(person(Role.ADMINISTRATOR), published_on=date(2026, 9, 1), withdrawn_on=date(2026, 8, 1))
    assert refused.value.field == "withdrawn_on"


def test_refuses_an_edition_replaced_by_itself(edit: Edit) -> None:
    with pytest.raises(DomainError, match="chính nó"):
        edit(person(Role.ADMINISTRATOR), replaced_by=edit.edition)
