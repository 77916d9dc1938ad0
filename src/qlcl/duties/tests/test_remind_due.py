"""The ladder run: who is told what on which working day, and that nobody is told twice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qlcl.accounts.tests.factories import make_post
from qlcl.duties.enums import Audience, DayOffKind
from qlcl.duties.models import DayOff, Duty, NightlyRun, Notice, Reminder
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.duties.operations.remind_due import DAY_OFF, STAGE, remind_due
from qlcl.duties.operations.reschedule import reschedule
from qlcl.duties.queries.reminders import named_in_report, reminders_about
from qlcl.duties.tests.factories import AT, SYSTEM, make_duties, make_duty, make_ladder, spec, system_of
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
#: A Tuesday; its rungs fall on 23/06, 01/07, 07/07, 14/07 and 28/07.
DUE = date(2020, 6, 30)
OWNER, OVERDUE, HEAD, PROVINCE, REPORT = (
    date(2020, 6, 23),
    date(2020, 7, 1),
    date(2020, 7, 7),
    date(2020, 7, 14),
    date(2020, 7, 28),
)


@pytest.fixture
def ladder(province: Agency) -> object:
    """The ladder of the province."""
    return make_ladder(province)


def run(province: Agency, first: date, last: date | None = None) -> int:
    """The run of each day in turn; how many rungs were logged."""
    days = ((last or first) - first).days + 1
    return sum(remind_due(province_id=province.pk, day=first + timedelta(days=n), at=AT) for n in range(days))


def told() -> list[tuple[date, str, str]]:
    """Every notice: when, to which role, what."""
    rows = Notice.objects.order_by("on", "position_id").values_list("on", "position__role", "text")
    return list(rows)


def logged(duty: Duty) -> list[tuple[date, str]]:
    return [(r.on, r.audience) for r in reminders_about(duty)]


def test_each_rung_tells_its_audience_on_its_working_day(
    province: Agency, commune: Agency, ladder: object, head: Actor, secretary: Actor, staff: Actor, officer: Actor
) -> None:
    duty = make_duty(commune, role=Role.STAFF, ladder="thang")
    assert run(province, date(2020, 6, 1), date(2020, 8, 31)) == 5
    assert told() == [
        (OWNER, "staff", "1 việc sắp đến hạn"),
        (OVERDUE, "iso_secretary", "1 việc quá hạn"),
        (OVERDUE, "staff", "1 việc quá hạn"),
        (HEAD, "head", "1 việc của cơ quan quá hạn chưa thực hiện, đề nghị chỉ đạo"),
        (PROVINCE, "provincial_officer", "1 việc của 1 cơ quan quá hạn chưa thực hiện"),
    ]
    days = [OWNER, OVERDUE, HEAD, PROVINCE, REPORT]
    assert logged(duty) == list(zip(days, map(str, Audience.values), strict=True))
    duty.refresh_from_db()
    assert (duty.rungs_passed, duty.next_rung_on) == (5, None)


def test_a_day_run_twice_tells_nobody_twice(
    province: Agency, commune: Agency, ladder: object, secretary: Actor
) -> None:
    make_duty(commune, ladder="thang")
    assert [run(province, OWNER), run(province, OWNER)] == [1, 0]
    NightlyRun.objects.update(finished_at=None, cursor=0)  # as if the process had died before it could say so
    assert run(province, OWNER) == 0
    assert len(told()) == Reminder.objects.count() == 1


def test_many_duties_are_one_notice_and_a_log_each(
    province: Agency, commune: Agency, ladder: object, secretary: Actor
) -> None:
    late = [spec(commune, f"act.{n}", ladder="thang", due_on=date(2020, 6, 30)) for n in range(3)]
    soon = [spec(commune, f"act.{n}", ladder="thang", due_on=date(2020, 7, 8)) for n in range(3, 5)]
    make_duties([*late, *soon])
    run(province, OVERDUE)
    assert told() == [(OVERDUE, "iso_secretary", "3 việc quá hạn, 2 việc sắp đến hạn")]
    notice = Notice.objects.get()
    assert (notice.link, Reminder.objects.count()) == ("/viec/", 8)  # the missed rung of the three is logged too


def test_a_notice_about_one_duty_opens_that_duty(
    province: Agency, commune: Agency, ladder: object, head: Actor, secretary: Actor
) -> None:
    duty = make_duty(commune, ladder="thang")
    run(province, HEAD)
    assert set(Notice.objects.values_list("link", flat=True)) == {f"/viec/{duty.pk}/mo/"}


def test_what_falls_on_days_off_goes_on_the_next_working_day(
    province: Agency, commune: Agency, ladder: object, secretary: Actor, staff: Actor
) -> None:
    DayOff.objects.create(province=province, day=OVERDUE, kind=DayOffKind.LOCAL, label="Ngày nghỉ của tỉnh")
    make_duty(commune, role=Role.STAFF, ladder="thang")
    run(province, date(2020, 6, 1), date(2020, 7, 6))
    assert {on for on, _, _ in told()} == {OWNER, date(2020, 7, 2)}
    assert NightlyRun.objects.get(stage=STAGE, day=OVERDUE).note == DAY_OFF


def test_a_run_left_out_is_made_up_by_the_next(
    province: Agency, commune: Agency, ladder: object, head: Actor, secretary: Actor
) -> None:
    duty = make_duty(commune, ladder="thang")
    assert run(province, HEAD) == 3
    assert [on for on, _ in logged(duty)] == [HEAD] * 3
    assert [(role, text) for _, role, text in told()] == [
        ("head", "1 việc của cơ quan quá hạn chưa thực hiện, đề nghị chỉ đạo"),
        ("iso_secretary", "1 việc quá hạn"),
    ]


def test_what_is_done_is_not_reminded_of(province: Agency, commune: Agency, ladder: object, secretary: Actor) -> None:
    make_duty(commune, ladder="thang")
    run(province, OWNER)
    discharge(facts=[Fact(system_of(commune).pk, "test.act", None, DUE, 7)], actor=SYSTEM, at=AT)
    assert run(province, OVERDUE, REPORT) == 0


def test_a_moved_date_begins_the_ladder_anew_and_back_again_tells_nobody(
    province: Agency, commune: Agency, ladder: object, secretary: Actor, officer: Actor
) -> None:
    duty = make_duty(commune, ladder="thang")
    run(province, OWNER)
    later = date(2020, 9, 30)
    reschedule(duty_id=duty.pk, due_on=later, reason="Dịch bệnh", actor=officer, on=OWNER, at=AT)
    run(province, OVERDUE, date(2020, 9, 22))
    assert logged(duty) == [(OWNER, "owner")]
    run(province, date(2020, 9, 23))
    assert logged(duty) == [(OWNER, "owner"), (date(2020, 9, 23), "owner")]
    reschedule(duty_id=duty.pk, due_on=DUE, reason="Ghi nhầm", actor=officer, on=later, at=AT)
    run(province, date(2020, 9, 24))
    assert [a for _, a in logged(duty)] == ["owner", "owner", "owner_secretary", "head", "province", "report"]


def test_an_assigned_position_is_told_instead_of_the_role(
    province: Agency, commune: Agency, ladder: object, secretary: Actor, staff: Actor
) -> None:
    other = make_post(commune, Role.STAFF).position
    make_duty(commune, role=Role.STAFF, ladder="thang", position_id=other.pk)
    run(province, OWNER)
    assert list(Notice.objects.values_list("position_id", flat=True)) == [other.pk]


def test_what_the_province_owes_is_told_to_the_province(
    province: Agency, commune: Agency, ladder: object, secretary: Actor, officer: Actor, other_province_officer: Actor
) -> None:
    make_duties([spec(commune, f"act.{n}", role=Role.PROVINCIAL_OFFICER, ladder="thang") for n in range(2)])
    run(province, OWNER)
    assert told() == [(OWNER, "provincial_officer", "2 việc sắp đến hạn")]


def test_where_nobody_holds_a_position_the_rung_says_so(province: Agency, commune: Agency, ladder: object) -> None:
    duty = make_duty(commune, ladder="thang")
    run(province, OWNER)
    assert ([r.told for r in reminders_about(duty)], told()) == ([""], [])


def test_another_province_is_left_alone(
    province: Agency, other_province: Agency, commune: Agency, ladder: object, secretary: Actor
) -> None:
    make_duty(commune, ladder="thang")
    assert remind_due(province_id=other_province.pk, day=OWNER, at=AT) == 0
    assert told() == []


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_chunks_of_any_size_tell_the_same(
    province: Agency, commune: Agency, other_commune: Agency, ladder: object, secretary: Actor, outsider: Actor,
    chunk: int,
) -> None:  # fmt: skip
    here = [spec(commune, f"act.{n}", ladder="thang") for n in range(3)]
    make_duties([*here, *(spec(other_commune, f"act.{n}", role=Role.HEAD, ladder="thang") for n in range(2))])
    assert remind_due(province_id=province.pk, day=OWNER, at=AT, chunk=chunk) == 5
    assert sorted(text for _, _, text in told()) == ["2 việc sắp đến hạn", "3 việc sắp đến hạn"]


def test_queries_do_not_grow_with_the_duties(
    province: Agency, commune: Agency, ladder: object, secretary: Actor,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:  # fmt: skip
    make_duties([spec(commune, f"act.{n}", ladder="thang") for n in range(60)])
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        run(province, OWNER)


def test_the_report_names_what_reached_its_top_rung(
    province: Agency, commune: Agency, ladder: object, secretary: Actor
) -> None:
    duty = make_duty(commune, ladder="thang")
    run(province, OWNER, REPORT)
    named = named_in_report([province.pk], date(2020, 1, 1), date(2021, 1, 1))
    assert [(r.duty, r.agency, r.on) for r in named] == [(duty, commune, REPORT)]
    assert not named_in_report([province.pk], date(2020, 1, 1), REPORT)
