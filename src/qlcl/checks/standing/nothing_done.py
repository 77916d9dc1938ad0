"""Agencies of which nothing has been done for some weeks: no act by their own people, no duty done."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from qlcl.accounts.models import Appointment
from qlcl.checks.enums import Severity
from qlcl.checks.models import Deed
from qlcl.checks.terms import Check, Line, Scope, number
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Role
from qlcl.kernel.history import Ref
from qlcl.organisations.models import QualitySystem

WEEKS = number("nothing_done.weeks", "Không có việc nào được ghi: từ số tuần", 12, "tuần", low=1, high=104)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: the last act and the last duty done of each agency that has somebody appointed to keep its system."""
    since = day - timedelta(weeks=scope.number(WEEKS.code))
    keepers = Appointment.objects.valid_on(day).filter(
        position__agency_id=OuterRef("holder_id"),
        position__role__in=[Role.HEAD, Role.DEPUTY, Role.ISO_SECRETARY],
        valid_from__lte=since,
    )
    own = Deed.objects.by_own_people().filter(agency_id=OuterRef("holder_id"), on__lte=day).order_by("-on")
    done = Duty.objects.filter(agency_id=OuterRef("holder_id"), outcome=Outcome.DONE, closed_on__lte=day)
    systems = QualitySystem.objects.valid_on(day).filter(scope.holds(day, "holder"), Exists(keepers))
    rows = systems.annotate(
        acted=Subquery(own.values("on")[:1]), closed=Subquery(done.order_by("-closed_on").values("closed_on")[:1])
    )
    for agency, name, *days in rows.values_list("holder_id", "holder__name", "acted", "closed"):
        on = max((d for d in days if d), default=None)
        if on is None:
            facts = "Chưa có việc nào được ghi."
        elif on < since:
            facts = f"Việc gần nhất được ghi là ngày {on:%d/%m/%Y}, đã {(day - on).days // 7} tuần."
        else:
            continue
        yield Line(agency, Ref("agency", agency, name), facts, reverse("duties:mine"))


CHECK = Check(
    code="nothing_done",
    title="Nhiều tuần không ghi việc nào",
    why="Hệ thống được áp dụng, duy trì và cải tiến thường xuyên (Quyết định 19/2014/QĐ-TTg, Điều 4). Việc đã làm mà "
    "chưa ghi thì ghi vào phần mềm.",
    severity=Severity.WARNING,
    parameters=(WEEKS,),
    rows=_rows,
    may_mend=lambda actor, agency: agency.pk in actor.agency_ids,
)
