"""Pages of people: the list, a person, a new account, a temporary password."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Person
from qlcl.accounts.operations.change_person import change_person, set_account_open
from qlcl.accounts.operations.passwords import reset_password
from qlcl.accounts.operations.take_on import take_on
from qlcl.accounts.policies import can_manage_person, grantable_somewhere, manages_somebody
from qlcl.accounts.queries import people_listed, person_by_id, posts_held, posts_shown, tokens_shown
from qlcl.accounts.web.access import signed_in
from qlcl.accounts.web.acting import acting, show_refusal
from qlcl.accounts.web.forms import NewPersonForm, PersonForm
from qlcl.kernel import catalogue, history
from qlcl.kernel.actors import Role
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.ui.tables import Column, Table, filter_chips

STATES = (("dang-dung", "Đang dùng"), ("khoa", "Đã khóa"), ("chua-co-vi-tri", "Chưa có vị trí"))
COLUMNS = (
    Column("name", "Họ và tên", "full_name", order=("name_sort",), fixed=True, head=True),
    Column("username", "Tên đăng nhập", order=("username",)),
    Column("posts", "Vị trí", lambda person: "; ".join(map(str, posts_held(person)))),
    Column("agency", "Cơ quan quản lý tài khoản", "agency.short_name", order=("agency__name_sort",)),
    Column("email", "Thư điện tử", hidden=True),
    Column("open", "Được đăng nhập", "is_active", hidden=True),
    Column("illustration", "Minh họa", hidden=True),
)


@require_safe
@signed_in
def people(request: HttpRequest) -> HttpResponse:
    """People of the actor's agencies and provinces, by name, agency, role and state."""
    actor = request.actor
    get = request.GET
    rows = people_listed(
        actor,
        day=today(),
        text=get.get("q", ""),
        agency_code=get.get("co-quan", ""),
        role=get.get("vai-tro", ""),
        state=get.get("trang-thai", ""),
    )
    table = Table(
        request,
        COLUMNS,
        rows,
        cards=True,
        caption="Người dùng",
        default="name",
        empty="Không có người dùng nào.",
        remedy="Thêm từng người, hoặc nhập từ tệp Excel.",
    )
    if table.export:
        return table.export_response("nguoi-dung")
    context = {
        "table": table,
        "rows": [(person, posts_held(person)) for person in table.rows],
        "q": get.get("q", ""),
        "agency_code": get.get("co-quan", ""),
        "roles": filter_chips(request, "vai-tro", [(c.value, c.label, None) for c in RoleChoice]),
        "states": filter_chips(request, "trang-thai", [(code, label, None) for code, label in STATES]),
        "can_add": manages_somebody(actor),
        "panels": _panels(request, "people", None),
    }
    return render(request, "accounts/people.html", context)


@require_safe
@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts now and before, and what happened."""
    actor = request.actor
    found = person_by_id(actor, pk)
    manages = can_manage_person(actor, found)
    context = {
        "person": found,
        "posts": posts_shown(found.pk, None),
        "tokens": tokens_shown(found.pk, today()) if manages else [],
        "manages": manages,
        "timeline": history.events_of(kind="person", id=found.pk, limit=20) if manages else [],
        "panels": _panels(request, "person", found),
        "initials": "".join(word[0] for word in found.full_name.split()[-2:]),
    }
    return render(request, "accounts/person.html", context)


def _panels(request: HttpRequest, kind: str, found: Person | None) -> list[dict[str, Any]]:
    """What rooms above say of the person, or of people in general, as they registered it."""
    shown = []
    for panel in catalogue.panels(kind):
        context = catalogue.load(panel.path)(request.actor, found, today())
        if context is not None:
            shown.append({"label": panel.label, "template": panel.template, "context": context})
    return shown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_new(request: HttpRequest) -> HttpResponse:
    """A new account with its first position; shows the temporary password once."""
    actor = request.actor
    roles = grantable_somewhere(actor)
    if not roles:
        raise Forbidden("Ông/bà không quản lý người dùng của cơ quan nào.")
    initial = {"agency": request.GET.get("co-quan", ""), "role": Role.STAFF, "valid_from": today()}
    form = NewPersonForm(request.POST or None, actor=actor, roles=roles, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                account = take_on(**form.cleaned_data, **acting(request))
            except DomainError as error:
                show_refusal(form, error)
            else:
                return _handout(request, account.person, account.password)
    return render(request, "accounts/person_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a person's name and email."""
    actor = request.actor
    found = person_by_id(actor, pk)
    if found.pk != actor.person_id and not can_manage_person(actor, found):
        raise Forbidden
    initial = {"full_name": found.full_name, "email": found.email, "seen": history.last_event_touching([found])}
    form = PersonForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_person(person_id=pk, **form.cleaned_data, **acting(request))
            except DomainError as error:
                status = show_refusal(form, error)
            else:
                messages.success(request, "Đã sửa thông tin.")
                return redirect("accounts:person", pk)
    return render(request, "accounts/person_form.html", {"form": form, "person": found}, status=status)


@never_cache
@require_POST
@signed_in
def person_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a temporary password, shown once."""
    password = reset_password(person_id=pk, **acting(request))
    return _handout(request, person_by_id(request.actor, pk), password)


@require_POST
@signed_in
def person_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an account, or opens it again."""
    is_open = request.POST.get("mo") == "1"
    found = set_account_open(person_id=pk, is_open=is_open, **acting(request))
    messages.success(request, f"Đã {'mở lại' if is_open else 'khóa'} tài khoản {found.username}.")
    return redirect("accounts:person", pk)


def _handout(request: HttpRequest, person: object, password: str) -> HttpResponse:
    return render(request, "accounts/handout.html", {"person": person, "password": password})
