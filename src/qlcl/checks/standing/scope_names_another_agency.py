"""The scope of a system names another agency: copied without being adapted."""

import re
from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope
from qlcl.conformity.models import Scope as SystemScope
from qlcl.conformity.models import ScopeItem
from qlcl.conformity.policies import KEEPERS
from qlcl.kernel.history import Ref
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency

#: The kinds of unit by which a place is named; "thị xã" before "xã", or it would be read as one.
_KIND = r"thị trấn|thị xã|thành phố|phường|huyện|quận|xã"
_NAMED = re.compile(rf"\b(?:{_KIND}) ", re.IGNORECASE)
_OWN = re.compile(rf"\b({_KIND})\s+(.+)$", re.IGNORECASE)


def _name(agency_name: str) -> str:
    """ "xã phước vinh" of "Ủy ban nhân dân xã Phước Vinh"; empty for what is not named by a place."""
    found = _OWN.search(agency_name)
    return " ".join(found.group(0).lower().split()) if found else ""


def _foreign(text: str, own: set[str], known: set[str]) -> str:
    """The first place that the text names, is an agency of the province, and is not of `own`; empty when none."""
    low = " ".join(text.lower().split())
    for found in _NAMED.finditer(low):
        words = re.split(r"[^\w]+", low[found.start() :])[:8]
        for length in range(len(words), 1, -1):
            name = " ".join(words[:length])
            if name in known:
                if name not in own:
                    return name
                break
    return ""


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """Two queries: names of the province's agencies; the lines of the scopes that stand, where they name a place."""
    names: dict[int, tuple[str, int | None]] = {}
    rows = Agency.objects.filter(province_id=scope.province_id, level__in=[Level.DISTRICT, Level.COMMUNE])
    for pk, name, above in rows.values_list("pk", "name", "parent_id"):
        names[pk] = (_name(name), above)
    known = {name for name, _parent in names.values() if name}
    last = SystemScope.objects.filter(system=OuterRef("scope__system"), decided_on__lte=day).order_by("-version")
    items = ScopeItem.objects.filter(
        scope.holds(day, "scope__system__holder"), scope_id=Subquery(last.values("pk")[:1])
    )
    items = items.filter(procedure__regex=r"(xã|trấn|phố|phường|huyện|quận) ").order_by("scope_id", "position")
    told: set[int] = set()
    for system, agency, pk, position, text in items.values_list(
        "scope__system_id", "scope__system__holder_id", "scope_id", "position", "procedure"
    ):
        own, parent = names.get(agency, ("", None))
        mine = {own, names.get(parent or 0, ("", None))[0]}
        if pk not in told and (found := _foreign(text, mine, known)):
            told.add(pk)
            facts = f"Mục {position} của phạm vi áp dụng ghi “{found}”, không phải tên cơ quan mình."
            url = reverse("conformity:define_scope", args=[system])
            yield Line(agency, Ref("scope", pk, "Phạm vi áp dụng"), facts, url)


CHECK = Check(
    code="scope_names_another_agency",
    title="Phạm vi áp dụng ghi tên cơ quan khác",
    why="Phạm vi là các hoạt động của chính cơ quan (Quyết định 19/2014/QĐ-TTg, Điều 3 khoản 1); tên cơ quan khác "
    "thường còn lại khi dùng văn bản mẫu. Sửa ở mục phạm vi áp dụng.",
    severity=Severity.WARNING,
    rows=_rows,
    may_mend=lambda actor, agency: actor.post_at(agency.pk, KEEPERS) is not None,
)
