"""What an agency has to make ready for: a team that comes, a letter that asks for its file; one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from qlcl.corrective.enums import UNCURED
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.by_file import UNSAID
from qlcl.inspections.enums import Mode, Status, TeamRole
from qlcl.inspections.models import FileItem, Inspection, TeamMember
from qlcl.inspections.policies import kept_inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import time_left
from qlcl.kernel.shaped import rows
from qlcl.kernel.voiding import STANDING

#: The agency was told of it, and it is still to come or under way.
_AWAITED = (Status.CALLED, Status.RETURNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Coming:
    """An inspection to make ready for: what the home page says of it."""

    inspection: Any
    day: date

    @property
    def on_site(self) -> bool:
        """A team comes; else a file is asked for."""
        return bool(self.inspection.mode == Mode.ON_SITE)

    @property
    def due_on(self) -> date | None:
        """The day the team comes, or the last day for the file."""
        return self.inspection.planned_from if self.on_site else self.inspection.file_due_on

    @property
    def title(self) -> str:
        """What comes, and when."""
        i = self.inspection
        if not self.on_site:
            again = "Gửi bổ sung hồ sơ kiểm tra" if i.status == Status.RETURNED else "Gửi hồ sơ kiểm tra"
            return f"{again}, hạn {i.file_due_on:%d/%m/%Y}" if i.file_due_on else again
        if i.status == Status.RUNNING:
            return "Đoàn kiểm tra đang làm việc tại cơ quan"
        until = f" – {i.planned_until:%d/%m/%Y}" if i.planned_until and i.planned_until != i.planned_from else ""
        return f"Đoàn kiểm tra đến ngày {i.planned_from:%d/%m/%Y}{until}" if i.planned_from else "Đoàn kiểm tra sẽ đến"

    @property
    def days(self) -> int | None:
        """Days left."""
        return (self.due_on - self.day).days if self.due_on else None

    @property
    def state(self) -> str:
        """The state of its mark; a day of visit that has passed is nobody's delay."""
        if self.days is None or (self.on_site and self.days < 0):
            return "soon"
        return "overdue" if self.days < 0 else "soon" if self.days <= 7 else "not_due"

    @property
    def due(self) -> str:
        """How long there is left, in words."""
        if self.on_site and (self.inspection.status == Status.RUNNING or (self.days or 0) < 0):
            return str(Status(self.inspection.status).label)
        return "" if self.days is None else time_left(self.days)

    @property
    def basis(self) -> str:
        """The decision or the letter, and who leads the team."""
        i, words = self.inspection, "Quyết định" if self.on_site else "Văn bản"
        number = f" số {i.decision_number}" if i.decision_number else ""
        dated = f" ngày {i.decision_date:%d/%m/%Y}" if i.decision_date else ""
        leader = f"; Trưởng đoàn: {i.leader}" if i.leader else ""
        return f"{words}{number}{dated}{leader}."

    @property
    def prepare(self) -> list[str]:
        """What to make ready, in short lines."""
        i, said = self.inspection, []
        if self.on_site:
            said.append("Báo cáo tình hình áp dụng và hồ sơ theo 13 nội dung của Điều 36 Thông tư 26/2014/TT-BKHCN.")
            said.append("Lãnh đạo, thư ký ISO và người làm việc với Đoàn có mặt theo chương trình.")
        elif i.asked:
            left = f"còn {i.lacking} nội dung chưa trả lời" if i.lacking else "các nội dung đã có trả lời"
            said.append(f"{i.asked} nội dung, tài liệu được yêu cầu: {left}.")
        if i.earlier:
            said.append(f"{i.earlier} điểm lần kiểm tra trước chưa khắc phục xong sẽ được xem lại.")
        return said

    @property
    def url(self) -> str:
        """The page of the file, or of the inspection."""
        name = "inspections:inspection" if self.on_site else "inspections:file"
        return reverse(name, args=[self.inspection.pk])

    @property
    def verb(self) -> str:
        """What its button says."""
        return "Xem cuộc kiểm tra" if self.on_site else "Chuẩn bị hồ sơ"


def coming(actor: Actor, agency_ids: Iterable[int], day: date) -> list[Coming]:
    """Inspections that the agencies were told of and have to make ready for, the nearest first."""
    found = [Coming(row, day) for row in rows("portal.coming", _awaited, actor=actor, ids=agency_ids, day=day)]
    return sorted(found, key=lambda one: (one.due_on or day, one.inspection.pk))


def _awaited(actor: Actor, agency_ids: Sequence[int], day: date) -> QuerySet[Inspection]:
    found = kept_inspections(actor).filter(STANDING, status__in=_AWAITED, agency_id__in=agency_ids)
    leads = TeamMember.objects.filter(inspection=OuterRef("pk"), role=TeamRole.LEADER, left_on__isnull=True)
    asked = FileItem.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    before = Nonconformity.objects.filter(agency=OuterRef("agency"), state__in=UNCURED, source_kind="inspection")
    earlier = before.order_by().values("agency").annotate(n=Count("pk")).values("n")
    return found.select_related("agency").annotate(
        leader=Subquery(leads.values("inspector__full_name")[:1]),
        asked=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
        lacking=Coalesce(Subquery(asked.annotate(n=Count("pk", filter=Q(state__in=UNSAID))).values("n")), 0),
        earlier=Coalesce(Subquery(earlier), 0),
    ).order_by(F("planned_from").asc(nulls_last=True), "pk")  # fmt: skip
