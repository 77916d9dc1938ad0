"""What a check is made of: a file in `standing` declares one `CHECK`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from qlcl.checks.enums import Severity
from qlcl.kernel.actors import Actor
from qlcl.kernel.catalogue import Parameter
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency

GROUP = "Rà soát"
#: How far back a check looks.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a check looks: a province, or some agencies of it; with the province's values of the check's parameters."""

    province_id: int
    values: Mapping[str, str]
    agency_ids: frozenset[int] | None = None

    def number(self, code: str) -> int:
        """The value of a parameter."""
        return int(self.values[code])

    def holds(self, day: date, agency: str = "agency") -> Q:
        """Rows of the living agencies looked at; `agency` is the path to the agency."""
        living = Q(**{f"{agency}__valid_until__isnull": True}) | Q(**{f"{agency}__valid_until__gt": day})
        found = Q(**{f"{agency}__province_id": self.province_id}) & living
        return found if self.agency_ids is None else found & Q(**{f"{agency}_id__in": self.agency_ids})

    def wanted(self, agency_id: int) -> bool:
        """Whether a line about the agency is asked for; for checks that compare agencies."""
        return self.agency_ids is None or agency_id in self.agency_ids


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: about which agency and thing, what was seen, where it is mended (empty: by an answer).

    `facts` names no other agency and no person: it is read by the agency. `key` tells apart lines about one thing.
    """

    agency_id: int
    subject: Ref
    facts: str
    mend: str = ""
    key: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record behind a line; `agency` is set where it belongs to another agency."""

    on: date | None
    text: str
    url: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The line that rows are asked for."""

    agency_id: int
    subject_kind: str
    subject_id: int
    key: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Check:
    """A standing check. `why` says in a plain sentence, with its article, why the finding is worth a look.

    `rows` gives its lines in at most two queries for a whole province; `behind` the records behind a line, as far as
    the actor may see them. `may_mend` says whether an actor who reads a finding about the agency may use the form to
    which `mend` leads; without it the form is a page for everybody who reads the finding.
    """

    code: str
    title: str
    why: str
    severity: Severity
    rows: Callable[[Scope, date], Iterable[Line]]
    parameters: tuple[Parameter, ...] = ()
    behind: Callable[[Actor, About, date], Iterable[Row]] | None = None
    may_mend: Callable[[Actor, Agency], bool] | None = None

    def leads(self, actor: Actor, agency: Agency) -> bool:
        """Whether the actor may use the form that mends a finding about the agency."""
        return self.may_mend is None or self.may_mend(actor, agency)


def number(code: str, label: str, default: int, unit: str, *, low: int = 0, high: int = 1000) -> Parameter:
    """A threshold of a check, set by the province."""
    kind = "percent" if unit == "%" else "int"
    return Parameter(
        code=f"checks.{code}", label=label, kind=kind, default=str(default), unit=unit, group=GROUP, low=low, high=high
    )
