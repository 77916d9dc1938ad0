"""A person chooses how often the digest comes."""

from datetime import date, datetime

from django.db import transaction

from qlcl.duties.enums import Frequency
from qlcl.duties.models import DigestChoice
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden


@transaction.atomic
def choose_digest(*, frequency: str, actor: Actor, on: date, at: datetime) -> DigestChoice:
    """Keeps the choice of the one who makes it; nothing legal hangs on it, so history does not hold it.

    Raises `unknown_frequency`.
    """
    if actor.person_id is None:
        raise Forbidden
    if frequency not in Frequency.values:
        raise DomainError("unknown_frequency", "Chọn hằng ngày, hằng tuần hoặc không gửi.", field="frequency")
    choice, _ = DigestChoice.objects.update_or_create(person_id=actor.person_id, defaults={"frequency": frequency})
    return choice
