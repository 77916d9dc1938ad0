"""Checks on duties: each with a case that is found and a near miss that is not."""

from datetime import date, timedelta

import pytest

from qlcl.checks.tests.factories import DAY, do, found, make_file
from qlcl.conformity.tests.factories import make_edition, system_of
from qlcl.duties.models import Duty
from qlcl.duties.tests.factories import make_duty
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db


def done(agency: Agency, on: date, act: str, **fields: object) -> Duty:
    """A duty done on the day."""
    duty = make_duty(agency, act, on=date(2021, 1, 1), due_on=DAY)
    values = {"closed_on": on, "outcome": "done", "closed_by": 1, "on_time": True, **fields}
    Duty.objects.filter(pk=duty.pk).update(**values)
    return Duty.objects.get(pk=duty.pk)


def inspect(agency: Agency, on: date) -> Inspection:
    """An inspection on the day."""
    return Inspection.objects.create(
        system=system_of(agency), agency=agency, province_id=agency.province_id, inspected_on=on, mode="on_site",
        edition=make_edition(),
    )  # fmt: skip


def test_finds_a_year_done_in_the_weeks_before_an_inspection(commune: Agency, other_commune: Agency) -> None:
    for agency, near in ((commune, 4), (other_commune, 2)):
        inspection = inspect(agency, date(2021, 10, 15))
        for n in range(near):
            done(agency, date(2021, 10, 1 + n), f"near.{n}")
        for n in range(6 - near):
            done(agency, date(2021, 3, 1 + n), f"far.{n}")
        done(agency, date(2021, 11, 1), "after")
    (line,) = found("bunched_before_inspection", commune)
    assert (line.agency_id, line.key) == (commune.pk, "done")
    assert line.facts.startswith("4/6 ")
    assert inspection


def test_finds_a_year_recorded_in_the_weeks_before_an_inspection(commune: Agency, secretary: Actor) -> None:
    inspect(commune, date(2021, 10, 15))
    for n in range(5):
        do(secretary, commune, f"act.{n}", on=date(2021, 2 + n, 1), recorded=date(2021, 10, 10))
    (line,) = found("bunched_before_inspection", commune)
    assert (line.key, line.subject.kind) == ("recorded", "inspection")


def test_a_few_acts_are_not_a_bunch(commune: Agency) -> None:
    inspect(commune, date(2021, 10, 15))
    for n in range(2):
        done(commune, date(2021, 10, 1), f"near.{n}")
    assert found("bunched_before_inspection", commune) == []


def test_finds_what_was_recorded_long_after_its_day(commune: Agency, secretary: Actor, officer: Actor) -> None:
    do(secretary, commune, "late.act", on=date(2021, 5, 1), recorded=date(2021, 8, 1))
    do(secretary, commune, "late.act", on=date(2021, 6, 1), recorded=date(2021, 8, 1))
    do(secretary, commune, "prompt.act", on=date(2021, 7, 15), recorded=date(2021, 8, 1))
    do(officer, commune, "officers.act", on=date(2021, 1, 1), recorded=date(2021, 8, 1))
    lines = [line for line in found("legal_day_long_before_record", commune) if line.agency_id == commune.pk]
    assert [(line.key, line.facts[:5]) for line in lines] == [("late.act", "2 lần")]
    assert "92 ngày" in lines[0].facts


def test_finds_evidence_uploaded_late(commune: Agency) -> None:
    late = done(commune, date(2021, 5, 1), "late", evidence=make_file("a", date(2021, 9, 1)))
    done(commune, date(2021, 5, 1), "prompt", evidence=make_file("b", date(2021, 5, 20)))
    done(commune, date(2021, 5, 1), "to.come", evidence=make_file("c", DAY + timedelta(days=9)))
    assert [line.subject.id for line in found("evidence_uploaded_late", commune)] == [late.pk]


def test_finds_what_was_closed_on_its_opening_day(commune: Agency) -> None:
    same = done(commune, date(2021, 1, 1), "same", by_hand=True)
    done(commune, date(2021, 1, 2), "next", by_hand=True)
    done(commune, date(2021, 1, 1), "by.its.act", by_hand=False)
    assert [line.subject.id for line in found("closed_on_opening_day", commune)] == [same.pk]


