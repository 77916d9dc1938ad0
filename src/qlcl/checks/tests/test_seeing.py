"""Who sees and answers findings: the agency first, the province after its delay."""

from datetime import date, timedelta

import pytest

from qlcl.checks.models import CheckLine
from qlcl.checks.operations.answer_line import answer_line
from qlcl.checks.policies import visible_lines
from qlcl.checks.queries import agency_panel, open_lines
from qlcl.checks.tests.factories import make_line, moment
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency, Setting

pytestmark = pytest.mark.django_db


def test_the_agency_sees_at_once_the_province_after_the_delay(
    commune: Agency, head: Actor, secretary: Actor, officer: Actor, leader: Actor, observer: Actor, day: date
) -> None:
    old, new = make_line(commune, day - timedelta(days=30)), make_line(commune, day, key="neu")
    for actor in (head, secretary):
        assert set(visible_lines(actor, day)) == {old, new}
    for actor in (officer, leader, observer):
        assert list(visible_lines(actor, day)) == [old]


def test_the_delay_is_the_provinces(commune: Agency, officer: Actor, day: date) -> None:
    make_line(commune, day - timedelta(days=29))
    assert not visible_lines(officer, day).exists()
    Setting.objects.create(
        province_id=commune.province_id, code="checks.province_delay_days", value="29", valid_from=date(2020, 1, 1)
    )
    assert visible_lines(officer, day).exists()


def test_others_see_nothing(
    commune: Agency, other_commune: Agency, staff: Actor, consultant: Actor, outsider: Actor,
    other_province_officer: Actor, day: date,
) -> None:  # fmt: skip
    make_line(commune, day - timedelta(days=99))
    for actor in (staff, consultant, outsider, other_province_officer):
        assert not visible_lines(actor, day).exists()
        assert agency_panel(actor, commune, day) is None


def test_the_panel_tells_how_many_and_the_first_ones(commune: Agency, secretary: Actor, day: date) -> None:
    for n in range(7):
        make_line(commune, day, key=str(n))
    panel = agency_panel(secretary, commune, day)
    assert panel is not None
    assert (panel["counts"], len(panel["lines"]), panel["more"]) == ([("Nên xem lại", 7)], 5, 2)


def test_an_answer_goes_on_showing_with_its_event(commune: Agency, secretary: Actor, day: date) -> None:
    line = make_line(commune, day)
    answer_line(line_id=line.pk, answer=" Dùng mẫu chung của huyện ", actor=secretary, on=day, at=moment(day))
    line.refresh_from_db()
    assert (line.answer, line.answered_on, line.answered_by) == ("Dùng mẫu chung của huyện", day, secretary.name)
    assert list(open_lines(secretary, day)) == [line]
    assert Event.objects.get(pk=line.answer_event).act == "checks.answer_line"


@pytest.mark.parametrize("who", ["deputy", "staff", "officer", "outsider"])
def test_only_the_head_and_the_secretary_answer(
    request: pytest.FixtureRequest, commune: Agency, day: date, who: str
) -> None:
    line = make_line(commune, day - timedelta(days=99))
    with pytest.raises((Forbidden, Unseen)):
        answer_line(line_id=line.pk, answer="x", actor=request.getfixturevalue(who), on=day, at=moment(day))
    assert (CheckLine.objects.get().answer, Event.objects.filter(act="checks.answer_line").count()) == ("", 0)


def test_an_answer_says_something_about_something_that_stands(commune: Agency, head: Actor, day: date) -> None:
    line = make_line(commune, day)
    with pytest.raises(DomainError, match="nội dung trả lời"):
        answer_line(line_id=line.pk, answer="  ", actor=head, on=day, at=moment(day))
    CheckLine.objects.update(resolved_on=day)
    with pytest.raises(DomainError, match="không còn"):
        answer_line(line_id=line.pk, answer="Đã xem", actor=head, on=day, at=moment(day))
