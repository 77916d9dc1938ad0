"""Pages of handovers: the list, a new one with everything that is open, one, its minutes, confirming."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qlcl.accounts.models import Person
from qlcl.accounts.policies import can_manage_people, visible_persons
from qlcl.accounts.queries import posts_shown
from qlcl.duties.handover_papers import minutes_of
from qlcl.duties.models import Handover
from qlcl.duties.operations.confirm_handover import confirm_for_leaver, confirm_handover
from qlcl.duties.operations.hand_over import hand_over
from qlcl.duties.queries.handovers import contents_of, handover_by_id, handovers_listed, standing_of
from qlcl.duties.queries.leaving import leaving_of
from qlcl.duties.web.handover_forms import ConfirmForm, ForLeaverForm, HandoverForm, forms_of, initial_of
from qlcl.kernel import catalogue, history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_agencies
from qlcl.papers.operations.render import render_docx, to_pdf
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.typed import number_of

COLUMNS = (
    Column(
        "person",
        "Người bàn giao",
        "person_name",
        order=("person_name",),
        fixed=True,
        head=True,
        url=lambda h: reverse("duties:handover", args=[h.pk]),
    ),
    Column("parts", "Vị trí và người nhận", lambda h: "; ".join(map(str, h.parts))),
    Column("agency", "Cơ quan", "agency.short_name", order=("agency__name_sort",)),
    Column("leaves_on", "Thôi giữ từ ngày", order=("leaves_on",)),
    Column("made_on", "Ngày lập", order=("made_on",)),
    Column("state", "Xác nhận", lambda h: "Chờ xác nhận" if _awaits(h) else "Đã xác nhận"),
    Column("illustration", "Minh họa", hidden=True),
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _awaits(handover: Handover) -> bool:
    parts = handover.parts  # type: ignore[attr-defined]
    return handover.leaver_confirmed_at is None or any(p.receiver_id and p.confirmed_at is None for p in parts)


@signed_in
@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    """Handovers of the actor's agencies and provinces, newest first."""
    waiting = request.GET.get("trang-thai", "") == "cho"
    table = Table(
        request,
        COLUMNS,
        handovers_listed(request.actor, awaiting=waiting),
        caption="Bàn giao",
        default="-made_on",
        empty="Chưa có lần bàn giao nào.",
        remedy="Mở trang của một người dùng, chọn “Bàn giao”.",
        cards=True,
    )
    if table.export:
        return table.export_response("ban-giao")
    chips = filter_chips(request, "trang-thai", [("cho", "Chờ xác nhận", None)])
    return render(request, "duties/handovers.html", {"table": table, "chips": chips})


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything open on his positions, and the one form that hands them over."""
    person, agency = _whom(request, person_id)
    day = today()
    leaving = leaving_of(person, agency.pk, day)
    posted = request.POST or None
    form = HandoverForm(posted, initial=initial_of(day))
    parts = forms_of(leaving, posted)
    status = 200
    if request.method == "POST":
        status = 422
        sound = [form.is_valid(), *[part.is_valid() for part in parts]]
        if all(sound):
            transfers = [t for part in parts if (t := part.transfer()) is not None]
            try:
                done = hand_over(
                    actor=request.actor, person_id=person.pk, agency=agency, transfers=transfers,
                    **form.cleaned_data, on=day, at=now(),
                )  # fmt: skip
            except DomainError as error:
                if error.status in {403, 404}:
                    raise
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                if done.accounts:
                    return render(request, "duties/handed_over.html", {"done": done})
                return redirect("duties:handover", done.handover.pk)
    context = {"person": person, "agency": agency, "leaving": leaving, "form": form, "parts": parts}
    context["panels"] = _panels(request, person)
    return render(request, "duties/handover_form.html", context, status=status)


def _whom(request: HttpRequest, person_id: int) -> tuple[Person, Agency]:
    """The person, and the agency whose positions are handed over: as asked, else where his first post is."""
    actor = request.actor
    person = visible_persons(actor).select_related("agency").filter(pk=person_id).first()
    if person is None:
        raise Unseen
    asked = request.GET.get("co-quan", "")
    if asked:
        agency = visible_agencies(actor).filter(pk=number_of(asked) or 0).first()
        if agency is None:
            raise Unseen
    else:
        posts = posts_shown(person.pk, today())
        ids = [p.agency_id for p in posts if p.agency_id in actor.agency_ids] or [p.agency_id for p in posts]
        agency = person.agency if not ids or person.agency_id in ids else Agency.objects.get(pk=ids[0])
    if not can_manage_people(actor, agency):
        raise Forbidden("Chỉ thủ trưởng, cấp phó của cơ quan hoặc quản trị của tỉnh lập bàn giao.")
    return person, agency


def _panels(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """What rooms above say he leaves behind, such as certificates and drafts."""
    shown = []
    for panel in catalogue.panels("person_leaving"):
        context = catalogue.load(panel.path)(request.actor, person, today())
        if context is not None:
            shown.append({"label": panel.label, "template": panel.template, "context": context})
    return shown


@signed_in
@require_GET
def detail(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One handover: who gave what to whom, what was open, who has confirmed."""
    return _page(request, handover_by_id(request.actor, handover_id))


