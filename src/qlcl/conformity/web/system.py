"""A system's conformity: how far it has come, what is missing, what stands, what was."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.conformity.drafts import draft_of
from qlcl.conformity.policies import can_confirm_effect, can_issue, can_keep
from qlcl.conformity.queries import Standing, current_edition, standing_of, system_page
from qlcl.conformity.web.columns import state_chip
from qlcl.conformity.web.papers import paper_response
from qlcl.conformity.workflow import NOTICES, guards_of_confirm_effect, guards_of_issue_declaration, guards_of_redeclare
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError
from qlcl.standards.models import Edition
from qlcl.ui.access import signed_in


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way, its state, and the one button that performs it."""

    label: str
    done: str
    url: str
    button: str
    missing: list[str]
    may: bool


@signed_in
def detail(request: HttpRequest, system_id: int) -> HttpResponse:
    """The page of a system's conformity."""
    system = system_page(request.actor, system_id)
    day = today()
    standing, edition = standing_of(system, day), current_edition(day)
    steps = _steps(request.actor, standing, edition, day) if edition else []
    following = next((s for s in steps if not s.done), None)
    context = {
        "system": system,
        "ended": system.valid_until is not None and system.valid_until <= day,
        "edition": edition,
        "steps": steps,
        "following": following,
        "standing": standing,
        "rows": [(d, state_chip(d)) for d in standing.declarations],
        "scope": standing.scope,
        "items": standing.items,
        "may_keep": can_keep(request.actor, system),
        "may_issue": can_issue(request.actor, system, day),
        "day": day,
    }
    return render(request, "conformity/system.html", context)


@signed_in
def journal(request: HttpRequest, system_id: int) -> HttpResponse:
    """What happened in the system's chain, newest first."""
    system = system_page(request.actor, system_id)
    before = request.GET.get("truoc", "")
    events = history.events_of(
        chain=history.system_chain(system.pk), limit=51, before=int(before[:18]) if before.isdecimal() else None
    )
    return render(request, "conformity/journal.html", {"system": system, "events": events[:50], "more": events[50:]})


@signed_in
def draft(request: HttpRequest, system_id: int, kind: str) -> HttpResponse:
    """The decision that stands to be issued, as a draft paper."""
    system = system_page(request.actor, system_id)
    edition = current_edition(today())
    if edition is None:
        raise DomainError("no_edition", "Chưa có phiên bản tiêu chuẩn quốc gia nào trong danh mục.")
    context = draft_of(standing_of(system, today()), edition, today(), request.actor)
    return paper_response(context, kind, f"du-thao-cong-bo-{system.holder.code}", system.province_id)


def _steps(actor: Actor, standing: Standing, edition: Edition, day: date) -> list[Step]:
    """Scope, effect, declaration, notices: each with what it still lacks (Decision 19/2014, art. 4)."""
    system, scope, effect, found = standing.system, standing.scope, standing.effect(edition), standing.open
    address = [system.pk]
    declared = found if found is not None and found.edition_id == edition.pk else None
    again = found is not None and declared is None
    guards = guards_of_redeclare if again else guards_of_issue_declaration
    steps = [
        Step(
            "Phạm vi áp dụng",
            f"lần {scope.version}, ngày {scope.decided_on:%d/%m/%Y}" if scope else "",
            reverse("conformity:define_scope", args=address),
            "Xác định phạm vi",
            [],
            can_keep(actor, system),
        ),
        Step(
            "Xác nhận hiệu lực",
            f"ngày {effect.confirmed_on:%d/%m/%Y}" if effect else "",
            reverse("conformity:confirm_effect", args=address),
            "Xác nhận hiệu lực",
            [] if effect else guards_of_confirm_effect(actor, system, edition, day, standing),
            can_confirm_effect(actor, system),
        ),
        Step(
            "Công bố",
            declared.label if declared else "",
            reverse("conformity:redeclare" if again else "conformity:issue_declaration", args=address),
            "Công bố lại" if again else "Công bố",
            [] if declared else guards(actor, system, edition, day, standing),
            can_issue(actor, system, day),
        ),
    ]
    for notice in NOTICES.values():
        given = getattr(declared, notice.day) if declared else None
        unknown = declared is not None and declared.imported and given is None
        done = f"ngày {given:%d/%m/%Y}" if given else "không rõ (hồ sơ cũ)" if unknown else ""
        url = reverse("conformity:notice", args=[declared.pk, notice.code]) if declared else ""
        steps.append(Step(notice.label, done, url, "Ghi nhận", [], declared is not None and can_keep(actor, system)))
    return _imported(steps, declared is not None and declared.imported)


def _imported(steps: list[Step], imported: bool) -> list[Step]:
    """What comes before an imported declaration is history too: unknown, and not asked for."""
    if not imported:
        return steps
    return [s if s.done else Step(s.label, "không rõ (hồ sơ cũ)", s.url, s.button, [], s.may) for s in steps]
