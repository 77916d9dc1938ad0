"""Assigning a duty, confirming that nothing changed, what last year's words become, the list behind a number."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.accounts.models import Position
from qlcl.accounts.tests.factories import make_actor
from qlcl.duties.carrying import carried_over, unchanged_since
from qlcl.duties.enums import Trigger, Unit
from qlcl.duties.models import Duty, DutyRule, Notice
from qlcl.duties.operations.assign import assign
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.operations.confirm_unchanged import confirm_unchanged
from qlcl.duties.queries import my_duties
from qlcl.duties.tests.factories import AT, make_duty
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Ref
from qlcl.kernel.models import Event
from qlcl.organisations.models import Agency, Division

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


def make_rule(province: Agency, **fields: object) -> DutyRule:
    values: dict[str, object] = {
        "province": province, "code": "risks", "label": "Rà soát rủi ro", "column": "Rủi ro", "act": "test.risks",
        "role": Role.ISO_SECRETARY, "trigger": Trigger.YEARLY, "unit": Unit.FIXED, "due_month": 3, "due_day": 31,
        "may_confirm_unchanged": True, "valid_from": date(2015, 1, 1),
    }  # fmt: skip
    return DutyRule.objects.create(**{**values, **fields})


def owed(agency: Agency, rule: DutyRule, year: int, role: Role = Role.ISO_SECRETARY) -> Duty:
    """The duty of the rule for the year."""
    made = make_duty(agency, rule.act, label=rule.label, due_on=date(year, 3, 31), sequence=year, role=role,
                     source=Ref("duty_rule", rule.pk, rule.label))  # fmt: skip
    Duty.objects.filter(pk=made.pk).update(rule=rule, year=year)
    return Duty.objects.select_related("rule").get(pk=made.pk)


def close(duty: Duty, actor: Actor, note: str = "Báo cáo số 12/BC-UBND ngày 03/02/2020 về rủi ro năm 2020") -> None:
    closing = HandClosing(duty.pk, duty.due_on, "Bà An", note=note)
    close_by_hand(closings=[closing], actor=actor, on=today(), at=AT)


def test_last_years_words_leave_numbers_and_days_open() -> None:
    words = "Kế hoạch số 12/KH-UBND ngày 03/02/2020 về mục tiêu năm 2020, điều 6.2"
    assert carried_over(words, 2020, 2021) == "Kế hoạch số …/KH-UBND ngày …/…/2021 về mục tiêu năm 2021, điều 6.2"
    assert carried_over("Không thay đổi so với năm 2019: Số 7/2019/QĐ-UBND", 2019, 2020) == "Số …/2020/QĐ-UBND"
    assert unchanged_since("Không thay đổi so với năm 2019: BC 7", 2020) == "Không thay đổi so với năm 2020: BC 7"


def test_confirming_without_change_cites_last_year(province: Agency, commune: Agency, secretary: Actor) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    duty = confirm_unchanged(duty_id=owed(commune, rule, 2021).pk, actor=secretary, on=date(2021, 4, 2), at=AT)
    duty.refresh_from_db()
    assert (duty.outcome, duty.on_time, duty.closed_on) == ("done", False, date(2021, 4, 2))
    assert duty.note.startswith("Không thay đổi so với năm 2020: Báo cáo số 12/BC-UBND")
    event = Event.objects.get(pk=duty.closed_by)
    assert event.act == "duties.confirm_unchanged"
    assert f'"unchanged_from":{Duty.objects.get(year=2020).pk}' in event.payload.replace(" ", "")


def test_nothing_is_confirmed_without_a_year_before(province: Agency, commune: Agency, secretary: Actor) -> None:
    duty = owed(commune, make_rule(province), 2021)
    with pytest.raises(DomainError, match="Chưa có năm nào"):
        confirm_unchanged(duty_id=duty.pk, actor=secretary, on=today(), at=AT)
    assert Duty.objects.get().outcome == ""


def test_what_must_be_performed_is_not_confirmed(province: Agency, commune: Agency, secretary: Actor) -> None:
    rule = make_rule(province, may_confirm_unchanged=False)
    close(owed(commune, rule, 2020), secretary)
    duty = owed(commune, rule, 2021)
    with pytest.raises(DomainError, match="phải thực hiện mỗi năm"):
        confirm_unchanged(duty_id=duty.pk, actor=secretary, on=today(), at=AT)
    assert Duty.objects.get(pk=duty.pk).outcome == ""


def test_a_confirmed_duty_is_not_confirmed_again(province: Agency, commune: Agency, secretary: Actor) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    duty = owed(commune, rule, 2021)
    confirm_unchanged(duty_id=duty.pk, actor=secretary, on=today(), at=AT)
    count = Event.objects.count()
    with pytest.raises(DomainError):
        confirm_unchanged(duty_id=duty.pk, actor=secretary, on=today(), at=AT)
    assert Event.objects.count() == count


def test_a_stranger_confirms_nothing(province: Agency, commune: Agency, secretary: Actor, consultant: Actor) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    duty = owed(commune, rule, 2021)
    with pytest.raises(Forbidden):
        confirm_unchanged(duty_id=duty.pk, actor=consultant, on=today(), at=AT)
    assert Duty.objects.get(pk=duty.pk).outcome == ""


def test_closing_begins_with_last_year_and_asks_for_what_is_open(
    client: Client, sign_in: SignIn, province: Agency, commune: Agency, secretary: Actor
) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    url = reverse("duties:close", args=[owed(commune, rule, 2021).pk])
    page = sign_in(client, secretary).get(url).content.decode()
    assert "Báo cáo số …/BC-UBND ngày …/…/2021 về rủi ro năm 2021" in page
    assert "Năm 2020 đã làm" in page
    assert "Xác nhận không thay đổi" in page
    given = {"done_on": f"{today():%d/%m/%Y}", "done_by": "Bà An", "note": "Báo cáo số …/BC-UBND"}
    response = client.post(url, given)
    assert response.status_code == 422
    assert "chưa điền" in response.content.decode()


def test_confirming_takes_one_click(
    client: Client, sign_in: SignIn, province: Agency, commune: Agency, secretary: Actor
) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    duty = owed(commune, rule, 2021)
    sign_in(client, secretary).post(reverse("duties:unchanged", args=[duty.pk]))
    duty.refresh_from_db()
    assert duty.outcome == "done"


def test_an_assigned_duty_is_the_positions_own(commune: Agency, secretary: Actor, staff: Actor) -> None:
    duty = make_duty(commune, "test.act", due_on=today() + timedelta(days=5))
    chosen = staff.posts[0].position_id
    assign(duty_id=duty.pk, position_id=chosen, actor=secretary, on=today(), at=AT, note="làm trước thứ Sáu")
    assert list(my_duties(staff)) == [duty]
    assert list(my_duties(secretary)) == [duty], "who keeps the list still sees it"
    assert Notice.objects.get().position_id == chosen
    assert "làm trước thứ Sáu" in Notice.objects.get().text
    event = Event.objects.get(act="duties.assign")
    assert event.subject_id == duty.pk


def test_an_assigned_duty_is_no_longer_owed_by_others_of_the_rank(commune: Agency, head: Actor, staff: Actor) -> None:
    other = make_actor(commune, Role.STAFF, today())
    duty = make_duty(commune, "test.act", role=Role.STAFF)
    assert list(my_duties(other)) == [duty]
    assign(duty_id=duty.pk, position_id=staff.posts[0].position_id, actor=head, on=today(), at=AT)
    assert list(my_duties(other)) == []
    assign(duty_id=duty.pk, position_id=None, actor=head, on=today(), at=AT)
    assert list(my_duties(other)) == [duty]


def test_who_it_was_assigned_to_may_close_it(commune: Agency, secretary: Actor, staff: Actor) -> None:
    duty = make_duty(commune, "test.act", by_hand=True)
    closing = HandClosing(duty.pk, today(), "Ông Bình", note="Báo cáo 3")
    with pytest.raises(Forbidden):
        close_by_hand(closings=[closing], actor=staff, on=today(), at=AT)
    assign(duty_id=duty.pk, position_id=staff.posts[0].position_id, actor=secretary, on=today(), at=AT)
    close_by_hand(closings=[closing], actor=staff, on=today(), at=AT)
    assert Duty.objects.get().outcome == "done"


def test_what_only_a_head_decides_is_not_assigned(commune: Agency, head: Actor, staff: Actor) -> None:
    duty = make_duty(commune, "conformity.confirm_effect", role=Role.HEAD)
    with pytest.raises(DomainError, match="chỉ Thủ trưởng"):
        assign(duty_id=duty.pk, position_id=staff.posts[0].position_id, actor=head, on=today(), at=AT)
    assert Duty.objects.get().position_id is None


def test_a_secretary_does_not_hand_on_what_the_head_owes(commune: Agency, secretary: Actor, staff: Actor) -> None:
    duty = make_duty(commune, "test.act", role=Role.HEAD)
    with pytest.raises(Forbidden):
        assign(duty_id=duty.pk, position_id=staff.posts[0].position_id, actor=secretary, on=today(), at=AT)
    assert Duty.objects.get().position_id is None


def test_a_division_head_assigns_within_his_division(commune: Agency, staff: Actor) -> None:
    division = Division.objects.create(agency=commune, name="Văn phòng")
    leads = make_actor(commune, Role.DIVISION_HEAD, today())
    ours = make_actor(commune, Role.STAFF, today())
    held = [leads.posts[0].position_id, ours.posts[0].position_id]
    Position.objects.filter(pk__in=held).update(division=division)
    duty = make_duty(commune, "test.act", role=Role.STAFF)
    with pytest.raises(DomainError, match="Chọn một vị trí"):
        assign(duty_id=duty.pk, position_id=staff.posts[0].position_id, actor=leads, on=today(), at=AT)
    assign(duty_id=duty.pk, position_id=ours.posts[0].position_id, actor=leads, on=today(), at=AT)
    assert Duty.objects.get().position_id == ours.posts[0].position_id


@pytest.mark.parametrize("who", ["consultant", "outsider"])
def test_nothing_is_assigned_outside_the_agency(
    commune: Agency, secretary: Actor, who: str, request: pytest.FixtureRequest
) -> None:
    duty = make_duty(commune, "test.act")
    chosen = request.getfixturevalue(who).posts[0].position_id
    with pytest.raises(DomainError, match="Chọn một vị trí"):
        assign(duty_id=duty.pk, position_id=chosen, actor=secretary, on=today(), at=AT)
    assert Duty.objects.get().position_id is None


def test_the_list_holds_the_rows_behind_a_number(
    client: Client, sign_in: SignIn, province: Agency, commune: Agency, other_commune: Agency, secretary: Actor
) -> None:
    rule = make_rule(province)
    close(owed(commune, rule, 2020), secretary)
    owed(commune, rule, 2021)
    owed(other_commune, rule, 2021)
    sign_in(client, secretary)
    url = reverse("duties:list")
    count = {q: client.get(f"{url}?{q}").context["table"].total for q in
             ("nam=2020&trang-thai=done", "nam=2021&trang-thai=mo", "nam=tat-ca", f"nam=2021&co-quan={other_commune.code}")}  # fmt: skip # noqa: E501
    assert list(count.values()) == [1, 1, 2, 0]
