"""Puts the actor on the request; ends old sessions; leads made accounts to their first change of password."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from qlcl.accounts.models import Person
from qlcl.accounts.queries import actor_for, last_day_in_post
from qlcl.kernel.actors import ANONYMOUS, Actor
from qlcl.kernel.clock import now, today

#: A session ends this long after sign-in, and this long after the last request.
SESSION_LIFE = timedelta(hours=12)
IDLE_LIFE = timedelta(hours=2)
#: How often the moment of the last request is written: a write per request would cost more than it tells.
SEEN_EVERY = timedelta(minutes=10)

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"

#: Pages open to somebody who has yet to change the password, by URL name.
OPEN_BEFORE_CHANGE = frozenset({"accounts:change_password", "accounts:sign_out", "accounts:sign_in"})


class ActorMiddleware:
    """Sets `request.actor`, computed when first asked; nobody signed in is `ANONYMOUS`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sets the actor and lets the request pass."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Signs out when the session has ended; leads a made account to its first change of password."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if _has_ended(request):
            logout(request)
            messages.info(request, "Phiên làm việc đã hết hạn. Đề nghị ông/bà đăng nhập lại.")
        elif ended := _left_on(request):
            logout(request)
            request.actor = ANONYMOUS
            messages.info(request, left_words(ended))
        person = request.user
        match = request.resolver_match
        name = match.view_name if match else ""
        if isinstance(person, Person) and person.must_change_password and name not in OPEN_BEFORE_CHANGE:
            return redirect("accounts:change_password")
        return None


def _actor(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.user.is_authenticated:
        return ANONYMOUS
    return actor_for(request.user, today()) if request.user.is_authenticated else ANONYMOUS


def _has_ended(request: HttpRequest) -> bool:
    """Whether the session is over; writes down that it was used, every ten minutes."""
    session, at = request.session, now()
    if not request.user.is_authenticated:
        return False
    signed_in_at, seen_at = _moment(session.get(SIGNED_IN_AT)), _moment(session.get(SEEN_AT))
    if signed_in_at is None or seen_at is None:
        start(request)
        return False
    if at - signed_in_at > SESSION_LIFE or at - seen_at > IDLE_LIFE:
        return True
    if at - seen_at > SEEN_EVERY:
        session[SEEN_AT] = at.isoformat()
    return False


def start(request: HttpRequest) -> None:
    """Notes when the session began."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now().isoformat()


def _left_on(request: HttpRequest) -> date | None:
    """Since when who has signed in holds no post any more: his access ended with it."""
    person = request.user
    if not isinstance(person, Person) or request.actor.posts:
        return None
    return last_day_in_post(person.pk, today())


def left_words(ended: date) -> str:
    """What somebody is told whose access has ended."""
    return (
        f"Ông/bà đã thôi giữ vị trí trong hệ thống từ ngày {ended:%d/%m/%Y}, quyền truy cập kết thúc cùng ngày. "
        "Cần dùng tiếp, đề nghị thủ trưởng cơ quan bổ nhiệm vào vị trí mới."
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
