"""Lists of nonconformities, and one of them."""

from datetime import date
from typing import Any

from django.urls import reverse

from qlcl.corrective.models import Nonconformity, NonconformityQuerySet
from qlcl.corrective.passing_on import uid_passed_on
from qlcl.corrective.policies import visible_nonconformities
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.words import Asked, best
from qlcl.organisations.models import Agency

PANEL_ROWS = 8


def nonconformity_list(actor: Actor) -> NonconformityQuerySet:
    """Those the actor sees, most pressing first."""
    rows = visible_nonconformities(actor).select_related("agency", "clause")
    return rows.order_by("due_on", "pk")


def open_nonconformities(actor: Actor) -> NonconformityQuerySet:
    """Those in which something is still to be done."""
    return nonconformity_list(actor).live()


def nonconformity_seen(actor: Actor, nonconformity_id: int) -> Nonconformity:
    """One with its actions, evidence and checks; `Unseen` outside the actor's view."""
    rows = visible_nonconformities(actor).select_related("agency", "system__holder", "clause", "repeats")
    found = rows.prefetch_related("actions__position", "evidence__file", "checks").filter(pk=nonconformity_id).first()
    if found is None:
        raise Unseen
    return found


def passed_on_to(actor: Actor, row: Nonconformity) -> Nonconformity | None:
    """The finding in which one that ended with its agency lives on with the successor, if the actor sees it."""
    return visible_nonconformities(actor).select_related("agency").filter(uid=uid_passed_on(row.uid)).first()


def of_source(actor: Actor, kind: str, source_id: int) -> NonconformityQuerySet:
    """Those that one thing raised, as the actor sees them."""
    return nonconformity_list(actor).of_source(kind, source_id)


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows: what is live, overdue first."""
    rows = list(nonconformity_list(actor).filter(agency=agency, raised_on__lte=day).live()[:PANEL_ROWS])
    return {"nonconformities": [(row, row.is_overdue_on(day)) for row in rows]}


def search_nonconformities(actor: Actor, text: str | Asked, limit: int = 10) -> list[Hit]:
    """Nonconformities whose statement holds every word, without accents; newest first."""
    choices = Asked.of(text, "nonconformity").choices("nonconformity")
    found: list[Nonconformity] = best(
        actor,
        lambda: visible_nonconformities(actor).select_related("agency"),
        ["statement_fold"],
        choices,
        ["-raised_on", "-pk"],
        limit,
    )
    return [
        Hit(
            str(row),
            f"{row.agency.short_name} · {row.get_state_display()}",
            reverse("corrective:nonconformity", args=[row.pk]),
            row.illustration,
        )
        for row in found
    ]
