"""Tells the overseeing department of a declaration, in writing."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notices import Proof, give_notice
from qlcl.conformity.workflow import NOTICES
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import StoredFile


@transaction.atomic
def notify_department(
    *, actor: Actor, declaration_id: int, letter_number: str, on: date, at: datetime, file: StoredFile | None = None
) -> Declaration:
    """Records that it was done on `on` (Decision 19/2014, art. 4.3); `letter_number` is the number of the letter.

    Raises `Forbidden`, `guards`, `before_signing`, `proof_missing`.
    """
    return give_notice(
        actor=actor,
        declaration_id=declaration_id,
        notice=NOTICES["notify_department"],
        proof=Proof(letter_number, file),
        on=on,
        at=at,
    )
