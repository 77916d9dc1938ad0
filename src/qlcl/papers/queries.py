"""Reads of the templates of papers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.template.utils import get_app_template_dirs
from django.urls import reverse

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.hits import Hit
from qlcl.kernel.text import fold
from qlcl.kernel.words import Asked
from qlcl.papers.models import PaperTemplate
from qlcl.papers.policies import can_edit_templates, edited_province


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A kind of paper and the template in use."""

    code: str
    label: str
    body: str
    version: int
    replaced: bool
    edited_by: str = ""
    edited_at: datetime | None = None


def default_body(kind: str) -> str:
    """The template that ships with the room that prints this kind."""
    name = catalogue.paper(kind).template
    for folder in get_app_template_dirs("templates"):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"papers: no template {name}")


def body_in_use(kind: str, province_id: int | None = None) -> str:
    """The province's template, else the installation's, else the default."""
    own = PaperTemplate.objects.filter(Q(province_id=province_id) | Q(province__isnull=True), kind=kind)
    bodies = own.exclude(body="").order_by(F("province_id").asc(nulls_last=True)).values_list("body", flat=True)
    return bodies.first() or default_body(kind)


def own_template(kind: str, province_id: int | None) -> PaperTemplate | None:
    """The province's own template of a kind, with its history; None: it never had one."""
    return PaperTemplate.objects.filter(kind=kind, province_id=province_id).first()


def template_list(actor: Actor) -> list[TemplateLine]:
    """Every kind of paper with the template in use, for administrators; raises `Forbidden`."""
    if not can_edit_templates(actor):
        raise Forbidden("Chỉ quản trị hệ thống xem và sửa mẫu văn bản.")
    own = {t.kind: t for t in PaperTemplate.objects.filter(province_id=edited_province(actor))}
    return [_line(kind, own.get(kind.code)) for kind in sorted(catalogue.papers(), key=lambda k: k.label)]


def template_page(actor: Actor, kind: str) -> TemplateLine:
    """One kind with its template; raises `Unseen` for an unknown one, `Forbidden` for others than administrators."""
    if not can_edit_templates(actor):
        raise Forbidden("Chỉ quản trị hệ thống xem và sửa mẫu văn bản.")
    found = next((k for k in catalogue.papers() if k.code == kind), None)
    if found is None:
        raise Unseen("Không có loại văn bản này.")
    return _line(found, own_template(kind, edited_province(actor)))


def _line(kind: catalogue.PaperKind, own: PaperTemplate | None) -> TemplateLine:
    if own is None:
        return TemplateLine(kind.code, kind.label, default_body(kind.code), 0, replaced=False)
    return TemplateLine(
        kind.code,
        kind.label,
        own.body or default_body(kind.code),
        own.version,
        bool(own.body),
        own.edited_by,
        own.edited_at,
    )


def search_papers(actor: Actor, text: str | Asked, limit: int = 10) -> list[Hit]:
    """Kinds of papers whose label holds every word, for those who may edit them."""
    words = Asked.of(text, "paper").words
    if not words or not can_edit_templates(actor):
        return []
    hits = [
        Hit(kind.label, "Mẫu văn bản", reverse("papers:template", args=[kind.code]))
        for kind in sorted(catalogue.papers(), key=lambda k: k.label)
        if all(f" {word}" in f" {fold(kind.label)}" for word in words)
    ]
    return hits[:limit]
