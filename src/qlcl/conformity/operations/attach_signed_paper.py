"""Keeps the signed decision that came back as a file."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.reading import declaration_to_change
from qlcl.conformity.operations.recording import entry
from qlcl.conformity.policies import keeping_post
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import StoredFile


@transaction.atomic
def attach_signed_paper(*, actor: Actor, declaration_id: int, file: StoredFile, on: date, at: datetime) -> Declaration:
    """Attaches the stored file and notes its SHA-256; a later file replaces it, the history keeps both digests.

    The product does not verify signatures. Raises `Forbidden`, `void`.
    """
    declaration = declaration_to_change(declaration_id, actor)
    post = keeping_post(actor, declaration.system)
    if post is None:
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan tải lên quyết định đã ký.")
    if declaration.voided_on is not None:
        raise DomainError("void", "Bản ghi công bố này đã hủy.")
    declaration.signed_file = file
    declaration.save(update_fields=["signed_file"])
    summary = f"Tải lên quyết định đã ký: {file.name}, SHA-256 {file.sha256}"
    made = entry(declaration, "conformity.attach_signed_paper", on, summary, changed=[file], post=post)
    history.record(actor=actor, at=at, entries=[made])
    return declaration
