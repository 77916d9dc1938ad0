"""Board and campaign read right after an act: what a page costs when what was remembered of it is out of date."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from benchmarks.people import TODAY, signed_in
from benchmarks.timing import WARM_UP, timed
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
from qlcl.transitions.models import Campaign


def measure(times: int) -> dict[str, Any]:
    """Each page, a step closed by somebody before each reading."""
    campaign = Campaign.objects.get()
    client, pages = signed_in(), ("board", "campaign")
    waiting = Duty.objects.of_source("campaign", campaign.pk).filter(by_hand=True)
    waiting = waiting.exclude(outcome__in=[Outcome.DONE, Outcome.CANCELLED])
    ids = iter(list(waiting.order_by("system_id", "pk").values_list("pk", flat=True)[: len(pages) * (times + WARM_UP)]))
    found = {}
    for name in pages:
        url = reverse(f"transitions:{name}", args=[campaign.pk])
        found[name] = timed(lambda url=url: client.get(url), times, before=_closing(ids))
    return found


def _closing(ids: Iterator[int]) -> Callable[[], object]:
    """Closes the next step by hand."""
    return lambda: close_by_hand(
        closings=[HandClosing(next(ids), TODAY, "Đo", note="Đo")], actor=Actor.system("đo"), on=TODAY, at=now()
    )
