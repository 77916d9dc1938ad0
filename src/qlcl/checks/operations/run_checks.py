"""Runs the standing checks: new findings begin, changed ones are told anew, gone ones end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.checks.models import CheckLine, CheckRun
from qlcl.checks.operations.ask_explanations import CODE, ask_explanations
from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.policies import can_run
from qlcl.checks.standing import checks
from qlcl.checks.terms import Check, Line, Scope
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden
from qlcl.organisations.models import Agency
from qlcl.organisations.parameters import values

_SHOWN = ("severity", "subject_label", "facts", "mend", "illustration")


@dataclass(slots=True)
class RunResult:
    """How many lines are new, how many stand, how many are gone."""

    new: int = 0
    standing: int = 0
    gone: int = 0


@transaction.atomic
def run_checks(
    *,
    province_id: int,
    actor: Actor,
    on: date,
    at: datetime,
    codes: Sequence[str] | None = None,
    agency_id: int | None = None,
    illustration: bool = False,
) -> RunResult:
    """Runs the checks over a province or one agency of it, as things stand on `on`.

    With `codes` only those checks, on deeds that the caller has gathered (the nightly run). `illustration` marks what
    is found as made up, as all of the example is.

    Running twice on a day changes nothing more. A check that has run for a later day is passed over, so that no line
    ends before it began. Raises `Forbidden`.
    """
    if not actor.is_system and not can_run(actor, province_id, agency_id):
        raise Forbidden
    history.lock(history.province_chain(province_id))
    if codes is None:
        gather_deeds(actor=actor, on=on, at=at)
    later = set(CheckRun.objects.filter(province_id=province_id, on__gt=on).values_list("code", flat=True))
    chosen = [c for c in checks().values() if (codes is None or c.code in codes) and c.code not in later]
    set_here = values(province_id, on, [p.code for c in chosen for p in c.parameters])
    scope = Scope(province_id, set_here, None if agency_id is None else frozenset({agency_id}))
    result = RunResult()
    for check in chosen:
        found = _compare(check, scope, on, result, illustration)
        if agency_id is None:
            CheckRun.objects.update_or_create(
                province_id=province_id, code=check.code, defaults={"on": on, "at": at, "found": found}
            )
    if any(check.code == CODE for check in chosen):
        ask_explanations(province_id=province_id, actor=actor, on=on, at=at)
    return result


def _compare(check: Check, scope: Scope, on: date, result: RunResult, illustration: bool) -> int:
    """Writes what differs between what stands and what is found; returns how many lines stand."""
    standing = CheckLine.objects.open().filter(province_id=scope.province_id, code=check.code)
    if scope.agency_ids is not None:
        standing = standing.filter(agency_id__in=scope.agency_ids)
    known = {(x.agency_id, x.subject_kind, x.subject_id, x.key): x for x in standing}
    found = {(x.agency_id, x.subject.kind, x.subject.id, x.key[:120]): x for x in check.rows(scope, on)}
    made_up = _made_up(line.agency_id for key, line in found.items() if key not in known)
    if illustration:
        made_up = {agency for agency, *_thing in found}
    new = [_row(check, scope, line, on, made_up) for key, line in found.items() if key not in known]
    CheckLine.objects.bulk_create(new, batch_size=1000)
    changed = [old for key, old in known.items() if key in found and _retell(old, found[key], check)]
    CheckLine.objects.bulk_update(changed, _SHOWN, batch_size=500)
    gone = [old.pk for key, old in known.items() if key not in found]
    for start in range(0, len(gone), 5000):
        CheckLine.objects.filter(pk__in=gone[start : start + 5000]).update(resolved_on=on)
    result.new += len(new)
    result.standing += len(found)
    result.gone += len(gone)
    return len(found)


def _made_up(agency_ids: Iterable[int]) -> set[int]:
    """Those of the agencies that are illustration."""
    ids = sorted(set(agency_ids))
    found: set[int] = set()
    for start in range(0, len(ids), 5000):
        part = Agency.objects.filter(pk__in=ids[start : start + 5000], illustration=True)
        found |= set(part.values_list("pk", flat=True))
    return found


def _row(check: Check, scope: Scope, line: Line, on: date, made_up: set[int]) -> CheckLine:
    return CheckLine(
        province_id=scope.province_id,
        agency_id=line.agency_id,
        code=check.code,
        severity=line.severity or check.severity,
        subject_kind=line.subject.kind,
        subject_id=line.subject.id,
        subject_label=line.subject.label[:300],
        key=line.key[:120],
        facts=line.facts[:600],
        mend=line.mend[:300],
        since=on,
        illustration=line.agency_id in made_up,
    )


def _retell(old: CheckLine, line: Line, check: Check) -> bool:
    """Brings a standing line up to date; whether anything in it changed."""
    told = (line.severity or check.severity, line.subject.label[:300], line.facts[:600], line.mend[:300])
    if told == (old.severity, old.subject_label, old.facts, old.mend):
        return False
    old.severity, old.subject_label, old.facts, old.mend = told
    return True
