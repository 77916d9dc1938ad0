"""Makes findings and what they are found in, for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from qlcl.checks.enums import Severity
from qlcl.checks.models import CheckLine
from qlcl.checks.operations.gather_deeds import gather_deeds
from qlcl.checks.standing import checks
from qlcl.checks.terms import Line, Scope
from qlcl.duties.tests.factories import system_of
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.models import StoredFile
from qlcl.organisations.models import Agency
from qlcl.organisations.parameters import values

SYSTEM = Actor.system("kiểm thử")
DAY = date(2021, 12, 31)


def moment(day: date) -> datetime:
    """Ten in the morning of the day, in Viet Nam."""
    return datetime.combine(day, time(3), tzinfo=UTC)


def found(code: str, agency: Agency, day: date = DAY, agency_ids: frozenset[int] | None = None) -> list[Line]:
    """What a check finds in the agency's province on the day, deeds gathered before."""
    gather_deeds(actor=SYSTEM, on=day, at=moment(day))
    check = checks()[code]
    scope = Scope(agency.province_id, values(agency.province_id, day, [p.code for p in check.parameters]), agency_ids)
    return list(check.rows(scope, day))


def do(
    actor: Actor, agency: Agency, act: str = "test.act", on: date = DAY, recorded: date | None = None,
    subject: Ref | None = None,
) -> int:  # fmt: skip
    """An act by the actor on the chain of the agency's system; the id of its event."""
    entry = Entry(history.system_chain(system_of(agency).pk), act, on, "Việc", subject or Ref("agency", agency.pk, ""))
    return history.record(actor=actor, at=moment(recorded or on), entries=[entry])[0].pk


def make_file(content: str = "a", uploaded: date = DAY, name: str = "tep.pdf") -> StoredFile:
    """A stored file by its content's digest."""
    return StoredFile.objects.create(
        sha256=content.ljust(64, "0"), size=1, name=name, content_type="application/pdf", uploaded_at=moment(uploaded),
        uploaded_by="An",
    )  # fmt: skip


def make_line(agency: Agency, since: date = DAY, code: str = "nothing_done", **fields: object) -> CheckLine:
    """A finding about the agency."""
    defaults: dict[str, object] = {
        "province_id": agency.province_id, "agency": agency, "code": code, "severity": Severity.WARNING,
        "subject_kind": "agency", "subject_id": agency.pk, "subject_label": agency.name, "since": since,
        "facts": f"Điểm của {agency.name}",
    }  # fmt: skip
    return CheckLine.objects.create(**{**defaults, **fields})


def codes(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Agency and key of the lines."""
    return sorted((line.agency_id, line.key) for line in lines)
