"""Walks the pages a role can reach, one address per page family."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

#: Families of one address each that are no pages: downloads, papers, pictures.
NO_PAGE = (".csv", ".json", ".xlsx", ".docx", ".pdf", ".svg", ".png")
LINKS = "els => els.map(a => a.getAttribute('href')).filter(h => h && h.startsWith('/'))"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened."""

    address: str
    family: str
    response: Response


def family_of(address: str) -> str:
    """The name of the view behind an address."""
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name or address
    except Resolver404:
        return ""


def walk(page: Page, start: str = "/", most: int = 80) -> Iterator[Visit]:
    """Opens pages breadth first; of each family the first address found."""
    waiting, seen = [start], {family_of(start)}
    for _ in range(most):
        if not waiting:
            return
        address = waiting.pop(0)
        try:
            response = page.goto(address)
        except Error as problem:
            if "Download is starting" in problem.message:
                continue
            raise
        assert response is not None
        for link in page.eval_on_selector_all("a[href]:not([download])", LINKS):
            name = family_of(link)
            path = link.partition("?")[0]
            if name and name not in seen and not path.endswith(NO_PAGE) and not link.startswith("/static/"):
                seen.add(name)
                waiting.append(link)
        yield Visit(address, family_of(address), response)
