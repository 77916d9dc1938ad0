"""What was done counts, whenever it was recorded and in whatever order files arrive."""

from datetime import date
from itertools import permutations

import pytest
from django.db import transaction

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.close_steps import StepDone, close_steps
from qlcl.transitions.queries import campaign_rows
from qlcl.transitions.tests.factories import (
    AT,
    END,
    SYSTEM,
    account,
    attend,
    bind,
    declare,
    make_campaign,
    step,
    steps_of,
)

pytestmark = pytest.mark.django_db


def test_training_before_the_campaign_counts(province: Agency, commune: Agency) -> None:
    bind(commune)
    attend(commune, date(2019, 5, 6))
    duty = step(make_campaign(province), commune, "training")
    assert (duty.outcome, duty.closed_on, duty.on_time) == (Outcome.DONE, date(2019, 5, 6), True)


def test_an_imported_declaration_closes_its_step_and_leaves_the_rest_unknown(province: Agency, commune: Agency) -> None:
    bind(commune)
    declare(commune, date(2020, 2, 10))
    campaign = make_campaign(province)
    found = dict(Duty.objects.of_source("campaign", campaign.pk).values_list("act", "outcome"))
    assert found.pop("conformity.issue_declaration") == Outcome.DONE
    assert found.pop("training.attend") == ""
    assert set(found.values()) == {Outcome.UNKNOWN}


def test_known_notices_of_an_imported_declaration_are_done(province: Agency, commune: Agency) -> None:
    bind(commune)
    declare(commune, date(2020, 2, 10), told_on=date(2020, 2, 20))
    campaign = make_campaign(province)
    told, posted = (step(campaign, commune, code) for code in ("notified", "posted"))
    assert (told.outcome, told.closed_on, posted.outcome) == (Outcome.DONE, date(2020, 2, 20), Outcome.UNKNOWN)


def test_an_agency_that_has_not_declared_keeps_its_steps_open(
    province: Agency, commune: Agency, other_commune: Agency
) -> None:
    bind(commune, other_commune)
    declare(commune, date(2020, 2, 10))
    campaign = make_campaign(province)
    assert Duty.objects.of_source("campaign", campaign.pk).filter(agency=other_commune).open().count() == 12


def test_the_order_of_imports_does_not_matter(province: Agency, commune: Agency, other_commune: Agency) -> None:
    bind(commune, other_commune)
    acts = {
        "campaign": lambda: make_campaign(province),
        "declarations": lambda: [
            declare(commune, date(2020, 2, 10), told_on=date(2020, 3, 1)),
            declare(other_commune, date(2021, 5, 4)),
        ],
        "training": lambda: [attend(commune, date(2019, 11, 20)), attend(other_commune, date(2021, 6, 1), "LOP-02")],
    }
    results = []
    for order in permutations(acts):
        with transaction.atomic():
            for name in order:
                acts[name]()
                account(province)
            results.append(steps_of(Campaign.objects.get()))
            transaction.set_rollback(True)
    assert len(results[0]) == 24
    assert all(result == results[0] for result in results)


def test_a_record_by_hand_settles_an_unknown_step(province: Agency, commune: Agency) -> None:
    bind(commune)
    declaration = declare(commune, date(2020, 2, 10))
    campaign = make_campaign(province)
    done = StepDone(declaration.system_id, "plan", date(2019, 12, 20), "Nguyễn Văn An", note="12/KH-UBND")
    close_steps(campaign_id=campaign.pk, done=[done], actor=SYSTEM, on=END, at=AT)
    account(province)
    duty = step(campaign, commune, "plan")
    assert (duty.outcome, duty.closed_on) == (Outcome.DONE, date(2019, 12, 20))


def test_a_system_counts_once_at_its_first_declaration(
    province: Agency, commune: Agency, other_commune: Agency
) -> None:
    bind(commune, other_commune)
    declare(commune, date(2020, 2, 10), prepared_by="self", number="1/QĐ")
    declare(commune, date(2021, 3, 1), prepared_by="consultant", kind="again", number="2/QĐ")
    campaign = make_campaign(province)
    rows = {row.agency_id: row for row in campaign_rows(campaign, END)}
    assert len(rows) == 2
    assert (rows[commune.pk].declared_on, rows[commune.pk].prepared_by) == (date(2020, 2, 10), "self")
    assert (rows[other_commune.pk].declared_on, rows[other_commune.pk].prepared_by) == (None, "")
    assert all(row.declared_on is None for row in campaign_rows(campaign, date(2020, 2, 9)))
