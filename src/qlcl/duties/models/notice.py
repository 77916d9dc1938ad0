"""A notice in the inbox of a position."""

from typing import Self

from django.db import models
from django.db.models import Q

from qlcl.kernel.actors import Actor


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whose inbox they lie in."""

    def of(self, actor: Actor) -> Self:
        """Those sent to a position that the actor holds."""
        return self.filter(position_id__in=[post.position_id for post in actor.posts])

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Told to a position, not to a person: whoever holds it reads it."""

    position = models.ForeignKey("accounts.Position", models.CASCADE, related_name="notices")
    text = models.CharField("nội dung", max_length=500)
    link = models.CharField("đường dẫn", max_length=300, blank=True)
    duty = models.ForeignKey("duties.Duty", models.CASCADE, null=True, blank=True, related_name="notices")
    topic = models.CharField("chủ đề", max_length=80, blank=True)
    sent_by = models.CharField("người gửi", max_length=200, blank=True)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["position", "topic", "on"],
                condition=~Q(topic=""),
                name="duties_notice_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["position", "read_at", "-at"], name="duties_notice_inbox"),
            models.Index(fields=["topic", "on"], name="duties_notice_topic"),
        ]

    def __str__(self) -> str:
        return self.text
