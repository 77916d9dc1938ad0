"""Pages of conformity: who sees what, what a form does, how many queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qlcl.conformity.models import Declaration, EffectConfirmation, Scope
from qlcl.conformity.tests.factories import (
    make_declaration,
    make_edition,
    make_past,
    make_scope,
    past,
    ready_to_declare,
    system_of,
)
from qlcl.kernel.actors import Actor
from qlcl.organisations.models import Agency
from qlcl.standards.models import Edition

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
SignIn = Callable[[Client, Actor], Client]


@pytest.fixture
def edition() -> Edition:
    return make_edition()


def url(name: str, *args: Any) -> str:
    return reverse(f"conformity:{name}", args=args)


def test_list_shows_only_what_the_actor_may_see(
    client: Client, sign_in: SignIn, head: Actor, officer: Actor, other_province_officer: Actor, commune: Agency,
    other_commune: Agency, edition: Edition,
) -> None:  # fmt: skip
    make_past(past(commune, edition, DAY, number="11"), past(other_commune, edition, DAY, number="22"))
    seen = {}
    for name, actor in (("head", head), ("officer", officer), ("other", other_province_officer)):
        page = sign_in(client, actor).get(url("list")).content.decode()
        seen[name] = ("Phước Vinh" in page, "Thạnh Bình" in page)
    assert seen == {"head": (True, False), "officer": (True, True), "other": (False, False)}


def test_list_exports_what_is_shown_with_its_mark(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, edition: Edition
) -> None:
    make_past(past(commune, edition, DAY, number="11", illustration=True))
    text = sign_in(client, officer).get(url("list") + "?xuat=csv&nam=2024").content.decode("utf-8-sig")
    assert text.splitlines()[0].endswith("Minh họa") and text.splitlines()[1].endswith("Có")


def test_sends_a_visitor_to_sign_in(client: Client, commune: Agency) -> None:
    assert client.get(url("list")).status_code == 302
    assert client.get(url("system", system_of(commune).pk)).status_code == 302


def test_an_outsider_finds_no_page(
    client: Client, sign_in: SignIn, outsider: Actor, head: Actor, commune: Agency, edition: Edition
) -> None:
    d, system = make_declaration(head, commune, edition, DAY), system_of(commune)
    sign_in(client, outsider)
    for name in ("system", "define_scope", "confirm_effect", "issue_declaration", "redeclare"):
        assert client.get(url(name, system.pk)).status_code == 404
    for name in ("declaration", "attach", "end", "void"):
        assert client.get(url(name, d.pk)).status_code == 404
        assert client.post(url(name, d.pk), {"reason": "x"}).status_code in {404, 405}
    d.refresh_from_db()
    assert d.ended_on is None and d.voided_on is None


def test_officer_and_secretary_see_but_may_not_decide(
    client: Client, sign_in: SignIn, officer: Actor, secretary: Actor, head: Actor, commune: Agency, edition: Edition
) -> None:
    ready_to_declare(head, commune, edition, DAY)
    system = system_of(commune)
    for actor in (officer, secretary):
        sign_in(client, actor)
        assert client.get(url("system", system.pk)).status_code == 200
        for name in ("confirm_effect", "issue_declaration"):
            assert client.get(url(name, system.pk)).status_code == 403
            assert client.post(url(name, system.pk), {"number": "1"}).status_code == 403
    assert not Declaration.objects.exists()


def test_system_page_names_what_is_missing_next(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition
) -> None:
    page = sign_in(client, head).get(url("system", system_of(commune).pk)).content.decode()
    assert "Xác định phạm vi" in page
    make_scope(head, commune, DAY)
    assert "Xác nhận hiệu lực" in client.get(url("system", system_of(commune).pk)).content.decode()


def test_scope_is_pasted_from_a_sheet(
    client: Client, sign_in: SignIn, secretary: Actor, commune: Agency, edition: Edition
) -> None:
    sign_in(client, secretary)
    lines = "TT\tLĩnh vực\tThủ tục\n1\tHộ tịch\tĐăng ký khai sinh\t1.001193\n2\tĐất đai\tHòa giải\t\tQT-07"
    lines = lines.replace("TT\tLĩnh vực\tThủ tục", "Lĩnh vực\tThủ tục")
    answer = client.post(
        url("define_scope", system_of(commune).pk), {"decided_on": "01/03/2024", "lines": lines, "version": "0"}
    )
    assert answer.status_code == 302
    assert list(Scope.objects.get().items.values_list("field", "procedure", "procedure_code", "process_code")) == [
        ("Hộ tịch", "Đăng ký khai sinh", "1.001193", ""),
        ("Đất đai", "Hòa giải", "", "QT-07"),
    ]


def test_overtaken_scope_form_is_refused(
    client: Client, sign_in: SignIn, secretary: Actor, head: Actor, commune: Agency, edition: Edition
) -> None:
    make_scope(head, commune, DAY)
    sign_in(client, secretary)
    answer = client.post(
        url("define_scope", system_of(commune).pk), {"decided_on": "02/03/2024", "lines": "A | B", "version": "0"}
    )
    assert answer.status_code == 409
    assert Scope.objects.count() == 1


def test_head_goes_the_whole_way(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition
) -> None:
    system = system_of(commune)
    make_scope(head, commune, DAY)
    sign_in(client, head)
    effect = {
        "edition": edition.pk,
        "audited_on": "01/02/2024",
        "reviewed_on": "15/02/2024",
        "confirmed_on": "01/03/2024",
    }
    assert client.post(url("confirm_effect", system.pk), effect).status_code == 302
    decision = {"edition": edition.pk, "number": "12/QĐ-UBND", "signed_on": "05/03/2024", "prepared_by": "self"}
    assert client.post(url("issue_declaration", system.pk), decision).status_code == 302
    d = Declaration.objects.get()
    for code, proof in (
        ("notify_department", "88/UBND"), ("post_at_office", "Trụ sở"), ("publish_on_web", "https://mau.gov.vn/a"),
    ):  # fmt: skip
        assert client.post(url("notice", d.pk, code), {"on": "06/03/2024", "proof": proof}).status_code == 302
    again = {**decision, "number": "30/QĐ-UBND", "signed_on": "01/09/2024", "reason": "extended", "replaces": d.pk}
    assert client.post(url("redeclare", system.pk), again).status_code == 302
    d.refresh_from_db()
    assert (d.told_letter, d.published_url, d.ended_on) == ("88/UBND", "https://mau.gov.vn/a", date(2024, 9, 1))
    assert EffectConfirmation.objects.get().audited_on == date(2024, 2, 1)


def test_missing_prerequisites_stand_beside_the_button_and_refuse_the_click(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition
) -> None:
    sign_in(client, head)
    address = url("issue_declaration", system_of(commune).pk)
    assert "Chưa xác định phạm vi" in client.get(address).content.decode()
    decision = {"edition": edition.pk, "number": "12/QĐ-UBND", "signed_on": "05/03/2024"}
    answer = client.post(address, decision)
    assert answer.status_code == 422 and "chưa xác nhận hiệu lực" in answer.content.decode()
    assert not Declaration.objects.exists()


def test_signed_paper_is_kept_with_its_digest(
    client: Client, sign_in: SignIn, secretary: Actor, outsider: Actor, head: Actor, commune: Agency, edition: Edition
) -> None:
    d = make_declaration(head, commune, edition, DAY)
    sign_in(client, secretary)
    file = SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.7 signed")
    assert client.post(url("attach", d.pk), {"file": file}).status_code == 302
    d.refresh_from_db()
    assert d.signed_file is not None and d.signed_file.sha256 in client.get(url("declaration", d.pk)).content.decode()
    assert b"".join(client.get(url("file", d.pk, "quyet-dinh"))) == b"%PDF-1.7 signed"
    assert sign_in(client, outsider).get(url("file", d.pk, "quyet-dinh")).status_code == 404


def test_draft_decision_is_a_word_file(
    client: Client, sign_in: SignIn, secretary: Actor, head: Actor, commune: Agency, edition: Edition
) -> None:
    make_scope(head, commune, DAY)
    answer = sign_in(client, secretary).get(url("draft", system_of(commune).pk, "docx"))
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    d = make_past(past(commune, edition, DAY, number="11/QĐ-UBND"))[0]
    assert client.get(url("paper", d.pk, "docx")).content.startswith(b"PK")


def test_imported_history_shows_unknown_notices(
    client: Client, sign_in: SignIn, officer: Actor, commune: Agency, edition: Edition
) -> None:
    d = make_past(past(commune, edition, DAY, posted_on=DAY))[0]
    page = sign_in(client, officer).get(url("declaration", d.pk)).content.decode()
    assert page.count("Không rõ</span>") == 2


@pytest.mark.parametrize("name", ["list", "declaration", "system"])
def test_pages_keep_to_twelve_queries_at_any_size(
    client: Client, sign_in: SignIn, head: Actor, commune: Agency, edition: Edition, name: str
) -> None:
    d = make_declaration(head, commune, edition, DAY)
    sign_in(client, head)
    args = {"list": [], "declaration": [d.pk], "system": [d.system_id]}[name]

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, *args)).status_code == 200
        return len(queries)

    count()  # the first request after signing in also writes the session
    few = count()
    make_past(*(past(commune, edition, date(2020, 1, n), number=f"{n}/QĐ") for n in range(1, 20)))
    assert count() == few <= 12
