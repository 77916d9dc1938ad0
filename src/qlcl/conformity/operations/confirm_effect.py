"""The head confirms that the system works."""

from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import EffectConfirmation
from qlcl.conformity.operations.reading import system_to_change
from qlcl.conformity.policies import head_post
from qlcl.conformity.workflow import guards_of_confirm_effect, require
from qlcl.duties.operations.discharge import Fact, discharge
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Post
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.standards.models import Edition


@transaction.atomic
def confirm_effect(
    *,
    actor: Actor,
    system_id: int,
    edition_id: int,
    audited_on: date,
    reviewed_on: date,
    on: date,
    at: datetime,
    note: str = "",
    illustration: bool = False,
) -> EffectConfirmation:
    """The head, or who acts as head, confirms effect after internal audit and review (Decision 19/2014, art. 4.2d).

    No delegation reaches this act. Raises `Forbidden`, `guards`, `effect_order`, `effect_repeated`.
    """
    system = system_to_change(system_id, actor)
    post = head_post(actor, system)
    if post is None:
        raise Forbidden("Chỉ thủ trưởng cơ quan trực tiếp xác nhận hiệu lực; việc này không ủy quyền được.")
    edition = Edition.objects.get(pk=edition_id)
    require(guards_of_confirm_effect(actor, system, edition, on))
    for field, day in (("audited_on", audited_on), ("reviewed_on", reviewed_on)):
        if day > on:
            raise DomainError("effect_order", "Ngày này phải trước hoặc trùng ngày xác nhận hiệu lực.", field=field)
    if EffectConfirmation.objects.filter(system=system, edition=edition, confirmed_on=on).exists():
        raise DomainError("effect_repeated", f"Hiệu lực theo {edition.label} đã được xác nhận ngày {on:%d/%m/%Y}.")
    effect = EffectConfirmation.objects.create(
        system=system,
        agency=system.holder,
        edition=edition,
        confirmed_on=on,
        audited_on=audited_on,
        reviewed_on=reviewed_on,
        confirmed_by=actor.name,
        confirmed_as=post.title,
        acting=post.acting,
        note=clean(note),
        illustration=illustration or system.holder.illustration,
    )
    entry = _entry(effect, post)
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    also = (Ref("edition", edition.pk, edition.label),)
    fact = Fact(system.pk, "conformity.confirm_effect", entry.subject, on, event.pk, also=also)
    discharge(facts=[fact], actor=actor, at=at)
    return effect


def _entry(effect: EffectConfirmation, post: Post) -> Entry:
    return Entry(
        chain=history.system_chain(effect.system_id),
        act="conformity.confirm_effect",
        on=effect.confirmed_on,
        summary=f"Xác nhận hiệu lực hệ thống theo {effect.edition.label}",
        subject=Ref("effect_confirmation", effect.pk, str(effect)),
        changed=[effect],
        payload={"effect": effect.pk, "edition": effect.edition_id},
        post=post,
    )
