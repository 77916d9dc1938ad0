"""Sends digest mails: each claimed and committed before it is sent, so that nobody gets two for one day.

Nothing leaves inside a transaction. A mail that the server refused is surely unsent and tried again; one whose fate
is unknown, because the line broke or the process died, is not.
"""

import smtplib
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from qlcl.accounts.models import Person
from qlcl.duties.enums import DigestState
from qlcl.duties.models import Digest
from qlcl.duties.operations.nightly_runs import begin_stage, finish_stage, note_stage
from qlcl.duties.queries.calendar import workdays_of
from qlcl.duties.queries.digests import DigestContent, digest_of, retryable, to_be_retried, waiting_for_digest
from qlcl.kernel.rows import insert_new
from qlcl.organisations import parameters

STAGE = "duties.digest"
QUIET_FROM, QUIET_UNTIL = "duties.quiet_from", "duties.quiet_until"
#: The server has answered that it does not take the mail, or its address makes none (ValueError, such as a domain too
#: long for its plain form); anything else may have gone out.
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError)


def is_quiet(province_id: int, day: date, at: datetime) -> bool:
    """Whether the province's quiet hours hold at that moment, by the clock of Vietnam."""
    found = parameters.values(province_id, day, [QUIET_FROM, QUIET_UNTIL])
    begins, ends, hour = int(found[QUIET_FROM]), int(found[QUIET_UNTIL]), timezone.localtime(at).hour
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def send_digests(*, province_id: int, day: date, at: datetime) -> int:
    """Sends the digests of the day to the people of a province; returns how many went out with this call.

    Not on days off, not in quiet hours, not without a mail server.
    """
    if not settings.MAIL_ENABLED or is_quiet(province_id, day, at) or not workdays_of(province_id).is_working(day):
        return 0
    run = begin_stage(province_id=province_id, day=day, stage=STAGE, at=at)
    if run.finished_at and not to_be_retried(province_id, day):
        return 0
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as problem:
        note_stage(run=run, note=f"Không kết nối được máy chủ thư: {problem}")
        return 0
    sent = 0
    try:
        for person in waiting_for_digest(province_id, day, at):
            content = digest_of(person, day)
            claimed = claim(person=person, province_id=province_id, day=day, at=at) if content else None
            if content and claimed:
                sent += _send(server, content, claimed, at)
    finally:
        server.close()
    finish_stage(run=run, at=at, done=sent)
    return sent


@transaction.atomic(durable=True)
def claim(*, person: Person, province_id: int, day: date, at: datetime) -> int | None:
    """The mail of the day for this process alone, committed before anything is sent; None when another has it."""
    fields = ("person", "province", "on", "state", "attempts", "claimed_at", "problem")
    new = insert_new(Digest, fields, [(person.pk, province_id, day, DigestState.CLAIMED.value, 1, at, "")])
    mine = Digest.objects.filter(person=person, on=day)
    if not new and not mine.filter(retryable(at)).update(
        state=DigestState.CLAIMED, attempts=F("attempts") + 1, claimed_at=at, problem=""
    ):
        return None
    return mine.values_list("pk", flat=True).get()


def _send(server: BaseEmailBackend, content: DigestContent, digest_id: int, at: datetime) -> int:
    context = content.context | {"root": settings.PUBLIC_URL}
    mail = EmailMultiAlternatives(
        f"[QLCL] {content.summary}",
        render_to_string("duties/mail/digest.txt", context),
        to=[content.person.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=server,
    )
    mail.attach_alternative(render_to_string("duties/mail/digest.html", context), "text/html")
    mine = Digest.objects.filter(pk=digest_id)
    try:
        mail.send()
    except REFUSED as refusal:
        mine.update(state=DigestState.FAILED, problem=str(refusal)[:300])
        return 0
    except (OSError, smtplib.SMTPException) as problem:
        mine.update(problem=(str(problem) or type(problem).__name__)[:300])
        server.close()  # the next mail opens the line again
        return 0
    return mine.update(state=DigestState.SENT, sent_at=at, problem="")
