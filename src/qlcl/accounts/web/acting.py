"""What the pages of this room share: the request's actor, the times of an act, a refusal shown in its form."""

from datetime import date, datetime
from typing import TypedDict

from django import forms
from django.http import HttpRequest

from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Stale


class Act(TypedDict):
    """The arguments that every operation takes."""

    actor: Actor
    on: date
    at: datetime


def acting(request: HttpRequest) -> Act:
    """Who acts, on which day, recorded when."""
    return {"actor": request.actor, "on": today(), "at": now()}


def show_refusal(form: forms.Form, error: DomainError) -> int:
    """Puts a refusal beside the field it names, else on top of the form; returns the page's status."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
    return 409 if isinstance(error, Stale) else 422
