"""Defines the scope of a system: a new version each time."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.conformity.models import Scope, ScopeItem
from qlcl.conformity.operations.reading import system_to_change
from qlcl.conformity.policies import can_keep, keeping_post
from qlcl.conformity.queries import standing_of
from qlcl.conformity.workflow import guards_of_define_scope, require
from qlcl.duties.operations.open_by_event import Started, open_by_event
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean
from qlcl.organisations.models import QualitySystem


@dataclass(frozen=True, slots=True)
class Line:
    """A field of work and a procedure or activity in it, with the codes by which both are known."""

    field: str
    procedure: str
    procedure_code: str = ""
    process_code: str = ""


@transaction.atomic
def define_scope(
    *,
    actor: Actor,
    system_id: int,
    lines: Sequence[Line],
    on: date,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Scope:
    """Records a new version of the scope as decided on `on`; it must cover all work on procedures (art. 3.1).

    Where a declaration is in force, declaring again is owed (art. 4.4c): the rules of the province open it.
    Raises `Forbidden`, `Stale` when another version came since `expected_version`, `scope_empty`, `scope_repeated`,
    `scope_backwards`, `scope_unchanged`, `guards`.
    """
    system = system_to_change(system_id, actor)
    if not can_keep(actor, system):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan được xác định phạm vi áp dụng.")
    require(guards_of_define_scope(actor, system, on))
    cleaned = [Line(*map(clean, astuple(line))) for line in lines]
    latest = Scope.objects.filter(system=system).order_by("-version").first()
    _check(cleaned, latest, on, expected_version)
    scope = Scope.objects.create(
        system=system, version=latest.version + 1 if latest else 1, decided_on=on, note=clean(note)
    )
    items = [
        ScopeItem(scope=scope, position=position, **asdict(line)) for position, line in enumerate(cleaned, start=1)
    ]
    ScopeItem.objects.bulk_create(items)
    entry = Entry(
        chain=history.system_chain(system.pk),
        act="conformity.define_scope",
        on=on,
        summary=f"Xác định phạm vi áp dụng lần {scope.version}: {len(items)} thủ tục, hoạt động",
        subject=Ref("scope", scope.pk, str(scope)),
        changed=[scope, *items],
        payload={"scope": scope.pk, "version": scope.version, "items": len(items)},
        post=keeping_post(actor, system),
    )
    event = history.record(actor=actor, at=at, entries=[entry])[0]
    _open_redeclaring(system, entry, event.pk, actor, at)
    return scope


def _open_redeclaring(system: QualitySystem, entry: Entry, event: int, actor: Actor, at: datetime) -> None:
    """A scope changed while a declaration is in force is declared again; one recorded of before it is its own scope."""
    declared = standing_of(system, entry.on).open
    if declared and declared.signed_on <= entry.on:
        started = Started(system.pk, system.holder_id, entry.act, entry.subject, entry.on, event)
        open_by_event(facts=[started], actor=actor, at=at)


def _check(lines: Sequence[Line], latest: Scope | None, on: date, expected_version: int | None) -> None:
    current = latest.version if latest else 0
    if expected_version is not None and expected_version != current:
        raise Stale(f"Phạm vi đã được xác định lại (lần {current}) từ khi ông/bà mở trang; hãy xem lại rồi ghi.")
    if not lines or any(not line.field or not line.procedure for line in lines):
        raise DomainError("scope_empty", "Mỗi dòng cần có lĩnh vực và tên thủ tục, hoạt động.", field="lines")
    seen: set[tuple[str, str]] = set()
    for line in lines:
        key = (line.field.casefold(), line.procedure.casefold())
        if key in seen:
            raise DomainError("scope_repeated", f"“{line.procedure}” có hai lần trong phạm vi.", field="lines")
        seen.add(key)
    if latest is None:
        return
    if on < latest.decided_on:
        raise DomainError(
            "scope_backwards",
            f"Phạm vi lần {latest.version} được xác định ngày {latest.decided_on:%d/%m/%Y}; lần sau không thể trước.",
            field="decided_on",
        )
    if _lines(latest) == [astuple(line) for line in lines]:
        raise DomainError("scope_unchanged", "Phạm vi không có gì thay đổi; chưa ghi lần mới.", field="lines")


def _lines(scope: Scope) -> list[tuple[str, str, str, str]]:
    return list(scope.items.order_by("position").values_list("field", "procedure", "procedure_code", "process_code"))