def test_finds_audit_and_review_on_one_day(commune: Agency, other_commune: Agency) -> None:
    done(commune, date(2021, 5, 5), "audits.internal_audit")
    review = done(commune, date(2021, 5, 5), "reviews.management_review")
    done(other_commune, date(2021, 5, 5), "audits.internal_audit")
    done(other_commune, date(2021, 5, 6), "reviews.management_review")
    assert [line.subject.id for line in found("audit_and_review_on_one_day", commune)] == [review.pk]


def test_finds_one_person_doing_and_verifying(commune: Agency, secretary: Actor, head: Actor) -> None:
    do(secretary, commune, "audits.internal_audit", on=date(2021, 5, 5))
    do(secretary, commune, "reviews.management_review", on=date(2021, 6, 5))
    do(head, commune, "reviews.management_review", on=date(2021, 7, 5))
    (line,) = found("same_person_does_and_verifies", commune)
    assert "05/06/2021" in line.facts


def test_two_persons_or_two_years_or_two_things_are_no_pair(commune: Agency, secretary: Actor, head: Actor) -> None:
    do(secretary, commune, "audits.internal_audit", on=date(2021, 5, 5))
    do(head, commune, "reviews.management_review", on=date(2021, 6, 5))
    do(head, commune, "corrective.complete_action", on=date(2021, 5, 5), subject=Ref("action", 1, ""))
    do(head, commune, "corrective.check_effect", on=date(2021, 5, 9), subject=Ref("action", 2, ""))
    assert found("same_person_does_and_verifies", commune) == []
    do(head, commune, "corrective.check_effect", on=date(2021, 5, 9), subject=Ref("action", 1, ""))
    assert len(found("same_person_does_and_verifies", commune)) == 1


def test_finds_the_same_file_in_two_agencies(commune: Agency, other_commune: Agency) -> None:
    done(commune, date(2021, 5, 5), "one", evidence=make_file("a"))
    done(other_commune, date(2021, 5, 5), "one", evidence=make_file("a"))
    done(commune, date(2021, 5, 5), "two", evidence=make_file("b"))
    done(commune, date(2021, 5, 5), "three", evidence=make_file("b"))
    lines = found("same_evidence_in_two_agencies", commune)
    assert sorted(line.agency_id for line in lines) == [commune.pk, other_commune.pk]
    assert not any(name in line.facts for line in lines for name in ("Phước Vinh", "Thạnh Bình"))


def test_a_copy_is_found_for_one_agency_too(commune: Agency, other_commune: Agency) -> None:
    for agency in (commune, other_commune):
        done(agency, date(2021, 5, 5), "one", evidence=make_file("a"))
    lines = found("same_evidence_in_two_agencies", commune, agency_ids=frozenset({commune.pk}))
    assert [line.agency_id for line in lines] == [commune.pk]


def test_finds_explanations_in_the_same_words(commune: Agency, other_commune: Agency) -> None:
    old = make_duty(commune, "old", statutory=True)
    words = "Do thay đổi nhân sự phụ trách nên chưa kịp thực hiện theo kế hoạch."
    for agency, text in (
        (commune, words),
        (other_commune, words.upper()),
        (commune, "Ngắn."),
        (other_commune, "Ngắn."),
    ):
        duty = make_duty(agency, f"act.{text[:3]}{len(text)}", statutory=True)
        Duty.objects.filter(pk=duty.pk).update(explained_on=date(2021, 6, 1), explanation=text)
    Duty.objects.filter(pk=old.pk).update(explained_on=date(2020, 6, 1), explanation=words)
    lines = found("same_explanation_in_two_agencies", commune)
    assert sorted(line.agency_id for line in lines) == [commune.pk, other_commune.pk]
    assert old.pk not in {line.subject.id for line in lines}


def test_finds_statutory_duties_of_a_year_missed_without_explanation(commune: Agency) -> None:
    missed = make_duty(commune, "missed", statutory=True, due_on=date(2021, 12, 1), year=2021)
    explained = make_duty(commune, "explained", statutory=True, due_on=date(2021, 12, 1), year=2021)
    Duty.objects.filter(pk=explained.pk).update(explained_on=date(2021, 12, 5), explanation="Có lý do")
    make_duty(commune, "due.today", statutory=True, due_on=DAY, year=2021)
    make_duty(commune, "not.by.law", due_on=date(2021, 12, 1), year=2021)
    make_duty(commune, "of.no.year", statutory=True, due_on=date(2021, 12, 1))
    assert [line.subject.id for line in found("statutory_missed", commune)] == [missed.pk]
