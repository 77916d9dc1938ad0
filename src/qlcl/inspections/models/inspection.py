"""The register of inspections."""

from django.db import models

from qlcl.inspections.enums import Mode
from qlcl.kernel.voiding import STANDING, VOID_FIELDS, Voidable, VoidableQuerySet, void_with_reason
from qlcl.organisations.models import Agency, QualitySystem
from qlcl.standards.models import Edition


class Inspection(Voidable):
    """One inspection of an agency: when, how, against which edition, by whom (Circular 26/2014, arts. 33–35)."""

    system = models.ForeignKey(QualitySystem, models.PROTECT, related_name="inspections", verbose_name="hệ thống")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspections", verbose_name="cơ quan")
    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    inspected_on = models.DateField("ngày kiểm tra")
    mode = models.CharField("hình thức", max_length=20, choices=Mode)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="phiên bản tiêu chuẩn")
    inspected_by = models.CharField("đơn vị kiểm tra", max_length=250, blank=True)
    decision_number = models.CharField("số quyết định, công văn", max_length=80, blank=True)
    note = models.TextField("ghi chú", blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    objects = VoidableQuerySet.as_manager()

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
    )
    seal_shape = 2
    sealed_since = dict.fromkeys(VOID_FIELDS, 2)

    class Meta:
        verbose_name = "lượt kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "inspected_on", "mode"], condition=STANDING, name="inspection_once_a_day_and_mode"
            ),
            void_with_reason("inspection_void_with_reason"),
        ]
        indexes = [
            models.Index(fields=["province", "-inspected_on"], name="inspection_by_day"),
            models.Index(fields=["system", "-inspected_on"], name="inspection_of_system"),
        ]

    def __str__(self) -> str:
        return f"{self.agency.name}, {self.inspected_on:%d/%m/%Y} ({self.get_mode_display().lower()})"
