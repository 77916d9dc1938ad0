"""The inbox, the list of what is due, the state of the background work."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qlcl.duties.models import Notice
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.operations.remind_due import remind_due
from qlcl.duties.tests.factories import AT, SYSTEM, make_duties, make_duty, spec
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.organisations.models import Agency

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]


def tell(actor: Actor, *texts: str, link: str = "/viec/") -> list[int]:
    notes = [Note(actor.posts[0].position_id, text, link) for text in texts]
    notify(notes=notes, actor=SYSTEM, on=date(2020, 1, 1), at=AT)
    return list(Notice.objects.order_by("id").values_list("pk", flat=True))


def test_one_opens_marks_and_filters_notices(client: Client, sign_in: SignIn, head: Actor) -> None:
    first, second, _ = tell(head, "Thông báo một", "Thông báo hai", "Thông báo ba")
    sign_in(client, head)
    read, inbox = reverse("duties:read"), reverse("duties:inbox")
    opened = client.post(read, {"id": first, "mo": "1"})
    assert (opened.status_code, opened["Location"]) == (302, "/viec/")
    assert client.post(read, {"id": second})["Location"] == inbox
    unread = client.get(inbox + "?loc=chua-doc").content.decode()
    assert ("Thông báo ba" in unread, "Thông báo một" in unread) == (True, False)
    client.post(read)
    assert not Notice.objects.unread().exists()
    assert "Không còn thông báo chưa đọc" in client.get(inbox + "?loc=chua-doc").content.decode()


def test_nobody_opens_the_notice_of_another(client: Client, sign_in: SignIn, head: Actor, outsider: Actor) -> None:
    (mine,) = tell(head, "Thông báo")
    answer = sign_in(client, outsider).post(reverse("duties:read"), {"id": mine, "mo": "1"})
    assert answer["Location"] == reverse("duties:inbox")
    assert Notice.objects.unread().count() == 1


def test_nonsense_marks_nothing(client: Client, sign_in: SignIn, head: Actor) -> None:
    tell(head, "Thông báo")
    sign_in(client, head).post(reverse("duties:read"), {"id": "1; DROP"})
    assert Notice.objects.unread().count() == 1


def test_an_agency_prints_what_is_due(
    client: Client, sign_in: SignIn, commune: Agency, other_commune: Agency, secretary: Actor, officer: Actor
) -> None:
    day = today()
    dues = {"act.late": -3, "act.week": 5, "act.month": 29, "act.later": 31}
    make_duties([spec(commune, act, due_on=day + timedelta(days=n)) for act, n in dues.items()])
    make_duty(other_commune, "act.elsewhere", due_on=day)
    url = reverse("duties:due")
    page = sign_in(client, secretary).get(url).content.decode()
    assert [f"Việc {act}" in page for act in (*dues, "act.elsewhere")] == [True, True, True, False, False]
    assert "Soạn công văn" not in page
    late = client.get(url + "?loc=qua-han").content.decode()
    assert ("Việc act.late" in late, "Việc act.week" in late) == (True, False)
    assert client.get(f"{url}?co-quan={other_commune.pk}").status_code == 404
    page = sign_in(client, officer).get(f"{url}?co-quan={other_commune.pk}").content.decode()
    assert ("Việc act.elsewhere" in page, "Việc act.late" in page) == (True, False)
    page = client.get(url).content.decode()
    assert "Soạn công văn" in page


def test_only_administrators_see_the_background_work(
    client: Client, sign_in: SignIn, province: Agency, administrator: Actor, officer: Actor, head: Actor
) -> None:
    remind_due(province_id=province.pk, day=date(2020, 7, 1), at=AT)
    url = reverse("duties:nightly")
    page = sign_in(client, administrator).get(url).content.decode()
    assert ("Nhắc việc" in page, "01/07/2020" in page, "Xong" in page) == (True, True, True)
    for actor in (officer, head):
        assert sign_in(client, actor).get(url).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_rows(
    client: Client, sign_in: SignIn, commune: Agency, officer: Actor, administrator: Actor, rows: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:  # fmt: skip
    make_duties([spec(commune, f"act.{n}") for n in range(rows)])
    for n in range(rows):
        remind_due(province_id=commune.province_id, day=date(2020, 7, 1) + timedelta(days=n), at=AT)
    for actor, names in ((officer, ("due", "letters", "inbox", "digest_choice")), (administrator, ("nightly",))):
        sign_in(client, actor)
        for name in names:
            with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
                assert client.get(reverse(f"duties:{name}")).status_code == 200
