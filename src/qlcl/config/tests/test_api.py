"""The API: who gets in, what is seen, writes by the same operations, paging, ETag, refusals, schema."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from qlcl.accounts.models import Appointment
from qlcl.accounts.operations.tokens import issue_token
from qlcl.accounts.tests.factories import make_actor
from qlcl.config.api import api
from qlcl.conformity.models import Declaration
from qlcl.conformity.tests.factories import make_declaration, make_edition, ready_to_declare, system_of
from qlcl.inspections.models import Inspection
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import now
from qlcl.kernel.models import Event
from qlcl.training.models import Attendance, TrainingClass
from qlcl.transitions.tests.factories import make_campaign

pytestmark = pytest.mark.django_db
SCHEMA = Path(settings.PACKAGE).parent.parent / "docs" / "openapi.json"


@pytest.fixture
def call(client, day):
    """Calls the API with a token of the actor's first position."""

    def apply(actor, method, path, body=None, **headers):
        _token, secret = issue_token(
            actor=actor,
            position_id=actor.posts[0].position_id,
            label="thử",
            valid_until=day + timedelta(days=9),
            on=day,
            at=now(),
        )
        headers = {"Authorization": f"Bearer {secret}", **headers}
        data = None if body is None else json.dumps(body)
        url = path if path.startswith("http") else f"/api/v1{path}"
        return getattr(client, method)(url, data, content_type="application/json", headers=headers)

    return apply


@pytest.fixture
def declaration(head, commune):
    return make_declaration(head, commune, make_edition(), date(2021, 3, 1))


PATHS = [
    "/agencies",
    "/editions",
    "/systems",
    "/declarations",
    "/classes",
    "/inspections",
    "/duties",
    "/campaigns",
    "/reports/snapshots",
]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_gets_in(client, path):
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["code"] == "not_signed_in"


@pytest.mark.parametrize("path", PATHS)
def test_wrong_token_is_refused_even_with_a_session(client, sign_in, head, path):
    sign_in(client, head)
    assert client.get(f"/api/v1{path}", headers={"Authorization": "Bearer qlcl_sai"}).status_code == 401


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["head", "officer", "observer"])
def test_lists_open_within_the_budget(path, who, request, call, django_assert_max_num_queries, declaration):
    actor = request.getfixturevalue(who)
    with django_assert_max_num_queries(30):
        response = call(actor, "get", path)
    assert response.status_code == 200
    assert set(response.json()) == {"count", "limit", "offset", "items"}


def test_session_reads_but_does_not_write_without_its_csrf_token(sign_in, officer, commune):
    from django.test import Client

    client = sign_in(Client(enforce_csrf_checks=True), officer)
    assert client.get("/api/v1/agencies").status_code == 200
    response = client.post("/api/v1/inspections", "{}", content_type="application/json")
    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"


def test_agency_sees_itself_only(call, head, commune, other_commune, declaration):
    found = call(head, "get", "/agencies").json()
    assert [item["code"] for item in found["items"]] == [commune.code]
    assert call(head, "get", f"/agencies/{commune.code}").json()["name"] == commune.name
    assert call(head, "get", f"/agencies/{other_commune.code}").status_code == 404


def test_another_agencys_things_are_not_found(call, outsider, declaration, other_province_officer):
    system = declaration.system_id
    for actor in (outsider, other_province_officer):
        decision = {"edition": "ISO 9001:2015", "number": "1", "signed_on": "2022-01-01"}
        for method, path, body in [
            ("get", f"/declarations/{declaration.pk}", None),
            ("get", f"/systems/{system}", None),
            ("post", f"/systems/{system}/declarations", decision),
            ("post", f"/declarations/{declaration.pk}/notified", {"on": "2022-01-01", "letter_number": "1"}),
        ]:
            response = call(actor, method, path, body)
            assert response.status_code == 404, (path, response.content)
            assert declaration.number not in response.content.decode()
        assert call(actor, "get", "/declarations").json()["items"] == []
    declaration.refresh_from_db()
    assert declaration.told_on is None


