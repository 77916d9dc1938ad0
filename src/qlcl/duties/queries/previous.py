"""What was done the last time a duty of the same rule was owed."""

from collections.abc import Iterable

from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty


def previous_done(duty: Duty) -> Duty | None:
    """The latest earlier year in which the system performed the duty of the same rule, with its proof."""
    return previous_of([duty]).get(duty.pk)


def previous_of(duties: Iterable[Duty]) -> dict[int, Duty]:
    """The same for many duties, by their key; one query."""
    yearly = [d for d in duties if d.rule_id is not None and d.year is not None]
    if not yearly:
        return {}
    done = Duty.objects.filter(
        source_kind__in={d.source_kind for d in yearly},
        source_id__in={d.source_id for d in yearly},
        system_id__in={d.system_id for d in yearly},
        outcome=Outcome.DONE,
        year__isnull=False,
    ).select_related("evidence")
    found: dict[int, Duty] = {}
    by_rule: dict[tuple[int, str, int], list[Duty]] = {}
    for past in done.order_by("-year", "-id"):
        by_rule.setdefault((past.system_id, past.source_kind, past.source_id), []).append(past)
    for duty in yearly:
        line = by_rule.get((duty.system_id, duty.source_kind, duty.source_id), [])
        earlier = next((p for p in line if (p.year or 0) < (duty.year or 0)), None)
        if earlier is not None:
            found[duty.pk] = earlier
    return found
