"""What the frame of every page needs: navigation, who acts and where, the inbox, the day."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from qlcl.kernel import catalogue, clock
from qlcl.kernel.actors import ANONYMOUS, Actor
from qlcl.ui import navigation

#: What a person may like, by the name of its cookie.
LIKINGS = {"theme": ("light", "dark"), "side": ("narrow",)}
#: Where the frame leads; the setting FRAME_LINKS replaces any of them by a URL name or a path.
LINKS = {
    "home": "portal:home",
    "work": "/viec/",
    "agencies": "/co-quan/",
    "search": "/tim",
    "inbox": "/viec/thong-bao/",
    "account": "/tai-khoan/",
    "sign_in": "accounts:sign_in",
    "sign_out": "accounts:sign_out",
    "register": "/so-dang-ky/",
    "theme": "ui:theme",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; everything that may cost a query is lazy."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    counts: Any = SimpleLazyObject(lambda: _counts(actor))
    likings = {name: request.COOKIES.get(name, "") for name in LIKINGS}
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: _navigation(request, actor, counts)),
        "post_label": SimpleLazyObject(lambda: post_label(request, actor)),
        "inbox_count": SimpleLazyObject(lambda: counts.get("inbox", 0)),
        "links": SimpleLazyObject(_links),
        "today": clock.today(),
        "example_day": settings.TODAY,
        "frame_scripts": [] if actor.is_anonymous else getattr(settings, "FRAME_SCRIPTS", []),
        **{name: liked if liked in LIKINGS[name] else "" for name, liked in likings.items()},
    }


def _links() -> dict[str, str]:
    """The addresses of the frame; home is the root where the portal is not installed."""
    named = {**LINKS, **getattr(settings, "FRAME_LINKS", {})}
    links = {key: navigation.address(name) for key, name in named.items()}
    return {**links, "home": links["home"] or "/"}


def settings_hook(name: str) -> Any:
    """The function named by a setting as a dotted path, or None: the frame knows no room above it."""
    path = getattr(settings, name, "")
    return catalogue.load(path) if path else None


def post_label(request: HttpRequest, actor: Actor) -> str:
    """The agency in view and the position held there, as the pill of the top bar says it."""
    given = getattr(request, "place", "")
    if given:
        return str(given)
    if actor.is_anonymous or not actor.posts:
        return actor.name
    post = actor.posts[0]
    others = f"+{len(actor.posts) - 1}" if len(actor.posts) > 1 else ""
    return " · ".join(part for part in (post.place, post.title, others) if part)


def _counts(actor: Actor) -> dict[str, int]:
    """How much waits for the actor, read once a page; nothing is asked for nobody."""
    hook = settings_hook("FRAME_COUNTS")
    return hook(actor, clock.today()) if hook and not actor.is_anonymous else {}


def _navigation(request: HttpRequest, actor: Actor, counts: Mapping[str, int]) -> SafeString:
    """The navigation of whoever acts, with how much is overdue; the inbox and the own account are nowhere in it."""
    links = _links()
    shown = navigation.groups(actor, request.path, (links["inbox"], links["account"]))
    narrow = request.COOKIES.get("side", "") in LIKINGS["side"]
    return navigation.as_html(shown, narrow, links["work"], counts.get("work", 0))
