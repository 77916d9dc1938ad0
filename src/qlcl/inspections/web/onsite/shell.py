"""The shell of the app, the same for everybody: its page, its worker with the list of its files, its manifest, health.

A version is a digest of every file: what a device keeps is one version as a whole, checked file by file.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.inspections.web.onsite.answering import told
from qlcl.ui.context import LIKINGS

FOLDER = "inspections/onsite/"
MODULES = (
    "main.js", "words.js", "store.js", "server.js", "sync.js", "photos.js", "space.js", "draw.js", "home.js", "copy.js",
    "question.js", "finding.js", "about.js", "finish.js", "shell.js",
)  # fmt: skip
_FONT = "ui/vendor/be-vietnam-pro/be-vietnam-pro-{}-{}-normal.woff2"
STYLED = (
    "ui/tokens.css", "ui/base.css", "assessments/checklist.css", "ui/icons.css", "ui/components.css", "ui/forms.css",
    f"{FOLDER}onsite.css",
    "ui/icons.svg", "ui/favicon.svg", f"{FOLDER}icon-192.png",
    *(_FONT.format(part, weight) for part in ("vietnamese", "latin") for weight in ("400", "600")),
)  # fmt: skip
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-mask.png", "512x512", "maskable"),
)
POLICY = "; ".join(
    (
        "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "connect-src 'self'",
        "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    )
)  # fmt: skip
PERMISSIONS = "camera=(self), microphone=(), geolocation=(self), payment=(), usb=()"


@cache
def page() -> str:
    """The shell's page; nothing in it depends on who asks."""
    return render_to_string(f"{FOLDER}shell.html", {"modules": _module_addresses(), "folder": FOLDER})


@cache
def files() -> dict[str, str]:
    """The address of every file of the app with the SHA-256 of its content; the page first."""
    found = {reverse("inspections:onsite"): sha256(page().encode()).hexdigest()}
    for address, path in _kept():
        found[address] = sha256(path.read_bytes()).hexdigest()
    return found


@cache
def version() -> str:
    """By which a device knows whether it has today's app."""
    return sha256(json.dumps([files(), _worker()]).encode()).hexdigest()[:16]


def _kept() -> Iterator[tuple[str, Path]]:
    """Modules keep their plain addresses, for they import one another by them; the rest is named by its content."""
    for name in MODULES:
        yield f"{settings.STATIC_URL}{FOLDER}{name}", _path(f"{FOLDER}{name}")
    for name in STYLED:
        address = static(name)
        yield address, _path(address.removeprefix(settings.STATIC_URL), name)


def _path(name: str, source: str = "") -> Path:
    """The file that is served: the collected one where files are collected, else the source."""
    if settings.WHITENOISE_USE_FINDERS:
        return Path(str(finders.find(source or name)))
    return Path(staticfiles_storage.path(name))


def _module_addresses() -> list[str]:
    return [f"{settings.STATIC_URL}{FOLDER}{name}" for name in MODULES]


@cache
def _worker() -> str:
    return Path(str(finders.find(f"{FOLDER}worker.js"))).read_text(encoding="utf-8")


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the app."""
    response = HttpResponse(page())
    response["Content-Security-Policy"] = POLICY
    response["Permissions-Policy"] = PERMISSIONS
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with its version and its list of files."""
    begun = f'"use strict";\nconst VERSION = "{version()}";\nconst FILES = {json.dumps(files(), indent=0)};\n'
    response = HttpResponse(begun + _worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """By which a phone installs the app."""
    home = reverse("inspections:onsite")
    said = {
        "id": home, "start_url": home, "scope": home, "display": "standalone", "lang": "vi", "dir": "ltr",
        "name": "QLCL – Kiểm tra tại chỗ", "short_name": "Kiểm tra", "orientation": "any",
        "description": "Phiếu kiểm của Đoàn kiểm tra, dùng được khi không có mạng.",
        "background_color": "#f4f6f8", "theme_color": "#0b5a8a",
        "icons": [
            {"src": static(FOLDER + name), "sizes": size, "type": "image/png", "purpose": use}
            for name, size, use in ICONS
        ],
    }  # fmt: skip
    response = HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """The server is there, who has signed in, and which version of the app it has."""
    actor = request.actor
    theme = request.COOKIES.get("theme", "")
    return told(
        {
            "ok": True,
            "version": version(),
            "person": actor.person_id,
            "name": "" if actor.is_anonymous else actor.name,
            "csrf": get_token(request),
            "theme": theme if theme in LIKINGS["theme"] else "",
        }
    )
