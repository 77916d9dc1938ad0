"""Loading the reference data."""

from datetime import UTC, date, datetime

import pytest

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.standards.models import Clause, Crosswalk, Edition
from qlcl.standards.operations.edit_edition import edit_edition
from qlcl.standards.operations.load_reference import load_reference

AT = datetime(2022, 2, 15, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_loads_four_editions_with_clauses_and_crosswalk() -> None:
    assert load_reference(at=AT) == 4
    assert list(Edition.objects.values_list("code", flat=True)) == [
        "ISO 9001:2008",
        "ISO 9001:2015",
        "ISO 9001:2015/Amd 1:2024",
        "ISO 9001:2026",
    ]
    old = Edition.objects.get(code="ISO 9001:2008")
    assert old.replaced_by is not None and old.replaced_by.code == "ISO 9001:2015"
    leaf = Clause.objects.get(edition__code="ISO 9001:2015", number="7.1.5.2")
    assert leaf.parent is not None and leaf.parent.number == "7.1.5" and leaf.depth == 4
    assert Crosswalk.objects.filter(from_edition=old, relation="new").count() == 3


def test_loading_again_changes_nothing() -> None:
    load_reference(at=AT)
    before = [list(m.objects.order_by("pk").values()) for m in (Edition, Clause, Crosswalk)]
    assert load_reference(at=AT) == 0
    assert [list(m.objects.order_by("pk").values()) for m in (Edition, Clause, Crosswalk)] == before
    assert len(history.events_of(chain="standards")) == 1


def test_keeps_what_an_administrator_edited() -> None:
    load_reference(at=AT)
    edition = Edition.objects.get(code="ISO 9001:2026")
    values = {"international_status": "published", "published_on": date(2026, 9, 15)}
    edit_edition(
        actor=Actor.system("test"), on=date(2026, 9, 20), at=AT, edition_id=edition.pk, revision=0, values=values
    )
    assert load_reference(at=AT) == 0
    edition.refresh_from_db()
    assert (edition.international_status, edition.published_on) == ("published", date(2026, 9, 15))


def test_mends_a_clause_that_differs_from_the_package() -> None:
    load_reference(at=AT)
    Clause.objects.filter(edition__code="ISO 9001:2015", number="4.1").update(question="?")
    load_reference(at=AT)
    assert len(Clause.objects.get(edition__code="ISO 9001:2015", number="4.1").question) > 40
