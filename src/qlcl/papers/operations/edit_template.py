"""An administrator replaces the template of a kind of paper, or takes the default back."""

from datetime import date, datetime

from django.db import transaction

from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.kernel.text import nfc
from qlcl.papers.models import PaperTemplate
from qlcl.papers.operations.render import render_sample
from qlcl.papers.policies import can_edit_templates, edited_province
from qlcl.papers.queries import default_body, own_template


def chain_of(province_id: int | None) -> str:
    """The chain that holds the history of a province's templates."""
    return "papers" if province_id is None else history.province_chain(province_id)


@transaction.atomic
def edit_template(*, actor: Actor, on: date, at: datetime, kind: str, version: int, body: str) -> PaperTemplate:
    """Puts `body` in place of the template of `kind` in the actor's province; `version` was read (0: the default).

    The template is tried on the sample first. Raises `Unseen`, `Forbidden`, `Stale`, or `DomainError` naming the
    line that breaks. The same text again writes nothing.
    """
    template = _locked(actor, kind, version)
    text = nfc(body).replace("\r\n", "\n").strip() + "\n"
    if not text.strip():
        raise DomainError("empty_template", "Mẫu trống; muốn dùng mẫu gốc, hãy chọn “Dùng lại mẫu gốc”.", field="body")
    current = template.body or default_body(kind)
    if text.strip() == current.strip():
        return template
    render_sample(kind, text)
    template.body = text
    return _save(template, actor, on, at, "papers.edit_template", "Sửa mẫu")


@transaction.atomic
def restore_template(*, actor: Actor, on: date, at: datetime, kind: str, version: int) -> PaperTemplate:
    """Takes the default template back; the replaced one stays in history."""
    template = _locked(actor, kind, version)
    if not template.body:
        return template
    template.body = ""
    return _save(template, actor, on, at, "papers.restore_template", "Dùng lại mẫu gốc")


def _locked(actor: Actor, kind: str, version: int) -> PaperTemplate:
    province = edited_province(actor)
    history.lock(chain_of(province))
    if not can_edit_templates(actor):
        raise Forbidden("Chỉ quản trị hệ thống xem và sửa mẫu văn bản.")
    if kind not in {k.code for k in catalogue.papers()}:
        raise Unseen("Không có loại văn bản này.")
    found = own_template(kind, province) or PaperTemplate(kind=kind, province_id=province, version=0)
    if found.version != version:
        raise Stale(
            f"{found.edited_by} đã sửa mẫu này sau khi ông/bà mở biểu mẫu; hãy mở lại, xem nội dung mới rồi sửa tiếp."
        )
    return found


def _save(template: PaperTemplate, actor: Actor, on: date, at: datetime, act: str, verb: str) -> PaperTemplate:
    label = catalogue.paper(template.kind).label
    template.version += 1
    template.edited_by, template.edited_at = actor.name, at
    template.save()
    history.record(
        actor=actor,
        at=at,
        entries=[
            history.Entry(
                chain=chain_of(template.province_id),
                act=act,
                on=on,
                summary=f"{verb} “{label}”, phiên bản {template.version}",
                subject=history.Ref("paper_template", template.pk, label),
                changed=[template],
                payload={"kind": template.kind, "version": template.version},
            )
        ],
    )
    return template
