"""What an agency attaches to prove what it says."""

from django.db import models
from django.db.models import Q

#: Sealed of every proof, beside what it proves.
PROOF_FIELDS = ("file_id", "ref_kind", "ref_id", "ref_label", "added_by", "added_on", "removed_on")
#: A proof is a file, or names a record already in the product or a paper.
IS_SOMETHING = Q(file__isnull=False) | ~Q(ref_label="")


class Proof(models.Model):
    """A file, or a record already in the product; one taken away keeps its row."""

    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    ref_kind = models.CharField(max_length=40, blank=True)
    ref_id = models.BigIntegerField(default=0)
    ref_label = models.CharField("dẫn tới", max_length=300, blank=True)
    added_by = models.CharField("người thêm", max_length=200)
    added_on = models.DateField("ngày thêm")
    removed_on = models.DateField("ngày bỏ", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref_label or (self.file.name if self.file else "")
