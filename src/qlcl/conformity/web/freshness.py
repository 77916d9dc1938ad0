"""When the public register last changed: answers ask it before anything else."""

import hashlib

from django.db.models import Max
from django.http import HttpRequest

from qlcl.kernel.clock import today
from qlcl.kernel.models import Event


def register_etag(request: HttpRequest, public_id: str = "") -> str:
    """Changes with any act of history, with the day, and with what is asked; one cheap query."""
    latest = Event.objects.aggregate(latest=Max("id"))["latest"] or 0
    asked = (latest, today(), request.get_host(), request.get_full_path(), request.COOKIES.get("theme", ""))
    text = "|".join(map(str, asked))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
