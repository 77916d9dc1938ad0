"""Acts whose legal day lies long before the day on which they were recorded."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Max

from qlcl.checks.deeds import act_words, recorded
from qlcl.checks.enums import Severity
from qlcl.checks.models import Deed, DeedQuerySet
from qlcl.checks.terms import A_YEAR, About, Check, Line, Row, Scope, number
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref

DAYS = number("legal_day.days", "Ghi chậm: từ số ngày sau ngày thực hiện", 30, "ngày", low=1)


def _late(scope: Scope, day: date) -> DeedQuerySet:
    """What the agencies' own people recorded late within a year."""
    own = Deed.objects.by_own_people().filter(system__isnull=False, lag__gte=scope.number(DAYS.code))
    return own.filter(recorded_on__gt=day - A_YEAR, recorded_on__lte=day)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: how often and how late at most, by agency and act."""
    late = _late(scope, day).filter(scope.holds(day)).order_by()
    days = scope.number(DAYS.code)
    for agency, act, times, most in late.values_list("agency_id", "act").annotate(n=Count("pk"), most=Max("lag")):
        facts = (
            f"{times} lần “{act_words(act)}” được ghi vào phần mềm sau ngày thực hiện từ {days} ngày trở lên, "
            f"nhiều nhất {most} ngày."
        )
        yield Line(agency, Ref("agency", agency, act_words(act)), facts, key=act)


def _behind(actor: Actor, about: About, day: date) -> Iterator[Row]:
    """The acts themselves."""
    return recorded(_late(about.scope, day).filter(agency_id=about.agency_id, act=about.key))


CHECK = Check(
    code="legal_day_long_before_record",
    title="Ghi nhận chậm so với ngày thực hiện",
    why="Thông tin dạng văn bản phải sẵn có khi cần và được kiểm soát (TCVN ISO 9001, 7.5.3); việc ghi lại lâu sau "
    "ngày thực hiện khó làm bằng chứng. Ghi ngay khi làm thì mục này tự hết.",
    severity=Severity.INFO,
    parameters=(DAYS,),
    rows=_rows,
    behind=_behind,
)
