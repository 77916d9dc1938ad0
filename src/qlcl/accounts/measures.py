"""The figures this room can answer for: posts, and those that nobody holds."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Appointment, Position
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.trends import Dated
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import living

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_ROLES = {str(code): str(label) for code, label in RoleChoice.choices}


def _posts(scope: Scope) -> QuerySet[Any]:
    """Posts of the provinces' agencies; a consultant's access is no post of the agency."""
    return Position.objects.filter(agency__province_id__in=scope.province_ids).exclude(role=RoleChoice.CONSULTANT)


def _exists(scope: Scope) -> Q:
    """The post and its agency exist on the last day."""
    return living(scope) & living(scope, "agency__")


def _vacant(scope: Scope) -> Q:
    """Nobody is appointed to the post on the last day."""
    return _exists(scope) & Q(~Exists(Appointment.objects.filter(living(scope), position=OuterRef("pk"))))


def _measure(name: str, label: str, rows: Dated) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit="vị trí",
        rows=rows,
        dimensions={"level": "agency__level", "role": "role"},
        columns=(
            Column("Cơ quan", "agency__name"),
            Column("Cấp", "agency__level", _LEVELS),
            Column("Vị trí", "title"),
            Column("Vai trò", "role", _ROLES),
            Column("Từ ngày", "valid_from"),
        ),
        kind="position",
        illustration="agency__illustration",
        order=("agency__level", "agency__name_sort", "title", "pk"),
    )


POSTS = _measure("posts", "Vị trí trong HTQLCL", Dated(_posts, _exists))
VACANT = _measure("posts_vacant", "Vị trí chưa có người", Dated(_posts, _vacant))