def test_pages_follow_links(call, officer, commune, other_commune):
    first = call(officer, "get", "/agencies?limit=2&level=commune")
    assert (first.json()["count"], len(first.json()["items"])) == (2, 2)
    one = call(officer, "get", "/agencies?limit=1&level=commune")
    links = dict(reversed(part.split("; rel=")) for part in one.headers["Link"].split(", "))
    following = call(officer, "get", links['"next"'].strip("<>"))
    names = [one.json()["items"][0]["name"], following.json()["items"][0]["name"]]
    assert names == [item["name"] for item in first.json()["items"]]
    assert call(officer, "get", "/agencies?limit=201").status_code == 422


def test_unchanged_answer_is_not_sent_again(call, officer, commune):
    etag = call(officer, "get", "/agencies").headers["ETag"]
    again = call(officer, "get", "/agencies", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_head_issues_a_declaration_and_records_notices(call, head, commune):
    ready_to_declare(head, commune, make_edition(), date(2022, 1, 5))
    body = {"edition": "ISO 9001:2015", "number": "12/QĐ-UBND", "signed_on": "2022-01-06", "prepared_by": "self"}
    made = call(head, "post", f"/systems/{system_of(commune).pk}/declarations", body)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    for path, more in [
        ("notified", {"letter_number": "7/UBND"}),
        ("posted", {"place": "Bộ phận Một cửa"}),
        ("published", {"url": "https://phuocvinh.example/cong-bo"}),
    ]:
        ahead = call(head, "post", f"/declarations/{pk}/{path}", {"on": "9999-12-31", **more})
        assert (ahead.status_code, ahead.json()["code"]) == (422, "in_future")
        response = call(head, "post", f"/declarations/{pk}/{path}", {"on": "2022-01-07", **more})
        assert response.status_code == 200, response.content
    seen = call(head, "get", f"/declarations/{pk}").json()
    assert (seen["told_on"], seen["posted_on"], seen["published_on"]) == ("2022-01-07",) * 3
    twice = call(head, "post", f"/systems/{system_of(commune).pk}/declarations", {**body, "number": "13"})
    assert twice.status_code == 422
    assert twice.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("who", ["secretary", "staff", "consultant", "officer", "observer", "deputy", "administrator"])
def test_nobody_but_the_head_issues(who, request, call, head, commune):
    ready_to_declare(head, commune, make_edition(), date(2022, 1, 5))
    body = {"edition": "ISO 9001:2015", "number": "12/QĐ-UBND", "signed_on": "2022-01-06"}
    actor = request.getfixturevalue(who)
    assert call(actor, "post", f"/systems/{system_of(commune).pk}/declarations", body).status_code == 403
    assert not Declaration.objects.exists()


def test_secretary_defines_the_scope_and_head_confirms_effect(call, head, secretary, outsider, commune):
    system, edition = system_of(commune), make_edition()
    line = {"field": "Hộ tịch", "procedure": "Đăng ký khai sinh"}
    body = {"on": "2021-01-05", "lines": [line], "expected_version": 0}
    path = f"/systems/{system.pk}/scope"
    assert call(outsider, "post", path, body).status_code == 404
    made = call(secretary, "post", path, body)
    assert made.status_code == 201, made.json()
    assert (made.json()["version"], made.json()["lines"][0]["procedure"]) == (1, "Đăng ký khai sinh")
    assert call(secretary, "post", path, body).status_code == 409
    effect = {"edition": edition.code, "on": "2021-03-01", "audited_on": "2021-02-01", "reviewed_on": "2021-02-10"}
    assert call(secretary, "post", f"/systems/{system.pk}/effect", effect).status_code == 403
    assert call(head, "post", f"/systems/{system.pk}/effect", effect).status_code == 201


def test_head_ends_a_declaration(call, head, declaration):
    body = {"on": "2021-06-01", "reason": "Sắp xếp tổ chức"}
    ended = call(head, "post", f"/declarations/{declaration.pk}/ended", body)
    assert (ended.status_code, ended.json()["end_reason"]) == (200, "Sắp xếp tổ chức")
    assert call(head, "post", f"/declarations/{declaration.pk}/ended", body).status_code == 422


def test_officer_registers_and_corrects_an_agency_and_others_do_not(call, officer, observer, province, day):
    body = {"code": "MAU-9", "name": "Ủy ban nhân dân xã Chín", "level": "commune", "parent_code": province.code,
            "valid_from": "2020-01-01", "duty_to_apply": "encouraged"}  # fmt: skip
    assert call(observer, "post", "/agencies", body).status_code == 403
    made = call(officer, "post", "/agencies", body)
    assert made.status_code == 201, made.json()
    assert call(observer, "patch", "/agencies/MAU-9", {"gso_code": "12"}).status_code == 403
    assert call(officer, "patch", "/agencies/MAU-9", {"gso_code": "25999"}).json()["gso_code"] == "25999"
    assert call(officer, "get", "/agencies/MAU-9").json()["gso_code"] == "25999"


def test_unknown_fields_are_refused_and_nothing_is_written(call, officer, commune):
    before = Event.objects.filter(act__startswith="organisations.").count()
    for unknown in ({"level": "province"}, {"province_id": 1}, {"valid_until": "2020-01-01"}):
        answer = call(officer, "patch", f"/agencies/{commune.code}", {"gso_code": "1", **unknown})
        assert answer.status_code == 422
    assert Event.objects.filter(act__startswith="organisations.").count() == before


def test_officer_records_an_inspection_and_others_do_not(call, officer, head, observer, commune):
    make_edition()
    body = {"agency_code": commune.code, "inspected_on": "2021-05-06", "mode": "on_site", "edition": "ISO 9001:2015"}
    for actor in (head, observer):
        assert call(actor, "post", "/inspections", body).status_code == 403
    assert not Inspection.objects.exists()
    made = call(officer, "post", "/inspections", body)
    assert made.status_code == 201, made.content
    assert call(head, "get", f"/inspections/{made.json()['id']}").json()["agency_code"] == commune.code
    assert call(officer, "post", "/inspections", {**body, "mode": "xa"}).json()["errors"][0]["where"][-1] == "mode"


def test_officer_registers_attendance(call, officer, observer, province, commune, other_commune, head):
    held = TrainingClass.objects.create(
        province=province, code="LOP-01", held_on=date(2021, 3, 1), topic="nhan-thuc", title="Nhận thức"
    )
    body = [
        {"agency_code": commune.code, "participants": [{"full_name": "Nguyễn Văn An"}]},
        {"agency_code": other_commune.code, "attendees": 3},
    ]
    assert call(observer, "post", f"/classes/{held.pk}/attendances", body).status_code == 403
    assert not Attendance.objects.exists()
    made = call(officer, "post", f"/classes/{held.pk}/attendances", body)
    assert [row["attendees"] for row in made.json()] == [1, 3]
    own = call(head, "get", f"/classes/{held.pk}/attendances").json()["items"]
    assert [row["agency_code"] for row in own] == [commune.code]


def test_campaign_with_its_steps_and_enrolments(call, officer, head, outsider, province, commune):
    campaign = make_campaign(province)
    shown = call(officer, "get", f"/campaigns/{campaign.pk}").json()
    assert len(shown["steps"]) == 12
    assert call(officer, "get", f"/campaigns/{campaign.pk}/enrolments").status_code == 200


def test_report_is_the_same_as_on_the_page(call, officer, head, province, commune):
    make_campaign(province)
    path = f"/reports/transition?province={province.code}&until=2021-12-31"
    report = call(officer, "get", path)
    assert report.status_code == 200, report.content
    assert {f["measure"] for f in report.json()["figures"]} >= {"units", "declared"}
    assert call(head, "get", path).status_code == 404


def test_unknown_address_is_a_problem(client):
    response = client.get("/api/v1/khong-co")
    assert (response.status_code, response.json()["code"]) == (404, "unseen")


def test_docs_name_every_operation_and_need_nothing_from_elsewhere(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    operations = [o for methods in json.loads(SCHEMA.read_text())["paths"].values() for o in methods.values()]
    assert [o["summary"] for o in operations if f"<b>{o['summary']}</b>" not in text] == []
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_schema_is_the_one_kept():
    """Run `make openapi` after a change of the API and read the difference: others build on it."""
    assert json.loads(SCHEMA.read_text()) == json.loads(json.dumps(api.get_openapi_schema(), default=str))


def test_token_ends_with_the_appointment(client, commune, day):
    actor = make_actor(commune, Role.HEAD, day)
    _token, secret = issue_token(
        actor=actor,
        position_id=actor.posts[0].position_id,
        label="thử",
        valid_until=day + timedelta(days=9),
        on=day,
        at=now(),
    )
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/agencies", headers=headers).status_code == 200
    Appointment.objects.filter(person_id=actor.person_id).update(valid_until=day)
    assert client.get("/api/v1/agencies", headers=headers).status_code == 401
