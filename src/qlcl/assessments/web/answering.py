"""The page on which a checklist is answered: the whole of it, or one question."""

import json
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qlcl.assessments.models import Checklist, ChecklistItem, Conflict, Finding, Step
from qlcl.assessments.operations.apply_ops import Answer, OpResult, answer_items
from qlcl.assessments.policies import can_answer, can_conclude
from qlcl.assessments.queries import Standing as StandingOf
from qlcl.assessments.queries import checklist_seen, last_time, standing_of
from qlcl.assessments.queries.late import late_ops
from qlcl.assessments.web.lines import Line, Writer
from qlcl.assessments.web.listing import state_chip
from qlcl.assessments.workflow import failing_codes, guards_of_conclusion
from qlcl.duties.links import thing_link
from qlcl.kernel.clock import now
from qlcl.kernel.errors import Forbidden
from qlcl.ui.access import signed_in
from qlcl.ui.tables import filter_chips


@signed_in
def checklist(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """Shows the questions with last time's findings; takes what was changed on the page."""
    row = checklist_seen(request.actor, checklist_id)
    if request.method == "POST":
        if not can_answer(request.actor, row):
            raise Forbidden("Phiếu kiểm này do người khác thực hiện; ông/bà không trả lời thay được.")
        return _take(request, row)
    standing = standing_of(row)
    lines = _lines(row, standing)
    answers = row.is_open and can_answer(request.actor, row)
    concludes = row.is_open and can_conclude(request.actor, row)
    kept = request.GET.get("loc", "")
    writer = Writer(row.pk, row.set.steps, answers=answers)
    shown = [line for line in lines if _wanted(line, kept)]
    context = {
        "row": row,
        "state": state_chip(row),
        "groups": [(name, writer.html(group)) for name, group in _grouped(shown)],
        "answers": answers,
        "concludes": concludes,
        "missing": guards_of_conclusion(row, standing) if concludes else [],
        "done": sum(line.item.is_done for line in lines),
        "total": len(lines),
        "filters": filter_chips(request, "loc", _choices(lines), total=len(lines)),
        "kept": kept,
        "copies": standing.copies,
        "loose": [f for f in standing.findings if f.item_id is None and f.withdrawn_on is None],
        "occasion": thing_link(row.occasion_kind, row.occasion_id),
        "late": late_ops(row).count() if not row.is_open and can_conclude(request.actor, row) else 0,
    }
    return render(request, "assessments/checklist.html", context)


def _lines(row: Checklist, standing: StandingOf) -> list[Line]:
    last = last_time(row)
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in standing.findings:
        if finding.item_id and finding.withdrawn_on is None:
            findings[finding.item_id].append(finding)
    failing = failing_codes(row)
    steps = {step.code: step for step in row.set.steps}
    return [
        Line(
            item=item, fingerprint=fingerprint(item.answer, item.note, item.skip_reason),
            versions=versions(standing.conflicts.get(item.pk, ()), steps), last=last.get(item.code, []),
            findings=findings[item.pk], proofs=list(standing.proofs.get(item.pk, ())), failing=item.answer in failing,
            label=steps[item.answer].label if item.answer in steps else "",
            tone=steps[item.answer].tone if item.answer in steps else "",
        )
        for item in standing.items
    ]  # fmt: skip


def versions(conflicts: Sequence[Conflict], steps: dict[str, Step]) -> list[dict[str, Any]]:
    """The answers that differ, each once: the one that stands first; with the words of the scale."""
    if not conflicts:
        return []
    found = [json.loads(conflicts[0].theirs), *[json.loads(conflict.mine) for conflict in conflicts]]
    for version in found:
        step = steps.get(version["answer"])
        version["label"] = step.label if step else ("Không xem" if version["skip_reason"] else "Để trống")
    return found


def fingerprint(answer: str, note: str, reason: str) -> str:
    """By which the page knows what its reader changed, without keeping the words twice."""
    return sha256("\n".join([answer, _plain(note), reason.strip()]).encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _wanted(line: Line, kept: str) -> bool:
    if kept == "chua":
        return not line.item.is_done
    if kept == "khac":
        return bool(line.versions)
    if kept == "khong-dat":
        return line.failing or bool(line.findings)
    return not kept or bool(line.item.last_finding)


def _choices(lines: list[Line]) -> list[tuple[str, str, int]]:
    choices = [
        ("chua", "Chưa trả lời", sum(not line.item.is_done for line in lines)),
        ("khong-dat", "Không đạt", sum(_wanted(line, "khong-dat") for line in lines)),
        ("lan-truoc", "Có phát hiện lần trước", sum(bool(line.item.last_finding) for line in lines)),
        ("khac", "Hai câu trả lời khác nhau", sum(bool(line.versions) for line in lines)),
    ]
    return [choice for choice in choices if choice[2]]


def _grouped(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    groups: list[tuple[str, list[Line]]] = []
    for line in lines:
        if not groups or groups[-1][0] != line.item.group:
            groups.append((line.item.group, []))
        groups[-1][1].append(line)
    return groups


def _take(request: HttpRequest, row: Checklist) -> HttpResponse:
    """Writes what was changed; where somebody else answered meanwhile, both answers stay in view."""
    sent = _sent(request, row)
    results = answer_items(actor=request.actor, checklist_id=row.pk, answers=sent, at=now()) if sent else []
    _tell(request, results)
    kept = request.GET.urlencode()
    back = reverse("assessments:checklist", args=[row.pk]) + (f"?{kept}" if kept else "")
    only = request.POST.get("chi") or request.POST.get("chon", "").partition(":")[0]
    return redirect(f"{back}#c{only}" if only.isdigit() else back)


def _sent(request: HttpRequest, row: Checklist) -> list[Answer]:
    """The answers that the page's reader changed, or the one whose button he pressed."""
    data, only = request.POST, request.POST.get("chi", "")
    chosen, _, which = data.get("chon", "").partition(":")
    sent = []
    for item in ChecklistItem.objects.filter(checklist=row).order_by("position"):
        key = str(item.pk)
        if f"rev-{key}" not in data or (only and only != key):
            continue
        base = _number(data.get(f"rev-{key}", ""))
        if chosen == key:
            sent += _choice(item, which, base)
            continue
        answer, note = data.get(f"tl-{key}", ""), _plain(data.get(f"gc-{key}", ""))
        reason = "" if answer else data.get(f"ld-{key}", "").strip()
        if fingerprint(answer, note, reason) != data.get(f"cu-{key}", ""):
            sent.append(Answer(item.uid, answer, note, reason, base))
    return sent


def _choice(item: ChecklistItem, which: str, base: int) -> list[Answer]:
    """The version chosen among those that differ."""
    for conflict in Conflict.objects.filter(item=item, resolved_at__isnull=True):
        for version in conflict.versions:
            if version["op"] == which:
                return [
                    Answer(item.uid, version["answer"], version["note"], version["skip_reason"], base, resolves=True)
                ]
    return []


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _tell(request: HttpRequest, results: list[OpResult]) -> None:
    taken = sum(not result.refused for result in results)
    disputed = sum(result.outcome == "conflict" for result in results)
    for sentence in dict.fromkeys(result.message for result in results if result.refused):
        messages.error(request, sentence)
    if disputed:
        messages.warning(
            request,
            f"{disputed} câu đã có người khác trả lời khác sau khi ông/bà mở trang; cả hai được giữ, hãy chọn một.",
        )
    if taken:
        messages.success(request, f"Đã ghi {taken} câu.")
    elif not results:
        messages.info(request, "Chưa có gì thay đổi.")
