"""Says what a rule would open before it is written; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from qlcl.duties.enums import Trigger
from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.operations.open_year import SOURCE, missing_of_year
from qlcl.duties.operations.owing import Terms, owners_in
from qlcl.organisations.models import Agency

SHOWN = 50


@dataclass(slots=True)
class YearPreview:
    """A year under the rule: what stays as it was opened, and what would open, with its dates."""

    year: int
    kept: int
    opened: int
    due_before: date | None
    due_after: date
    agencies: list[tuple[int, str, date]] = field(default_factory=list)


@dataclass(slots=True)
class RulePreview:
    """What would change: years for a yearly rule, sample days with their terms for one of events."""

    years: list[YearPreview] = field(default_factory=list)
    samples: list[tuple[date, date | None, date]] = field(default_factory=list)
    systems: int = 0
    kept: int = 0


def preview_rule(
    *, province: Agency, draft: DutyRule, standing: DutyRule | None, valid_from: date, on: date
) -> RulePreview:
    """What the draft would open from `valid_from` on, beside what the standing version opens."""
    found = RulePreview()
    if draft.trigger == Trigger.YEARLY:
        years = sorted({valid_from.year, max(valid_from, on).year + 1})
        found.years = [_year(province, draft, standing, year, max(valid_from, on)) for year in years]
        found.kept = sum(year.kept for year in found.years)
        return found
    terms = Terms.of(province.pk, valid_from)
    found.systems = sum(owner.owes(draft) for owner in owners_in(province.pk, valid_from).values())
    found.kept = Duty.objects.open().filter(rule_id__in=_versions(standing)).count()
    for day in _samples(valid_from):
        before = terms.due_after(standing, day) if standing else None
        found.samples.append((day, before, terms.due_after(draft, day)))
    return found


def _year(province: Agency, draft: DutyRule, standing: DutyRule | None, year: int, start: date) -> YearPreview:
    terms = Terms.of(province.pk, start)
    specs = list(missing_of_year(province, year, start, [draft]))
    kept = 0
    if standing is not None:
        kept = Duty.objects.filter(year=year, source_kind=SOURCE, source_id=standing.source_id).count()
    names = dict(Agency.objects.filter(pk__in=[s.agency_id for s in specs[:SHOWN]]).values_list("pk", "name"))
    return YearPreview(
        year=year,
        kept=kept,
        opened=len(specs),
        due_before=terms.due_in(standing, year) if standing else None,
        due_after=terms.due_in(draft, year),
        agencies=[(s.agency_id, names[s.agency_id], s.due_on) for s in specs[:SHOWN]],
    )


def _versions(standing: DutyRule | None) -> Sequence[int]:
    if standing is None:
        return []
    rules = DutyRule.objects.filter(province=standing.province_id, code=standing.code)
    return list(rules.values_list("pk", flat=True))


def _samples(start: date) -> list[date]:
    """The first day, an end of month, and the end of the year: where terms differ."""
    month_end = (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return sorted({start, month_end, date(start.year, 12, 31)})
