"""What the frame of every page needs: navigation, who acts and where, the inbox, the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from qlcl.kernel import catalogue, clock
from qlcl.kernel.actors import ANONYMOUS, Actor

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
#: The groups of the navigation in their order, with their headings; those seldom used stay folded.
GROUPS = {
    "home": "",
    "follow": "Theo dõi",
    "main": "Hồ sơ",
    "more": "Tra cứu",
    "people": "Nhân sự",
    "admin": "Thiết lập",
}
FOLDED = frozenset({"people", "admin"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    label: str
    url: str
    icon: str
    group: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; everything that may cost a query is lazy."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    counts: Any = SimpleLazyObject(lambda: _counts(actor))
    likings = {name: request.COOKIES.get(name, "") for name in LIKINGS}
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: _navigation(actor, request.path)),
        "post_label": SimpleLazyObject(lambda: post_label(request, actor)),
        "work_count": SimpleLazyObject(lambda: counts.get("work", 0)),
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
    links = {key: _address(name) for key, name in named.items()}
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


def _navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Entries the actor may see, grouped; the one with the longest address that the path begins with is current."""
    shown = list(_visible(actor))
    here = _here(shown, path)
    groups: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for entry, url in shown:
        group = entry.group if entry.group in GROUPS else "main"
        groups[group].append(Entry(entry.label, url, entry.icon, group, url == here))
    return [
        {
            "heading": GROUPS[name],
            "entries": entries,
            "open": name not in FOLDED or any(entry.current for entry in entries),
        }
        for name, entries in groups.items()
        if entries
    ]


def _here(shown: list[tuple[catalogue.Navigation, str]], path: str) -> str:
    """The address of the entry that the page belongs to; none for the inbox and the own account."""
    places = {url: url for entry, url in shown} | {_links()[name]: "" for name in ("inbox", "account")}
    for entry, url in shown:
        places |= {_address(covered): url for covered in entry.covers}
    return places.get(max((place for place in places if place and _holds(place, path)), key=len, default=""), "")


def _visible(actor: Actor) -> Iterator[tuple[catalogue.Navigation, str]]:
    for entry in catalogue.navigation():
        url = _address(entry.url)
        if url and catalogue.predicate(entry.visible)(actor):
            yield entry, url


def _address(name: str) -> str:
    """The address behind a URL name; a page that is not installed is left out."""
    if name.startswith("/"):
        return name
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
