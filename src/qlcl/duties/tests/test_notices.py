"""Notices reach positions, once a day for a topic."""

from datetime import date

import pytest

from qlcl.duties.models import Notice
from qlcl.duties.operations.notify import Note, mark_read, notify
from qlcl.duties.queries import inbox, unread_count
from qlcl.duties.tests.factories import AT, SYSTEM
from qlcl.kernel.actors import Actor

pytestmark = pytest.mark.django_db
ON = date(2021, 6, 30)


def send(actor: Actor, topic: str = "", on: date = ON) -> int:
    note = Note(actor.posts[0].position_id, "Đề nghị thực hiện", "/viec/", topic=topic)
    return notify(notes=[note], actor=SYSTEM, on=on, at=AT)


def test_the_same_topic_reaches_a_position_once_a_day(head: Actor) -> None:
    sent = [send(head, "campaign:1"), send(head, "campaign:1"), send(head, "campaign:1", date(2021, 7, 1))]
    assert (sent, unread_count(head)) == ([1, 0, 1], 2)


def test_notices_without_a_topic_always_arrive(head: Actor) -> None:
    assert [send(head), send(head)] == [1, 1]


def test_each_reads_only_his_own_inbox(head: Actor, secretary: Actor) -> None:
    send(head)
    send(secretary)
    assert mark_read(notice_ids=list(Notice.objects.values_list("pk", flat=True)), actor=head, at=AT) == 1
    assert (unread_count(head), unread_count(secretary), len(inbox(secretary))) == (0, 1, 1)
