"""Rules, ladders and days off on screen: seen by the province, edited by its administrator, within the budget."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from qlcl.duties.models import DayOff, Duty, DutyRule, Ladder, Rung
from qlcl.duties.operations.seed import seed
from qlcl.duties.tests.factories import AT, SYSTEM
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
PAGES = ("/viec/quy-tac/", "/viec/quy-tac/?tinh-trang=het&loai=nam", "/viec/ngay-nghi/", "/viec/ngay-nghi/?nam=2024")


@pytest.fixture(autouse=True)
def seeded(province: Agency) -> None:
    seed(at=AT, actor=SYSTEM)


def form_of(rule: DutyRule, **fields: object) -> dict[str, Any]:
    names = ("label", "column", "role", "due_day", "due_month", "legal_basis", "note_unconfirmed", "ladder_code")
    values = {name: getattr(rule, name) for name in names} | {"sequence": rule.sequence, "seen": 0}
    return values | {"valid_from": f"{today():%d/%m/%Y}"} | fields


@pytest.mark.parametrize("page", PAGES)
def test_the_province_sees_them_within_the_budget(
    page: str, client: Client, sign_in: Any, officer: Actor, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, officer)
    with django_assert_max_num_queries(12):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/viec/quy-tac/them/"])
def test_agencies_see_no_page_of_rules(page: str, client: Client, sign_in: Any, head: Actor) -> None:
    sign_in(client, head)
    assert client.get(page).status_code == 403


def test_only_the_administrator_edits(client: Client, sign_in: Any, officer: Actor) -> None:
    sign_in(client, officer)
    rule, ladder = DutyRule.objects.get(code="survey"), Ladder.objects.get(code="short")
    for page in (f"quy-tac/{rule.pk}/sua/", f"quy-tac/{rule.pk}/thoi/", f"thang-nhac/{ladder.pk}/", "quy-tac/them/"):
        assert client.get(f"/viec/{page}").status_code == 403
        assert client.post(f"/viec/{page}", {}).status_code == 403
    assert client.post("/viec/ngay-nghi/", {"day": "24/12/2026", "kind": "local", "label": "x"}).status_code == 403
    assert DutyRule.objects.filter(code="survey").count() == 1


def test_a_change_is_previewed_then_applied(
    client: Client, sign_in: Any, administrator: Actor, commune: Agency
) -> None:
    sign_in(client, administrator)
    rule = DutyRule.objects.get(code="survey")
    page = f"/viec/quy-tac/{rule.pk}/"
    given = form_of(rule, due_day=20, due_month=12)
    shown = client.post(f"{page}sua/", given | {"buoc": "xem"})
    assert shown.status_code == 200
    assert commune.name in shown.content.decode()
    assert DutyRule.objects.filter(code="survey").count() == 1
    assert client.post(f"{page}sua/", given | {"buoc": "ghi"}).status_code == 302
    assert DutyRule.objects.get(origin=rule).due_day == 20
    assert client.get(page).status_code == 200
    assert client.post(f"{page}sua/", given | {"buoc": "ghi", "due_day": 21}).status_code == 409


def test_a_bad_form_says_what_is_wrong(client: Client, sign_in: Any, administrator: Actor) -> None:
    sign_in(client, administrator)
    rule = DutyRule.objects.get(code="survey")
    past = form_of(rule, valid_from=f"{today() - timedelta(days=1):%d/%m/%Y}", buoc="xem")
    for given in (past, form_of(rule, due_day="", buoc="ghi")):
        assert client.post(f"/viec/quy-tac/{rule.pk}/sua/", given).status_code == 422
    assert DutyRule.objects.filter(code="survey").count() == 1


@pytest.mark.parametrize("kind", ["nam", "su-kien"])
def test_adds_a_rule(kind: str, client: Client, sign_in: Any, administrator: Actor, commune: Agency) -> None:
    sign_in(client, administrator)
    survey = DutyRule.objects.get(code="survey")
    given = form_of(survey, label="Việc mới", column="Mới", buoc="ghi", start_act="conformity.confirm_effect", amount=5)
    assert client.get(f"/viec/quy-tac/them/?loai={kind}").status_code == 200
    given["unit"], given["due_month"], given["due_day"] = "working_days", 12, 31
    assert client.post(f"/viec/quy-tac/them/?loai={kind}", given).status_code == 302
    made = DutyRule.objects.get(label="Việc mới")
    assert made.trigger == ("yearly" if kind == "nam" else "event")
    assert Duty.objects.filter(rule=made).exists() == (kind == "nam")


def test_ends_a_rule_and_changes_a_ladder(client: Client, sign_in: Any, administrator: Actor) -> None:
    sign_in(client, administrator)
    rule, ladder = DutyRule.objects.get(code="survey"), Ladder.objects.get(code="short")
    given = {"seen": 0, "valid_until": f"{today():%d/%m/%Y}", "reason": "Không còn cần"}
    assert client.post(f"/viec/quy-tac/{rule.pk}/thoi/", given).status_code == 302
    assert client.get("/viec/quy-tac/?tinh-trang=het").content.decode().count("Khảo sát") >= 1
    assert client.get(f"/viec/thang-nhac/{ladder.pk}/").status_code == 200
    steps = {"label": "Ngắn", "offset_1": "-1", "audience_1": "owner", "offset_2": "3", "audience_2": "head"}
    assert client.post(f"/viec/thang-nhac/{ladder.pk}/", steps | {"offset_3": "4"}).status_code == 422
    assert client.post(f"/viec/thang-nhac/{ladder.pk}/", steps).status_code == 302
    assert list(Rung.objects.filter(ladder=ladder).values_list("offset", "audience")) == [(-1, "owner"), (3, "head")]


def test_the_province_s_own_days_come_and_go(
    client: Client, sign_in: Any, administrator: Actor, province: Agency
) -> None:
    sign_in(client, administrator)
    given = {"day": "24/12/2026", "kind": "local", "label": "Ngày thành lập", "basis": "01/QĐ-UBND"}
    assert client.post("/viec/ngay-nghi/", given).status_code == 302
    made = DayOff.objects.get(province=province)
    assert made.day == date(2026, 12, 24)
    assert client.post("/viec/ngay-nghi/", given).status_code == 422
    assert client.post("/viec/ngay-nghi/", given | {"day": "26/12/2026"}).status_code == 422
    page = client.get("/viec/ngay-nghi/?nam=2026").content.decode()
    assert "Ngày thành lập" in page
    assert "Chưa xác nhận" in page
    assert client.get("/viec/ngay-nghi/?nam=2026&xuat=csv").status_code == 200
    assert client.post(f"/viec/ngay-nghi/{made.pk}/bo/").status_code == 302
    assert not DayOff.objects.filter(province=province).exists()


@pytest.mark.parametrize("year", ["abc", "9999", "1900", "٢٠٢٦"])
def test_nonsense_years_are_passed_over(year: str, client: Client, sign_in: Any, officer: Actor) -> None:
    sign_in(client, officer)
    assert client.get("/viec/ngay-nghi/", {"nam": year}).status_code == 200
