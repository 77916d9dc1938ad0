"""Letters that an officer drafts to agencies about duties overdue."""

from django.db import models


class ReminderLetter(models.Model):
    """A draft letter: who drew it up, when, for which day's figures. Whether it was sent, the product does not know."""

    province = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    on = models.DateField("ngày số liệu")
    at = models.DateTimeField("lập lúc")
    deadline = models.DateField("đề nghị hoàn thành trước")
    drafted_by = models.CharField("người lập", max_length=200)
    illustration = models.BooleanField("minh họa", default=False)

    class Meta:
        verbose_name = "dự thảo công văn đôn đốc"
        indexes = [models.Index(fields=["province", "-at"], name="duties_letter_by_day")]

    def __str__(self) -> str:
        return f"Công văn đôn đốc ngày {self.on:%d/%m/%Y}"


class LetterLine(models.Model):
    """A duty that a letter names, as it stood on that day."""

    letter = models.ForeignKey(ReminderLetter, models.CASCADE, related_name="lines")
    duty = models.ForeignKey("duties.Duty", models.CASCADE, related_name="letter_lines")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    due_on = models.DateField("hạn khi đó")

    class Meta:
        verbose_name = "việc nêu trong công văn"
        constraints = [models.UniqueConstraint(fields=["letter", "duty"], name="duties_letter_names_a_duty_once")]

    def __str__(self) -> str:
        return f"{self.letter} – {self.duty_id}"
