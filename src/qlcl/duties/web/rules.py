"""Rules of duties: list, versions, changes with a preview; edited by the province's administrator."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.duties.enums import Trigger
from qlcl.duties.models import DutyRule
from qlcl.duties.operations.change_rules import add_rule, change_rule, end_rule
from qlcl.duties.operations.preview_rule import RulePreview, preview_rule
from qlcl.duties.queries.rules import ladders_of, rules_of, rungs_by_ladder, versions_of
from qlcl.duties.web.rule_forms import EndRuleForm, NewRuleForm, RuleForm, initial_of
from qlcl.duties.wording import act_label, opening_words, role_words, term_words
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Stale, Unseen
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import can_administer, is_provincial
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.tables import Column, Table, filter_chips

_LEVELS = dict(Level.choices)
_SCOPES = {"dang": "Đang áp dụng", "sap": "Sẽ áp dụng", "het": "Đã thôi áp dụng"}


def province_of(request: HttpRequest) -> Agency:
    """The province whose rules are shown: that of the actor's first provincial post."""
    if not is_provincial(request.actor):
        raise Forbidden("Quy tắc phát sinh việc do tỉnh đặt; chỉ cơ quan đầu mối của tỉnh xem được.")
    post = next(p for p in request.actor.posts if p.oversees)
    return Agency.objects.get(pk=post.province_id)


def province_to_edit(request: HttpRequest) -> Agency:
    """The same, for its administrator alone."""
    province = province_of(request)
    if not can_administer(request.actor, province.pk):
        raise Forbidden("Chỉ quản trị của tỉnh được sửa quy tắc.")
    return province


def scope_of(rule: DutyRule, day: date) -> str:
    """Whether the version holds on the day, will hold, or held."""
    if rule.valid_from > day:
        return "sap"
    return "dang" if rule.valid_until is None or rule.valid_until > day else "het"


def _columns(day: date) -> list[Column]:
    chips = {"dang": "in_force", "sap": "draft", "het": "ended"}
    return [
        Column("label", "Việc", "label", url=lambda r: reverse("duties:rule", args=[r.source_id]), fixed=True,
               head=True, order=lambda r: r.label),
        Column("opening", "Phát sinh", opening_words),
        Column("term", "Hạn", lambda r: term_words(r).removesuffix(" hằng năm")),
        Column("role", "Người phải làm", role_words),
        Column("statutory", "Luật định", lambda r: "Có" if r.statutory else "Không"),
        Column("basis", "Căn cứ", "legal_basis"),
        Column("unconfirmed", "Điểm chưa xác nhận", "note_unconfirmed", hidden=True),
        Column("levels", "Cấp", lambda r: ", ".join(_LEVELS[v] for v in r.levels) or "Mọi cấp", hidden=True),
        Column("bound", "Chỉ cơ quan bắt buộc", lambda r: "Có" if r.bound_only else "Không", hidden=True),
        Column("from", "Từ ngày", "valid_from", order=lambda r: r.valid_from),
        Column("until", "Đến trước ngày", "valid_until", hidden=True),
        Column("state", "Tình trạng", lambda r: _SCOPES[scope_of(r, day)],
               html=lambda r: chip_html(chips[scope_of(r, day)], _SCOPES[scope_of(r, day)])),
        Column("code", "Mã", "code", hidden=True),
    ]  # fmt: skip


