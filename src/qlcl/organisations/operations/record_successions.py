"""Records who became whom, with the day and the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations.models import Agency, Succession
from qlcl.organisations.policies import can_manage_register


@dataclass(frozen=True, slots=True)
class NewSuccession:
    """A predecessor passes into a successor on a day."""

    predecessor: Agency
    successor: Agency
    kind: str
    effective_on: date
    basis: str = ""


@transaction.atomic
def record_successions(
    *, actor: Actor, on: date, at: datetime, successions: Sequence[NewSuccession], batch: str = ""
) -> list[Succession]:
    """Records lineage in the chain of the successor's province. Raises `Forbidden`, `DomainError`."""
    history.lock(*{history.province_chain(s.successor.province_id) for s in successions})
    for s in successions:
        if not can_manage_register(actor, s.successor.province_id):
            raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi quan hệ kế thừa.")
        if not s.successor.is_valid_on(s.effective_on):
            raise DomainError(
                "successor_not_alive",
                f"“{s.successor.name}” không hoạt động vào ngày {s.effective_on:%d/%m/%Y}; hãy kiểm tra lại ngày.",
            )
    rows = Succession.objects.bulk_create(
        [
            Succession(
                predecessor=s.predecessor,
                successor=s.successor,
                kind=s.kind,
                effective_on=s.effective_on,
                basis=s.basis,
            )
            for s in successions
        ],
        batch_size=500,
    )
    by_province: dict[int, list[Succession]] = {}
    for row in rows:
        by_province.setdefault(row.successor.province_id, []).append(row)
    entries = [
        history.Entry(
            chain=history.province_chain(province_id),
            act="organisations.record_successions",
            on=on,
            summary=f"Ghi {len(group)} quan hệ kế thừa"
            if len(group) > 1
            else f"“{group[0].predecessor.name}” chuyển thành “{group[0].successor.name}”",
            subject=history.Ref("agency", group[0].successor_id, group[0].successor.name),
            changed=group,
            payload={"count": len(group)},
        )
        for province_id, group in by_province.items()
    ]
    history.record(actor=actor, at=at, entries=entries, batch=batch)
    return rows
