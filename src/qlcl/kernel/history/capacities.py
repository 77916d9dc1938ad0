"""In whose place an act was done: acting (Q.), for the head (KT.), by his authorisation (TUQ.), as a consultant."""

from qlcl.kernel.actors import Actor, Mandate, Post, Role
from qlcl.kernel.history.entries import Entry

ACTING, CONSULTANT = "Q.", "tư vấn"


def mandate_of(actor: Actor, post: Post | None, entry: Entry) -> Mandate | None:
    """The delegation that the act rests on: the one given, else the one to this post that names the act."""
    if entry.mandate is not None or post is None or post.role == Role.HEAD:
        return entry.mandate
    return next(
        (
            m
            for m in actor.mandates
            if m.position_id == post.position_id and entry.act in m.acts and m.holds_on(entry.on)
        ),
        None,
    )


def capacity_words(actor: Actor, post: Post | None, mandate: Mandate | None) -> dict[str, str]:
    """The words of an event that say so; nothing for who acts in his own right."""
    if mandate is not None:
        return {"capacity": mandate.mark, "for": mandate.for_title, "paper": mandate.paper}
    if post is not None and post.acting:
        return {"capacity": ACTING}
    if (post.role if post else None) == Role.CONSULTANT or (post is None and Role.CONSULTANT in actor.roles):
        return {"capacity": CONSULTANT}
    return {}


def position_words(position: str, words: dict[str, str]) -> str:
    """The position as a timeline shows it: "Q. Chủ tịch", "KT. Chủ tịch – Phó Chủ tịch (văn bản số …)"."""
    capacity = words.get("capacity", "")
    if capacity == ACTING:
        return f"{ACTING} {position}"
    if not capacity or capacity == CONSULTANT:
        return position
    paper = f" (văn bản số {words['paper']})" if words.get("paper") else ""
    return f"{capacity} {words.get('for') or 'Thủ trưởng'} – {position}{paper}"