@signed_in
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Versions now, to come, past; yearly or of events."""
    province, day = province_of(request), today()
    every = rules_of(province.pk)
    scope = request.GET.get("tinh-trang", "")
    kind = {"nam": Trigger.YEARLY, "su-kien": Trigger.EVENT}.get(request.GET.get("loai", ""))
    counts = {code: sum(scope_of(r, day) == code for r in every) for code in _SCOPES}
    shown = [r for r in every if (scope not in _SCOPES or scope_of(r, day) == scope) and kind in (None, r.trigger)]
    table = Table(
        request, _columns(day), shown, caption="Quy tắc phát sinh việc", default="",
        empty="Không có quy tắc nào.", remedy="Chọn tình trạng khác, hoặc thêm quy tắc.", cards=True,
    )  # fmt: skip
    if table.export:
        return table.export_response("quy-tac")
    context = {
        "table": table,
        "province": province,
        "day": day,
        "editable": can_administer(request.actor, province.pk),
        "ladders": rungs_by_ladder(province.pk),
        "scopes": filter_chips(request, "tinh-trang", [(c, _SCOPES[c], counts[c]) for c in _SCOPES], total=len(every)),
        "kinds": filter_chips(request, "loai", [("nam", "Hằng năm", None), ("su-kien", "Khi phát sinh", None)]),
    }
    return render(request, "duties/rules.html", context)


def _line(request: HttpRequest, source_id: int) -> tuple[Agency, list[DutyRule]]:
    province = province_of(request)
    versions = versions_of(province.pk, source_id)
    if not versions:
        raise Unseen("Không tìm thấy quy tắc này.")
    return province, versions


@signed_in
@require_GET
def rule(request: HttpRequest, source_id: int) -> HttpResponse:
    """One rule: its versions, what each says, who changed it."""
    province, versions = _line(request, source_id)
    day = today()
    lines = [
        {"rule": r, "scope": _SCOPES[scope_of(r, day)], "term": term_words(r), "role": role_words(r),
         "levels": ", ".join(_LEVELS[v] for v in r.levels) or "Mọi cấp"}
        for r in versions
    ]  # fmt: skip
    context = {
        "rule": versions[0],
        "source_id": source_id,
        "lines": lines,
        "opening": opening_words(versions[0]),
        "act": act_label(versions[0].act) or "Ghi nhận thủ công, đến khi phần mềm có biểu mẫu của việc này",
        "ladders": {ladder.code: ladder.label for ladder in ladders_of(province.pk)},
        "editable": can_administer(request.actor, province.pk),
        "ended": versions[0].valid_until is not None,
        "timeline": history.events_of(kind="duty_rule", id=source_id, limit=20),
    }
    return render(request, "duties/rule.html", context)


def _draft(form: RuleForm, standing: DutyRule | None, trigger: str, province: Agency) -> DutyRule:
    """The version as it would be, unsaved."""
    draft = DutyRule(province=province, trigger=trigger, **form.terms().values())
    if standing is not None:
        draft.origin_id, draft.code = standing.source_id, standing.code
        draft.act, draft.start_act = standing.act, standing.start_act
    else:
        draft.start_act = form.cleaned_data.get("start_act") or ""
    return draft


def _edit(
    request: HttpRequest, form: RuleForm, province: Agency, standing: DutyRule | None, extra: dict[str, Any]
) -> HttpResponse:
    """Previews, then applies: the same form, two buttons."""
    day, preview, status = today(), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if request.POST.get("buoc") == "ghi":
                    return _apply(request, form, province, standing)
                preview, status = _preview(form, province, standing, day), 200
            except Stale:
                raise
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {"form": form, "preview": preview, "standing": standing, "province": province, **extra}
    return render(request, "duties/rule_form.html", context, status=status)


def _preview(form: RuleForm, province: Agency, standing: DutyRule | None, day: date) -> RulePreview:
    valid_from = form.cleaned_data["valid_from"]
    if valid_from < day:
        raise DomainError("rule_in_past", f"Ngày áp dụng phải từ hôm nay, {day:%d/%m/%Y}.", field="valid_from")
    draft = _draft(form, standing, form.trigger, province)
    return preview_rule(province=province, draft=draft, standing=standing, valid_from=valid_from, on=day)


def _apply(request: HttpRequest, form: RuleForm, province: Agency, standing: DutyRule | None) -> HttpResponse:
    given = form.cleaned_data
    common: dict[str, Any] = {
        "actor": request.actor, "province": province, "terms": form.terms(), "valid_from": given["valid_from"],
        "on": today(), "at": now(),
    }  # fmt: skip
    if standing is None:
        made = add_rule(
            **common, trigger=form.trigger, act=given.get("act") or "", start_act=given.get("start_act") or ""
        )
    else:
        made = change_rule(**common, source_id=standing.source_id, seen=given["seen"])
    messages.success(request, f"Đã ghi quy tắc “{made.label}”, áp dụng từ {made.valid_from:%d/%m/%Y}.")
    return redirect("duties:rule", made.source_id)


@signed_in
@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, source_id: int) -> HttpResponse:
    """The next version of a rule."""
    province = province_to_edit(request)
    _, versions = _line(request, source_id)
    standing, day = versions[0], today()
    begin = standing.valid_from if standing.valid_from > day else day
    initial = initial_of(standing) | {"seen": history.last_event_id("duty_rule", source_id), "valid_from": begin}
    form = RuleForm(request.POST or None, trigger=standing.trigger, ladders=ladders_of(province.pk), initial=initial)
    extra = {"title": "Sửa quy tắc", "back": reverse("duties:rule", args=[source_id])}
    return _edit(request, form, province, standing, extra)


@signed_in
@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """A rule that the province did not have, yearly or of an event."""
    province = province_to_edit(request)
    trigger = Trigger.EVENT if request.GET.get("loai") == "su-kien" else Trigger.YEARLY
    form = NewRuleForm(
        request.POST or None, trigger=trigger, ladders=ladders_of(province.pk),
        initial={"valid_from": today(), "ladder_code": "ordinary", "role": "iso_secretary"},
    )  # fmt: skip
    title = "Thêm việc phát sinh theo sự kiện" if trigger == Trigger.EVENT else "Thêm việc hằng năm"
    return _edit(request, form, province, None, {"title": title, "back": reverse("duties:rules")})


@signed_in
@require_http_methods(["GET", "POST"])
def rule_end(request: HttpRequest, source_id: int) -> HttpResponse:
    """Ends a rule from a day on."""
    province = province_to_edit(request)
    _, versions = _line(request, source_id)
    form = EndRuleForm(
        request.POST or None, initial={"seen": history.last_event_id("duty_rule", source_id), "valid_until": today()}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            end_rule(
                actor=request.actor, province=province, source_id=source_id, valid_until=given["valid_until"],
                reason=given["reason"], on=today(), at=now(), seen=given["seen"],
            )  # fmt: skip
        except Stale:
            raise
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã ghi: thôi áp dụng từ {given['valid_until']:%d/%m/%Y}.")
            return redirect("duties:rule", source_id)
    context = {"form": form, "rule": versions[0], "back": reverse("duties:rule", args=[source_id])}
    return render(request, "duties/rule_end.html", context, status=422 if form.errors else 200)
