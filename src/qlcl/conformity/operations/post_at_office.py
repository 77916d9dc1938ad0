"""Posts a declaration at the office."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notices import Proof, give_notice
from qlcl.conformity.workflow import NOTICES
from qlcl.kernel.actors import Actor
from qlcl.kernel.models import StoredFile


@transaction.atomic
def post_at_office(
    *, actor: Actor, declaration_id: int, place: str, on: date, at: datetime, file: StoredFile | None = None
) -> Declaration:
    """Records that it was done on `on` (Decision 19/2014, art. 4.3); `place` is where it hangs.

    Raises `Forbidden`, `guards`, `before_signing`, `proof_missing`.
    """
    return give_notice(
        actor=actor,
        declaration_id=declaration_id,
        notice=NOTICES["post_at_office"],
        proof=Proof(place, file),
        on=on,
        at=at,
    )
