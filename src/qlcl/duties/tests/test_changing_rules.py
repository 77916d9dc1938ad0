"""Rules are changed from a day on, with a preview; nothing opened changes, and the past is never rewritten."""

from dataclasses import replace
from datetime import date

import pytest

from qlcl.duties.models import Duty, DutyRule, Ladder
from qlcl.duties.operations.change_ladders import change_ladder
from qlcl.duties.operations.change_rules import RuleTerms, add_rule, change_rule, end_rule
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.preview_rule import preview_rule
from qlcl.duties.operations.seed import seed
from qlcl.duties.queries import yearly_rules
from qlcl.duties.tests.factories import AT, SYSTEM
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
TODAY = date(2021, 3, 1)
LATER = date(2021, 5, 1)
SURVEY = RuleTerms(
    label="Khảo sát sự hài lòng",
    column="Khảo sát",
    due_month=9,
    due_day=15,
    legal_basis="TCVN ISO 9001:2015, điều 9.1.2",
)


@pytest.fixture
def seeded(province: Agency, commune: Agency, administrator: Actor) -> Agency:
    seed(at=AT, actor=SYSTEM)
    open_year(province=province, year=2021, actor=SYSTEM, on=date(2021, 1, 1), at=AT)
    return province


def survey_of(province: Agency) -> DutyRule:
    return DutyRule.objects.get(province=province, code="survey", origin=None)


def change(administrator: Actor, province: Agency, **fields: object) -> DutyRule:
    values: dict[str, object] = {
        "terms": SURVEY, "valid_from": LATER, "source_id": survey_of(province).pk, "on": TODAY, "at": AT,
    }  # fmt: skip
    return change_rule(actor=administrator, province=province, **(values | fields))  # type: ignore[arg-type]


def test_a_change_ends_the_version_and_starts_the_next(seeded: Agency, administrator: Actor) -> None:
    before = survey_of(seeded)
    new = change(administrator, seeded)
    before.refresh_from_db()
    assert (before.valid_until, new.valid_from, new.origin_id, new.code) == (LATER, LATER, before.pk, "survey")
    assert [r.due_day for r in yearly_rules(seeded.pk, TODAY) if r.code == "survey"] == [31]
    assert [r.due_day for r in yearly_rules(seeded.pk, LATER) if r.code == "survey"] == [15]
    assert not [b for b in history.verify(None).breaks if str(b.where).startswith("duties.")]


def test_what_is_open_stays_and_is_not_opened_twice(seeded: Agency, administrator: Actor) -> None:
    before = list(Duty.objects.order_by("id").values())
    change(administrator, seeded, valid_from=TODAY)
    open_year(province=seeded, year=2021, actor=SYSTEM, on=LATER, at=AT)
    assert list(Duty.objects.order_by("id").values()) == before
    open_year(province=seeded, year=2022, actor=SYSTEM, on=date(2021, 12, 1), at=AT)
    assert Duty.objects.filter(year=2022, act="feedback.satisfaction_survey")[0].due_on == date(2022, 9, 15)


