"""What a head sees before he confirms effect or declares: changes, evidence, what is missing, the form filled in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import JSONField, Subquery, Sum
from django.db.models.functions import JSONObject
from django.forms import HiddenInput
from django.urls import reverse

from qlcl.conformity.models import Declaration, Scope, ScopeItem
from qlcl.conformity.queries import Standing, adopted_editions, standing_of
from qlcl.conformity.web.forms import AgainForm, DecisionForm, EffectForm
from qlcl.conformity.workflow import guards_of_confirm_effect, guards_of_issue_declaration, guards_of_redeclare
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.decisions import DecisionView, Evidence
from qlcl.organisations.models import QualitySystem
from qlcl.standards.models import Edition
from qlcl.training.models import Attendance

#: The acts that an effect rests on, whichever way they became known: a campaign's step, or the year's own act.
AUDIT = ("audits.internal_audit", "transitions.internal_audit")
REVIEW = ("reviews.management_review", "transitions.management_review")
DECLARING = ("conformity.issue_declaration", "conformity.redeclare")
TOLD = 5


def confirm_effect(actor: Actor, duty: Duty, day: date) -> DecisionView:
    """The head confirms that the system works (Decision 19/2014, art. 4.2d)."""
    system = duty.system
    edition = _edition_and_proofs(system, day)
    standing = standing_of(system, day)
    effect = next(iter(standing.effects), None)
    audit, review = (edition.audit, edition.review) if edition else (None, None)
    since_effect = effect.confirmed_on if effect else date.min
    fresh = [d if (d := _day(proof)) and d > since_effect else None for proof in (audit, review)]
    initial = {"edition": edition, "audited_on": fresh[0], "reviewed_on": fresh[1], "confirmed_on": day}
    form = EffectForm(initial=initial)
    form.fields["edition"].widget = HiddenInput()
    since = history.since_last(history.system_chain(system.pk), ["conformity.confirm_effect"])
    before = Scope.objects.filter(system=system, decided_on__lte=since_effect).order_by("-version").values("pk")[:1]
    return DecisionView(
        what="Thủ trưởng xác nhận hệ thống quản lý chất lượng đã được áp dụng và có hiệu lực "
        f"theo {edition.label if edition else 'tiêu chuẩn'}, sau đánh giá nội bộ và xem xét của lãnh đạo. "
        "Việc này không ủy quyền được.",
        button="Xác nhận hiệu lực",
        url=reverse("conformity:confirm_effect", args=[system.pk]),
        form=form,
        filled=all(initial.values()),
        since=since.words,
        changed=[*_scope_changes(standing, Subquery(before), since_effect if effect else None), *since.sentences],
        evidence=[
            _proof("Đánh giá nội bộ", audit),
            _proof("Xem xét của lãnh đạo", review),
            _scope(standing),
            _trained(edition),
            *_declared(standing),
        ],
        missing=guards_of_confirm_effect(actor, system, edition, day, standing) if edition else _NO_EDITION,
        ready="Đủ điều kiện theo Điều 4 Quyết định 19/2014/QĐ-TTg.",
    )


def declare(actor: Actor, duty: Duty, day: date) -> DecisionView:
    """The head, or who signs for him, records the decision to declare, or to declare again."""
    system = duty.system
    standing = standing_of(system, day)
    current = _edition_and_proofs(system, day)
    edition = standing.effects[0].edition if standing.effects else current
    replaced = standing.open
    past = next((d for d in standing.declarations if d.voided_on is None), None)
    form = _declaring_form(edition, day, past, replaced)
    guards = guards_of_redeclare if replaced else guards_of_issue_declaration
    since = history.since_last(history.system_chain(system.pk), DECLARING)
    changed = _scope_changes(standing, past.scope_id, past.signed_on) if past and past.scope_id else []
    return DecisionView(
        what=f"Ký quyết định công bố thay quyết định {replaced.label}, rồi ghi số và ngày vào đây."
        if replaced
        else "Ký quyết định công bố hệ thống phù hợp tiêu chuẩn, rồi ghi số và ngày vào đây.",
        button="Ban hành công bố lại" if replaced else "Ban hành công bố",
        url=reverse(f"conformity:{'redeclare' if replaced else 'issue_declaration'}", args=[system.pk]),
        form=form,
        since=since.words,
        changed=[*changed, *since.sentences],
        evidence=[
            _confirmed(standing, edition),
            _scope(standing),
            Evidence(
                "Dự thảo quyết định",
                "Word, điền sẵn phạm vi và căn cứ",
                reverse("conformity:draft", args=[system.pk, "docx"]),
            ),
            *_declared(standing),
            _trained(current),
        ],
        missing=guards(actor, system, edition, day, standing) if edition else _NO_EDITION,
        ready="Đủ điều kiện theo Điều 4 Quyết định 19/2014/QĐ-TTg.",
    )


def _declaring_form(
    edition: Edition | None, day: date, past: Declaration | None, replaced: Declaration | None
) -> DecisionForm:
    initial = {
        "edition": edition,
        "signed_on": day,
        "prepared_by": past.prepared_by if past else "",
        "replaces": replaced.pk if replaced else 0,
    }
    form = AgainForm(initial=initial) if past else DecisionForm(initial=initial)
    form.fields["edition"].widget = HiddenInput()
    return form


_NO_EDITION = ["Chưa có phiên bản tiêu chuẩn quốc gia nào trong danh mục."]


def _edition_and_proofs(system: QualitySystem, day: date) -> Any:
    """The edition to declare to, with what the system can show: last `audit` and `review`, persons `trained`.

    One query: a screen on a phone is opened often.
    """
    attended = Attendance.objects.standing().filter(agency_id=system.holder_id, training_class__held_on__lte=day)
    trained = attended.order_by().values("agency").annotate(people=Sum("attendees")).values("people")
    proofs = {"audit": _last_done(system, AUDIT), "review": _last_done(system, REVIEW), "trained": Subquery(trained)}
    return adopted_editions(day).annotate(**proofs).first()


def _last_done(system: QualitySystem, acts: Iterable[str]) -> Subquery:
    """The latest duty of those acts that is done, as a dict of what proves it."""
    done = Duty.objects.filter(system=system, act__in=list(acts), outcome=Outcome.DONE).order_by("-closed_on", "-pk")
    proof = JSONObject(id="pk", on="closed_on", by="done_by", note="note", file="evidence__name")
    return Subquery(done.values(proof=proof)[:1], output_field=JSONField())


def _day(proof: dict[str, Any] | None) -> date | None:
    return date.fromisoformat(proof["on"]) if proof else None


def _proof(label: str, proof: dict[str, Any] | None) -> Evidence:
    day = _day(proof)
    if proof is None or day is None:
        return Evidence(label, "Chưa thấy ghi nhận lần nào", found=False)
    words = [f"{day:%d/%m/%Y}", proof["by"], proof["note"], proof["file"]]
    url = reverse("duties:evidence" if proof["file"] else "duties:duty", args=[proof["id"]])
    return Evidence(label, " · ".join(w for w in words if w), url)


def _scope(standing: Standing) -> Evidence:
    url = reverse("conformity:system", args=[standing.system.pk])
    if standing.scope is None:
        return Evidence("Phạm vi áp dụng", "Chưa xác định", url, found=False)
    fields = len({item.field for item in standing.items})
    words = f"{len(standing.items)} thủ tục, {fields} lĩnh vực; lần {standing.scope.version}"
    return Evidence("Phạm vi áp dụng", f"{words}, ngày {standing.scope.decided_on:%d/%m/%Y}", url)


def _confirmed(standing: Standing, edition: Edition | None) -> Evidence:
    effect = standing.effect(edition) if edition else None
    url = reverse("conformity:system", args=[standing.system.pk])
    if effect is None:
        return Evidence("Xác nhận hiệu lực", "Chưa có", url, found=False)
    words = f"{effect.confirmed_on:%d/%m/%Y}, {effect.confirmed_by}; đánh giá nội bộ {effect.audited_on:%d/%m/%Y}"
    return Evidence("Xác nhận hiệu lực", f"{words}, xem xét của lãnh đạo {effect.reviewed_on:%d/%m/%Y}", url)


def _trained(edition: Any) -> Evidence:
    people = edition.trained if edition else 0
    words = f"{people} lượt người dự lớp" if people else "Chưa có người dự lớp"
    return Evidence("Đào tạo", words, reverse("training:classes"), found=bool(people))


def _declared(standing: Standing) -> list[Evidence]:
    found = standing.open or next((d for d in standing.declarations if d.voided_on is None), None)
    if found is None:
        return []
    if found.signed_file_id:
        url = reverse("conformity:file", args=[found.pk, "signed"])
    else:
        url = reverse("conformity:declaration", args=[found.pk])
    return [Evidence("Công bố trước", f"{found.label}, {found.edition.label}", url)]


def _scope_changes(standing: Standing, before: int | Subquery | None, decided_on: date | None) -> list[str]:
    """What the scope of the day has more and less than the one decided on last; a query only where it changed."""
    now = standing.scope
    if now is None or decided_on is None:
        return []
    if now.decided_on <= decided_on:
        return [f"Phạm vi không thay đổi ({len(standing.items)} thủ tục)."]
    old = _named(ScopeItem.objects.filter(scope_id=before).order_by("position"))
    new = _named(standing.items)
    added, dropped = [n for n in new if n not in old], [n for n in old if n not in new]
    if not added and not dropped:
        return [f"Phạm vi xác định lại lần {now.version}, các thủ tục không thay đổi."]
    lines = [f"Phạm vi: thêm {len(added)}, bớt {len(dropped)} thủ tục so với lần quyết trước."]
    return lines + _some("Thêm", added) + _some("Bớt", dropped)


def _named(items: Iterable[ScopeItem]) -> dict[str, None]:
    return {f"{item.field} – {item.procedure}": None for item in items}


def _some(word: str, names: list[str]) -> list[str]:
    more = [f"{word} {len(names) - TOLD} thủ tục khác."] if len(names) > TOLD else []
    return [f"{word}: {name}" for name in names[:TOLD]] + more
