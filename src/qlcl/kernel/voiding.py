"""Entries made by mistake: kept, marked with day and reason, counted nowhere."""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class VoidableQuerySet(models.QuerySet[Any]):
    """Rows that may be void."""

    def standing(self) -> Self:
        """Those not void: a void one was entered by mistake and never counts."""
        return self.filter(voided_on__isnull=True)


class Voidable(models.Model):
    """A row that may be void. Its unique constraints hold for standing rows only: what was wrong may come again."""

    voided_on = models.DateField("ngày hủy bản ghi", null=True, blank=True)
    void_reason = models.CharField("lý do hủy bản ghi", max_length=300, blank=True)

    class Meta:
        abstract = True


def void_with_reason(name: str) -> models.CheckConstraint:
    """The constraint that nothing is void without a reason."""
    return models.CheckConstraint(condition=Q(voided_on__isnull=True) | ~Q(void_reason=""), name=name)


STANDING = Q(voided_on__isnull=True)
VOID_FIELDS = ("voided_on", "void_reason")
