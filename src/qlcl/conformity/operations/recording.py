"""How acts on declarations are written into history and told to those who wait for them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Model

from qlcl.conformity.enums import DeclarationKind
from qlcl.conformity.models import Declaration
from qlcl.duties.operations.discharge import Fact
from qlcl.kernel import history
from qlcl.kernel.actors import Mandate, Post
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.models import Event

#: Act → the field that holds its day.
NOTICE_DAYS = {
    "conformity.notify_department": "told_on",
    "conformity.post_at_office": "posted_on",
    "conformity.publish_on_web": "published_on",
}
ISSUE = "conformity.issue_declaration"
REDECLARE = "conformity.redeclare"


def reference(declaration: Declaration) -> Ref:
    """The declaration as history and duties cite it."""
    return Ref("declaration", declaration.pk, f"Quyết định {declaration.label}")


def edition_reference(declaration: Declaration) -> Ref:
    """The edition it declares: campaigns wait for declarations to an edition."""
    return Ref("edition", declaration.edition_id, "")


def entry(
    declaration: Declaration,
    act: str,
    on: date,
    summary: str,
    *,
    changed: Sequence[Model] = (),
    post: Post | None = None,
    mandate: Mandate | None = None,
) -> Entry:
    """One act on a declaration, in the chain of its system."""
    return Entry(
        chain=history.system_chain(declaration.system_id),
        act=act,
        on=on,
        summary=summary,
        subject=reference(declaration),
        changed=[declaration, *changed],
        payload={"declaration": declaration.pk, "edition": declaration.edition_id},
        post=post,
        mandate=mandate,
    )


def facts_of(declaration: Declaration, event: int) -> list[Fact]:
    """What the declaration and its known notices perform, for those who wait for it."""
    days = [(ISSUE, declaration.signed_on)]
    if declaration.kind == DeclarationKind.AGAIN:
        days.append((REDECLARE, declaration.signed_on))
    days += [(act, getattr(declaration, name)) for act, name in NOTICE_DAYS.items()]
    subject, also = Ref("declaration", declaration.pk, ""), (edition_reference(declaration),)
    return [Fact(declaration.system_id, act, subject, on, event, also=also) for act, on in days if on is not None]


def events_about(declaration_ids: Iterable[int]) -> list[int]:
    """The ids of every event about those declarations."""
    events = Event.objects.filter(subject_kind="declaration", subject_id__listed=set(declaration_ids))
    return list(events.values_list("id", flat=True))