def test_a_plan_not_begun_is_written_over(seeded: Agency, administrator: Actor) -> None:
    change(administrator, seeded)
    again = change(administrator, seeded, terms=replace(SURVEY, due_day=20), valid_from=date(2021, 6, 1))
    assert DutyRule.objects.filter(code="survey").count() == 2
    assert (again.due_day, survey_of(seeded).valid_until) == (20, date(2021, 6, 1))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"valid_from": date(2021, 2, 28)}, "rule_in_past"),
        ({"terms": replace(SURVEY, due_month=13)}, "guards"),
        ({"terms": replace(SURVEY, statutory=True, legal_basis="")}, "guards"),
        ({"terms": replace(SURVEY, unit="days", amount=3)}, "guards"),
    ],
)
def test_refuses_what_makes_no_rule(seeded: Agency, administrator: Actor, fields: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        change(administrator, seeded, **fields)
    assert (refusal.value.code, DutyRule.objects.filter(code="survey").count()) == (code, 1)


def test_refuses_an_overtaken_form_and_other_people(seeded: Agency, administrator: Actor, officer: Actor) -> None:
    change(administrator, seeded)
    with pytest.raises(Stale):
        change(administrator, seeded, seen=0)
    with pytest.raises(Forbidden):
        change(officer, seeded)
    assert DutyRule.objects.filter(code="survey").count() == 2


def test_an_ended_rule_opens_nothing_more(seeded: Agency, administrator: Actor) -> None:
    open_before = Duty.objects.open().count()
    end_rule(
        actor=administrator, province=seeded, source_id=survey_of(seeded).pk, valid_until=LATER, reason="Bỏ",
        on=TODAY, at=AT,
    )  # fmt: skip
    open_year(province=seeded, year=2022, actor=SYSTEM, on=date(2021, 12, 1), at=AT)
    assert Duty.objects.open().filter(year=2021).count() == open_before
    assert not Duty.objects.filter(year=2022, act="feedback.satisfaction_survey").exists()


def test_a_new_rule_opens_what_the_year_lacks(seeded: Agency, commune: Agency, administrator: Actor) -> None:
    terms = RuleTerms(label="Rà soát chính sách chất lượng", column="Chính sách", due_month=11, due_day=30)
    made = add_rule(
        actor=administrator, province=seeded, terms=terms, trigger="yearly", act="", start_act="",
        valid_from=TODAY, on=TODAY, at=AT,
    )  # fmt: skip
    duty = Duty.objects.get(rule=made, agency=commune)
    assert (duty.agency_id, duty.act, duty.due_on, duty.opened_on) == (
        commune.pk, f"rules.{made.code}", date(2021, 11, 30), TODAY,
    )  # fmt: skip


def test_the_preview_writes_nothing_and_says_what_would_open(seeded: Agency, commune: Agency) -> None:
    standing = survey_of(seeded)
    draft = DutyRule(province=seeded, trigger="yearly", origin=standing, code="survey", **SURVEY.values())
    rules, duties = DutyRule.objects.count(), Duty.objects.count()
    found = preview_rule(province=seeded, draft=draft, standing=standing, valid_from=LATER, on=TODAY)
    assert [(y.year, y.kept, y.opened) for y in found.years] == [(2021, 2, 0), (2022, 0, 2)]
    assert (commune.pk, commune.name, date(2022, 9, 15)) in found.years[1].agencies
    assert (DutyRule.objects.count(), Duty.objects.count()) == (rules, duties)


def test_open_duties_climb_a_changed_ladder(seeded: Agency, administrator: Actor) -> None:
    ladder = Ladder.objects.get(province=seeded, code="ordinary")
    change_ladder(
        actor=administrator, ladder=ladder, label="Việc thường", steps=[(-1, "owner"), (3, "head")], on=TODAY, at=AT
    )
    survey = Duty.objects.filter(act="feedback.satisfaction_survey")[0]
    assert (survey.due_on, survey.next_rung_on) == (date(2021, 11, 1), date(2021, 10, 29))
    with pytest.raises(DomainError, match="thứ tự"):
        change_ladder(actor=administrator, ladder=ladder, label="x", steps=[(3, "head"), (1, "owner")], on=TODAY, at=AT)
    assert not [b for b in history.verify(None).breaks if str(b.where).startswith("duties.")]


def test_a_rule_that_has_ended_is_not_brought_back_by_ending_it_later(seeded: Agency, administrator: Actor) -> None:
    rule = survey_of(seeded)
    ended = {"actor": administrator, "province": seeded, "source_id": rule.pk, "reason": "Thôi", "at": AT}
    end_rule(valid_until=LATER, on=TODAY, **ended)
    with pytest.raises(DomainError) as refused:
        end_rule(valid_until=date(2022, 1, 1), on=date(2021, 6, 1), **ended)
    assert refused.value.code == "rule_ended"
    rule.refresh_from_db()
    assert rule.valid_until == LATER
