"""Queries compiled for a shape of actor find what the query itself finds, and nobody gets what is another's."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from qlcl.accounts.queries import actors
from qlcl.duties.models import Duty
from qlcl.duties.queries import duties
from qlcl.duties.tests.factories import make_duty
from qlcl.kernel import shaped
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.portal.queries import handing, owed, pictures, posts

pytestmark = pytest.mark.django_db
BUILDS = (
    owed._open, pictures._pictured, pictures._counted, posts._vacant, handing._awaiting, duties._waiting, actors._held,
    actors._delegated,
)  # fmt: skip
WHO = ("head", "outsider", "deputy", "secretary", "staff", "consultant", "officer", "leader", "head")


@pytest.fixture
def owing(commune: Agency, other_commune: Agency, day: date) -> None:
    for agency in (commune, other_commune):
        for number in (-9, -1, 0, 40):
            make_duty(
                agency, act=f"a.{number}", due_on=day + timedelta(days=number), opened_on=day - timedelta(days=30)
            )


def test_each_finds_what_the_query_itself_finds(
    request: pytest.FixtureRequest, owing: None, commune: Agency, other_commune: Agency, day: date
) -> None:
    shaped._compiled.clear()
    people: list[Actor] = [request.getfixturevalue(who) for who in WHO]
    for number, actor in enumerate(people):
        for when in (day, day + timedelta(days=(-200, 200)[number % 2])):
            for build in BUILDS:
                for ids in ([], sorted(actor.agency_ids), [commune.pk, other_commune.pk]):
                    found = shaped.rows(build.__name__, build, actor=actor, ids=ids, day=when)
                    assert found == list(build(actor, ids, when)), (build, actor)
    assert len(shaped._compiled) < len(people) * len(BUILDS) * 3  # heads of two communes share theirs


def test_heads_of_two_communes_share_a_query_and_see_their_own(
    owing: None, head: Actor, outsider: Actor, commune: Agency, other_commune: Agency, day: date
) -> None:
    shaped._compiled.clear()
    for actor, agency in ((head, commune), (outsider, other_commune), (head, commune)):
        both = owed.open_duties(actor, [commune.pk, other_commune.pk], day)
        assert {d.agency for d in owed.open_duties(actor, [agency.pk], day)} == {d.agency for d in both} == {agency}
    assert len(shaped._compiled) == 3  # one agency; the own first; the own last


def test_refuses_a_query_that_would_hold_for_one_day_only(head: Actor, day: date) -> None:
    def build(_actor: Actor, _ids: Sequence[int], on: date) -> QuerySet[Any]:
        return Duty.objects.filter(due_on=on - timedelta(days=1))

    with pytest.raises(TypeError, match="neither the day"):
        shaped.rows("test.yesterday", build, actor=head, day=day)
