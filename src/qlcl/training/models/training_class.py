"""Classes, and who attended them."""

from typing import Any

from django.db import models
from django.db.models import Q

from qlcl.kernel.text import fold
from qlcl.kernel.voiding import STANDING, VOID_FIELDS, Voidable, VoidableQuerySet, void_with_reason
from qlcl.organisations.models import Agency
from qlcl.training.enums import topic_label


class TrainingClass(Voidable):
    """A class that was held on a day, in a province; `code` is unique there."""

    province = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="tỉnh")
    code = models.CharField("mã lớp", max_length=40)
    held_on = models.DateField("ngày tổ chức")
    topic = models.CharField("chủ đề", max_length=80)
    title = models.CharField("tên lớp", max_length=300)
    title_fold = models.CharField(max_length=400, editable=False)
    organiser = models.CharField("đơn vị tổ chức", max_length=250, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    objects = VoidableQuerySet.as_manager()

    sealed_fields = ("province_id", "code", "held_on", "topic", "title", "organiser", "illustration", *VOID_FIELDS)
    seal_shape = 2
    sealed_since = dict.fromkeys(VOID_FIELDS, 2)

    class Meta:
        verbose_name = "lớp đào tạo"
        constraints = [
            models.UniqueConstraint(
                fields=["province", "code"], condition=STANDING, name="training_class_code_in_province"
            ),
            void_with_reason("training_class_void_with_reason"),
        ]
        indexes = [models.Index(fields=["province", "-held_on"], name="training_class_by_day")]

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the folded text that a search looks in."""
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Fills the folded text; for rows that are inserted many at once."""
        self.title_fold = fold(f"{self.code} {self.title}")[:400]

    @property
    def topic_label(self) -> str:
        """The Vietnamese name of the topic."""
        return topic_label(self.topic)


class Attendance(Voidable):
    """How many persons an agency sent to a class; their names are participants, when known."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="attendances", verbose_name="lớp")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="attendances", verbose_name="cơ quan")
    attendees = models.PositiveIntegerField("số người dự")
    illustration = models.BooleanField("minh họa", default=False)

    objects = VoidableQuerySet.as_manager()

    sealed_fields = ("training_class_id", "agency_id", "attendees", "illustration", *VOID_FIELDS)
    seal_shape = 2
    sealed_since = dict.fromkeys(VOID_FIELDS, 2)

    class Meta:
        verbose_name = "lượt dự lớp"
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "agency"], condition=STANDING, name="training_attendance_once"
            ),
            void_with_reason("training_attendance_void_with_reason"),
            models.CheckConstraint(condition=Q(attendees__gte=1), name="training_attendance_somebody_came"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} dự lớp {self.training_class.code}"


class Participant(models.Model):
    """A named person who attended for an agency."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="participants", verbose_name="lượt dự")
    full_name = models.CharField("họ và tên", max_length=150)
    position_title = models.CharField("chức vụ", max_length=150, blank=True)

    sealed_fields = ("attendance_id", "full_name", "position_title")
    seal_shape = 1

    class Meta:
        verbose_name = "người dự lớp"
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "full_name", "position_title"], name="training_participant_once"
            )
        ]

    def __str__(self) -> str:
        return self.full_name
