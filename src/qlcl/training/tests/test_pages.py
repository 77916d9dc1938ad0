"""Pages of training: who sees what, what they cost, what forms do."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.measures import Scope
from qlcl.organisations.models import Agency
from qlcl.training import queries
from qlcl.training.enums import CertificateKind
from qlcl.training.measures import ATTENDANCES, CLASSES
from qlcl.training.models import Attendance, Certificate, TrainingClass
from qlcl.training.operations.issue_certificates import NewCertificate, issue_certificates
from qlcl.training.policies import visible_attendances, visible_classes
from qlcl.training.tests.factories import AT, HELD, ON, SYSTEM, make_attendance, make_class

pytestmark = pytest.mark.django_db

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture
def attended(province: Agency, commune: Agency, other_commune: Agency) -> TrainingClass:
    """A class that both communes attended."""
    held = make_class(province)
    make_attendance(held, commune, 2, "Nguyễn Văn An")
    make_attendance(held, other_commune, 3, "Trần Thị Bình")
    return held


def certificate(agency: Agency, name: str = "Nguyễn Văn An", **fields: object) -> Certificate:
    """A certificate of an internal auditor."""
    values: dict[str, object] = {"kind": CertificateKind.INTERNAL_AUDITOR, "number": f"CN-{name}", "issued_on": HELD}
    new = NewCertificate(person_name=name, agency=agency, **{**values, **fields})  # type: ignore[arg-type]
    return issue_certificates(actor=SYSTEM, on=ON, at=AT, certificates=[new])[0]


def test_an_agency_sees_only_its_own_attendance(
    attended: TrainingClass, head: Actor, officer: Actor, other_province_officer: Actor
) -> None:
    assert [a.attendees for a in visible_attendances(head)] == [2]
    assert [(c.agencies, c.people) for c in queries.class_list(head)] == [(1, 2)]
    assert [(c.agencies, c.people) for c in queries.class_list(officer)] == [(2, 5)]
    assert list(visible_classes(other_province_officer)) == []


def test_an_agency_does_not_read_others_names_on_the_class_page(
    attended: TrainingClass, head: Actor, client: Client, sign_in: SignIn
) -> None:
    page = sign_in(client, head).get(reverse("training:class", args=[attended.pk])).content.decode()
    assert "Nguyễn Văn An" in page
    assert "Trần Thị Bình" not in page
    assert "Thạnh Bình" not in page


@pytest.mark.parametrize("name", ["class", "correct_class", "register_attendance", "issue_certificate"])
def test_a_class_outside_ones_view_is_not_found(
    name: str, attended: TrainingClass, other_province_officer: Actor, client: Client, sign_in: SignIn
) -> None:
    address = reverse(f"training:{name}", args=[attended.pk])
    assert sign_in(client, other_province_officer).get(address).status_code == 404


def test_another_agencys_attendance_and_certificate_are_not_found(
    attended: TrainingClass, commune: Agency, outsider: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, outsider)
    row = Attendance.objects.get(agency=commune)
    paper = certificate(commune)
    assert client.get(reverse("training:attendance", args=[row.pk])).status_code == 404
    assert client.get(reverse("training:correct_attendance", args=[row.pk])).status_code == 404
    assert client.get(reverse("training:certificate", args=[paper.pk])).status_code == 404


@pytest.mark.parametrize("persona", ["observer", "leader", "head"])
def test_readers_get_no_form(
    persona: str, attended: TrainingClass, client: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(persona))
    for address in (
        reverse("training:record_class"),
        reverse("training:issue_other_certificate"),
        reverse("training:correct_class", args=[attended.pk]),
        reverse("training:register_attendance", args=[attended.pk]),
    ):
        assert client.post(address, {}).status_code == 403
    assert "Ghi lớp đào tạo" not in client.get(reverse("training:classes")).content.decode()


def test_visitors_are_sent_to_sign_in(client: Client, attended: TrainingClass) -> None:
    answer = client.get(reverse("training:class", args=[attended.pk]))
    assert (answer.status_code, "/tai-khoan/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize("name", ["classes", "untrained", "auditors"])
def test_lists_cost_the_same_at_one_and_three_rows(
    name: str,
    province: Agency,
    commune: Agency,
    other_commune: Agency,
    officer: Actor,
    client: Client,
    sign_in: SignIn,
) -> None:
    sign_in(client, officer)
    address = reverse(f"training:{name}")
    counts = []
    for agencies in ((commune,), (other_commune, province)):
        for agency in agencies:
            held = make_class(province, f"LOP-{agency.code}", held_on=date(2001, 1, 1) if name == "untrained" else HELD)
            if name != "untrained":
                make_attendance(held, agency, 2, "An", "Bình")
            certificate(agency, f"Người {agency.code}")
        client.get(address)
        with CaptureQueriesContext(connection) as queried:
            assert client.get(address).status_code == 200
        counts.append(len(queried))
    assert counts[0] == counts[1] <= 12


def test_filters_by_year_topic_and_words(province: Agency, officer: Actor, client: Client, sign_in: SignIn) -> None:
    make_class(province, "LOP-01", title="Kỹ năng đánh giá nội bộ, nghiệm thu")
    make_class(province, "LOP-02", title="Nhận thức chung", topic="awareness", held_on=date(2021, 3, 1))
    sign_in(client, officer)
    for query, codes in (
        ({}, ["LOP-02", "LOP-01"]),
        ({"nam": "2021"}, ["LOP-02"]),
        ({"chu-de": "internal_audit"}, ["LOP-01"]),
        ({"q": "danh gia noi bo"}, ["LOP-01"]),
        ({"q": "LOP-02"}, ["LOP-02"]),
        ({"q": "nghem thu"}, ["LOP-01"]),
    ):
        answer = client.get(reverse("training:classes"), query)
        assert [c.code for c in answer.context["table"].rows] == codes, query


def test_names_agencies_that_sent_nobody(
    province: Agency, department: Agency, commune: Agency, other_commune: Agency, officer: Actor, head: Actor
) -> None:
    make_attendance(make_class(province), commune)
    span = {"since": date(2020, 1, 1), "until": date(2020, 12, 31)}
    assert {a.code for a in queries.untrained_agencies(officer, **span)} == {"P1-CC", "P1-X2"}
    assert {a.code for a in queries.untrained_agencies(officer, topic="awareness", **span)} == {
        "P1-CC", "P1-X1", "P1-X2",
    }  # fmt: skip
    earlier = {"since": date(2019, 1, 1), "until": date(2019, 12, 31)}
    assert {a.code for a in queries.untrained_agencies(officer, **earlier)} == {"P1-CC", "P1-X1", "P1-X2"}
    assert list(queries.untrained_agencies(head, **span)) == []


def test_lists_auditors_whose_certificate_is_valid(commune: Agency, other_commune: Agency, officer: Actor) -> None:
    certificate(commune, "Còn hạn", valid_until=date(2023, 1, 1))
    certificate(commune, "Hết hạn", valid_until=date(2021, 1, 1))
    certificate(commune, "Nhận thức", kind=CertificateKind.AWARENESS)
    certificate(other_commune, "Không thời hạn")
    found = queries.internal_auditors(officer, date(2021, 1, 1))
    assert sorted(found.values_list("person_name", flat=True)) == ["Còn hạn", "Không thời hạn"]


def test_a_form_records_a_class_and_its_attendance(
    province: Agency, commune: Agency, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, officer)
    answer = client.post(
        reverse("training:record_class"),
        {
            "province": province.pk, "code": "LOP-09", "held_on": "20/05/2020", "topic": "awareness",
            "title": "Nhận thức", "organiser": "Sở KH&CN",
        },
    )  # fmt: skip
    held = TrainingClass.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("training:class", args=[held.pk]))
    form = reverse("training:register_attendance", args=[held.pk])
    refused = client.post(form, {"agency": "Không có", "attendees": "2"})
    assert refused.status_code == 422
    assert "Không có cơ quan nào" in refused.content.decode()
    assert client.post(form, {"agency": "P1-X1", "participants": "An (Chủ tịch)\nBình"}).status_code == 302
    assert Attendance.objects.get().attendees == 2


def test_an_overtaken_form_is_refused_with_who_changed_what(
    attended: TrainingClass, officer: Actor, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, officer)
    address = reverse("training:correct_class", args=[attended.pk])
    seen = history.last_event_id("training_class", attended.pk)
    data = {"held_on": "20/05/2020", "topic": "internal_audit", "organiser": "", "seen": seen}
    assert client.post(address, data | {"title": "Một"}).status_code == 302
    late = client.post(address, data | {"title": "Hai"})
    assert late.status_code == 409
    assert "“Một”" in late.content.decode()
    assert TrainingClass.objects.get().title == "Một"


def test_exports_mark_what_is_made_up(province: Agency, officer: Actor, client: Client, sign_in: SignIn) -> None:
    make_class(province, title="=HYPERLINK(1)", illustration=True)
    text = sign_in(client, officer).get(reverse("training:classes"), {"xuat": "csv"}).content.decode("utf-8-sig")
    header, row = text.splitlines()
    assert header.endswith("Minh họa")
    assert row.endswith("Có")
    assert row.startswith("'=HYPERLINK")


def test_measures_add_up_to_their_rows(attended: TrainingClass, officer: Actor, province: Agency) -> None:
    scope = Scope(officer, frozenset([province.pk]), date(2019, 1, 1), date(2021, 12, 31))
    assert CLASSES.cells(scope, ["period"]) == {(2020,): 1}
    assert ATTENDANCES.cells(scope, ["period", "level"]) == {(2020, "commune"): 5}
    assert sum(a.attendees for a in ATTENDANCES.opened(scope, {"period": 2020, "level": "commune"})) == 5
    assert ATTENDANCES.value(scope) == 5
