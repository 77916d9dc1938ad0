"""Replacing a template, and the pages where it is done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.papers.layout.pdf import office
from qlcl.papers.models import PaperTemplate
from qlcl.papers.operations.edit_template import edit_template, restore_template
from qlcl.papers.operations.render import render_docx, to_pdf
from qlcl.papers.queries import body_in_use, search_papers
from qlcl.papers.tests.factories import DECISION, sample

AT = datetime(2022, 2, 15, 3, 0, tzinfo=UTC)
DAY = date(2022, 2, 15)
CHANGED = DECISION.replace("Đoạn có", "Câu có")
SignIn = Callable[[Client, Actor], None]
pytestmark = pytest.mark.django_db


def edit(actor: Actor, kind: str, body: str = CHANGED, version: int = 0) -> PaperTemplate:
    return edit_template(actor=actor, on=DAY, at=AT, kind=kind, version=version, body=body)


def test_replaces_and_restores_with_history(kind: str, administrator: Actor) -> None:
    template = edit(administrator, kind)
    here = administrator.posts[0].province_id
    assert (template.version, body_in_use(kind, here)) == (1, CHANGED)
    restored = restore_template(actor=administrator, on=DAY, at=AT, kind=kind, version=1)
    assert restored.version == 2 and body_in_use(kind, here) == DECISION
    acts = [entry.act for entry in history.events_of(kind="paper_template", id=template.pk)]
    assert acts == ["papers.restore_template", "papers.edit_template"]


def test_the_same_text_writes_nothing(kind: str, administrator: Actor) -> None:
    edit(administrator, kind, DECISION.replace("\n", "\r\n"))
    assert not PaperTemplate.objects.exists()


def test_refuses_a_template_that_breaks_on_the_sample(kind: str, administrator: Actor) -> None:
    with pytest.raises(DomainError, match=r"^Dòng 12: "):
        edit(administrator, kind, DECISION.replace("# Điều 1. ", "# Điều 1. {{ khong_co }} "))
    assert not PaperTemplate.objects.exists()


def test_refuses_a_stale_edit(kind: str, administrator: Actor) -> None:
    edit(administrator, kind)
    with pytest.raises(Stale):
        edit(administrator, kind, CHANGED + "Thêm.\n", version=0)
    assert body_in_use(kind, administrator.posts[0].province_id) == CHANGED


def test_another_provinces_papers_stay_as_they_are(
    kind: str, administrator: Actor, other_province_officer: Actor
) -> None:
    edit(administrator, kind)
    assert body_in_use(kind, other_province_officer.posts[0].province_id) == DECISION
    assert body_in_use(kind) == DECISION


def test_refuses_others_and_unknown_kinds(
    kind: str, administrator: Actor, officer: Actor, head: Actor, observer: Actor
) -> None:
    for actor in (officer, head, observer):
        with pytest.raises(Forbidden):
            edit(actor, kind)
    with pytest.raises(Unseen):
        edit(administrator, "khong.co")
    assert not PaperTemplate.objects.exists()


def test_prints_from_the_template_in_use(kind: str, administrator: Actor) -> None:
    edit(administrator, kind)
    document = Document(BytesIO(render_docx(kind, sample(), administrator.posts[0].province_id)))
    assert any(p.text.startswith("Câu có") for p in document.paragraphs)


def test_pages_edit_preview_and_refuse_with_the_line(
    client: Client, sign_in: SignIn, kind: str, administrator: Actor
) -> None:
    sign_in(client, administrator)
    assert "Quyết định thử" in client.get(reverse("papers:templates")).content.decode()
    address, preview = reverse("papers:template", args=[kind]), reverse("papers:preview", args=[kind])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"version": 0, "body": "một\n{{ sai"})
    assert refused.status_code == 422 and "Dòng 2: cú pháp không đúng" in refused.content.decode()
    assert client.post(preview, {"version": 0, "body": "@sai"}).status_code == 422
    file = client.post(preview, {"version": 0, "body": CHANGED})
    assert file["Content-Disposition"] == 'attachment; filename="mau-test.decision.docx"'
    assert file.content[:2] == b"PK"
    assert not PaperTemplate.objects.exists()
    assert client.post(address, {"version": 0, "body": CHANGED}).status_code == 302
    assert "Mẫu của tỉnh" in client.get(reverse("papers:templates")).content.decode()
    assert client.post(reverse("papers:restore", args=[kind]), {"version": 1}).status_code == 302
    assert body_in_use(kind) == DECISION


def test_pages_are_closed_to_others(client: Client, sign_in: SignIn, kind: str, officer: Actor) -> None:
    addresses = [reverse("papers:templates"), *(reverse(f"papers:{n}", args=[kind]) for n in ("template", "preview"))]
    for address in addresses:
        assert client.get(address).status_code == 302
    sign_in(client, officer)
    for address in addresses:
        assert client.get(address).status_code == 403
    assert client.post(reverse("papers:restore", args=[kind]), {"version": 0}).status_code == 403


def test_search_finds_kinds_for_administrators_only(kind: str, administrator: Actor, officer: Actor) -> None:
    assert [hit.label for hit in search_papers(administrator, "quyet dinh", 5)] == ["Quyết định thử"]
    assert search_papers(officer, "quyet dinh", 5) == []


@pytest.mark.slow
def test_pdf_is_made_where_libreoffice_is_present(kind: str) -> None:
    made = to_pdf(render_docx(kind, sample()))
    assert made is None if office() is None else made is not None and made.startswith(b"%PDF-1.")
