"""The figures this room can answer for: declarations in force, signed, ended."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from qlcl.conformity.enums import DeclarationKind, PreparedBy
from qlcl.conformity.models import Declaration
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.trends import Dated
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import living

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_KINDS = {str(code): str(label) for code, label in DeclarationKind.choices}
_METHODS = {"": "Chưa rõ", **{str(code): str(label) for code, label in PreparedBy.choices}}
FATES = {"replaced": "Được thay thế bằng công bố mới", "ended": "Hết hiệu lực, không có công bố thay thế"}
_COLUMNS = (
    Column("Mã", "agency__code"),
    Column("Cơ quan", "agency__name"),
    Column("Cấp", "agency__level", _LEVELS),
    Column("Số quyết định", "number"),
    Column("Ngày công bố", "signed_on"),
    Column("Phiên bản", "edition__label"),
)


def _declarations(scope: Scope) -> QuerySet[Any]:
    """Every declaration that is not void, of the provinces' systems."""
    return Declaration.objects.standing().filter(system__province_id__in=scope.province_ids)


def _in_force(scope: Scope) -> Q:
    """In force on the last day, of a system that lives then; one of a system."""
    unended = Q(ended_on__isnull=True) | Q(ended_on__gt=scope.until)
    return unended & Q(effective_on__lte=scope.until) & living(scope, "system__")


def _signed(scope: Scope) -> Q:
    """Signed from the first to the last day."""
    return Q(signed_on__gte=scope.since, signed_on__lte=scope.until)


def _ended(scope: Scope) -> Q:
    """Ended from the first to the last day."""
    return Q(ended_on__gte=scope.since, ended_on__lte=scope.until)


def _ended_rows(scope: Scope) -> QuerySet[Any]:
    following = Declaration.objects.standing().filter(replaces=OuterRef("pk"))
    fate = Case(When(Exists(following), then=Value("replaced")), default=Value("ended"), output_field=CharField())
    return _declarations(scope).filter(_ended(scope)).annotate(fate=fate)


IN_FORCE = Measure(
    name="declared_in_force",
    label="Công bố đang có hiệu lực",
    unit="công bố",
    rows=Dated(_declarations, _in_force),
    dimensions={"level": "agency__level", "edition": "edition__code", "prepared_by": "prepared_by"},
    columns=_COLUMNS,
    kind="declaration",
    order=("agency__level", "agency__name_sort", "pk"),
)

SIGNED = Measure(
    name="declarations_signed",
    label="Quyết định công bố ký trong kỳ",
    unit="quyết định",
    rows=Dated(_declarations, _signed),
    dimensions={
        "period": YearOf("signed_on"),
        "level": "agency__level",
        "kind": "kind",
        "edition": "edition__code",
        "prepared_by": "prepared_by",
    },
    columns=(*_COLUMNS, Column("Loại", "kind", _KINDS), Column("Cách thực hiện", "prepared_by", _METHODS)),
    kind="declaration",
    order=("signed_on", "agency__name_sort", "pk"),
)

ENDED = Measure(
    name="declarations_ended",
    label="Công bố hết hiệu lực trong kỳ",
    unit="công bố",
    rows=_ended_rows,
    dimensions={"period": YearOf("ended_on"), "level": "agency__level", "fate": "fate"},
    columns=(*_COLUMNS, Column("Hết hiệu lực từ ngày", "ended_on"), Column("Lý do", "end_reason")),
    kind="declaration",
    order=("ended_on", "agency__name_sort", "pk"),
)
