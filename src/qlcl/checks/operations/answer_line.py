"""Answers a finding: looked at, with a reason; it goes on showing, as answered."""

from datetime import date, datetime

from django.db import transaction

from qlcl.checks.models import CheckLine
from qlcl.checks.policies import answering_post, visible_lines
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.organisations.queries import system_of


@transaction.atomic
def answer_line(*, line_id: int, answer: str, actor: Actor, on: date, at: datetime) -> CheckLine:
    """The head or the ISO secretary states what the agency has to say; a later answer takes the place of an earlier.

    Raises `Unseen`, `Forbidden`, `answer_missing`, `line_gone`.
    """
    line = visible_lines(actor, on).filter(pk=line_id).first()
    if line is None:
        raise Unseen
    system = system_of(line.agency_id, on)
    chain = history.system_chain(system.pk) if system else history.province_chain(line.province_id)
    history.lock(chain)
    line.refresh_from_db()
    post = answering_post(actor, line.agency_id)
    if post is None:
        raise Forbidden("Chỉ Thủ trưởng, Thư ký ISO của cơ quan trả lời điểm rà soát.")
    words = clean(answer)
    if not words:
        raise DomainError("answer_missing", "Cần ghi nội dung trả lời.", field="answer")
    if line.resolved_on is not None:
        raise DomainError("line_gone", "Điểm này không còn nữa, không cần trả lời.")
    entry = Entry(
        chain=chain,
        act="checks.answer_line",
        on=on,
        summary=f"Trả lời điểm rà soát “{line.facts}”: {words}",
        subject=Ref("check_line", line.pk, line.facts),
        payload={"line": line.pk, "check": line.code},
        post=post,
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    line.answered_on, line.answer, line.answered_by, line.answer_event = on, words, actor.name, event.pk
    line.save(update_fields=["answered_on", "answer", "answered_by", "answer_event"])
    return line
