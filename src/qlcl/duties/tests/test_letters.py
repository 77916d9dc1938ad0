"""Draft letters to agencies whose duties are overdue, and when the province last turned to an agency."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from qlcl.duties.models import Duty, ReminderLetter
from qlcl.duties.operations.draft_reminder import draft_reminder
from qlcl.duties.operations.notify import Note, notify
from qlcl.duties.operations.remind_due import remind_due
from qlcl.duties.papers import letter_context, sample_letter
from qlcl.duties.queries.reminders import last_contact
from qlcl.duties.tests.factories import AT, make_duties, make_duty, make_ladder, spec
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency
from qlcl.papers.operations.render import render_docx

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, Actor], Client]
ON = date(2020, 7, 10)


def draft(officer: Actor, *duties: Duty, on: date = ON) -> ReminderLetter:
    return draft_reminder(duty_ids=[d.pk for d in duties], actor=officer, on=on, at=AT)


def test_a_letter_names_what_is_overdue_and_is_recorded(commune: Agency, other_commune: Agency, officer: Actor) -> None:
    late, later = make_duties([spec(commune), spec(other_commune, due_on=date(2020, 7, 1))])[:2]
    soon = make_duty(commune, "act.2", due_on=date(2020, 7, 31))
    letter = draft(officer, late, later, soon)
    assert (letter.drafted_by, letter.deadline) == (officer.name, date(2020, 7, 27))  # the 25th is a Saturday
    recipients = letter_context(letter)["recipients"]
    shown = [(r["name"], [(w["label"], w["days_late"]) for w in r["works"]]) for r in recipients]
    assert shown == [("UBND xã Phước Vinh", [("Việc test.act", 10)]), ("UBND xã Thạnh Bình", [("Việc test.act", 9)])]
    (event,) = history.events_of(kind="reminder_letter", id=letter.pk, limit=5)
    assert "2 cơ quan, 2 việc" in event.summary


def test_the_letter_prints_with_its_template(commune: Agency, officer: Actor) -> None:
    letter = draft(officer, make_duty(commune))
    document = Document(BytesIO(render_docx("duties.reminder_letter", letter_context(letter))))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "UBND xã Phước Vinh" in text
    assert any("Việc test.act" in cell.text for t in document.tables for row in t.rows for cell in row.cells)
    assert render_docx("duties.reminder_letter", sample_letter())[:2] == b"PK"


def test_refuses_what_nobody_may_or_need_write(
    commune: Agency, officer: Actor, observer: Actor, head: Actor, other_province_officer: Actor
) -> None:
    duty = make_duty(commune)
    for actor, error in ((observer, Forbidden), (head, Forbidden), (other_province_officer, Unseen)):
        with pytest.raises(error):
            draft(actor, duty)
    with pytest.raises(DomainError, match="quá hạn"):
        draft(officer, duty, on=date(2020, 6, 30))
    with pytest.raises(DomainError, match="ít nhất một"):
        draft(officer)
    assert not ReminderLetter.objects.exists()


def test_the_last_contact_is_the_latest_of_all_kinds(
    province: Agency, commune: Agency, other_commune: Agency, officer: Actor, head: Actor
) -> None:
    make_ladder(province)
    duty = make_duty(commune, ladder="thang")
    assert last_contact([commune.pk]) == {}
    remind_due(province_id=province.pk, day=date(2020, 7, 14), at=AT)
    assert last_contact([commune.pk])[commune.pk] == (date(2020, 7, 14), "báo cán bộ đầu mối")
    draft(officer, duty, on=date(2020, 7, 20))
    assert last_contact([commune.pk])[commune.pk] == (date(2020, 7, 20), "dự thảo công văn")
    note = Note(head.posts[0].position_id, "Đôn đốc", topic="campaign:1")
    notify(notes=[note], actor=officer, on=date(2020, 7, 22), at=AT)
    assert last_contact([commune.pk, other_commune.pk]) == {commune.pk: (date(2020, 7, 22), "đôn đốc chuyển đổi")}


def test_an_officer_selects_and_takes_the_letter_along(
    client: Client, sign_in: SignIn, commune: Agency, officer: Actor, head: Actor
) -> None:
    duty = make_duty(commune)
    sign_in(client, officer)
    page = client.get(reverse("duties:due")).content.decode()
    assert f'value="{duty.pk}"' in page
    answer = client.post(reverse("duties:draft_letter"), {"viec": [duty.pk]})
    letter = ReminderLetter.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("duties:letter", args=[letter.pk]))
    assert "Tải dự thảo" in client.get(answer["Location"]).content.decode()
    word = client.get(reverse("duties:letter_word", args=[letter.pk]))
    assert (word.status_code, word.content[:2], letter.on) == (200, b"PK", today())
    assert "Công văn đôn đốc" in client.get(reverse("duties:letters")).content.decode()
    sign_in(client, head)
    assert client.get(reverse("duties:letter", args=[letter.pk])).status_code == 404
    assert client.post(reverse("duties:draft_letter"), {"viec": [duty.pk]}).status_code == 403
