"""Keeps the register of inspectors (Circular 26/2014, art. 40)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.inspections.models import Inspector
from qlcl.inspections.policies import PLANNERS, can_plan_inspections, visible_inspectors
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.text import clean
from qlcl.organisations.models import Agency

FIELDS = (
    "full_name", "title", "agency", "expert_of", "degree", "degree_on", "administration", "administration_on",
    "auditing", "auditing_on", "auditing_until", "service_from", "good_character", "valid_until", "person",
)  # fmt: skip


@transaction.atomic
def register_inspector(
    *,
    actor: Actor,
    province: Agency,
    values: Mapping[str, Any],
    inspector_id: int | None = None,
    on: date,
    at: datetime,
    seen: int | None = None,
    illustration: bool = False,
) -> Inspector:
    """Registers an inspector or corrects one; conditions that lack are no bar here, only in a team.

    Raises `Forbidden`, `Unseen`, `Stale`, `name_missing`, `home_missing`, `auditing_reversed`.
    """
    history.lock(history.province_chain(province.pk))
    if not can_plan_inspections(actor, province.pk):
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được ghi sổ kiểm tra viên.")
    row = Inspector(province=province, illustration=illustration)
    if inspector_id is not None:
        found = visible_inspectors(actor).filter(pk=inspector_id, province=province).first()
        if found is None:
            raise Unseen("Không tìm thấy kiểm tra viên này.")
        history.refuse_overtaken("inspector", inspector_id, seen)
        row = found
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(row, name, clean(value) if isinstance(value, str) else value)
    _guard(row)
    row.save()
    entry = history.Entry(
        chain=history.province_chain(province.pk),
        act="inspections.register_inspector",
        on=on,
        summary=f"{'Ghi' if inspector_id is None else 'Sửa'} kiểm tra viên {row.full_name}",
        subject=history.Ref("inspector", row.pk, row.full_name),
        changed=[row],
        payload={"inspector": row.pk},
        post=actor.provincial_post(province.pk, PLANNERS),
    )
    history.record(actor=actor, at=at, entries=[entry])
    return row


def _guard(row: Inspector) -> None:
    if not row.full_name:
        raise DomainError("name_missing", "Cần ghi họ và tên.", field="full_name")
    if row.agency is None and not row.expert_of:
        raise DomainError(
            "home_missing",
            "Cần ghi cơ quan công tác, hoặc tổ chức chứng nhận của chuyên gia được thuê.",
            field="agency",
        )
    if row.auditing_until and (row.auditing_on is None or row.auditing_until < row.auditing_on):
        raise DomainError("auditing_reversed", "Ngày hết giá trị phải sau ngày cấp.", field="auditing_until")
