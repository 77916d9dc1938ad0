"""What a digest says, and to whom one is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.queries import actor_for
from qlcl.duties.enums import Band, DigestState, Frequency
from qlcl.duties.models import Digest, DigestChoice
from qlcl.duties.queries.duties import duties_of, unread_count
from qlcl.organisations import parameters

DEFAULT = "duties.digest_default"
LINES = 10
MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=30)
_TOLD = {Band.OVERDUE: "quá hạn", Band.WEEK: "đến hạn trong 7 ngày", Band.MONTH: "đến hạn trong 30 ngày"}


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of a digest."""

    label: str
    agency: str
    due: str
    due_on: date
    url: str


@dataclass(frozen=True, slots=True)
class BandShown:
    """One band: how many, the first of them, how many more."""

    label: str
    count: int
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class DigestContent:
    """What one person is told in one mail."""

    person: Person
    day: date
    bands: tuple[BandShown, ...]
    unread: int
    summary: str
    several: bool

    @property
    def context(self) -> dict[str, object]:
        """The context of its templates, but for the address of the product."""
        return {
            "name": self.person.full_name,
            "day": self.day,
            "bands": self.bands,
            "unread": self.unread,
            "summary": self.summary,
            "several": self.several,
            "mine": reverse("duties:mine"),
            "inbox": reverse("duties:inbox"),
            "choice": reverse("duties:digest_choice"),
        }


def digest_of(person: Person, day: date) -> DigestContent | None:
    """The person's duties overdue or due within 30 days, and the notices unread; None when there is nothing to say."""
    actor = actor_for(person, day)
    found = duties_of(actor, day)
    unread = unread_count(actor)
    bands, counts = [], []
    for band, told in _TOLD.items():
        items = found.get(band, [])
        if items:
            lines = (
                Line(
                    i.duty.whole_label,
                    i.duty.agency.short_name,
                    i.due,
                    i.duty.due_on,
                    reverse("duties:duty", args=[i.duty.pk]),
                )
                for i in items[:LINES]
            )
            bands.append(BandShown(str(band.label), len(items), tuple(lines)))
            counts.append(f"{len(items)} việc {told}")
    if unread:
        counts.append(f"{unread} thông báo chưa đọc")
    if not counts:
        return None
    return DigestContent(person, day, tuple(bands), unread, ", ".join(counts), len(actor.agency_ids) > 1)


def frequency_of(person_id: int, province_id: int | None, day: date) -> str:
    """What the person has chosen, else the default of the province."""
    chosen = DigestChoice.objects.filter(person_id=person_id).values_list("frequency", flat=True).first()
    return chosen or parameters.text(province_id, DEFAULT, day)


def waiting_for_digest(province_id: int, day: date, at: datetime) -> Iterator[Person]:
    """Who gets a digest on `day`: an address, a position in the province, and the choice to have one.

    A weekly one goes on the first working day of the week on which there is something to say. Who has got one of the
    day is left out, but for those whose mail was refused half an hour ago or longer, three times at most.
    """
    held = Appointment.objects.valid_on(day).filter(
        Q(position__valid_until__isnull=True) | Q(position__valid_until__gt=day),
        person=OuterRef("pk"),
        position__valid_from__lte=day,
        position__agency__province_id=province_id,
    )
    people = Person.objects.filter(Exists(held), is_active=True).exclude(email="")
    default = parameters.text(province_id, DEFAULT, day)
    people = _choosing(people, Frequency.DAILY, default) | _weekly(people, default, day)
    return people.exclude(pk__in=_settled(day, at)).order_by("pk").iterator(chunk_size=500)


def _choosing(people: QuerySet[Person], frequency: str, default: str) -> QuerySet[Person]:
    chosen = Q(digest_choice__frequency=frequency)
    return people.filter(chosen | Q(digest_choice__isnull=True) if default == frequency else chosen)


def _weekly(people: QuerySet[Person], default: str, day: date) -> QuerySet[Person]:
    monday = day - timedelta(days=day.weekday())
    this_week = Digest.objects.filter(person=OuterRef("pk"), on__gte=monday, on__lt=day).exclude(
        state=DigestState.FAILED
    )
    return _choosing(people, Frequency.WEEKLY, default).filter(~Exists(this_week))


def _settled(day: date, at: datetime) -> QuerySet[Digest, int]:
    return Digest.objects.filter(on=day).exclude(retryable(at)).values_list("person_id", flat=True)


def retryable(at: datetime) -> Q:
    """Mails that were surely not sent and may be tried again at that moment."""
    return Q(state=DigestState.FAILED, attempts__lt=MOST_ATTEMPTS, claimed_at__lte=at - RETRY_AFTER)


def to_be_retried(province_id: int, day: date) -> bool:
    """Whether a mail of the day may be tried again, now or later."""
    failed = Digest.objects.filter(province_id=province_id, on=day, state=DigestState.FAILED)
    return failed.filter(attempts__lt=MOST_ATTEMPTS).exists()


def digests_in_trouble(province_ids: frozenset[int]) -> QuerySet[Digest]:
    """Mails that failed, or of which nobody knows whether they were sent, the latest first."""
    found = Digest.objects.filter(province_id__in=province_ids).exclude(state=DigestState.SENT)
    return found.select_related("person").order_by(F("on").desc(), "pk")
