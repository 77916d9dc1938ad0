"""Pages of sets: what is in use, one version, and a new version made from it."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.assessments.models import QuestionSet
from qlcl.assessments.operations.publish_set import publish_set
from qlcl.assessments.policies import can_publish
from qlcl.assessments.queries import set_in_use, set_list, set_seen
from qlcl.assessments.reference import QuestionRow
from qlcl.assessments.web.listing import tabs
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.standards.models import Clause
from qlcl.ui.access import signed_in

ADDED = 3


def _province_of(actor: Actor) -> int | None:
    """The province whose sets the actor writes."""
    return next((post.province_id for post in actor.posts if can_publish(actor, post.province_id)), None)


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Every set with its versions, the one in use first."""
    rows = set_list(request.actor)
    groups = [(code, list(versions)) for code, versions in groupby(rows, key=lambda row: row.code)]
    groups.sort(key=lambda group: group[0], reverse=True)
    return render(request, "assessments/sets.html", {"groups": groups, "tabs": tabs("assessments:list")})


@signed_in
def detail(request: HttpRequest, set_id: int) -> HttpResponse:
    """The questions of one version."""
    row = set_seen(request.actor, set_id)
    province = _province_of(request.actor)
    questions = list(row.questions.select_related("clause").order_by("position"))
    current = set_in_use(row.code, province) if province else None
    context = {
        "row": row,
        "groups": [(name, list(found)) for name, found in groupby(questions, key=lambda q: q.group)],
        "count": len(questions),
        "edits": current is not None and current.pk == row.pk,
        "versions": [v for v in set_list(request.actor).filter(code=row.code) if v.pk != row.pk],
        "events": history.events_of(kind="question_set", id=row.pk, limit=5),
    }
    return render(request, "assessments/set.html", context)


class SetForm(forms.Form):
    """The head of a version."""

    title = forms.CharField(label="Tên bộ câu hỏi", max_length=200)
    basis = forms.CharField(label="Căn cứ", max_length=300, required=False)
    note = forms.CharField(
        label="Thay đổi so với bản trước", max_length=500, required=False, help_text="Ví dụ: thêm câu về niêm yết."
    )


@signed_in
def edit(request: HttpRequest, set_id: int) -> HttpResponse:
    """A new version: a line for each question; changed, added, left out, put in another order."""
    row = set_seen(request.actor, set_id)
    province = _province_of(request.actor)
    if province is None or row.province_id not in {None, province}:
        raise Forbidden("Chỉ cán bộ đầu mối hoặc người quản trị của tỉnh được ban hành bộ câu hỏi.")
    form = SetForm(request.POST or None, initial={"title": row.title, "basis": row.basis})
    lines, status = _lines(row), 200
    if request.method == "POST":
        lines, status = _posted(request), 422
        if form.is_valid() and "them" not in request.POST:
            try:
                made = publish_set(
                    actor=request.actor, province_id=province, based_on=row.pk, questions=_rows(row, lines),
                    on=today(), at=now(), **form.cleaned_data,
                )  # fmt: skip
            except DomainError as refused:
                if refused.status in {403, 404}:
                    raise
                form.add_error(None, refused.message)
                status = refused.status
            else:
                messages.success(request, f"Đã ban hành phiên bản {made.version}.")
                return redirect("assessments:set", made.pk)
        elif "them" in request.POST:
            status = 200
            form.errors.clear()
    blank = {"code": "", "text": "", "help": "", "group": lines[-1]["group"] if lines else "", "key": ""}
    lines = [*lines, *[{**blank, "order": ""} for _ in range(ADDED)]]
    context = {"row": row, "form": form, "lines": list(enumerate(lines))}
    return render(request, "assessments/edit_set.html", context, status=status)


def _lines(row: QuestionSet) -> list[dict[str, Any]]:
    return [
        {
            "key": q.pk, "order": place * 10, "code": q.code, "text": q.text, "help": q.help, "group": q.group,
            "removed": False,
        }
        for place, q in enumerate(row.questions.order_by("position"), start=1)
    ]  # fmt: skip


def _posted(request: HttpRequest) -> list[dict[str, Any]]:
    """The lines as typed; a blank one is none."""
    lines: list[dict[str, Any]] = []
    number = 0
    while f"text-{number}" in request.POST and number < 400:
        names = ("key", "order", "code", "text", "help", "group")
        line: dict[str, Any] = {name: request.POST.get(f"{name}-{number}", "").strip() for name in names}
        line["removed"] = f"removed-{number}" in request.POST
        if line["text"] or line["code"]:
            lines.append(line)
        number += 1
    return lines


def _rows(row: QuestionSet, lines: list[dict[str, Any]]) -> list[QuestionRow]:
    """The questions in the order asked for; what a line was made from keeps its clause and item of art. 36."""
    known = {str(q.pk): q for q in row.questions.select_related("clause")}
    kept = [line for line in lines if not line["removed"]]
    places = {id(line): place for place, line in enumerate(kept)}
    kept.sort(key=lambda line: (_order(line["order"], places[id(line)]), places[id(line)]))
    numbers = {line["code"] for line in kept if line["key"] not in known}
    clauses = {c.number: c for c in Clause.objects.filter(edition__code="ISO 9001:2015", number__in=numbers)}
    rows = []
    for line in kept:
        origin = known.get(line["key"])
        rows.append(
            QuestionRow(
                line["code"], line["text"], line["help"], origin.clause if origin else clauses.get(line["code"]),
                origin.article if origin else "", line["group"],
            )
        )  # fmt: skip
    return rows


def _order(typed: str, place: int) -> float:
    return float(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else (place + 1) * 10.0
