"""The vocabulary of searchable texts, for forgiving one slip in a long word."""

from django.db import models


class Word(models.Model):
    """A long folded word of a kind of text, once for itself and once for each of its spellings less one letter.

    Two words one slip apart share such a spelling, so that a lookup of equal texts finds them on any engine.
    """

    kind = models.CharField(max_length=40)
    spelling = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "spelling", "word"], name="kernel_word_once")]

    def __str__(self) -> str:
        return self.word
