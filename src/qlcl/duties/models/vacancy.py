"""What was told of vacant positions: once for each vacancy, not every night."""

from datetime import date

from django.db import models

#: Stands for "since" where nobody was ever recorded in the position.
NEVER = date(1900, 1, 1)


class VacancyAlarm(models.Model):
    """That an agency's role stood vacant since a day was told to its head and to the province."""

    agency = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="+")
    role = models.CharField("vai trò", max_length=24)
    since = models.DateField("trống từ ngày")
    told_on = models.DateField("ngày báo")
    told_at = models.DateTimeField("báo lúc")

    class Meta:
        verbose_name = "cảnh báo vị trí trống"
        constraints = [
            models.UniqueConstraint(fields=["agency", "role", "since"], name="duties_vacancy_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} từ {self.since:%d/%m/%Y}"
