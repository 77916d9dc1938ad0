"""When the public register last changed: answers ask it before anything else."""

import hashlib

from django.db.models import Max
from django.http import HttpRequest

from qlcl.conformity.models import Declaration
from qlcl.kernel.clock import today
from qlcl.kernel.models import Event


def register_etag(request: HttpRequest, public_id: str = "") -> str:
    """Changes with any act of history, with the day, and with what is asked; one cheap query."""
    latest = Event.objects.aggregate(latest=Max("id"))["latest"] or 0
    text = f"{latest}|{today()}|{Declaration._meta.label}|{request.get_full_path()}|{request.get_host()}|{_likings(request)}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _likings(request: HttpRequest) -> str:
    return f"{request.COOKIES.get('theme', '')}|{request.COOKIES.get('sessionid', '') != ''}"
