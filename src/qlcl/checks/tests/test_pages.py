"""Pages of checks: lists, one finding, answering, explaining, the head's part."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.checks.models import CheckLine
from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.operations.run_checks import run_checks
from qlcl.checks.tests.factories import SYSTEM, do, make_file, make_line, moment
from qlcl.duties.models import Duty
from qlcl.duties.tests.factories import make_duty, system_of
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Agency
from qlcl.transitions.models import Enrolment
from qlcl.transitions.tests.factories import bind, make_campaign

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


def text(response: Any) -> str:
    """The page."""
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_each_line_leads_to_what_mends_it(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor, day: date
) -> None:
    line = make_line(commune, day, mend="/viec/")
    sign_in(client, secretary)
    assert reverse("checks:line", args=[line.pk]) in text(client.get(reverse("checks:lines")))
    page = text(client.get(reverse("checks:line", args=[line.pk])))
    assert 'href="/viec/"' in page
    assert reverse("checks:answer", args=[line.pk]) in page


@pytest.mark.parametrize(
    "who", ["head", "deputy", "secretary", "officer", "leader", "observer", "administrator", "inspector"]
)
def test_a_finding_leads_nobody_to_a_form_that_is_not_his(
    request: pytest.FixtureRequest, client: Client, sign_in: SignIn, commune: Agency, day: date, who: str
) -> None:
    system, old = system_of(commune), day - timedelta(days=40)
    duty = make_duty(commune)
    bind(commune)
    enrolment = Enrolment.objects.get(campaign=make_campaign(commune.province), system=system)
    scope = reverse("conformity:define_scope", args=[system.pk])
    explain = reverse("checks:explain", args=[system.pk]) + f"?viec={duty.pk}"
    mends = {
        "declaration_without_scope": (scope, "agency", commune.pk),
        "scope_names_another_agency": (scope, "agency", commune.pk),
        "certificate_expired": (reverse("transitions:preparation", args=[enrolment.pk]), "enrolment", enrolment.pk),
        "nothing_done": (reverse("duties:mine"), "agency", commune.pk),
        "position_vacant": (reverse("duties:vacancies"), "agency", commune.pk),
        "statutory_missed": (explain, "duty", duty.pk),
    }
    Duty.objects.filter(pk=duty.pk).update(statutory=True, year=old.year, due_on=old, opened_on=old)
    sign_in(client, request.getfixturevalue(who))
    for code, (mend, kind, pk) in mends.items():
        line = make_line(commune, old, code, mend=mend, subject_kind=kind, subject_id=pk)
        page = text(client.get(reverse("checks:line", args=[line.pk])))
        shown = re.search(r'<a class="button button-primary" href="([^"]+)">Mở', page)
        assert shown, code
        assert client.get(html.unescape(shown[1]), follow=True).status_code == 200, (code, shown[1])
        if who == "secretary":
            assert html.unescape(shown[1]) == mend


def test_an_answer_is_given_on_a_form(client: Client, sign_in: SignIn, commune: Agency, head: Actor, day: date) -> None:
    line = make_line(commune, day)
    url = reverse("checks:answer", args=[line.pk])
    sign_in(client, head)
    assert client.post(url, {"answer": ""}).status_code == 422
    assert client.post(url, {"answer": "Đã xem, dùng mẫu chung"}).status_code == 302
    assert "Đã xem, dùng mẫu chung" in text(client.get(reverse("checks:line", args=[line.pk])))
    assert CheckLine.objects.get().answered_on == day


def test_filters_and_exports(
    client: Client, sign_in: SignIn, commune: Agency, other_commune: Agency, officer: Actor, day: date
) -> None:
    old = day - timedelta(days=40)
    make_line(commune, old)
    make_line(other_commune, old, code="position_vacant", severity=1, answer="Lý do", answered_on=old, answer_event=1)
    make_line(other_commune, old, key="2", resolved_on=day)
    sign_in(client, officer)
    url = reverse("checks:lines")

    def shown(query: str) -> list[str]:
        page = text(client.get(url + query))
        return [name for name in ("Phước Vinh", "Thạnh Bình") if f"Điểm của Ủy ban nhân dân xã {name}" in page]

    assert shown("") == ["Phước Vinh", "Thạnh Bình"]
    assert shown("?muc=position_vacant") == shown("?tinh-trang=gone") == ["Thạnh Bình"]
    assert shown("?muc-do=2") == shown("?tinh-trang=unanswered") == shown("?q=phuoc vinh") == ["Phước Vinh"]
    for kind in ("csv", "xlsx"):
        assert client.get(f"{url}?xuat={kind}")["Content-Disposition"].startswith("attachment")
    assert "UBND xã Thạnh Bình" in text(client.get(reverse("checks:agencies")))


@pytest.mark.parametrize(
    ("who", "lines", "agency", "head_part", "head_part_agency"),
    [
        ("head", 200, 200, 302, 200),
        ("deputy", 200, 200, 302, 200),
        ("secretary", 200, 200, 403, 403),
        ("staff", 403, 404, 403, 403),
        ("consultant", 403, 404, 403, 403),
        ("outsider", 200, 404, 302, 404),
        ("officer", 200, 200, 200, 200),
        ("observer", 200, 200, 200, 200),
        ("other_province_officer", 200, 404, 200, 404),
    ],
)
def test_who_opens_what(
    request: pytest.FixtureRequest, client: Client, sign_in: SignIn, commune: Agency,
    who: str, lines: int, agency: int, head_part: int, head_part_agency: int,
) -> None:  # fmt: skip
    sign_in(client, request.getfixturevalue(who))
    got = [
        client.get(url).status_code
        for url in (
            reverse("checks:lines"),
            reverse("checks:agency", args=[commune.pk]),
            reverse("checks:head_part"),
            reverse("checks:head_part_agency", args=[commune.pk]),
        )
    ]
    assert got == [lines, agency, head_part, head_part_agency]


def test_the_province_opens_no_line_before_the_delay(
    client: Client, sign_in: SignIn, commune: Agency, officer: Actor, day: date
) -> None:
    line = make_line(commune, day - timedelta(days=5))
    sign_in(client, officer)
    assert client.get(reverse("checks:line", args=[line.pk])).status_code == 404
    assert "Điểm của" not in text(client.get(reverse("checks:agency", args=[commune.pk])))


def test_an_agency_is_told_of_no_other(
    client: Client, sign_in: SignIn, commune: Agency, other_commune: Agency, secretary: Actor, officer: Actor, day: date
) -> None:
    for agency in (commune, other_commune):
        duty = make_duty(agency)
        Duty.objects.filter(pk=duty.pk).update(evidence=make_file("a"))
    code, old = "same_evidence_in_two_agencies", day - timedelta(days=40)
    run_checks(province_id=commune.province_id, actor=SYSTEM, on=old, at=moment(old), codes=[code])
    line = CheckLine.objects.get(agency=commune)
    url = reverse("checks:line", args=[line.pk])
    assert "Thạnh Bình" not in text(sign_in(client, secretary).get(url))
    assert "Thạnh Bình" in text(sign_in(Client(), officer).get(url))


def test_explaining_closes_the_duty_that_asked(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor, day: date
) -> None:
    due = day - timedelta(days=9)
    missed = make_duty(commune, "audits.internal_audit", statutory=True, due_on=due, year=day.year)
    run_checks(province_id=commune.province_id, actor=SYSTEM, on=day, at=moment(day))
    url = reverse("checks:explain", args=[system_of(commune).pk])
    sign_in(client, secretary)
    assert missed.label in text(client.get(f"{url}?viec={missed.pk}"))
    assert client.post(url, {"duty": missed.pk, "explanation": "Thiếu người"}).status_code == 302
    assert Duty.objects.get(act="checks.explain_missed").outcome == "done"
    assert client.get(url).status_code == 302


def test_the_button_runs_the_checks_of_one_agency(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor
) -> None:
    sign_in(client, secretary)
    assert client.post(reverse("checks:run"), {"co-quan": commune.pk}).status_code == 302
    assert CheckLine.objects.filter(agency=commune).exists()
    assert client.post(reverse("checks:run")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(
    client: Client, sign_in: SignIn, commune: Agency, other_commune: Agency, officer: Actor, head: Actor,
    secretary: Actor, day: date, rows: int, django_assert_max_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    old = day - timedelta(days=40)
    for n in range(rows):
        for agency in (commune, other_commune):
            line = make_line(agency, old, key=str(n))
        do(secretary, commune, on=old)
        make_duty(commune, f"act.{n}", role=Role.HEAD, due_on=old, on=old)
    gather_deeds(actor=SYSTEM, on=day, at=moment(day))
    part = reverse("checks:head_part_agency", args=[commune.pk])
    urls = [
        reverse("checks:lines"), reverse("checks:agencies"), reverse("checks:agency", args=[commune.pk]),
        reverse("checks:line", args=[line.pk]), f"{reverse('checks:head_part')}?nam={old.year}",
        f"{part}?nam={old.year}", f"{part}dong?nam={old.year}&so=phan-bo", f"{part}dong?nam={old.year}&so=han",
        reverse("checks:about"),
    ]  # fmt: skip
    sign_in(client, officer).get(urls[0])
    for url in urls:
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200, url
