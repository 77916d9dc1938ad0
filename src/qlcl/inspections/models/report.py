"""The corrective report that follows an inspection (Circular 26/2014, art. 37.2c): two months, done or proposed."""

from django.db import models
from django.db.models import Q

from qlcl.corrective.models import Nonconformity
from qlcl.inspections.enums import AnswerKind, LineVerdict, ReportState
from qlcl.inspections.models.evidence import IS_SOMETHING, PROOF_FIELDS, Proof
from qlcl.inspections.models.inspection import Inspection


class CorrectiveReport(models.Model):
    """One corrective report; after a refusal the next one has the new date. Accepting it closes no finding."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="reports", verbose_name="cuộc kiểm tra")
    number = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    due_on = models.DateField("hạn")
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    sent_by = models.CharField("người gửi", max_length=200, blank=True)
    paper_number = models.CharField("số văn bản của cơ quan", max_length=80, blank=True)
    introduction = models.TextField("phần mở đầu", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=200, blank=True)
    letter_number = models.CharField("số văn bản chưa chấp nhận", max_length=80, blank=True)
    refusal = models.TextField("vì sao chưa chấp nhận", blank=True)
    new_due_on = models.DateField("hạn mới", null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "inspection_id", "number", "state", "due_on", "sent_on", "sent_by", "paper_number", "introduction",
        "answered_on", "answered_by", "letter_number", "refusal", "new_due_on", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "báo cáo khắc phục"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="corrective_report_once"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(sent_on__isnull=False), name="corrective_report_sent_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.REFUSED) | (~Q(refusal="") & Q(new_due_on__isnull=False)),
                name="corrective_report_refused_in_writing",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="corrective_report_by_due"),
            models.Index(fields=["sent_on"], name="corrective_report_by_day"),
        ]

    def __str__(self) -> str:
        return f"Báo cáo khắc phục lần {self.number}"

    @property
    def on_time(self) -> bool | None:
        """Sent on its due day at the latest; None while it is not sent."""
        return None if self.sent_on is None else self.sent_on <= self.due_on


class ReportLine(models.Model):
    """What the report says of one finding, and what the inspecting unit says to it.

    Sending it writes cause, action and evidence into the finding's own record; `action` is the one it wrote or cites.
    """

    report = models.ForeignKey(CorrectiveReport, models.PROTECT, related_name="lines", verbose_name="báo cáo")
    nonconformity = models.ForeignKey(
        Nonconformity, models.PROTECT, related_name="report_lines", verbose_name="điểm không phù hợp"
    )
    kind = models.CharField("trả lời", max_length=10, choices=AnswerKind, blank=True)
    text = models.TextField("đã làm, sẽ làm", blank=True)
    cause = models.TextField("nguyên nhân", blank=True)
    done_on = models.DateField("ngày xong, dự kiến xong", null=True, blank=True)
    verdict = models.CharField("ý kiến", max_length=10, choices=LineVerdict, blank=True)
    verdict_note = models.CharField("vì sao", max_length=500, blank=True)
    action = models.ForeignKey(
        "corrective.CorrectiveAction", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="hành động khắc phục",
    )  # fmt: skip

    sealed_fields = (
        "report_id", "nonconformity_id", "kind", "text", "done_on", "verdict", "verdict_note", "cause", "action_id",
    )  # fmt: skip
    seal_shape = 2
    sealed_since = {"cause": 2, "action_id": 2}

    class Meta:
        verbose_name = "nội dung báo cáo khắc phục"
        constraints = [
            models.UniqueConstraint(fields=["report", "nonconformity"], name="report_line_once"),
            models.CheckConstraint(
                condition=~Q(verdict=LineVerdict.REFUSED) | ~Q(verdict_note=""), name="report_line_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nonconformity}"


class ReportEvidence(Proof):
    """A file or a record that proves what one line says."""

    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="evidence", verbose_name="nội dung")

    sealed_fields = ("line_id", *PROOF_FIELDS)
    seal_shape = 1

    class Meta:
        verbose_name = "bằng chứng khắc phục"
        constraints = [models.CheckConstraint(condition=IS_SOMETHING, name="report_evidence_is_something")]
