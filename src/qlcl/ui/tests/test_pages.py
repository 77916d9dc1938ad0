"""The living page, the frame, the headers and the error pages."""

import re
from datetime import date
from gzip import compress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from pytest_django import Settings

from qlcl.kernel.actors import ANONYMOUS
from qlcl.kernel.errors import BadRows, DomainError, Forbidden, RowProblem, Stale, Unseen
from qlcl.ui.middleware import DomainErrorMiddleware
from qlcl.ui.web.errors import server_error

ROOM = Path(__file__).parents[1]


def request() -> HttpRequest:
    made = RequestFactory().get("/")
    made.actor = ANONYMOUS  # type: ignore[attr-defined]
    return made


def ok(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_the_living_page_shows_every_component(client: Client) -> None:
    page = client.get("/thanh-phan/").content.decode()
    marks = (
        "page-head stat-rate chip-overdue table-box board timeline guards error-summary data-drop data-confirm "
        "chart spark facts tabs diff illustration <progress"
    )
    for mark in marks.split():
        assert mark in page, mark


def test_anonymous_pages_ask_the_database_nothing(client: Client) -> None:
    assert client.get("/thanh-phan/").status_code == 200  # without the database mark, a query would raise


def test_nothing_is_inline_and_the_policy_forbids_it(client: Client) -> None:
    response = client.get("/thanh-phan/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "data:" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    page = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|https?://", page)


def test_templates_of_this_room_hold_no_inline_style_or_script() -> None:
    for path in (ROOM / "templates").rglob("*.html"):
        assert not re.search(r"<style|\sstyle=|\son(click|load|change|submit)=", path.read_text()), path


@pytest.mark.parametrize(
    ("error", "status"),
    [(Unseen(), 404), (Forbidden(), 403), (Stale("Đã đổi"), 409), (DomainError("x", "Thiếu <b>"), 422)],
)
def test_refusals_become_pages(error: DomainError, status: int) -> None:
    response = DomainErrorMiddleware(ok).process_exception(request(), error)
    assert response is not None
    page = response.content.decode()
    assert response.status_code == status
    assert error.message.replace("<", "&lt;").replace(">", "&gt;") in page and 'lang="vi"' in page


def test_bad_rows_are_listed() -> None:
    error = BadRows([RowProblem(3, "Ngày ký", "31/02", "Ngày không có thật", "Sửa thành 28/02", "cb.xlsx")])
    response = DomainErrorMiddleware(ok).process_exception(request(), error)
    assert response is not None
    page = response.content.decode()
    assert all(t in page for t in ("cb.xlsx", "Ngày ký", "Ngày không có thật", "Sửa thành 28/02"))


def test_other_errors_stay_errors_and_a_collision_is_tried_once_more() -> None:
    handler = DomainErrorMiddleware(ok)
    assert handler.process_exception(request(), ValueError()) is None
    sent = RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"a")})
    sent.actor = ANONYMOUS  # type: ignore[attr-defined]
    sent.FILES["file"].read()

    def view(again: HttpRequest) -> HttpResponse:
        assert again.FILES["file"].read() == b"a"
        raise DomainError("username_taken", "Tên này đã có người dùng.")

    sent.resolver_match = ResolverMatch(view, (), {})
    response = handler.process_exception(sent, IntegrityError())
    assert response is not None and response.status_code == 422
    assert handler.process_exception(sent, IntegrityError()) is None
    waited = handler.process_exception(sent, OperationalError("database is locked"))
    assert waited is not None and waited.status_code == 503 and "Phần mềm đang bận" in waited.content.decode()


def test_the_page_of_a_crash_needs_no_database() -> None:
    response = server_error(request())
    assert response.status_code == 500
    assert "Hệ thống gặp sự cố" in response.content.decode()


def test_an_unknown_address_is_told_in_vietnamese(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không tìm thấy" in response.content.decode()


def test_the_theme_is_kept_and_leads_back_only_to_this_site(client: Client) -> None:
    response = client.post("/thanh-phan/giao-dien", {"theme": "dark", "next": "https://example.org/"})
    assert (response.status_code, response["Location"], response.cookies["theme"].value) == (302, "/", "dark")
    assert 'data-theme="dark"' in client.get("/thanh-phan/").content.decode()
    for back in ("/viec/", "viec"):
        assert client.post("/thanh-phan/giao-dien", {"theme": "x", "next": back})["Location"] == back
    assert "data-theme" not in client.get("/thanh-phan/").content.decode()


def test_the_example_says_its_day(client: Client, settings: Settings) -> None:
    assert "Bản ví dụ" not in client.get("/thanh-phan/").content.decode()
    settings.TODAY = date(2021, 6, 30)
    assert "Ngày làm việc: 30/06/2021" in client.get("/thanh-phan/").content.decode()


def test_the_first_page_is_light(client: Client) -> None:
    """Under 150 kB with fonts, styles and scripts, compressed; the page itself under 30 kB."""
    static = ROOM / "static/ui"
    page = len(compress(client.get("/thanh-phan/").content))
    texts = [*static.glob("*.css"), *static.glob("*.js"), *static.glob("*.svg"), *static.glob("vendor/htmx/*.js")]
    fonts = sum(f.stat().st_size for f in static.glob("vendor/be-vietnam-pro/*.woff2"))
    whole = page + sum(len(compress(f.read_bytes())) for f in texts) + fonts
    assert page < 30_000
    assert whole < 150_000, whole


def test_an_address_with_a_slash_too_many_leads_to_its_page(client: Client) -> None:
    for asked, meant in (("/bang-nam/", "/bang-nam"), ("/so-lieu/?nam=2021", "/so-lieu?nam=2021"), ("/tim//", "/tim")):
        response = client.get(asked)
        assert (response.status_code, response["Location"]) == (301, meant)
    for nothing in ("/khong-co/", "/api/v1/bang-nam/"):
        assert client.get(nothing).status_code == 404, nothing
    assert client.post("/bang-nam/").status_code == 404


def test_forms_speak_vietnamese_and_are_sent_once():
    """Mend: `novalidate` on a posted form with fields; `data-again` only on a form or button that hands out a file."""
    handing_out = {"bar.html", "side.html", "components.html", "file_remind.html", "remind.html", "template.html"}
    wrong = []
    for path in ROOM.parent.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "data-again" in text and path.name not in handing_out:
            wrong.append(f"{path.name}: data-again")
        for form in re.finditer(r'<form\b(?:[^>"]|"[^"]*")*method="post"(?:[^>"]|"[^"]*")*>(.*?)</form>', text, re.S):
            opening = form.group(0)[: -len(form.group(1)) - len("</form>")]
            if re.search(r"{% form_fields|<textarea|<select", form.group(1)) and "novalidate" not in opening:
                wrong.append(f"{path.name}: {opening}")
    assert not wrong, wrong
