"""An officer draws up one letter to the agencies whose findings are still to be cured."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.corrective.models import Nonconformity
from qlcl.duties.queries import workdays_of
from qlcl.inspections.models import FollowUpLetter, FollowUpLetterLine
from qlcl.inspections.policies import can_record_inspections
from qlcl.inspections.queries.board import FIXED, STANDINGS, board_rows
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.organisations import parameters

GRACE = "inspections.reminder_days"
MOST = 5000
_CHUNK = 800


@transaction.atomic
def draft_follow_up(*, finding_ids: Sequence[int], actor: Actor, on: date, at: datetime) -> FollowUpLetter:
    """One draft letter about the findings selected that their agencies have still to cure; a person sends it, or not.

    What waits for the province's own verdict is left out; asked again for the same, as by a form sent twice, it is the
    same letter. Raises `nothing_selected`, `too_many`, `several_provinces`,
    `nothing_owed`, `Unseen`, `Forbidden`.
    """
    ids = sorted(set(finding_ids))
    if not ids:
        raise DomainError("nothing_selected", "Hãy chọn ít nhất một cơ quan hoặc một điểm.")
    if len(ids) > MOST:
        raise DomainError("too_many", f"Một công văn nêu nhiều nhất {MOST} điểm; hãy lọc hẹp hơn.")
    rows = _rows(ids, actor, on)
    if len(rows) != len(ids):
        raise Unseen("Có điểm không còn trên bảng theo dõi; hãy tải lại trang.")
    provinces = {row.province_id for row in rows}
    if len(provinces) > 1:
        raise DomainError("several_provinces", "Một công văn chỉ gửi các cơ quan của một tỉnh.")
    province_id = provinces.pop()
    history.lock(history.province_chain(province_id))
    if not can_record_inspections(actor, province_id):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh soạn công văn đôn đốc khắc phục.")
    owed = [row for row in rows if row.standing != FIXED]  # type: ignore[attr-defined]
    if not owed:
        raise DomainError("nothing_owed", "Các điểm đã chọn đều đã khắc phục, chờ tỉnh xác nhận.")
    days = parameters.number(province_id, GRACE, on)
    letter = FollowUpLetter(
        province_id=province_id, on=on, at=at, drafted_by=actor.name[:200],
        deadline=workdays_of(province_id).next_working(on + timedelta(days=days)),
        illustration=any(row.illustration for row in owed),
    )  # fmt: skip
    lines = [_line(letter, row) for row in owed]
    if (drafted := _drafted(letter, lines)) is not None:
        return drafted
    letter.save()
    FollowUpLetterLine.objects.bulk_create(lines, batch_size=500)
    _record(letter, lines, actor, on, at)
    return letter


def _drafted(letter: FollowUpLetter, lines: Sequence[FollowUpLetterLine]) -> FollowUpLetter | None:
    """The last letter that the same person drew up on that day, where it says the same."""
    same = FollowUpLetter.objects.filter(
        province_id=letter.province_id, on=letter.on, drafted_by=letter.drafted_by, deadline=letter.deadline
    )
    last = same.order_by("-at", "-pk").first()
    if last is None:
        return None
    said = set(last.lines.values_list("nonconformity_id", "due_on", "said"))
    return last if said == {(line.nonconformity_id, line.due_on, line.said) for line in lines} else None


def _rows(ids: Sequence[int], actor: Actor, on: date) -> list[Nonconformity]:
    found: list[Nonconformity] = []
    for start in range(0, len(ids), _CHUNK):
        found += board_rows(actor, on).filter(pk__in=ids[start : start + _CHUNK]).order_by("agency_id", "due_on", "pk")
    return found


def _line(letter: FollowUpLetter, row: Nonconformity) -> FollowUpLetterLine:
    said = STANDINGS[row.standing]  # type: ignore[attr-defined]
    return FollowUpLetterLine(
        letter=letter, nonconformity=row, agency_id=row.agency_id, due_on=row.due_on, said=said[:60]
    )


def _record(letter: FollowUpLetter, lines: Sequence[FollowUpLetterLine], actor: Actor, on: date, at: datetime) -> None:
    agencies = sorted({line.agency_id for line in lines})
    entry = Entry(
        chain=history.province_chain(letter.province_id),
        act="inspections.draft_follow_up",
        on=on,
        summary=f"Soạn dự thảo công văn đôn đốc khắc phục {len(agencies)} cơ quan, {len(lines)} điểm",
        subject=Ref("follow_up_letter", letter.pk, str(letter)),
        changed=[letter, *lines],
        payload={"letter": letter.pk, "agencies": agencies},
        post=actor.provincial_post(letter.province_id),
    )
    history.record(actor=actor, at=at, entries=[entry])
