"""What a head sees before he confirms effect or declares: changes, evidence, what is missing, the form filled in."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum
from django.urls import reverse

from qlcl.conformity.models import Scope, ScopeItem
from qlcl.conformity.queries import Standing, current_edition, items_of, standing_of
from qlcl.conformity.web.forms import AgainForm, DecisionForm, EffectForm
from qlcl.conformity.workflow import guards_of_confirm_effect, guards_of_issue_declaration, guards_of_redeclare
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
    system, edition = duty.system, current_edition(day)
    standing = standing_of(system, day)
    effect = next(iter(standing.effects), None)
    done = _done(system, (*AUDIT, *REVIEW))
    audit, review = _latest(done, AUDIT), _latest(done, REVIEW)
    fresh = [d.closed_on if d and d.closed_on and (effect is None or d.closed_on > effect.confirmed_on) else None
             for d in (audit, review)]  # fmt: skip
    initial = {"edition": edition, "audited_on": fresh[0], "reviewed_on": fresh[1], "confirmed_on": day}
    since = history.since_last(history.system_chain(system.pk), ["conformity.confirm_effect"])
    before = _scope_on(system, effect.confirmed_on) if effect else None
    return DecisionView(
        what="Thủ trưởng xác nhận hệ thống quản lý chất lượng đã được áp dụng và có hiệu lực, "
        "sau đánh giá nội bộ và xem xét của lãnh đạo. Việc này không ủy quyền được.",
        button="Xác nhận hiệu lực",
        url=reverse("conformity:confirm_effect", args=[system.pk]),
        form=EffectForm(initial=initial),
        filled=all(initial.values()),
        since=since.words,
        changed=[*_scope_changes(before, standing), *since.sentences],
        evidence=[
            _proof("Đánh giá nội bộ", audit),
            _proof("Xem xét của lãnh đạo", review),
            _scope(standing),
            _trained(system, day),
            *_declared(standing),
        ],
        missing=guards_of_confirm_effect(actor, system, edition, day, standing) if edition else _NO_EDITION,
        ready="Đủ điều kiện theo Điều 4 Quyết định 19/2014/QĐ-TTg.",
    )


def declare(actor: Actor, duty: Duty, day: date) -> DecisionView:
    """The head, or who signs for him, records the decision to declare, or to declare again."""
    system = duty.system
    standing = standing_of(system, day)
    edition = standing.effects[0].edition if standing.effects else current_edition(day)
    replaced = standing.open
    past = next((d for d in standing.declarations if d.voided_on is None), None)
    initial = {
        "edition": edition,
        "signed_on": day,
        "prepared_by": past.prepared_by if past else "",
        "replaces": replaced.pk if replaced else 0,
    }
    form = AgainForm(initial=initial) if past else DecisionForm(initial=initial)
    guards = guards_of_redeclare if replaced else guards_of_issue_declaration
    since = history.since_last(history.system_chain(system.pk), DECLARING)
    return DecisionView(
        what=f"Ký quyết định công bố thay quyết định {replaced.label}, rồi ghi số và ngày vào đây."
        if replaced
        else "Ký quyết định công bố hệ thống phù hợp tiêu chuẩn, rồi ghi số và ngày vào đây.",
        button="Ban hành công bố lại" if replaced else "Ban hành công bố",
        url=reverse(f"conformity:{'redeclare' if replaced else 'issue_declaration'}", args=[system.pk]),
        form=form,
        since=since.words,
        changed=[*_scope_changes(past.scope if past else None, standing), *since.sentences],
        evidence=[
            _confirmed(standing, edition),
            _scope(standing),
            Evidence(
                "Dự thảo quyết định",
                "Word, điền sẵn phạm vi và căn cứ",
                reverse("conformity:draft", args=[system.pk, "docx"]),
            ),
            *_declared(standing),
            _trained(system, day),
        ],
        missing=guards(actor, system, edition, day, standing) if edition else _NO_EDITION,
        ready="Đủ điều kiện theo Điều 4 Quyết định 19/2014/QĐ-TTg.",
    )


_NO_EDITION = ["Chưa có phiên bản tiêu chuẩn quốc gia nào trong danh mục."]


def _done(system: QualitySystem, acts: Iterable[str]) -> list[Duty]:
    """Duties of those acts that are done, latest first, with their files."""
    rows = Duty.objects.filter(system=system, act__in=list(acts), outcome="done").select_related("evidence")
    return list(rows.order_by("-closed_on", "-id")[:20])


def _latest(done: Iterable[Duty], acts: Iterable[str]) -> Duty | None:
    wanted = set(acts)
    return next((duty for duty in done if duty.act in wanted), None)


def _proof(label: str, duty: Duty | None) -> Evidence:
    if duty is None or duty.closed_on is None:
        return Evidence(label, "Chưa thấy ghi nhận lần nào", found=False)
    words = [f"{duty.closed_on:%d/%m/%Y}", duty.done_by, duty.note, duty.evidence.name if duty.evidence else ""]
    url = reverse("duties:evidence" if duty.evidence else "duties:duty", args=[duty.pk])
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


def _trained(system: QualitySystem, day: date) -> Evidence:
    held = Attendance.objects.standing().filter(agency_id=system.holder_id, training_class__held_on__lte=day)
    people = held.aggregate(people=Sum("attendees"))["people"] or 0
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


def _scope_on(system: QualitySystem, day: date) -> Scope | None:
    """The version of the scope that stood on a past day."""
    return Scope.objects.filter(system=system, decided_on__lte=day).order_by("-version").first()


def _scope_changes(before: Scope | None, standing: Standing) -> list[str]:
    """What the scope of the day has more and less than the one decided on last."""
    now = standing.scope
    if before is None or now is None:
        return []
    if before.pk == now.pk:
        return [f"Phạm vi không thay đổi ({len(standing.items)} thủ tục)."]
    old, new = _named(items_of(before)), _named(standing.items)
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
