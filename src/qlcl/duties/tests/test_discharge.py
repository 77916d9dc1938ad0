"""Acts close the duties that wait for them."""

from datetime import date

import pytest

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_unknown import Presumption, close_unknown
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.open_duties import open_duties
from qlcl.duties.operations.reopen_duties import reopen, take_back
from qlcl.duties.tests.factories import AT, CAMPAIGN, SYSTEM, make_duties, make_duty, spec, system_of
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def fact(agency: Agency, on: date, act: str = "test.act", event: int = 7, **fields: object) -> Fact:
    values: dict[str, object] = {"subject": None, **fields}
    return Fact(system_of(agency).pk, act, on=on, event=event, **values)  # type: ignore[arg-type]


def close(*facts: Fact) -> int:
    return discharge(facts=facts, actor=SYSTEM, at=AT)


def test_opening_twice_opens_once(commune: Agency) -> None:
    first = open_duties(specs=[spec(commune)], actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=1)
    again = open_duties(specs=[spec(commune)] * 2, actor=SYSTEM, on=date(2020, 2, 1), at=AT, event=2)
    assert (first, again, Duty.objects.count()) == (1, 0, 1)


def test_an_act_in_time_closes_its_duty_on_time(commune: Agency) -> None:
    duty = make_duty(commune)
    assert close(fact(commune, date(2020, 6, 30))) == 1
    duty.refresh_from_db()
    assert (duty.outcome, duty.closed_on, duty.on_time, duty.complete, duty.closed_by) == (
        Outcome.DONE,
        date(2020, 6, 30),
        True,
        True,
        7,
    )


def test_an_act_after_the_date_closes_late(commune: Agency) -> None:
    duty = make_duty(commune)
    close(fact(commune, date(2020, 7, 1), complete=None))
    duty.refresh_from_db()
    assert (duty.on_time, duty.complete) == (False, None)


def test_an_act_of_another_system_closes_nothing(commune: Agency, other_commune: Agency) -> None:
    duty = make_duty(commune)
    make_duty(other_commune)
    assert close(fact(other_commune, date(2020, 2, 1))) == 1
    duty.refresh_from_db()
    assert duty.outcome == ""


def test_the_duty_with_the_subject_comes_first(commune: Agency) -> None:
    earlier, later = make_duties(
        [
            spec(commune, sequence=1, due_on=date(2020, 3, 1)),
            spec(commune, sequence=2, subject=Ref("declaration", 5, "935/QĐ-UBND")),
        ]
    )
    close(fact(commune, date(2020, 2, 1), subject=Ref("declaration", 5, "")))
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.outcome, later.outcome) == ("", Outcome.DONE)


def test_else_the_one_whose_period_holds_the_day(commune: Agency) -> None:
    years = make_duties(
        [
            spec(commune, sequence=y, period_from=date(y, 1, 1), period_until=date(y + 1, 1, 1), due_on=date(y, 12, 31))
            for y in (2020, 2021)
        ]
    )
    close(fact(commune, date(2021, 5, 1)))
    assert [Duty.objects.get(pk=d.pk).outcome for d in years] == ["", Outcome.DONE]


def test_a_second_act_in_the_period_leaves_the_next_years_duty_open(commune: Agency) -> None:
    years = make_duties(
        [
            spec(commune, sequence=y, period_from=date(y, 1, 1), period_until=date(y + 1, 1, 1), due_on=date(y, 12, 31))
            for y in (2020, 2021)
        ]
    )
    close(fact(commune, date(2020, 5, 1)))
    close(fact(commune, date(2020, 8, 1)))
    assert [Duty.objects.get(pk=d.pk).closed_on for d in years] == [date(2020, 5, 1), None]


def test_an_act_about_another_edition_closes_nothing(commune: Agency) -> None:
    duty = make_duty(commune, subject=Ref("edition", 2, "ISO 9001:2015"), period_from=date(2020, 1, 1))
    assert close(fact(commune, date(2020, 2, 1), also=(Ref("edition", 1, "ISO 9001:2008"),))) == 0
    assert close(fact(commune, date(2020, 2, 1), also=(Ref("edition", 2, "ISO 9001:2015"),))) == 1
    duty.refresh_from_db()
    assert duty.outcome == Outcome.DONE


def test_one_act_serves_every_source_that_waits(commune: Agency) -> None:
    make_duties([spec(commune), spec(commune, source=Ref("declaration", 3, "935/QĐ-UBND"))])
    assert close(fact(commune, date(2020, 2, 1))) == 2


def test_the_first_act_counts_in_whatever_order_they_are_recorded(commune: Agency, other_commune: Agency) -> None:
    make_duties([spec(commune), spec(other_commune)])
    early, late = date(2020, 2, 1), date(2020, 9, 1)
    close(fact(commune, early, event=1))
    close(fact(commune, late, event=2))
    close(fact(other_commune, late, event=3))
    close(fact(other_commune, early, event=4))
    assert list(Duty.objects.order_by("id").values_list("closed_on", "on_time")) == [(early, True)] * 2


def test_a_record_found_later_settles_what_was_unknown(commune: Agency) -> None:
    duty = make_duty(commune, period_from=date(2020, 1, 1))
    presumed = Presumption(system_of(commune).pk, date(2020, 5, 1), 3)
    close_unknown(presumptions=[presumed], acts=["test.act"], source=(CAMPAIGN.kind, CAMPAIGN.id), actor=SYSTEM, at=AT)
    duty.refresh_from_db()
    assert (duty.outcome, duty.on_time, duty.closed_on) == (Outcome.UNKNOWN, None, date(2020, 5, 1))
    close(fact(commune, date(2020, 3, 1)))
    duty.refresh_from_db()
    assert (duty.outcome, duty.on_time) == (Outcome.DONE, True)


def test_reopens_what_an_event_closed_and_nothing_else(commune: Agency, other_commune: Agency) -> None:
    make_duties([spec(commune), spec(other_commune)])
    close(fact(commune, date(2020, 2, 1), event=7), fact(other_commune, date(2020, 2, 1), event=8))
    assert reopen(events=[7], actor=SYSTEM, at=AT) == 1
    assert list(Duty.objects.order_by("id").values_list("outcome", "closed_on", "closed_by", "on_time")) == [
        ("", None, None, None),
        (Outcome.DONE, date(2020, 2, 1), 8, True),
    ]


def test_taking_back_an_import_removes_what_it_opened(commune: Agency) -> None:
    open_duties(specs=[spec(commune)], actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=5)
    open_duties(specs=[spec(commune, sequence=2)], actor=SYSTEM, on=date(2020, 1, 1), at=AT, event=6)
    assert take_back(events=[5], actor=SYSTEM, at=AT) == (0, 1)
    assert list(Duty.objects.values_list("opened_by", flat=True)) == [6]


def test_ten_thousand_facts_need_few_queries(
    commune: Agency, other_commune: Agency, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    make_duties([spec(a, sequence=n) for a in (commune, other_commune) for n in range(50)])
    facts = [fact(a, date(2020, 1, 2)) for a in (commune, other_commune)]
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        close(*facts)
