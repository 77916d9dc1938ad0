"""The team of an inspection and its programme (Circular 26/2014, arts. 35, 37)."""

from django.db import models
from django.db.models import F, Q

from qlcl.inspections.enums import TeamRole
from qlcl.inspections.models.inspection import Inspection
from qlcl.inspections.models.inspector import Inspector


class TeamMember(models.Model):
    """An inspector in a team, with his part and his tasks. Who left keeps his row."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team", verbose_name="cuộc kiểm tra")
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="teams", verbose_name="kiểm tra viên")
    role = models.CharField("nhiệm vụ trong Đoàn", max_length=10, choices=TeamRole, default=TeamRole.MEMBER)
    tasks = models.TextField("phân công", blank=True)
    joined_on = models.DateField("từ ngày")
    left_on = models.DateField("thôi từ ngày", null=True, blank=True)
    left_reason = models.CharField("lý do thôi", max_length=300, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    sealed_fields = (
        "inspection_id", "inspector_id", "role", "tasks", "joined_on", "left_on", "left_reason", "illustration",
    )  # fmt: skip
    seal_shape = 1

    class Meta:
        verbose_name = "thành viên Đoàn kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "inspector"], condition=Q(left_on__isnull=True), name="team_member_once"
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(left_on__isnull=True, role=TeamRole.LEADER),
                name="team_has_one_leader",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="team_member_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspector.full_name} ({self.get_role_display().lower()})"


class ProgrammeLine(models.Model):
    """One line of the written programme: when, what is looked at, where, by whom."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="programme", verbose_name="cuộc kiểm tra")
    position = models.PositiveSmallIntegerField("thứ tự")
    held_on = models.DateField("ngày")
    hours = models.CharField("giờ, buổi", max_length=60, blank=True)
    content = models.CharField("nội dung", max_length=500)
    place = models.CharField("đơn vị, địa điểm", max_length=250, blank=True)
    members = models.CharField("người thực hiện", max_length=300, blank=True)

    sealed_fields = ("inspection_id", "position", "held_on", "hours", "content", "place", "members")
    seal_shape = 1

    class Meta:
        verbose_name = "dòng chương trình kiểm tra"
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "position"], name="programme_line_once"),
            models.CheckConstraint(condition=~Q(content=""), name="programme_line_content"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y} {self.content}"[:80]
