"""Those behind are told once a day, and a letter lists them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from qlcl.duties.models import Notice
from qlcl.duties.queries import unread_count
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency
from qlcl.papers.operations.render import render_docx
from qlcl.transitions.models import Campaign
from qlcl.transitions.operations.remind import Reminder, behind_on, remind
from qlcl.transitions.papers import reminder_context, sample_reminder
from qlcl.transitions.tests.factories import AT, bind, make_campaign

pytestmark = pytest.mark.django_db
ON = date(2020, 2, 1)


@pytest.fixture
def campaign(province: Agency, commune: Agency, other_commune: Agency) -> Campaign:
    """Two agencies whose plan was due at the end of 2019."""
    bind(commune, other_commune)
    return make_campaign(province, step_dates={"plan": date(2019, 12, 31)})


def send(campaign: Campaign, actor: Actor, on: date = ON, ids: list[int] | None = None) -> Reminder:
    return remind(campaign_id=campaign.pk, enrolment_ids=ids, link="/x/{id}/", actor=actor, on=on, at=AT)


def test_tells_heads_and_secretaries_and_names_who_has_nobody(
    campaign: Campaign, officer: Actor, head: Actor, secretary: Actor, staff: Actor, other_commune: Agency
) -> None:
    sent = send(campaign, officer)
    assert (sent.notices, [b.agency_id for b in sent.unreachable]) == (2, [other_commune.pk])
    assert [unread_count(actor) for actor in (head, secretary, staff)] == [1, 1, 0]


def test_nobody_is_told_twice_on_one_day(campaign: Campaign, officer: Actor, head: Actor) -> None:
    first, again, next_day = send(campaign, officer), send(campaign, officer), send(campaign, officer, date(2020, 2, 2))
    assert [first.notices, again.notices, next_day.notices] == [1, 0, 1]
    assert (len(first.told_before), len(again.told_before)) == (0, 1)


def test_only_the_chosen_are_told(campaign: Campaign, officer: Actor, head: Actor, outsider: Actor) -> None:
    chosen = [b.enrolment_id for b in behind_on(campaign, None, ON) if b.agency_id in head.agency_ids]
    send(campaign, officer, ids=chosen)
    assert (unread_count(head), unread_count(outsider)) == (1, 0)


def test_refuses_when_nobody_is_behind(campaign: Campaign, officer: Actor, head: Actor) -> None:
    with pytest.raises(DomainError, match="quá hạn"):
        send(campaign, officer, on=date(2019, 12, 31))
    assert Notice.objects.count() == 0


def test_only_officers_remind(campaign: Campaign, head: Actor, observer: Actor, other_province_officer: Actor) -> None:
    for actor, error in ((head, Forbidden), (observer, Forbidden), (other_province_officer, Unseen)):
        with pytest.raises(error):
            send(campaign, actor)
    assert Notice.objects.count() == 0


def test_the_letter_lists_who_owes_what(campaign: Campaign, commune: Agency) -> None:
    context = reminder_context(campaign, behind_on(campaign, None, ON), ON)
    document = Document(BytesIO(render_docx("transitions.reminder_letter", context)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert commune.short_name in cells
    assert "Phê duyệt kế hoạch" in cells


def test_the_sample_fits_the_template() -> None:
    assert render_docx("transitions.reminder_letter", sample_reminder())[:2] == b"PK"


def test_the_page_sends_and_hands_out_the_letter(
    client: Client,
    sign_in: Callable[[Client, Actor], Client],
    campaign: Campaign,
    officer: Actor,
    head: Actor,
    commune: Agency,
) -> None:
    sign_in(client, officer)
    url = reverse("transitions:remind", args=[campaign.pk])
    ids = [str(e.pk) for e in campaign.enrolments.all()]
    assert client.get(url).content.decode().count('name="co-quan"') == 2
    letter = client.post(url, {"viec": "cong-van", "co-quan": ids})
    assert (letter.status_code, letter.content[:2], Notice.objects.count()) == (200, b"PK", 0)
    assert client.post(url, {"viec": "thong-bao", "co-quan": ids}).status_code == 302
    assert client.post(url, {"viec": "thong-bao", "co-quan": []}).status_code == 422
    assert Notice.objects.count() == 1
