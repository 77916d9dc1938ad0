"""The line of a system's declarations: each holds until the next one takes effect. Pure: nothing is saved here."""

from collections.abc import Container, Sequence
from datetime import date

from qlcl.conformity.enums import DeclarationKind, Reason
from qlcl.conformity.models import Declaration
from qlcl.conformity.models.declaration import REPLACED
from qlcl.kernel.text import fold
from qlcl.organisations.models import QualitySystem


def chain(rows: Sequence[Declaration], system_end: tuple[date, str] | None = None) -> list[Declaration]:
    """Orders a system's standing declarations and sets what each replaces and when it ends; returns those changed.

    An ending with a reason of its own stays, unless the next one takes effect before it. The last one holds until
    it is ended, or until its system ends.
    """
    ordered = sorted(rows, key=lambda d: (d.effective_on, d.signed_on, d.pk or 0))
    before = {id(d): (d.replaces, d.ended_on, d.end_reason) for d in ordered}
    earlier: Declaration | None = None
    for place, declaration in enumerate(ordered):
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        declaration.replaces = earlier if earlier is not None and earlier.replaced else None
        _classify(declaration, ordered[:place])
        _end(declaration, following, system_end)
        earlier = declaration
    return [d for d in ordered if before[id(d)] != (d.replaces, d.ended_on, d.end_reason)]


def _classify(declaration: Declaration, earlier: Sequence[Declaration]) -> None:
    """A declaration without a kind is the system's first, or one again; of history the reason may be guessed."""
    if declaration.kind:
        return
    declaration.kind = DeclarationKind.AGAIN if earlier else DeclarationKind.FIRST
    if earlier and not declaration.reason:
        same = earlier[-1].edition_id == declaration.edition_id
        declaration.reason = Reason.OTHER if same else Reason.EDITION


def _end(declaration: Declaration, following: Declaration | None, system_end: tuple[date, str] | None) -> None:
    stated = declaration.ended_on is not None and not declaration.replaced
    if following is not None:
        if not stated or (declaration.ended_on or following.effective_on) > following.effective_on:
            declaration.ended_on = following.effective_on
            declaration.end_reason = f"{REPLACED}quyết định {following.label}"
    elif not stated:
        declaration.ended_on, declaration.end_reason = None, ""
        if system_end is not None:
            declaration.ended_on = max(system_end[0], declaration.effective_on)
            declaration.end_reason = system_end[1]


def system_end(system: QualitySystem) -> tuple[date, str] | None:
    """When and why the system ended, with which its last declaration ends too."""
    return (system.valid_until, system.end_reason) if system.valid_until else None


def public_address(agency_code: str, edition_code: str, taken: Container[str]) -> str:
    """The stable address in the public register: agency, edition and the first number that is free."""
    stem = fold(f"{agency_code} {edition_code}").replace(" ", "-")[:110]
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
