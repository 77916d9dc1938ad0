"""Publishes a declaration on the agency's website."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.notices import Proof, give_notice
from qlcl.conformity.workflow import NOTICES
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.models import StoredFile


@transaction.atomic
def publish_on_web(
    *, actor: Actor, declaration_id: int, url: str, on: date, at: datetime, file: StoredFile | None = None
) -> Declaration:
    """Records that it was done on `on` (Decision 19/2014, art. 4.3); `url` is the address of the page.

    Raises `Forbidden`, `guards`, `before_signing`, `proof_missing`, `url_wrong`.
    """
    if not url.startswith(("http://", "https://")):
        raise DomainError("url_wrong", "Địa chỉ phải bắt đầu bằng http:// hoặc https://.", field="proof")
    return give_notice(
        actor=actor,
        declaration_id=declaration_id,
        notice=NOTICES["publish_on_web"],
        proof=Proof(url, file),
        on=on,
        at=at,
    )
