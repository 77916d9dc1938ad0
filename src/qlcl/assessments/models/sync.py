"""What pages and devices sent, each once, and where two answers differ."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from qlcl.assessments.enums import OpKind, Outcome
from qlcl.assessments.models.checklist import Checklist, ChecklistItem


class SyncOp(models.Model):
    """One thing sent, with its whole content: also what was overtaken or refused is kept here.

    `subject` is the uid of the item, finding or evidence it is about; `number` counts on the device; `revision` is the
    item's after it came in.
    """

    uid = models.UUIDField("mã", unique=True)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="ops", verbose_name="phiếu kiểm")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, blank=True, related_name="ops")
    device = models.CharField("thiết bị", max_length=60)
    kind = models.CharField("loại", max_length=20, choices=OpKind)
    subject = models.UUIDField(null=True, blank=True)
    base = models.PositiveIntegerField(default=0)
    number = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField("lúc ghi trên thiết bị")
    received_at = models.DateTimeField("lúc nhận")
    by = models.CharField("người gửi", max_length=200)
    person_id = models.BigIntegerField(null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome)
    code = models.CharField("lý do không nhận", max_length=40, blank=True)
    payload = models.TextField("nội dung")
    payload_sha = models.CharField(max_length=64)

    class Meta:
        verbose_name = "lần gửi"
        indexes = [
            models.Index(fields=["item", "revision"], name="sync_op_of_item"),
            models.Index(fields=["checklist", "kind", "subject"], name="sync_op_about"),
            models.Index(
                fields=["checklist", "received_at"], name="sync_op_refused", condition=Q(outcome=Outcome.REFUSED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.device}"

    @property
    def content(self) -> dict[str, Any]:
        """What was sent, in the shape of today."""
        found: dict[str, Any] = json.loads(self.payload)
        return found


class Conflict(models.Model):
    """Two answers to one question, neither of which knew of the other: `mine` of the device, `theirs` that stands."""

    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="conflicts", verbose_name="mục")
    device = models.CharField("thiết bị", max_length=60)
    mine = models.TextField("câu trả lời thứ hai")
    theirs = models.TextField("câu trả lời đang giữ")
    by = models.CharField("người trả lời", max_length=200)
    at = models.DateTimeField("lúc trả lời")
    resolved_at = models.DateTimeField("lúc chọn", null=True, blank=True)
    resolved_by = models.CharField("người chọn", max_length=200, blank=True)

    sealed_fields = ("item_id", "device", "mine", "theirs", "by", "at", "resolved_at", "resolved_by")
    seal_shape = 1

    class Meta:
        verbose_name = "hai câu trả lời khác nhau"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "device"], condition=Q(resolved_at__isnull=True), name="conflict_open_once_per_device"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.by}"

    @property
    def versions(self) -> list[dict[str, Any]]:
        """The answer that stands, then the other."""
        return [json.loads(self.theirs), json.loads(self.mine)]
