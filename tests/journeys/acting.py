"""Clients for tests that visit every address: signed in as people are, or let in at once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.utils.functional import SimpleLazyObject

from qlcl.accounts.models import Person
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError

ACTOR = "qlcl.actor"
SHORT = ["tests.journeys.acting.LetIn", "django.contrib.messages.middleware.MessageMiddleware"]


class LetIn:
    """Stands in for session, sign-in and the pages of refusals: a third of the time of a request refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The actor that the client came with."""
        actor: Actor = request.META[ACTOR]
        request.actor = actor
        request.user = SimpleLazyObject(lambda: Person.objects.get(pk=actor.person_id))  # type: ignore[assignment]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The refusal in its own words, without the frame of a page."""
        return HttpResponse(exception.message, status=exception.status) if isinstance(exception, DomainError) else None


def signed_in(actor: Actor) -> Client:
    """A client on which the actor has signed in; an error of ours is an answer 500."""
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def let_in(actor: Actor) -> Client:
    """The same by a shorter way: views, operations and templates are the product's, what stands before them is not."""
    client = Client(raise_request_exception=False, **{ACTOR: actor})
    client.cookies[settings.SESSION_COOKIE_NAME] = "let-in"  # asked for by the API
    with override_settings(MIDDLEWARE=SHORT):
        client.handler.load_middleware()
    return client
