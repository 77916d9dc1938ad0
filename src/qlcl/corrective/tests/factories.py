"""Makes nonconformities for tests, through the operations."""

from datetime import UTC, date, datetime

from qlcl.corrective.models import Nonconformity
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import systems_by_agency

FOUND = date(2021, 6, 1)
AT = datetime(2021, 12, 1, 2, 30, tzinfo=UTC)
SYSTEM = Actor.system("thử nghiệm")


def make_nonconformity(agency: Agency, actor: Actor = SYSTEM, **fields: object) -> Nonconformity:
    """Found on 1 June 2021 unless told; `inspected=True`: by an inspection."""
    system = systems_by_agency({agency.pk})[agency.pk][0].system
    values: dict[str, object] = {
        "statement": "Danh mục thủ tục hành chính chưa cập nhật",
        "raised_on": FOUND,
        "raised_by": "Người phát hiện",
        "article": "1a",
    }
    if fields.pop("inspected", False):
        values["source"] = Ref("inspection", 1, "Kiểm tra tại trụ sở")
    new = NewNonconformity(system=system, agency=agency, **{**values, **fields})  # type: ignore[arg-type]
    on = max(new.raised_on, date(2021, 12, 1))
    at = max(AT, datetime(on.year, on.month, on.day, 2, 30, tzinfo=UTC))
    return raise_nonconformities(actor=actor, new=[new], on=on, at=at)[0]
