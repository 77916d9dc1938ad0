"""What the three notices of a declaration have in common."""

from dataclasses import dataclass
from datetime import date, datetime

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.reading import declaration_to_change
from qlcl.conformity.operations.recording import edition_reference, entry, reference
from qlcl.conformity.policies import keeping_post
from qlcl.conformity.workflow import Notice, guards_of_notice, require
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.models import StoredFile
from qlcl.kernel.text import clean


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a notice was given: a letter's number, a place or an address; and a stored file."""

    text: str = ""
    file: StoredFile | None = None


def give_notice(
    *, actor: Actor, declaration_id: int, notice: Notice, proof: Proof, on: date, at: datetime
) -> Declaration:
    """Records the notice as given on `on` and closes the duty; part of an operation.

    Raises `Forbidden`, `guards`, `before_signing`, `proof_missing`.
    """
    declaration = declaration_to_change(declaration_id, actor)
    post = keeping_post(actor, declaration.system)
    if post is None:
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan ghi nhận việc này.")
    require(guards_of_notice(actor, declaration, notice))
    if on < declaration.signed_on:
        raise DomainError(
            "before_signing", f"Ngày này phải từ ngày ký quyết định, {declaration.signed_on:%d/%m/%Y}.", field="on"
        )
    if not clean(proof.text):
        raise DomainError("proof_missing", f"Cần ghi: {notice.proof_label.lower()}.", field="proof")
    setattr(declaration, notice.day, on)
    setattr(declaration, notice.proof, clean(proof.text))
    setattr(declaration, notice.file, proof.file)
    declaration.save(update_fields=[notice.day, notice.proof, notice.file])
    files = [proof.file] if proof.file else []
    made = entry(declaration, notice.act, on, f"{notice.done}: {clean(proof.text)}", changed=files, post=post)
    event = history.record(actor=actor, at=at, entries=[made])[0]
    subject, also = reference(declaration), (edition_reference(declaration),)
    fact = Fact(declaration.system_id, notice.act, subject, on, event.pk, also=also)
    discharge(facts=[fact], actor=actor, at=at)
    return declaration
