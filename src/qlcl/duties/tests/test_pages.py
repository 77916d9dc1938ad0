"""Pages of duties: my work, one duty, closing by hand, the inbox."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qlcl.duties.models import Duty, Notice
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.tests.factories import AT, SYSTEM, make_duties, make_duty, spec
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
PDF = b"%PDF-1.4\n%%EOF\n"


def test_my_work_leads_to_the_form_of_each_duty(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor
) -> None:
    duty = make_duty(commune, by_hand=True)
    page = sign_in(client, secretary).get(reverse("duties:mine")).content.decode()
    assert reverse("duties:close", args=[duty.pk]) in page


def test_closing_by_hand_keeps_the_evidence(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor, outsider: Actor
) -> None:
    duty = make_duty(commune, by_hand=True)
    form = {
        "done_on": "01/06/2020",
        "done_by": "Nguyễn Văn An",
        "evidence": SimpleUploadedFile("ke-hoach.pdf", PDF, "application/pdf"),
    }
    response = sign_in(client, secretary).post(reverse("duties:close", args=[duty.pk]), form)
    assert response.status_code == 302
    duty.refresh_from_db()
    assert (duty.closed_on, duty.evidence is not None) == (date(2020, 6, 1), True)
    assert client.get(reverse("duties:evidence", args=[duty.pk])).status_code == 200
    assert sign_in(Client(), outsider).get(reverse("duties:evidence", args=[duty.pk])).status_code == 404
    assert not [found for found in history.verify(None).breaks if "storedfile" in str(found).lower()]


def test_a_refusal_stands_on_the_form_and_writes_nothing(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor
) -> None:
    duty = make_duty(commune, by_hand=True)
    url = reverse("duties:close", args=[duty.pk])
    response = sign_in(client, secretary).post(url, {"done_on": "01/06/2020", "done_by": "An"})
    assert (response.status_code, Duty.objects.open().count()) == (422, 1)
    assert "minh chứng" in response.content.decode()


@pytest.mark.parametrize("name", ["duty", "open", "close", "explain", "move", "evidence"])
def test_others_see_no_page_of_a_duty(
    client: Client, sign_in: SignIn, commune: Agency, outsider: Actor, name: str
) -> None:
    duty = make_duty(commune, by_hand=True)
    assert sign_in(client, outsider).get(reverse(f"duties:{name}", args=[duty.pk])).status_code == 404


def test_a_notice_opens_the_decision_of_who_decides_and_the_page_of_who_reads(
    client: Client, sign_in: SignIn, commune: Agency, head: Actor, secretary: Actor, observer: Actor
) -> None:
    url = reverse("duties:open", args=[make_duty(commune, role=Role.HEAD, by_hand=True).pk])
    number = url.split("/")[2]
    assert sign_in(client, head).get(url).headers["Location"] == f"/viec/quyet-dinh/{number}/"
    assert sign_in(Client(), observer).get(url).headers["Location"] == f"/viec/{number}/"


def test_my_work_links_no_rule_that_an_agency_may_not_open(
    client: Client, sign_in: SignIn, commune: Agency, secretary: Actor
) -> None:
    make_duties([spec(commune, "test.act", source=Ref("duty_rule", 7, "Quy tắc bảy"))])
    page = sign_in(client, secretary).get(reverse("duties:mine")).content.decode()
    assert "Quy tắc bảy" in page
    assert reverse("duties:rule", args=[7]) not in page


def test_readers_open_no_form(client: Client, sign_in: SignIn, commune: Agency, observer: Actor) -> None:
    duty = make_duty(commune, by_hand=True)
    sign_in(client, observer)
    assert client.get(reverse("duties:duty", args=[duty.pk])).status_code == 200
    for name in ("close", "explain", "move"):
        assert client.post(reverse(f"duties:{name}", args=[duty.pk]), {}).status_code == 403


def test_the_inbox_is_read_by_a_click(client: Client, sign_in: SignIn, head: Actor) -> None:
    note = Note(head.posts[0].position_id, "Đề nghị thực hiện", "/viec/")
    notify(notes=[note], actor=SYSTEM, on=date(2020, 1, 1), at=AT)
    sign_in(client, head)
    assert "Đề nghị thực hiện" in client.get(reverse("duties:inbox")).content.decode()
    assert client.post(reverse("duties:read")).status_code == 302
    assert Notice.objects.unread().count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    sign_in: SignIn,
    commune: Agency,
    secretary: Actor,
    rows: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    duty = make_duties([spec(commune, f"act.{n}", by_hand=True) for n in range(rows)])[0]
    notes = [Note(secretary.posts[0].position_id, f"Thông báo {n}") for n in range(rows)]
    notify(notes=notes, actor=SYSTEM, on=date(2020, 1, 1), at=AT)
    sign_in(client, secretary).get(reverse("duties:inbox"))
    for url in (reverse("duties:mine"), reverse("duties:inbox"), reverse("duties:duty", args=[duty.pk])):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            assert client.get(url).status_code == 200
