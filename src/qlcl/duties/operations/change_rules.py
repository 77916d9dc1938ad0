"""Adds, changes and ends rules from a day on; what held before, and what was opened by it, stays as it was."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qlcl.duties.enums import Trigger, Unit
from qlcl.duties.models import DutyRule
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.workflow import guards_of_rule
from qlcl.kernel import history
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.history import Entry, Ref
from qlcl.kernel.text import clean, fold
from qlcl.organisations.models import Agency
from qlcl.organisations.policies import can_administer


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """All that a version of a rule says, but for what opens it, which stays the same in every version."""

    label: str
    column: str
    role: str = Role.ISO_SECRETARY
    unit: str = Unit.FIXED
    amount: int = 0
    due_month: int | None = None
    due_day: int | None = None
    legal_basis: str = ""
    statutory: bool = False
    ladder_code: str = "ordinary"
    levels: tuple[str, ...] = ()
    bound_only: bool = False
    may_confirm_unchanged: bool = False
    sequence: int = 0
    note_unconfirmed: str = ""

    def values(self) -> dict[str, Any]:
        """The fields of the row."""
        return asdict(self) | {
            "label": clean(self.label),
            "column": clean(self.column),
            "levels": sorted(self.levels),
            "legal_basis": clean(self.legal_basis),
            "note_unconfirmed": clean(self.note_unconfirmed),
        }


@transaction.atomic
def add_rule(
    *,
    actor: Actor,
    province: Agency,
    terms: RuleTerms,
    trigger: str,
    act: str,
    start_act: str,
    valid_from: date,
    on: date,
    at: datetime,
) -> DutyRule:
    """A new rule from `valid_from`; without an act of the product its duties are closed by a statement.

    Refuses `rule_in_past` and whatever `workflow.guards_of_rule` names. Raises `Forbidden`.
    """
    _enter(actor, province)
    code = _free_code(province, terms)
    rule = DutyRule(
        province=province, code=code, trigger=trigger, act=act or f"rules.{code}", start_act=start_act,
        valid_from=valid_from, **terms.values(),
    )  # fmt: skip
    _check(rule, valid_from, on)
    rule.save()
    _record(actor, province, rule, [rule], "duties.add_rule", f"Thêm quy tắc “{rule.label}”", on, at)
    _open(province, rule, actor, on, at)
    return rule


@transaction.atomic
def change_rule(
    *,
    actor: Actor,
    province: Agency,
    source_id: int,
    terms: RuleTerms,
    valid_from: date,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> DutyRule:
    """The rule's next version, from `valid_from`; a version planned for later and not begun is written over.

    `seen` is the last event of the rule that the form knew; a later one raises `Stale`. Refuses `rule_in_past`,
    `rule_order`, `rule_unchanged` and whatever `workflow.guards_of_rule` names. Raises `Forbidden`.
    """
    _enter(actor, province)
    versions = _versions(province, source_id, seen)
    last = versions[-1]
    changed: list[DutyRule] = []
    planned = last.valid_from
    if last.valid_from > on:
        rule, before = last, versions[-2] if len(versions) > 1 else None
    else:
        rule, before = _next_version(last), last
    for name, value in terms.values().items():
        setattr(rule, name, value)
    if rule.pk is None and all(getattr(last, name) == value for name, value in terms.values().items()):
        raise DomainError("rule_unchanged", "Quy tắc không có gì thay đổi.")
    rule.valid_from, rule.valid_until = valid_from, None
    _check(rule, valid_from, on)
    if before is not None:
        changed += _end_before(before, valid_from, planned)
    rule.save()
    summary = f"Đổi quy tắc “{rule.label}” từ {valid_from:%d/%m/%Y}"
    _record(actor, province, rule, [*changed, rule], "duties.change_rule", summary, on, at)
    _open(province, rule, actor, on, at)
    return rule


@transaction.atomic
def end_rule(
    *,
    actor: Actor,
    province: Agency,
    source_id: int,
    valid_until: date,
    reason: str,
    on: date,
    at: datetime,
    seen: int | None = None,
) -> DutyRule:
    """The rule opens nothing from `valid_until` on; what is open stays owed.

    Refuses `rule_ended`, `rule_in_past`, `rule_order`, `reason_missing`. Raises `Forbidden`, `Stale`.
    """
    _enter(actor, province)
    rule = _versions(province, source_id, seen)[-1]
    if not clean(reason):
        raise DomainError("reason_missing", "Cần ghi lý do thôi áp dụng.", field="reason")
    if rule.valid_until is not None and rule.valid_until <= on:
        raise DomainError("rule_ended", f"Quy tắc đã thôi áp dụng từ {rule.valid_until:%d/%m/%Y}.")
    _not_in_past(valid_until, on, "valid_until")
    if valid_until <= rule.valid_from:
        raise DomainError(
            "rule_order", f"Ngày thôi áp dụng phải sau {rule.valid_from:%d/%m/%Y}, ngày bắt đầu.", field="valid_until"
        )
    rule.valid_until = valid_until
    rule.save(update_fields=["valid_until"])
    summary = f"Thôi áp dụng quy tắc “{rule.label}” từ {valid_until:%d/%m/%Y}: {clean(reason)}"
    _record(actor, province, rule, [rule], "duties.end_rule", summary, on, at)
    return rule


def _enter(actor: Actor, province: Agency) -> None:
    history.lock(history.province_chain(province.pk))
    if not can_administer(actor, province.pk):
        raise Forbidden("Chỉ quản trị của tỉnh được sửa quy tắc.")


def _versions(province: Agency, source_id: int, seen: int | None) -> list[DutyRule]:
    """Every version in order; refuses a form that somebody has overtaken."""
    rules = DutyRule.objects.filter(province=province)
    versions = sorted((*rules.filter(pk=source_id), *rules.filter(origin=source_id)), key=lambda r: r.valid_from)
    if not versions or versions[0].origin_id:
        raise Unseen
    history.refuse_overtaken("duty_rule", source_id, seen)
    return versions


def _next_version(last: DutyRule) -> DutyRule:
    kept = ("province_id", "code", "act", "trigger", "start_act")
    return DutyRule(origin_id=last.source_id, **{name: getattr(last, name) for name in kept})


def _end_before(before: DutyRule, day: date, planned: date) -> list[DutyRule]:
    """Ends the version before on the day, unless it had ended for itself by then."""
    if day <= before.valid_from:
        raise DomainError(
            "rule_order",
            f"Quy tắc hiện có áp dụng từ {before.valid_from:%d/%m/%Y}; bản mới phải bắt đầu sau ngày đó.",
            field="valid_from",
        )
    if before.valid_until is not None and before.valid_until <= day and before.valid_until != planned:
        return []
    before.valid_until = day
    before.save(update_fields=["valid_until"])
    return [before]


def _check(rule: DutyRule, valid_from: date, on: date) -> None:
    _not_in_past(valid_from, on, "valid_from")
    if missing := guards_of_rule(rule):
        raise DomainError("guards", " ".join(missing), extra={"missing": missing})


def _not_in_past(day: date, on: date, field: str) -> None:
    if day < on:
        raise DomainError("rule_in_past", f"Ngày áp dụng phải từ hôm nay, {on:%d/%m/%Y}.", field=field)


def _free_code(province: Agency, terms: RuleTerms) -> str:
    base = "_".join(fold(terms.column or terms.label).split())[:30].strip("_") or "rule"
    taken = set(DutyRule.objects.filter(province=province).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}_{n}") not in taken)


def _record(
    actor: Actor, province: Agency, rule: DutyRule, changed: Sequence[DutyRule], act: str, summary: str,
    on: date, at: datetime,
) -> None:  # fmt: skip
    entry = Entry(
        chain=history.province_chain(province.pk),
        act=act,
        on=on,
        summary=summary,
        subject=Ref("duty_rule", rule.source_id, rule.label),
        changed=changed,
        payload={"rule": rule.pk, "code": rule.code, "from": rule.valid_from},
    )
    history.record(actor=actor, at=at, entries=[entry])


def _open(province: Agency, rule: DutyRule, actor: Actor, on: date, at: datetime) -> None:
    """A yearly rule that holds from today opens what its year still lacks."""
    if rule.trigger == Trigger.YEARLY and rule.valid_from <= on:
        open_year(province=province, year=on.year, actor=actor, on=on, at=at)