def _page(request: HttpRequest, handover: Handover, **more: Any) -> HttpResponse:
    standing = standing_of(handover, request.actor, today())
    initial: dict[str, Any] = {"documents": handover.documents, "problems": handover.problems}
    initial["seen"] = history.last_event_touching([handover])
    context = {
        "handover": handover,
        "standing": standing,
        "contents": contents_of(handover),
        "form": more.get("form") or (ConfirmForm(initial=initial) if standing.as_leaver else None),
        "for_leaver": more.get("for_leaver") or (ForLeaverForm() if standing.for_leaver else None),
        "events": history.events_of(kind="handover", id=handover.pk, limit=20),
    }
    return render(request, "duties/handover.html", context, status=more.get("status", 200))


@signed_in
@require_POST
def confirm(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One click of who leaves or who receives."""
    handover = handover_by_id(request.actor, handover_id)
    form = ConfirmForm(request.POST)
    typed = handover.person_id == request.actor.person_id and "documents" in request.POST

    def act(data: dict[str, Any]) -> tuple[str, str]:
        given = {name: data[name] for name in ("documents", "problems")} if typed else {}
        confirm_handover(
            actor=request.actor, handover_id=handover_id, on=today(), at=now(),
            seen=data["seen"] if typed else None, **given,
        )  # fmt: skip
        return "Đã xác nhận bàn giao.", reverse("duties:handover", args=[handover_id])

    title = "Xác nhận bàn giao"
    return submitted(request, form, "duties/handover_confirm.html", act, handover=handover, title=title, button=title)


@signed_in
@require_POST
def confirm_for(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The head confirms for somebody who has left."""
    handover = handover_by_id(request.actor, handover_id)
    form = ForLeaverForm(request.POST)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        confirm_for_leaver(actor=request.actor, handover_id=handover_id, reason=data["reason"], on=today(), at=now())
        return "Đã xác nhận thay người bàn giao.", reverse("duties:handover", args=[handover_id])

    title = "Xác nhận thay người bàn giao"
    return submitted(request, form, "duties/handover_confirm.html", act, handover=handover, title=title, button=title)


@signed_in
@require_GET
def minutes(request: HttpRequest, handover_id: int, kind: str) -> HttpResponse:
    """The minutes as a draft paper, in Word or PDF."""
    handover = handover_by_id(request.actor, handover_id)
    if kind not in {"docx", "pdf"}:
        raise Http404
    content = render_docx("duties.handover_minutes", minutes_of(handover), handover.agency.province_id)
    if kind == "pdf":
        made = to_pdf(content)
        if made is None:
            raise DomainError("no_pdf", "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF; ông/bà tải bản Word.")
        content = made
    response = HttpResponse(content, content_type=WORD if kind == "docx" else "application/pdf")
    name = quote(f"bien-ban-ban-giao-{handover.pk}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
