"""The main navigation: what an actor may see of it, and where in it a page stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.safestring import SafeString

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor

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


@dataclass(frozen=True, slots=True)
class Group:
    """The lines under one heading, and whether they are unfolded."""

    heading: str
    entries: tuple[Entry, ...]
    open: bool


def groups(actor: Actor, path: str, nowhere: tuple[str, ...]) -> tuple[Group, ...]:
    """Entries the actor may see, grouped; the one with the longest address that the path begins with is current.

    The pages under the addresses of `nowhere` belong to none.
    """
    shown = list(_visible(actor))
    here = _here(shown, path, nowhere)
    lines: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for entry, url in shown:
        group = entry.group if entry.group in GROUPS else "main"
        lines[group].append(Entry(entry.label, url, entry.icon, group, url == here))
    return tuple(
        Group(GROUPS[name], tuple(entries), name not in FOLDED or any(entry.current for entry in entries))
        for name, entries in lines.items()
        if entries
    )


@lru_cache(maxsize=500)
def as_html(shown: tuple[Group, ...], narrow: bool, work: str, work_count: int) -> SafeString:
    """The groups as the side of a page holds them, kept: few people see different ones.

    `work_count` duties are overdue behind the address `work`.
    """
    values = {"navigation": shown, "side": narrow, "work": work, "work_count": work_count}
    return render_to_string("ui/parts/navigation.html", values)


def address(name: str) -> str:
    """The address behind a URL name or of a path; a page that is not installed is left out."""
    return name if name.startswith("/") else _address(name, get_script_prefix())


@cache
def _address(name: str, _prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _here(shown: list[tuple[catalogue.Navigation, str]], path: str, nowhere: tuple[str, ...]) -> str:
    """The address of the entry that the page belongs to."""
    places = {url: url for entry, url in shown} | dict.fromkeys(nowhere, "")
    for entry, url in shown:
        places |= {address(covered): url for covered in entry.covers}
    return places.get(max((place for place in places if place and _holds(place, path)), key=len, default=""), "")


def _visible(actor: Actor) -> Iterator[tuple[catalogue.Navigation, str]]:
    for entry in catalogue.navigation():
        url = address(entry.url)
        if url and catalogue.predicate(entry.visible)(actor):
            yield entry, url


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
