"""Inspections: from the plan, by file or on site, to the answered findings; those made are the register."""

from typing import Self

from django.db import models
from django.db.models import Q

from qlcl.inspections.enums import UNMADE, Mode, Status
from qlcl.kernel.voiding import STANDING, VOID_FIELDS, Voidable, VoidableQuerySet, void_with_reason
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition

_FLOW_FIELDS = (
    "status", "plan_line_id", "order", "planned_from", "planned_until", "place", "decision_date", "announced_on",
    "file_due_on", "concluded_on", "situation", "strengths", "proposals", "agency_people", "agency_remarks",
    "agreed_on", "minutes_signed_on", "correction_number", "correction_date", "report_due_on", "closed_on",
    "cancel_reason",
)  # fmt: skip


class InspectionQuerySet(VoidableQuerySet):
    """Reads of inspections."""

    def standing(self) -> Self:
        """Those that count: made, and not entered by mistake."""
        return super().standing().exclude(status__in=UNMADE)

    def live(self) -> Self:
        """Those in which something is still to be done, by the province or by the agency."""
        return super().standing().exclude(status__in=(Status.RECORDED, Status.CLOSED, Status.CANCELLED))

    def under_way(self) -> Self:
        """Those being prepared or made."""
        return super().standing().filter(status__in=UNMADE).exclude(status=Status.CANCELLED)


class Inspection(Voidable):
    """One inspection of an agency: when, how, against which edition, by whom (Circular 26/2014, arts. 33–39).

    `inspected_on` is the day on site, or the day on which the examination of the file ended; none before.
    """

    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="inspections", verbose_name="hệ thống")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspections", verbose_name="cơ quan")
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    inspected_on = models.DateField("ngày kiểm tra", null=True, blank=True)
    mode = models.CharField("hình thức", max_length=20, choices=Mode)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="phiên bản tiêu chuẩn")
    inspected_by = models.CharField("đơn vị kiểm tra", max_length=250, blank=True)
    decision_number = models.CharField("số quyết định, công văn", max_length=80, blank=True)
    note = models.TextField("ghi chú", blank=True)
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.RECORDED)
    plan_line = models.ForeignKey(
        "inspections.PlanLine", models.PROTECT, null=True, blank=True, related_name="inspections",
        verbose_name="dòng kế hoạch",
    )  # fmt: skip
    order = models.CharField("văn bản chỉ đạo kiểm tra đột xuất", max_length=200, blank=True)
    planned_from = models.DateField("dự kiến từ ngày", null=True, blank=True)
    planned_until = models.DateField("dự kiến đến ngày", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=250, blank=True)
    decision_date = models.DateField("ngày quyết định, công văn", null=True, blank=True)
    announced_on = models.DateField("ngày công bố quyết định", null=True, blank=True)
    file_due_on = models.DateField("hạn gửi hồ sơ", null=True, blank=True)
    concluded_on = models.DateField("ngày kết luận", null=True, blank=True)
    situation = models.TextField("tình hình chung", blank=True)
    strengths = models.TextField("điểm mạnh", blank=True)
    proposals = models.TextField("kiến nghị", blank=True)
    agency_people = models.TextField("đại diện cơ quan", blank=True)
    agency_remarks = models.TextField("ý kiến của cơ quan", blank=True)
    agreed_on = models.DateField("ngày thống nhất trong Đoàn", null=True, blank=True)
    minutes_signed_on = models.DateField("ngày ký biên bản", null=True, blank=True)
    correction_number = models.CharField("số văn bản đề nghị khắc phục", max_length=80, blank=True)
    correction_date = models.DateField("ngày văn bản đề nghị khắc phục", null=True, blank=True)
    report_due_on = models.DateField("hạn báo cáo khắc phục", null=True, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    cancel_reason = models.CharField("lý do hủy", max_length=300, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    objects = InspectionQuerySet.as_manager()

    sealed_fields = (
        "system_id",
        "agency_id",
        "province_id",
        "inspected_on",
        "mode",
        "edition_id",
        "inspected_by",
        "decision_number",
        "note",
        "illustration",
        *VOID_FIELDS,
        *_FLOW_FIELDS,
    )
    seal_shape = 3
    sealed_since = dict.fromkeys(VOID_FIELDS, 2) | dict.fromkeys(_FLOW_FIELDS, 3)

    class Meta:
        verbose_name = "lượt kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "inspected_on", "mode"], condition=STANDING, name="inspection_once_a_day_and_mode"
            ),
            models.UniqueConstraint(
                fields=["plan_line"],
                condition=STANDING & Q(plan_line__isnull=False) & ~Q(status=Status.CANCELLED),
                name="inspection_once_a_plan_line",
            ),
            models.CheckConstraint(
                condition=Q(inspected_on__isnull=False) | Q(status__in=UNMADE), name="inspection_made_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CANCELLED) | ~Q(cancel_reason=""), name="inspection_cancelled_with_reason"
            ),
            void_with_reason("inspection_void_with_reason"),
        ]
        indexes = [
            # Each ends with all that counting by it looks at, so that no row is read for that.
            models.Index(
                fields=["province", "-inspected_on", "-id", "status", "mode", "voided_on", "agency", "system"],
                name="inspection_by_day",
            ),
            models.Index(
                fields=["system", "-inspected_on", "mode", "status", "voided_on"], name="inspection_of_system"
            ),
            models.Index(
                fields=["province", "status", "mode", "planned_from", "inspected_on", "voided_on", "planned_until"],
                name="inspection_by_status",
            ),
            models.Index(
                fields=[
                    "province", "mode", "plan_line", "status", "decision_date", "planned_from", "voided_on",
                    "file_due_on", "agency",
                ],
                name="inspection_by_line",
            ),
            models.Index(
                fields=["agency", "status", "mode", "inspected_on", "voided_on", "province"],
                name="inspection_of_agency",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        day = self.inspected_on or self.planned_from
        when = f", {day:%d/%m/%Y}" if day else ""
        return f"{self.agency.name}{when} ({self.get_mode_display().lower()})"

    @property
    def is_made(self) -> bool:
        """It counts: it stands in the register."""
        return self.status not in UNMADE
