"""Clauses of an edition, and what became of them in another one. Never the standard's text."""

from django.db import models
from django.db.models import Q

from qlcl.standards.enums import Relation
from qlcl.standards.models.edition import Edition


class Clause(models.Model):
    """A numbered clause: titles, documented information asked for, and our own question."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clauses", verbose_name="phiên bản")
    number = models.CharField("số", max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    depth = models.PositiveSmallIntegerField("cấp")
    position = models.PositiveSmallIntegerField("thứ tự")
    title_vi = models.CharField("tên tiếng Việt", max_length=200)
    title_en = models.CharField("tên tiếng Anh", max_length=200)
    title_confirmed = models.BooleanField("tên đã đối chiếu", default=False)
    maintains = models.CharField("duy trì", max_length=200, blank=True)
    retains = models.CharField("lưu giữ", max_length=200, blank=True)
    question = models.CharField("câu hỏi", max_length=400, blank=True)
    search_fold = models.CharField(max_length=900, editable=False, default="")

    class Meta:
        ordering = ["edition", "position"]
        verbose_name = "điều khoản"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="clause_number_once_per_edition"),
            models.CheckConstraint(
                condition=Q(depth=1, parent__isnull=True) | Q(depth__gt=1, parent__isnull=False),
                name="clause_below_chapter_has_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_vi}"


class Crosswalk(models.Model):
    """One line of the comparison of two editions: from a clause, to a clause, and how it changed."""

    from_edition = models.ForeignKey(Edition, models.PROTECT, related_name="crosswalks_from")
    to_edition = models.ForeignKey(Edition, models.PROTECT, related_name="crosswalks_to")
    from_clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="leads_to")
    to_clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="comes_from")
    relation = models.CharField("quan hệ", max_length=8, choices=Relation)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        ordering = ["from_edition", "to_edition", "position"]
        verbose_name = "đối chiếu điều khoản"
        constraints = [
            models.UniqueConstraint(fields=["from_edition", "to_edition", "position"], name="crosswalk_position_once"),
            models.CheckConstraint(
                condition=Q(relation="new", from_clause__isnull=True, to_clause__isnull=False)
                | Q(relation="dropped", from_clause__isnull=False, to_clause__isnull=True)
                | Q(relation__in=["same", "changed"], from_clause__isnull=False, to_clause__isnull=False),
                name="crosswalk_relation_matches_clauses",
            ),
        ]
