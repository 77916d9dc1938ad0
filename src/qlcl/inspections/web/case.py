"""The page of one inspection: its steps, what comes next, facts, team, checklists, findings, papers, history."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qlcl.assessments.queries import checklists_of
from qlcl.corrective.models import Nonconformity
from qlcl.corrective.queries import of_source
from qlcl.inspections import queries
from qlcl.inspections.enums import Mode, Part, Status
from qlcl.inspections.models import Inspection, ProgrammeLine
from qlcl.inspections.papers_of_case import DRAFTS
from qlcl.inspections.policies import AGENCY_PARTS, answering_post, can_prepare, in_team, sees_whole_file
from qlcl.inspections.queries.cases import TeamStanding, double_bookings, team_of, team_standing
from qlcl.inspections.queries.completeness import completeness_of
from qlcl.inspections.web import by_file, follow_up
from qlcl.inspections.web.case_steps import next_step, state_html, steps_of, unanswered
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.ui.access import signed_in
from qlcl.ui.tables import address

TABS = {"": "Tổng quan", "doan": "Đoàn, chương trình", "ho-so": "Hồ sơ", "nhat-ky": "Nhật ký"}
_TEAM_FORMING = (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING)


@signed_in
def detail(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One inspection for all its states and all who may see it; each heading reads only what it shows."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    day, tabs = today(), tabs_of(inspection)
    chosen = request.GET.get("muc", "")
    chosen = chosen if chosen in tabs else ""
    prepares = can_prepare(request.actor, inspection)
    answers = answering_post(request.actor, inspection) is not None
    leads = prepares or (not answers and in_team(request.actor, inspection, ("leader", "secretary")))
    context: dict[str, Any] = {
        "inspection": inspection,
        "state": state_html(inspection, day),
        "steps": steps_of(inspection),
        "tab": chosen,
        "tabs": [(label, address(request, muc=code or None), code == chosen) for code, label in tabs.items()],
        "prepares": prepares,
        "leads": leads,
        "answers": answers,
        "sees_plan": request.actor.is_system or inspection.province_id in request.actor.oversees,
        "on_site": inspection.mode == Mode.ON_SITE,
        "may_record": prepares,
        "recorded": inspection.status == Status.RECORDED,
        "forming": inspection.status in _TEAM_FORMING,
    }
    part = {"": _overview, "doan": _team, "ho-so": _file, "nhat-ky": _history}[chosen]
    context |= part(request, inspection, context, day)
    return render(request, "inspections/case.html", context)


def tabs_of(inspection: Inspection) -> dict[str, str]:
    """An entry of the register has neither team nor file."""
    hidden = {"doan"} if inspection.mode == Mode.BY_FILE else set()
    if inspection.status == Status.RECORDED:
        hidden = {"doan", "ho-so"}
    return {code: label for code, label in TABS.items() if code not in hidden}


def _overview(request: HttpRequest, inspection: Inspection, context: dict[str, Any], day: date) -> dict[str, Any]:
    actor, on_site = request.actor, context["on_site"]
    started = inspection.status not in (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.CALLED)
    checklists = list(checklists_of(actor, "inspection", inspection.pk)) if started else []
    findings, opens = _findings(actor, inspection)
    standing, follows = _standing(inspection, context, day), follow_up.part(request, inspection)
    faults = standing.faults
    if inspection.status == Status.RUNNING and context["leads"]:
        faults = [*unanswered(checklists), *(follows["faults"] if follows else [])]
    following = next_step(
        inspection, leads=context["leads"], prepares=context["prepares"], answers=context["answers"],
        faults=faults, live=sum(row.is_live for row in findings),
    )  # fmt: skip
    return {
        "next": following,
        "by_file": by_file.part(request, inspection),
        "follow_up": follows,
        "checklists": checklists,
        "findings": [(row, row.is_overdue_on(day)) for row in findings],
        "opens_findings": opens,
        "team": standing.members if on_site else [],
        "mixed": standing.mixed,
        "shows_minutes": _shows_minutes(inspection, context),
        "day": day,
        "others": _others(actor, inspection) if context["recorded"] else [],
    }


def _findings(actor: Actor, inspection: Inspection) -> tuple[list[Nonconformity], bool]:
    """What it found, and whether the actor may open each: its team reads them, also without a post that oversees."""
    if not inspection.is_made:
        return [], False
    if found := list(of_source(actor, "inspection", inspection.pk)):
        return found, True
    rows = (
        Nonconformity.objects.of_source("inspection", inspection.pk).select_related("clause").order_by("due_on", "pk")
    )
    return (list(rows), False) if in_team(actor, inspection) else ([], False)


def _standing(inspection: Inspection, context: dict[str, Any], day: date) -> TeamStanding:
    """The team; what it lacks is asked only while that matters."""
    if not context["on_site"] or context["recorded"]:
        return TeamStanding([], [], mixed=False, elsewhere=())
    if context["prepares"] and inspection.status == Status.PLANNED:
        return team_standing(inspection, inspection.planned_from or day)
    return TeamStanding(team_of(inspection), [], mixed=False, elsewhere=())


def _shows_minutes(inspection: Inspection, context: dict[str, Any]) -> bool:
    """The agency reads the draft once the team has agreed on it."""
    if not inspection.situation:
        return False
    return context["leads"] or inspection.agreed_on is not None


def _others(actor: Actor, inspection: Inspection) -> list[Inspection]:
    rows = queries.inspection_list(actor).filter(agency=inspection.agency_id).exclude(pk=inspection.pk)
    return list(rows[:10])


def _team(request: HttpRequest, inspection: Inspection, context: dict[str, Any], day: date) -> dict[str, Any]:
    when = max(inspection.planned_from or day, inspection.decision_date or date.min)
    standing = team_standing(inspection, when)
    forming = context["leads"] and context["forming"]
    return {
        "standing": standing,
        "programme": list(ProgrammeLine.objects.filter(inspection=inspection)),
        "left": list(inspection.team.filter(left_on__isnull=False).select_related("inspector").order_by("left_on")),
        "doubles": double_bookings(inspection, standing.members) if forming else [],
    }


def _file(request: HttpRequest, inspection: Inspection, context: dict[str, Any], day: date) -> dict[str, Any]:
    leads, whole = context["leads"], sees_whole_file(request.actor, inspection)
    shown, allowed = completeness_of(inspection), list(Part) if whole else AGENCY_PARTS
    return {
        "items": shown if leads else [part for part in shown if part.part in allowed],
        "whole": whole,
        "drafts": [(code, d.label) for code, d in DRAFTS.items() if d.fits(inspection)] if leads else [],
    }


def _history(request: HttpRequest, inspection: Inspection, context: dict[str, Any], day: date) -> dict[str, Any]:
    return {"events": history.events_of(kind="inspection", id=inspection.pk, limit=40)}
