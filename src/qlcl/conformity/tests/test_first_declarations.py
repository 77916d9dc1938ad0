"""One declaration per system counts: the first to the edition."""

from datetime import date

import pytest

from qlcl.conformity.models import Declaration
from qlcl.conformity.queries import first_declarations, in_force_on
from qlcl.conformity.tests.factories import make_edition, make_past, past
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def test_counts_a_system_once_at_its_first_declaration_to_the_edition(
    province: Agency, commune: Agency, other_commune: Agency
) -> None:
    new, old = make_edition(), make_edition("ISO 9001:2008")
    make_past(
        past(commune, old, date(2012, 1, 1), number="1"),
        past(commune, new, date(2020, 2, 1), number="2"),
        past(commune, new, date(2021, 2, 1), number="3"),
        past(other_commune, new, date(2021, 6, 1), number="4"),
    )
    found = first_declarations(new, [province.pk], date(2021, 12, 31))
    assert sorted(found.values_list("number", flat=True)) == ["2", "4"]
    assert first_declarations(new.pk, [province.pk], date(2020, 12, 31)).get().number == "2"


def test_leaves_out_other_provinces_and_void_entries(commune: Agency, other_province: Agency) -> None:
    edition = make_edition()
    make_past(
        past(commune, edition, date(2020, 2, 1), number="2"), past(commune, edition, date(2020, 5, 1), number="3")
    )
    assert not first_declarations(edition, [other_province.pk], date(2021, 12, 31)).exists()
    Declaration.objects.filter(number="2").update(voided_on=date(2020, 3, 1), void_reason="Ghi nhầm")
    assert first_declarations(edition, [commune.province_id], date(2021, 12, 31)).get().number == "3"


def test_in_force_from_the_effective_day_until_the_day_it_ends(commune: Agency) -> None:
    edition = make_edition()
    make_past(
        past(commune, edition, date(2020, 2, 1), number="2"),
        past(commune, edition, date(2021, 2, 1), number="3", effective_on=date(2021, 3, 1)),
    )
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2021, 2, 28), date(2021, 3, 1)]
    assert [[d.number for d in in_force_on(day)] for day in days] == [[], ["2"], ["2"], ["3"]]
