"""The file that an agency sends to be inspected by: required items, and each sending (arts. 36, 39)."""

from django.db import models
from django.db.models import Q

from qlcl.inspections.enums import ItemState
from qlcl.inspections.models.evidence import IS_SOMETHING, PROOF_FIELDS, Proof
from qlcl.inspections.models.inspection import Inspection


class FileItem(models.Model):
    """One item that the letter asks for: a question of art. 36, or a paper; what the agency answers, what was said.

    `code` is that of art. 36 ("1a") or of a paper; `known` is what the product itself holds on it, one line each.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="file_items", verbose_name="cuộc kiểm tra")
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("số", max_length=20)
    requirement = models.TextField("nội dung, tài liệu phải gửi")
    needs_evidence = models.BooleanField("phải có bằng chứng", default=True)
    known = models.TextField("hệ thống đang có", blank=True)
    state = models.CharField("tình trạng", max_length=12, choices=ItemState, default=ItemState.MISSING)
    answer = models.TextField("báo cáo của cơ quan", blank=True)
    not_applicable = models.BooleanField("không phát sinh, không áp dụng", default=False)
    gap_reason = models.CharField("lý do thiếu", max_length=500, blank=True)
    examined_note = models.TextField("nhận xét khi xem", blank=True)
    examined_by = models.CharField("người xem", max_length=200, blank=True)
    returned_reason = models.CharField("lý do trả lại", max_length=500, blank=True)

    sealed_fields = (
        "inspection_id", "position", "code", "requirement", "needs_evidence", "known", "state", "answer",
        "not_applicable", "gap_reason", "examined_note", "examined_by", "returned_reason",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "nội dung hồ sơ kiểm tra"
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "code"], name="file_item_once"),
            models.UniqueConstraint(fields=["inspection", "position"], name="file_item_place_once"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.GAP) | ~Q(gap_reason=""), name="file_item_gap_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.RETURNED) | ~Q(returned_reason=""),
                name="file_item_returned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.requirement}"[:80]


class FileEvidence(Proof):
    """A file, or a record already in the product, that an agency sends with one item."""

    item = models.ForeignKey(FileItem, models.PROTECT, related_name="evidence", verbose_name="nội dung")

    sealed_fields = ("item_id", *PROOF_FIELDS)
    seal_shape = 1

    class Meta:
        verbose_name = "bằng chứng kèm hồ sơ kiểm tra"
        constraints = [models.CheckConstraint(condition=IS_SOMETHING, name="file_evidence_is_something")]


class FileSubmission(models.Model):
    """One sending of the file: on time? complete? then accepted for examination, or returned with a new date."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="submissions", verbose_name="cuộc kiểm tra")
    number = models.PositiveSmallIntegerField("lần")
    due_on = models.DateField("hạn")
    sent_on = models.DateField("ngày gửi")
    sent_by = models.CharField("người gửi", max_length=200)
    on_time = models.BooleanField("đúng hạn")
    complete = models.BooleanField("đủ")
    missing = models.TextField("nội dung thiếu", blank=True)
    returned_on = models.DateField("ngày trả lại", null=True, blank=True)
    returned_reason = models.TextField("lý do trả lại", blank=True)
    new_due_on = models.DateField("hạn mới", null=True, blank=True)
    accepted_on = models.DateField("ngày xem xong", null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "inspection_id", "number", "due_on", "sent_on", "sent_by", "on_time", "complete", "missing", "returned_on",
        "returned_reason", "new_due_on", "accepted_on", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "lần gửi hồ sơ kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="file_submission_once"),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | ~Q(returned_reason=""),
                name="file_submission_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(accepted_on__isnull=True),
                name="file_submission_one_end",
            ),
        ]
        indexes = [models.Index(fields=["sent_on"], name="file_submission_by_day")]

    def __str__(self) -> str:
        return f"Lần {self.number}, {self.sent_on:%d/%m/%Y}"
