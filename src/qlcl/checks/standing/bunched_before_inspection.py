"""Acts bunched in the days before an inspection."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import CharField, F, Value

from qlcl.checks.deeds import recorded
from qlcl.checks.enums import Severity
from qlcl.checks.models import Deed
from qlcl.checks.terms import A_YEAR, About, Check, Line, Row, Scope, number
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.policies import visible_duties
from qlcl.inspections.models import Inspection
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref

DAYS = number("bunched.days", "Dồn việc trước kiểm tra: xét số ngày trước lần kiểm tra", 30, "ngày", low=1, high=180)
SHARE = number("bunched.share", "Dồn việc trước kiểm tra: từ tỷ lệ trong năm", 30, "%", low=1, high=100)
LEAST = number("bunched.least", "Dồn việc trước kiểm tra: chỉ xét khi những ngày đó có từ số việc", 3, "việc", low=2)
_WORDS = {
    "done": "việc của 12 tháng có ngày hoàn thành",
    "recorded": "lần ghi nhận của 12 tháng được ghi",
}


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """Two queries: the last inspection of each agency in a year; days of completion and of record before it."""
    inspected: dict[int, tuple[int, date]] = {}
    rows = Inspection.objects.filter(scope.holds(day), inspected_on__gt=day - A_YEAR, inspected_on__lte=day)
    for agency, pk, on in rows.order_by("inspected_on", "pk").values_list("agency_id", "pk", "inspected_on"):
        inspected[agency] = (pk, on)
    if not inspected:
        return
    counts: dict[tuple[int, str], list[int]] = {}
    span = timedelta(days=scope.number(DAYS.code))
    for agency, kind, on in _days(scope, day, min(on for _pk, on in inspected.values()) - A_YEAR):
        found = inspected.get(agency)
        if found and found[1] - A_YEAR < on <= found[1]:
            count = counts.setdefault((agency, kind), [0, 0])
            count[0] += 1
            count[1] += on >= found[1] - span
    for (agency, kind), (whole, bunched) in counts.items():
        if bunched >= scope.number(LEAST.code) and bunched * 100 >= whole * scope.number(SHARE.code):
            pk, on = inspected[agency]
            percent = round(bunched * 100 / whole)
            facts = (
                f"{bunched}/{whole} {_WORDS[kind]} ({percent} %) trong {span.days} ngày trước lần kiểm tra "
                f"{on:%d/%m/%Y}."
            )
            yield Line(agency, Ref("inspection", pk, f"Kiểm tra {on:%d/%m/%Y}"), facts, key=kind)


def _days(scope: Scope, day: date, since: date) -> Iterable[tuple[int, str, date]]:
    """(agency, completed or recorded, day) of every duty done and every act of its own people, by one query."""
    done = Duty.objects.filter(scope.holds(day), outcome=Outcome.DONE, closed_on__gt=since, closed_on__lte=day)
    own = Deed.objects.by_own_people().filter(
        scope.holds(day), system__isnull=False, recorded_on__gt=since, recorded_on__lte=day
    )
    kind = CharField()
    return (
        done.annotate(kind=Value("done", kind), day=F("closed_on"))
        .order_by()
        .values_list("agency_id", "kind", "day")
        .union(
            own.annotate(kind=Value("recorded", kind), day=F("recorded_on"))
            .order_by()
            .values_list("agency_id", "kind", "day"),
            all=True,
        )
    )


def _behind(actor: Actor, about: About, day: date) -> Iterator[Row]:
    """The duties done, or the acts recorded, in those days."""
    inspection = visible_inspections(actor).filter(pk=about.subject_id).first()
    if inspection is None or inspection.inspected_on is None:
        return
    until, since = inspection.inspected_on, inspection.inspected_on - timedelta(days=about.scope.number(DAYS.code))
    if about.key == "done":
        done = visible_duties(actor).filter(agency_id=about.agency_id, outcome=Outcome.DONE)
        for duty in done.filter(closed_on__gte=since, closed_on__lte=until).order_by("closed_on", "pk"):
            yield Row(duty.closed_on, duty.label, f"/viec/{duty.pk}/")
        return
    deeds = Deed.objects.by_own_people().filter(agency_id=about.agency_id, system__isnull=False)
    yield from recorded(deeds.filter(recorded_on__gte=since, recorded_on__lte=until))


CHECK = Check(
    code="bunched_before_inspection",
    title="Việc dồn trước lần kiểm tra",
    why="Hệ thống được duy trì quanh năm (Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 4; TCVN ISO 9001, 4.4); nhiều việc "
    "của năm nằm trong ít ngày trước kiểm tra là dấu hiệu nên xem lại cách phân bổ việc trong năm.",
    severity=Severity.WARNING,
    parameters=(DAYS, SHARE, LEAST),
    rows=_rows,
    behind=_behind,
)
