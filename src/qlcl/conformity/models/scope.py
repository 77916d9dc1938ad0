"""The scope of a quality system: the fields of work and the procedures that a declaration covers."""

from django.db import models
from django.db.models import Q


class Scope(models.Model):
    """One version of a system's scope, as decided on a day; a change is a new version (Decision 19/2014, art. 3.1)."""

    system = models.ForeignKey("organisations.QualitySystem", models.PROTECT, related_name="scopes")
    version = models.PositiveIntegerField("lần")
    decided_on = models.DateField("ngày xác định")
    note = models.CharField("ghi chú", max_length=500, blank=True)

    sealed_fields = ("system_id", "version", "decided_on", "note")
    seal_shape = 1

    class Meta:
        verbose_name = "phạm vi áp dụng"
        constraints = [models.UniqueConstraint(fields=["system", "version"], name="scope_version_once")]

    def __str__(self) -> str:
        return f"Phạm vi lần {self.version}, ngày {self.decided_on:%d/%m/%Y}"


class ScopeItem(models.Model):
    """A line of the decision's appendix: a field of work and, within it, a procedure or activity."""

    scope = models.ForeignKey(Scope, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField("thứ tự")
    field = models.CharField("lĩnh vực", max_length=200)
    procedure = models.CharField("thủ tục, hoạt động", max_length=500)
    procedure_code = models.CharField("mã thủ tục hành chính", max_length=40, blank=True)
    process_code = models.CharField("mã quy trình", max_length=40, blank=True)

    sealed_fields = ("scope_id", "position", "field", "procedure", "procedure_code", "process_code")
    seal_shape = 1

    class Meta:
        verbose_name = "mục của phạm vi"
        ordering = ["scope", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "position"], name="scope_item_once"),
            models.CheckConstraint(condition=~Q(field="") & ~Q(procedure=""), name="scope_item_named"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.procedure}"
