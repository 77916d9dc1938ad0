"""Findings, shaped for pages and desks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from qlcl.checks.enums import Severity
from qlcl.checks.models import CheckLine, CheckLineQuerySet, CheckRun
from qlcl.checks.policies import agencies_read, visible_lines
from qlcl.checks.standing import checks
from qlcl.checks.terms import About, Row, Scope
from qlcl.duties.models import Duty
from qlcl.duties.policies import visible_duties
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.words import search
from qlcl.organisations.models import Agency
from qlcl.organisations.parameters import values
from qlcl.organisations.queries import visible_agencies

PANEL_ROWS, MOST_ROWS = 5, 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of findings is narrowed to; empty: not at all. `state`: open, answered, unanswered, gone."""

    code: str = ""
    severity: str = ""
    level: str = ""
    state: str = "open"
    text: str = ""
    agency_id: int | None = None


def open_lines(actor: Actor, day: date) -> CheckLineQuerySet:
    """Every finding that stands and that the actor may see, the most pressing first; for desks."""
    return visible_lines(actor, day).open().order_by("severity", "since", "pk")


def line_list(seen: CheckLineQuerySet, filters: Filters) -> QuerySet[CheckLine]:
    """Those of the visible lines that match, with their agencies, the most pressing first."""
    return filtered(seen, filters).select_related("agency").order_by("severity", "since", "pk")


def filtered(rows: CheckLineQuerySet, filters: Filters) -> QuerySet[CheckLine]:
    """The rows that match the filters."""
    rows = rows.filter(_state(filters.state))
    if filters.code:
        rows = rows.filter(code=filters.code)
    if filters.severity in {str(value) for value in Severity.values}:
        rows = rows.filter(severity=int(filters.severity))
    if filters.level:
        rows = rows.filter(agency__level=filters.level)
    if filters.agency_id is not None:
        rows = rows.filter(agency_id=filters.agency_id)
    return search(rows, "agency__name_fold", filters.text, "agency") if filters.text else rows


def _state(state: str) -> Q:
    standing = Q(resolved_on__isnull=True)
    return {
        "answered": standing & Q(answered_on__isnull=False),
        "unanswered": standing & Q(answered_on__isnull=True),
        "gone": ~standing,
    }.get(state, standing)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings by check, severity, level of the agency; each under the other filters."""

    codes: Counter[str]
    severities: Counter[str]
    levels: Counter[str]
    total: int


def counts(seen: CheckLineQuerySet, filters: Filters) -> Counts:
    """Counts of the visible lines for the filters of a list, by one query."""
    loose = Filters(state=filters.state, text=filters.text, agency_id=filters.agency_id)
    rows = filtered(seen, loose).order_by()
    cells = rows.values_list("code", "severity", "agency__level").annotate(n=Count("pk"))
    wanted = (filters.code, filters.severity, filters.level)
    found: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    total = 0
    for *key, n in cells:
        texts = [str(part) for part in key]
        match = [not w or w == t for w, t in zip(wanted, texts, strict=True)]
        for place, counter in enumerate(found):
            if all(m for other, m in enumerate(match) if other != place):
                counter[texts[place]] += n
        total += n if all(match) else 0
    codes, severities, levels = found
    return Counts(codes, severities, levels, total)


def lines_by_agency(seen: CheckLineQuerySet, filters: Filters) -> list[dict[str, Any]]:
    """Agencies with findings, how many of each severity and how many answered; in the order of their names."""
    rows = filtered(seen, filters).order_by("agency__name_sort", "agency_id")
    names = ("agency_id", "agency__name", "agency__level", "agency__illustration")
    return list(
        rows.values(*names, "agency__name_sort").annotate(
            error=Count("pk", filter=Q(severity=Severity.ERROR)),
            warning=Count("pk", filter=Q(severity=Severity.WARNING)),
            info=Count("pk", filter=Q(severity=Severity.INFO)),
            answered=Count("pk", filter=Q(answered_on__isnull=False)),
            total=Count("pk"),
        )
    )


def line_page(actor: Actor, line_id: int, day: date) -> CheckLine:
    """One finding; `Unseen` outside the actor's view, which for the province begins after the delay."""
    found = visible_lines(actor, day).select_related("agency", "province").filter(pk=line_id).first()
    if found is None:
        raise Unseen("Không tìm thấy điểm rà soát này.")
    return found


def agency_seen(actor: Actor, agency_id: int) -> Agency:
    """The agency whose findings are looked at; `Unseen` to who sees the agency but reads no findings of it."""
    found = visible_agencies(actor).filter(pk=agency_id).first()
    if found is None or not (found.province_id in actor.oversees or agency_id in agencies_read(actor)):
        raise Unseen
    return found


def last_run(province_ids: Sequence[int] | frozenset[int]) -> CheckRun | None:
    """The run that lies furthest back among the checks of those provinces: as of then the list is whole."""
    return CheckRun.objects.filter(province_id__in=list(province_ids), code__in=list(checks())).order_by("on").first()


def trend(seen: CheckLineQuerySet, day: date, months: int = 6) -> list[tuple[date, int]]:
    """How many of the visible lines stood thirty days apart until `day`, oldest first, from the first finding on."""
    rows = seen.order_by()
    days = [day - timedelta(days=30 * n) for n in range(months, -1, -1)]
    when = {
        f"n{n}": Count("pk", filter=Q(since__lte=on) & (Q(resolved_on__isnull=True) | Q(resolved_on__gt=on)))
        for n, on in enumerate(days)
    }
    found = rows.aggregate(first=Min("since"), **when)
    return [(on, found[f"n{n}"]) for n, on in enumerate(days) if found["first"] and on >= found["first"]]


def answered_share(actor: Actor, day: date) -> tuple[int, int]:
    """(answered, all) of the findings that stand."""
    rows = visible_lines(actor, day).open().order_by()
    found = rows.aggregate(answered=Count("pk", filter=Q(answered_on__isnull=False)), whole=Count("pk"))
    return found["answered"], found["whole"]


def agency_panel(actor: Actor, agency: Agency, day: date) -> dict[str, Any] | None:
    """What an agency's page shows to those who may read its findings: how many, and the most pressing."""
    if agency.province_id not in actor.oversees and agency.pk not in agencies_read(actor):
        return None
    rows = open_lines(actor, day).filter(agency=agency)
    found = Counter(rows.order_by().values_list("severity", flat=True))
    return {
        "counts": [(severity.label, found[severity.value]) for severity in Severity if found[severity.value]],
        "lines": [(line, checks()[line.code].title) for line in rows[:PANEL_ROWS] if line.code in checks()],
        "more": max(0, found.total() - PANEL_ROWS),
        "agency": agency,
    }


def line_rows(actor: Actor, line: CheckLine, day: date) -> list[Row]:
    """The records behind a finding, as far as the actor may see them; none for a finding about one record."""
    check = checks().get(line.code)
    if check is None or check.behind is None:
        return []
    scope = Scope(line.province_id, values(line.province_id, day, [p.code for p in check.parameters]))
    about = About(line.agency_id, line.subject_kind, line.subject_id, line.key, scope)
    return list(islice(check.behind(actor, about, day), MOST_ROWS))


def missed_duties(actor: Actor, system_id: int, day: date) -> list[Duty]:
    """A system's statutory duties of a year that are overdue and not explained, oldest first."""
    rows = visible_duties(actor).overdue_on(day).filter(system_id=system_id, statutory=True, year__isnull=False)
    return list(rows.filter(explained_on__isnull=True).select_related("system").order_by("due_on", "pk"))
