"""How inspections by file are read for change, several at once too; parts of the operations that call them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from qlcl.duties.queries.calendar import workdays_of
from qlcl.inspections.by_file import last_day
from qlcl.inspections.enums import Mode
from qlcl.inspections.models import FileItem, Inspection
from qlcl.inspections.operations.recording_cases import locked_case
from qlcl.inspections.operations.void_inspection import refuse_void
from qlcl.inspections.policies import kept_inspections
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Unseen
from qlcl.kernel.text import clean
from qlcl.organisations import parameters

ROLL = "duties.roll_forward"
MOST = 5000


def locked_files(actor: Actor, inspection_ids: Iterable[int]) -> list[Inspection]:
    """The inspections, their systems' chains locked, of one province, by file.

    Raises `nothing_selected`, `Unseen`, `several_provinces`, `not_by_file`, `entry_void`.
    """
    ids = sorted(set(inspection_ids))[:MOST]
    if not ids:
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một cuộc kiểm tra qua hồ sơ.")
    systems = dict(kept_inspections(actor).filter(pk__in=ids).values_list("pk", "system_id"))
    if len(systems) != len(ids):
        raise Unseen("Không tìm thấy cuộc kiểm tra này.")
    history.lock(*{history.system_chain(system) for system in systems.values()})
    rows = Inspection.objects.filter(pk__in=ids).select_related("agency", "province", "plan_line__plan")
    found = list(rows.order_by("agency__name_sort", "pk"))
    if len({row.province_id for row in found}) > 1:
        raise DomainError("several_provinces", "Một công văn chỉ gửi các cơ quan của một tỉnh.")
    for row in found:
        refuse_void(row)
        _refuse_on_site(row)
    return found


def locked_file(actor: Actor, inspection_id: int, seen: int | None = None) -> Inspection:
    """One inspection by file, its system's chain locked. Raises `Unseen`, `Stale`, `entry_void`, `not_by_file`."""
    inspection = locked_case(actor, inspection_id, seen)
    _refuse_on_site(inspection)
    return inspection


def _refuse_on_site(inspection: Inspection) -> None:
    if inspection.mode != Mode.BY_FILE:
        raise DomainError("not_by_file", f"{inspection.agency.short_name}: cuộc kiểm tra này làm tại trụ sở.")


def letter_number(text: str) -> str:
    """The number of a letter as written. Raises `number_missing`."""
    if not clean(text):
        raise DomainError("number_missing", "Cần ghi số, ký hiệu văn bản đã cấp số.", field="number")
    return clean(text)[:80]


def due_day(
    province_id: int, dated_on: date, due_on: date | None, parameter: str, on: date, field: str = "due_on"
) -> date:
    """The day that a letter sets, or the province's days after it; the next working day where it is a day off.

    Raises `in_future` for a letter of a day to come, `due_too_early`.
    """
    if dated_on > on:
        raise DomainError("in_future", "Ngày văn bản không được sau hôm nay.", field="dated_on")
    if due_on is None:
        due_on = dated_on + timedelta(days=parameters.number(province_id, parameter, on))
    if due_on <= dated_on:
        raise DomainError("due_too_early", "Hạn phải sau ngày văn bản.", field=field)
    return last_day(due_on, workdays_of(province_id), roll=parameters.switch(province_id, ROLL, on))


def items_of(inspection: Inspection) -> list[FileItem]:
    """The items of one inspection in order."""
    return list(FileItem.objects.filter(inspection=inspection).order_by("position"))


def codes(items: Sequence[FileItem]) -> str:
    """How summaries name items."""
    return ", ".join(item.code for item in items)
