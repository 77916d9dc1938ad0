"""A duty: what a position of an agency owes by a date, and what closed it."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q

from qlcl.duties.enums import Outcome
from qlcl.duties.models.as_of import met_on, overdue_on
from qlcl.kernel.actors import PROVINCIAL, Role

#: What a duty of these came from is told by its label, its year or its rule.
_PLAIN_SOURCES = {"campaign", "duty_rule", "agency"}

#: What an act is done about one by one: another one of the same kind is another act.
_ONE_BY_ONE = {"nonconformity", "corrective_action", "inspection", "appointment"}


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by how they stand."""

    def open(self) -> Self:
        """Not closed yet."""
        return self.filter(outcome="")

    def of_source(self, kind: str, source_id: int) -> Self:
        """Opened by that source, such as a campaign."""
        return self.filter(source_kind=kind, source_id=source_id)

    def met_by(self, day: date) -> Self:
        """Performed, or explained where that is allowed, on or before `day`."""
        return self.filter(met_on(day))

    def overdue_on(self, day: date) -> Self:
        """Due before `day` and neither closed nor excused by then; nothing is excused that a law demands."""
        return self.filter(overdue_on(day), opened_on__lte=day)


class Duty(models.Model):
    """What a position owes by a date. Rescheduling moves `due_on`, never `first_due_on`.

    `rule` is the version that opened it, `year` the year it is owed for; `position` one post to which it is assigned
    (else whoever holds `role`). `next_rung_on` is the day of the next rung of its `ladder`, empty once all are passed.
    Not sealed: it cites the events that opened and closed it.
    """

    # No index of their own: those of `Meta` begin with them, and each costs at every one of millions of rows.
    system = models.ForeignKey("organisations.QualitySystem", models.PROTECT, related_name="duties", db_index=False)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="duties", db_index=False)
    role = models.CharField("vai trò", max_length=30, choices=[(r.value, r.value) for r in Role])
    act = models.CharField("việc", max_length=60)
    label = models.CharField("nội dung", max_length=300)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    subject_label = models.CharField(max_length=300, blank=True)
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(default=0)
    source_label = models.CharField("phát sinh từ", max_length=300, blank=True)
    sequence = models.IntegerField(default=0)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    statutory = models.BooleanField("do pháp luật quy định", default=False)
    by_hand = models.BooleanField("ghi nhận thủ công", default=False)
    period_from = models.DateField("từ ngày", null=True, blank=True)
    period_until = models.DateField("trước ngày", null=True, blank=True)
    opened_on = models.DateField("ngày phát sinh")
    first_due_on = models.DateField("hạn ban đầu")
    due_on = models.DateField("hạn")
    closed_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=12, blank=True, choices=Outcome.choices)
    on_time = models.BooleanField("đúng hạn", null=True)
    complete = models.BooleanField("đầy đủ", null=True)
    explained_on = models.DateField("ngày giải trình", null=True, blank=True)
    explanation = models.TextField("giải trình", blank=True)
    note = models.TextField("ghi chú", blank=True)
    evidence = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    done_by = models.CharField("người thực hiện", max_length=200, blank=True)
    opened_by = models.BigIntegerField(null=True, blank=True)
    closed_by = models.BigIntegerField(null=True, blank=True)
    explained_by = models.BigIntegerField(null=True, blank=True)
    rule = models.ForeignKey(
        "duties.DutyRule", models.PROTECT, null=True, blank=True, related_name="duties", db_index=False
    )
    year = models.SmallIntegerField("năm", null=True, blank=True)
    position = models.ForeignKey(
        "accounts.Position", models.PROTECT, null=True, blank=True, related_name="duties", db_index=False
    )
    ladder = models.CharField("thang nhắc việc", max_length=40, blank=True)
    rungs_passed = models.SmallIntegerField("số bậc đã nhắc", default=0)
    next_rung_on = models.DateField("ngày nhắc tiếp theo", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "việc phải làm"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "act", "source_kind", "source_id", "subject_kind", "subject_id", "sequence"],
                name="duties_duty_opened_once",
            ),
            models.CheckConstraint(
                name="duties_duty_closed_with_outcome",
                condition=Q(outcome="", closed_on__isnull=True, closed_by__isnull=True)
                | (~Q(outcome="") & Q(closed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="duties_duty_closed_by_an_event_or_explained",
                condition=Q(outcome="") | Q(closed_by__isnull=False) | (Q(outcome="explained") & ~Q(explanation="")),
            ),
            models.CheckConstraint(
                name="duties_duty_statutory_not_excused",
                condition=Q(statutory=False) | ~Q(outcome="explained"),
            ),
            models.CheckConstraint(
                name="duties_duty_cancelled_with_reason", condition=~Q(outcome="cancelled") | ~Q(note="")
            ),
            models.CheckConstraint(
                name="duties_duty_explanation_dated",
                condition=Q(explained_on__isnull=True, explanation="")
                | (Q(explained_on__isnull=False) & ~Q(explanation="")),
            ),
            models.CheckConstraint(
                name="duties_duty_period_in_order",
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_from__lt=F("period_until")),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "outcome", "due_on"], name="duties_agency_due"),
            models.Index(fields=["source_kind", "source_id", "system", "sequence"], name="duties_source"),
            models.Index(fields=["act", "system", "outcome", "closed_on"], name="duties_act_system"),
            models.Index(fields=["closed_by"], name="duties_closed_by", condition=Q(closed_by__isnull=False)),
            models.Index(fields=["agency", "year"], name="duties_agency_year", condition=Q(year__isnull=False)),
            models.Index(
                fields=["role", "due_on"],
                name="duties_of_the_province",
                # Spelt out, for neither engine sees that one role is one of a list.
                condition=reduce(or_, (Q(role=role.value) for role in sorted(PROVINCIAL))),
            ),
            models.Index(  # what the figures of a province read, many days at once, without the rows themselves
                fields=["system", "due_on", "closed_on", "opened_on", "outcome", "ladder", "agency", "statutory"],
                name="duties_statutory",
                condition=Q(statutory=True),
            ),
            models.Index(fields=["position"], name="duties_position", condition=Q(position__isnull=False)),
            models.Index(fields=["next_rung_on"], name="duties_next_rung", condition=Q(outcome="")),
            models.Index(  # what an agency did last, or in a year
                fields=["agency", "outcome", "closed_on"],
                name="duties_agency_closed",
                condition=Q(closed_on__isnull=False),
            ),
            models.Index(fields=["evidence"], name="duties_evidence", condition=Q(evidence__isnull=False)),
            models.Index(
                fields=["agency", "explained_on"], name="duties_explained", condition=Q(explained_on__isnull=False)
            ),
            models.Index(
                fields=["agency", "closed_on"],
                name="duties_closed_at_once",
                condition=Q(by_hand=True, closed_on=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def about(self) -> str:
        """What it is about, where the label alone does not tell: the inspection it follows, the finding, the paper."""
        if self.year is not None or self.source_kind in _PLAIN_SOURCES:
            return ""
        said = (self.subject_label, self.source_label)
        return next((text for text in said if text and text.rstrip("…") not in self.label), "")

    @property
    def closed_together(self) -> tuple[object, ...]:
        """Duties of which this says the same wait for one act: of a system, a role, a year, about one thing."""
        one = (self.subject_kind, self.subject_id) if self.subject_kind in _ONE_BY_ONE else ("", 0)
        return (self.system_id, self.act, self.role, self.year, *one)

    @property
    def whole_label(self) -> str:
        """The label with what it is about, for letters, notices and lists that show nothing else of it."""
        return f"{self.label} – {self.about}" if self.about else self.label
