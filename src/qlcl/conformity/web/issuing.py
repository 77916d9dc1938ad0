"""Forms of the head: confirming effect, declaring, declaring again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.conformity.models import Declaration
from qlcl.conformity.operations.confirm_effect import confirm_effect
from qlcl.conformity.operations.issue_declaration import issue_declaration
from qlcl.conformity.operations.redeclare import redeclare
from qlcl.conformity.policies import can_confirm_effect, can_issue
from qlcl.conformity.queries import Standing, current_edition, standing_of, system_page
from qlcl.conformity.web.forms import FORM, AgainForm, DecisionForm, EffectForm
from qlcl.conformity.workflow import guards_of_confirm_effect, guards_of_issue_declaration, guards_of_redeclare
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.standards.models import Edition
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


def _standing(request: HttpRequest, system_id: int) -> Standing:
    return standing_of(system_page(request.actor, system_id), today())


def _edition(standing: Standing) -> Edition | None:
    """The edition to begin with: the newest confirmed one, else the current one."""
    return standing.effects[0].edition if standing.effects else current_edition(today())


@signed_in
def confirm(request: HttpRequest, system_id: int) -> HttpResponse:
    """The head confirms that the system works."""
    standing = _standing(request, system_id)
    system = standing.system
    if not can_confirm_effect(request.actor, system):
        raise Forbidden("Chỉ thủ trưởng cơ quan trực tiếp xác nhận hiệu lực; việc này không ủy quyền được.")
    edition = current_edition(today())
    form = EffectForm(request.POST or None, initial={"edition": edition, "confirmed_on": today()})
    back = reverse("conformity:system", args=[system.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        confirm_effect(
            actor=request.actor,
            system_id=system.pk,
            edition_id=data["edition"].pk,
            audited_on=data["audited_on"],
            reviewed_on=data["reviewed_on"],
            note=data["note"],
            on=data["confirmed_on"],
            at=now(),
        )
        return "Đã xác nhận hiệu lực của hệ thống.", back

    missing = guards_of_confirm_effect(request.actor, system, edition, today(), standing) if edition else []
    return submitted(
        request,
        form,
        FORM,
        act,
        title="Xác nhận hiệu lực hệ thống",
        button="Xác nhận hiệu lực",
        lead=system.holder.name,
        back=back,
        missing=missing,
    )


@signed_in
def issue(request: HttpRequest, system_id: int) -> HttpResponse:
    """A declaration where none is in force."""
    standing = _standing(request, system_id)
    edition = _edition(standing)
    _require_signer(request, standing)
    form: DecisionForm = DecisionForm(request.POST or None, initial={"edition": edition, "signed_on": today()})
    if any(d.voided_on is None for d in standing.declarations):
        form = AgainForm(request.POST or None, initial={"edition": edition, "signed_on": today(), "replaces": 0})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data.pop("replaces", None)
        made = issue_declaration(actor=request.actor, system_id=standing.system.pk, at=now(), **_given(data))
        return _done(made)

    missing = guards_of_issue_declaration(request.actor, standing.system, edition, today(), standing) if edition else []
    return _form(request, form, act, standing, missing, "Công bố phù hợp tiêu chuẩn", "Ban hành công bố")


@signed_in
def again(request: HttpRequest, system_id: int) -> HttpResponse:
    """A declaration that replaces the one in force."""
    standing = _standing(request, system_id)
    edition = _edition(standing)
    _require_signer(request, standing)
    replaced = standing.open
    initial = {"edition": edition, "signed_on": today(), "replaces": replaced.pk if replaced else 0}
    form = AgainForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        replaces = data.pop("replaces")
        made = redeclare(
            actor=request.actor, system_id=standing.system.pk, replaces_id=replaces, at=now(), **_given(data)
        )
        return _done(made)

    missing = guards_of_redeclare(request.actor, standing.system, edition, today(), standing) if edition else []
    title = f"Công bố lại, thay quyết định {replaced.label}" if replaced else "Công bố lại"
    return _form(request, form, act, standing, missing, title, "Ban hành công bố lại")


def _require_signer(request: HttpRequest, standing: Standing) -> None:
    if not can_issue(request.actor, standing.system, today()):
        raise Forbidden(
            "Chỉ thủ trưởng, người phụ trách, hoặc cấp phó có văn bản ủy quyền còn giá trị được ban hành công bố."
        )


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """The form's values under the operation's names."""
    given = dict(data)
    edition, signed_on = given.pop("edition"), given.pop("signed_on")
    return {**given, "edition_id": edition.pk, "on": signed_on}


def _done(made: Declaration) -> tuple[str, str]:
    message = f"Đã ban hành quyết định {made.label}. Tiếp theo: thông báo, niêm yết, đăng trang."
    return message, reverse("conformity:declaration", args=[made.pk])


def _form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], tuple[str, str]],
    standing: Standing,
    missing: list[str],
    title: str,
    button: str,
) -> HttpResponse:
    back = reverse("conformity:system", args=[standing.system.pk])
    lead = standing.system.holder.name
    return submitted(request, form, FORM, act, title=title, button=button, lead=lead, back=back, missing=missing)
