"""Walks the pages a role can reach, one address per page family, and says what each is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Page

#: Addresses that are no pages: downloads, papers, pictures.
NO_PAGE = (".csv", ".json", ".xlsx", ".docx", ".pdf", ".svg", ".png")
#: What assistive technology is told by an attribute's value, not only by its being there.
TELLING = re.compile(r"role|type|lang|dir|scope|tabindex|aria-(?!labelledby|describedby|controls|owns|label$).*")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
PHONE = 360
#: Leaves out of many neighbours those that hold nothing new: a table of fifty rows costs what one of a few does.
THIN_OUT = """() => {
    const shape = e => `${e.parentElement.tagName} ${e.tagName} ${e.getAttribute("class") ?? ""}`;
    for (const parent of document.querySelectorAll("tbody, ul, ol, dl")) {
        const seen = new Set();
        for (const child of [...parent.children]) {
            const shapes = [child, ...child.querySelectorAll("*")].map(shape);
            if (shapes.every(built => seen.has(built))) child.remove();
            shapes.forEach(built => seen.add(built));
        }
    }
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was fetched: what it weighs on the wire, the shapes of its elements and of the frame around them."""

    address: str
    family: str
    status: int
    size: int
    shapes: frozenset[str]
    frame: frozenset[str]
    repeated_ids: tuple[str, ...]


@dataclass
class Reader(HTMLParser):
    """Reads a page's links and shapes: each kind of element once, without words and numbers."""

    links: list[str] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)
    frame: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = dict(attrs)
        told = sorted(f"{n}={v}" if n == "class" or TELLING.fullmatch(n) else n for n, v in attrs)
        self._add(" ".join([self._open[-1] if self._open else "", tag, *told]))
        if tag == "a" and "download" not in given and (given.get("href") or "").startswith("/"):
            self.links.append(given["href"] or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a picture that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """An element ends, with those in it that need not say so."""
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words count as being there."""
        if self._open and data.strip():
            self._add(f"{self._open[-1]} has words")

    def _add(self, shape: str) -> None:
        (self.shapes if "main" in self._open else self.frame).add(shape)


def family_of(address: str) -> str:
    """The name of the view behind an address."""
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name or address
    except Resolver404:
        return ""


def walk(request: APIRequestContext, start: str = "/", most: int = 500) -> Iterator[Visit]:
    """Fetches pages breadth first; of each family the first address found, whatever their number."""
    waiting, seen = [start], {family_of(start)}
    for _ in range(most):
        if not waiting:
            return
        address = waiting.pop(0)
        response = request.get(address)
        if not response.headers.get("content-type", "").startswith("text/html"):
            continue  # a download
        text, reader = response.text(), Reader()
        reader.feed(text)
        for link in reader.links:
            name = family_of(link)
            path = link.partition("?")[0]
            if name and name not in seen and not path.endswith(NO_PAGE) and not link.startswith("/static/"):
                seen.add(name)
                waiting.append(link)
        size = int(response.headers.get("content-length") or len(text.encode()))
        repeated = tuple(sorted({i for i in reader.ids if reader.ids.count(i) > 1}))
        shapes, frame = frozenset(reader.shapes), frozenset(reader.frame)
        yield Visit(address, family_of(address), response.status, size, shapes, frame, repeated)


def width_on_a_phone(page: Page) -> int:
    """How wide the page is when the window is as narrow as a phone; the window is as it was afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 800})
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    if before:
        page.set_viewport_size(before)
    return width
