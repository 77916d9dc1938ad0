"""The head's part: by whom, how late, how spread; to the head first, with the rows behind each figure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qlcl.accounts.models import Person
from qlcl.accounts.operations.delegate import delegate
from qlcl.accounts.queries import actor_for
from qlcl.checks.measures import HEAD_DUTIES, HEAD_WORK, OWN_WORK
from qlcl.checks.models import Deed
from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.policies import days_shown
from qlcl.checks.queries import Part, head_parts, rows_behind, spread_of
from qlcl.checks.tests.factories import DAY, SYSTEM, do, moment
from qlcl.conformity.tests.factories import make_declaration, make_edition
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.tests.factories import make_duty
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import Unseen
from qlcl.kernel.measures import Scope
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
YEAR = (date(2021, 1, 1), date(2021, 12, 31))


def scope(actor: Actor, province_id: int, since: date = YEAR[0], until: date = YEAR[1]) -> Scope:
    """What the actor looks at in a year."""
    return Scope(actor, frozenset({province_id}), since, until)


def part_of(actor: Actor, agency: Agency, since: date = YEAR[0], until: date = YEAR[1]) -> Part:
    """The agency's figures in the actor's eyes."""
    shown = days_shown(actor, actor.day or until)
    return head_parts(scope(actor, agency.province_id, since, until), shown)[agency.pk]


def gather() -> None:
    """Reads the history."""
    gather_deeds(actor=SYSTEM, on=DAY, at=moment(DAY))


def close(actor: Actor, duty_id: int, on: date) -> None:
    """Closes a duty by hand."""
    closing = HandClosing(duty_id, on, "An", note="Số 1")
    close_by_hand(closings=[closing], actor=actor, on=on, at=moment(on))


def test_tells_who_did_what_belongs_to_the_head(commune: Agency, head: Actor, secretary: Actor) -> None:
    make_declaration(head, commune, make_edition(), date(2021, 6, 1))
    duties = [make_duty(commune, f"act.{n}", role=Role.HEAD, by_hand=True, due_on=DAY) for n in range(3)]
    close(head, duties[0].pk, date(2021, 7, 1))
    close(secretary, duties[1].pk, date(2021, 7, 2))
    acting = replace(head, posts=(replace(head.posts[0], acting=True),))
    close(acting, duties[2].pk, date(2021, 7, 3))
    gather()
    part = part_of(head, commune)
    assert part.doers == {"head": 3, "other": 1, "acting": 1}  # effect, declaration and a duty by the head himself
    assert (part.head_work, part.by_head, part.by_others) == (5, 3, 1)


def test_a_delegate_is_told_apart(commune: Agency, head: Actor, deputy: Actor, day: date) -> None:
    acts = ["conformity.issue_declaration"]
    delegate(
        actor=head, to_position_id=deputy.posts[0].position_id, acts=acts, valid_from=day,
        valid_until=day + timedelta(days=9), paper_number="1", paper_date=day, on=day, at=moment(day),
    )  # fmt: skip
    signing = actor_for(Person.objects.get(pk=deputy.person_id), day)
    do(signing, commune, acts[0], on=day)
    do(deputy, commune, "conformity.confirm_effect", on=day)
    gather()
    part = part_of(head, commune, day, day)
    assert (part.doers["delegate"], part.doers["other"]) == (1, 1)


def test_an_act_by_hand_counts_as_what_it_stands_for(commune: Agency, secretary: Actor) -> None:
    duty = make_duty(commune, "reviews.management_review", role=Role.HEAD, by_hand=True, due_on=DAY)
    close(secretary, duty.pk, date(2021, 7, 1))
    gather()
    deed = Deed.objects.get()
    assert (deed.act, deed.head_work) == ("reviews.management_review", True)


def test_late_and_overdue_duties_of_the_head(commune: Agency, head: Actor, secretary: Actor) -> None:
    due = date(2021, 6, 30)
    for n, on in enumerate((date(2021, 6, 1), date(2021, 7, 5), None)):
        duty = make_duty(commune, f"act.{n}", role=Role.HEAD, by_hand=True, due_on=due)
        if on:
            close(head, duty.pk, on)
    make_duty(commune, "not.heads", due_on=due)
    part = part_of(head, commune)
    assert part.states == {"done": 1, "late": 1, "overdue": 1}
    assert (part.duties, part.late) == (3, 2)


def test_work_is_spread_over_persons(commune: Agency, head: Actor, secretary: Actor, consultant: Actor) -> None:
    for actor, times in ((head, 1), (secretary, 3), (consultant, 5)):
        for _time in range(times):
            do(actor, commune, on=date(2021, 5, 1))
    gather()
    part = part_of(head, commune)
    spread = spread_of(part)
    assert (part.people, part.busiest, part.work) == (2, 3, 4)
    assert [(s.label, s.n) for s in spread["role"]] == [
        ("Thư ký ISO", 3),
        ("Thủ trưởng cơ quan", 1),
    ]
    assert sum(s.n for s in spread["division"]) == 4


def test_each_figure_opens_its_rows(commune: Agency, other_commune: Agency, head: Actor, secretary: Actor) -> None:
    do(secretary, commune, on=date(2021, 5, 1))
    do(head, commune, on=date(2021, 5, 1))
    do(secretary, other_commune, on=date(2021, 5, 1))
    gather()
    looked = scope(head, commune.province_id)
    _measure, rows = rows_behind(looked, "phan-bo", commune.pk, {"person": str(secretary.person_id)})
    assert rows.count() == 2  # what he did on another system is his agency's work too
    with pytest.raises(Unseen):
        rows_behind(looked, "phan-bo", commune.pk, {"password": "x"})
    with pytest.raises(Unseen):
        rows_behind(looked, "khac", commune.pk, {})


def test_the_province_sees_it_as_it_stood_a_delay_ago(
    commune: Agency, head: Actor, secretary: Actor, outsider: Actor, officer: Actor, day: date
) -> None:
    recent, old = day - timedelta(days=1), day - timedelta(days=40)
    for on in (recent, old):
        do(secretary, commune, on=on)
        make_duty(commune, f"act.{on}", role=Role.HEAD, due_on=on, on=on)
    gather()
    seen = [
        [m.value(scope(actor, commune.province_id, old, day)) for m in (OWN_WORK, HEAD_DUTIES, HEAD_WORK)]
        for actor in (head, officer, outsider, secretary)
    ]
    assert seen == [[2, 2, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]]
