"""A handover: somebody leaves positions on a day, others take them on, both confirm."""

from typing import Self

from django.db import models
from django.db.models import Q


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers by how they stand."""

    def awaiting(self) -> Self:
        """Somebody has still to confirm: who leaves, or who receives."""
        open_parts = HandoverItem.objects.filter(receiver__isnull=False, confirmed_at__isnull=True)
        return self.filter(Q(leaver_confirmed_at__isnull=True) | Q(pk__in=open_parts.values("handover_id")))


class Handover(models.Model):
    """One person leaves positions of one agency from `leaves_on` on. Names are kept as they stood.

    `contents` is what was open at that moment, as text: the minutes say the same ever after.
    """

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="handovers")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="handovers_given")
    person_name = models.CharField("người bàn giao", max_length=120)
    leaves_on = models.DateField("thôi giữ từ ngày")
    reason = models.CharField("lý do", max_length=250)
    basis = models.CharField("căn cứ", max_length=250, blank=True)
    documents = models.TextField("hồ sơ, tài liệu và nơi để", blank=True)
    problems = models.TextField("việc còn vướng mắc", blank=True)
    contents = models.TextField(default="{}", editable=False)
    made_on = models.DateField("ngày lập")
    made_at = models.DateTimeField("lập lúc")
    made_by = models.CharField("người lập", max_length=200)
    leaver_confirmed_at = models.DateTimeField("người bàn giao xác nhận lúc", null=True, blank=True)
    leaver_confirmed_by = models.CharField("người xác nhận", max_length=200, blank=True)
    leaver_confirm_reason = models.CharField("lý do xác nhận thay", max_length=250, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    objects = HandoverQuerySet.as_manager()

    sealed_fields = (
        "agency_id",
        "person_id",
        "person_name",
        "leaves_on",
        "reason",
        "basis",
        "documents",
        "problems",
        "contents",
        "made_on",
        "made_at",
        "made_by",
        "leaver_confirmed_at",
        "leaver_confirmed_by",
        "leaver_confirm_reason",
        "illustration",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "bàn giao"
        indexes = [models.Index(fields=["agency", "-made_on"], name="duties_handover_agency")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="duties_handover_with_reason"),
            models.CheckConstraint(
                condition=Q(leaver_confirmed_at__isnull=True) | ~Q(leaver_confirmed_by=""),
                name="duties_handover_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Bàn giao của {self.person_name} từ ngày {self.leaves_on:%d/%m/%Y}"


class HandoverItem(models.Model):
    """One position handed over to one receiver; without a receiver it is left vacant, and said so."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="handover_items")
    title = models.CharField("vị trí", max_length=120)
    receiver = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="handovers_received"
    )
    receiver_name = models.CharField("người nhận", max_length=120, blank=True)
    target = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="+")
    target_title = models.CharField("vị trí nhận", max_length=120, blank=True)
    acting = models.BooleanField("quyền, phụ trách", default=False)
    confirmed_at = models.DateTimeField("người nhận xác nhận lúc", null=True, blank=True)
    confirmed_by = models.CharField("người xác nhận", max_length=200, blank=True)

    sealed_fields = (
        "handover_id",
        "appointment_id",
        "position_id",
        "title",
        "receiver_id",
        "receiver_name",
        "target_id",
        "target_title",
        "acting",
        "confirmed_at",
        "confirmed_by",
    )
    seal_shape = 1

    class Meta:
        verbose_name = "phần bàn giao"
        constraints = [
            models.UniqueConstraint(fields=["handover", "position", "receiver"], name="duties_handover_item_once"),
            models.CheckConstraint(
                condition=Q(receiver__isnull=True, receiver_name="") | Q(receiver__isnull=False, target__isnull=False),
                name="duties_handover_item_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.receiver_name or 'để trống'}"
