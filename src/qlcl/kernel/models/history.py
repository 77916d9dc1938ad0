"""Tables of the chained history; both engines refuse to change them (see `kernel.history.guards`)."""

from django.db import models


class Chain(models.Model):
    """One chain per quality system or province; `seq` and `head` name its last event."""

    key = models.CharField(max_length=100, unique=True)
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """One act. `hash` covers the previous hash, the exact payload, the commitment and the sorted seals.

    The columns beside `payload` repeat parts of it for queries; `verify` holds them to it.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events", db_index=False)
    seq = models.BigIntegerField()
    act = models.CharField(max_length=80)
    on = models.DateField("ngày của việc")
    at = models.DateTimeField("lúc ghi nhận")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    batch = models.CharField(max_length=80, default="")
    payload = models.TextField()
    commitment = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="kernel_event_chain_seq")]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="kernel_event_subject"),
            models.Index(fields=["batch"], name="kernel_event_batch", condition=~models.Q(batch="")),
        ]

    def __str__(self) -> str:
        return f"{self.act} #{self.seq}"


class EventText(models.Model):
    """The words of an event: who, position, subject, summary. May be erased, never changed."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="text")
    salt = models.CharField(max_length=32)
    words = models.TextField()

    def __str__(self) -> str:
        return self.words


class Seal(models.Model):
    """The digest of a row as an act left it; an empty digest says that the act removed the row."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="seals", db_index=False)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    shape = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "model", "object_id"], name="kernel_seal_once")]
        indexes = [models.Index(fields=["model", "object_id", "-id"], name="kernel_seal_object")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class SealText(models.Model):
    """The canonical values of a row at its seal; `digest` is their SHA-256. May be erased, never changed."""

    seal = models.OneToOneField(Seal, models.PROTECT, primary_key=True, related_name="text")
    values = models.TextField()

    def __str__(self) -> str:
        return self.values
