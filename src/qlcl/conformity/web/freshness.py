"""When the public register last changed: answers ask it before anything else."""

import hashlib

from django.db.models import Max
from django.http import HttpRequest

from qlcl.kernel.clock import today
from qlcl.kernel.models import Event


def register_etag(request: HttpRequest, public_id: str = "") -> str:
    """Changes with any act of history, with the day, with what is asked and whether by a visitor; one cheap query."""
    latest = Event.objects.aggregate(latest=Max("id"))["latest"] or 0
    visitor = request.actor.is_anonymous
    asked = (latest, today(), request.get_host(), request.get_full_path(), request.COOKIES.get("theme", ""), visitor)
    text = "|".join(map(str, asked))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
