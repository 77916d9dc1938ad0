"""The province's plan of inspections for a year and its lines (Circular 26/2014, art. 34)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from qlcl.inspections.enums import Mode, PlanStatus
from qlcl.organisations.models import Agency, QualitySystem


class InspectionPlan(models.Model):
    """One plan a year, proposed by the inspecting unit, approved by the province's People's Committee."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    year = models.SmallIntegerField("năm")
    begins_on = models.DateField("ngày đầu năm", editable=False)
    status = models.CharField("trạng thái", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    proposed_on = models.DateField("ngày lập")
    submitted_on = models.DateField("ngày trình", null=True, blank=True)
    number = models.CharField("số quyết định phê duyệt", max_length=80, blank=True)
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    file = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản quét"
    )
    rule_reason = models.CharField("lý do chưa đủ theo Điều 33", max_length=500, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "province_id", "year", "status", "proposed_on", "submitted_on", "number", "approved_on", "file_id",
        "rule_reason", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "kế hoạch kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["province", "year"], name="inspection_plan_once_a_year"),
            models.CheckConstraint(
                name="inspection_plan_approved_with_number",
                condition=~Q(status=PlanStatus.APPROVED) | (Q(approved_on__isnull=False) & ~Q(number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch kiểm tra năm {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the first day of its year, by which reports find it."""
        self.begins_on = date(self.year, 1, 1)
        super().save(*args, **kwargs)

    @property
    def is_approved(self) -> bool:
        """The People's Committee has approved it; what changes after is dated, with its reason."""
        return self.status == PlanStatus.APPROVED

    @property
    def is_open(self) -> bool:
        """Lines may be changed: while it is drafted, and after approval with a reason."""
        return self.status in (PlanStatus.DRAFT, PlanStatus.APPROVED)


class PlanLine(models.Model):
    """One agency in the plan: the columns of art. 34.2, why it was proposed, what was changed after approval."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="lines", verbose_name="kế hoạch")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="plan_lines", verbose_name="hệ thống")
    mode = models.CharField("hình thức", max_length=20, choices=Mode)
    planned_month = models.PositiveSmallIntegerField("tháng dự kiến", null=True, blank=True)
    planned_from = models.DateField("từ ngày", null=True, blank=True)
    planned_until = models.DateField("đến ngày", null=True, blank=True)
    inspecting_unit = models.CharField("đơn vị kiểm tra", max_length=200, blank=True)
    cooperating_unit = models.CharField("đơn vị phối hợp", max_length=300, blank=True)
    cost = models.PositiveBigIntegerField("kinh phí (đồng)", null=True, blank=True)
    reason = models.CharField("vì sao", max_length=400, blank=True)
    order = models.CharField("văn bản chỉ đạo kiểm tra đột xuất", max_length=200, blank=True)
    added_on = models.DateField("ngày đưa vào")
    changed_on = models.DateField("ngày điều chỉnh sau phê duyệt", null=True, blank=True)
    change_reason = models.CharField("lý do điều chỉnh", max_length=400, blank=True)
    dropped_on = models.DateField("ngày đưa ra", null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "plan_id", "agency_id", "system_id", "mode", "planned_month", "planned_from", "planned_until",
        "inspecting_unit", "cooperating_unit", "cost", "reason", "order", "added_on", "changed_on", "change_reason",
        "dropped_on", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "dòng kế hoạch kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "system"],
                condition=Q(dropped_on__isnull=True, order=""),
                name="plan_line_once_a_system",
            ),
            models.CheckConstraint(
                name="plan_line_month",
                condition=Q(planned_month__isnull=True) | Q(planned_month__gte=1, planned_month__lte=12),
            ),
            models.CheckConstraint(
                name="plan_line_days_in_order",
                condition=Q(planned_until__isnull=True) | Q(planned_until__gte=F("planned_from")),
            ),
            models.CheckConstraint(
                name="plan_line_dropped_with_reason", condition=Q(dropped_on__isnull=True) | ~Q(change_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.name} ({self.get_mode_display().lower()})"

    @property
    def why(self) -> str:
        """Why it stands in the plan; a mode set by hand says so, for the words are those of the proposal."""
        proposed = {"Tại trụ sở": Mode.ON_SITE, "Qua hồ sơ": Mode.BY_FILE}.get(self.reason.partition(":")[0])
        if proposed is None or proposed == self.mode:
            return self.reason
        return f"{self.get_mode_display()} theo điều chỉnh. Đề xuất ban đầu – {self.reason[0].lower()}{self.reason[1:]}"

    @property
    def when(self) -> str:
        """The time planned, as the plan prints it."""
        if self.planned_from:
            last = f"–{self.planned_until:%d/%m/%Y}" if self.planned_until else ""
            return f"{self.planned_from:%d/%m/%Y}{last}"
        return f"Tháng {self.planned_month}" if self.planned_month else ""
