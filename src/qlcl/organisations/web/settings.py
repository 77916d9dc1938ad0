"""The page of a province's parameters: what no law fixes."""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.kernel import catalogue, history
from qlcl.kernel.catalogue import Parameter
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Stale
from qlcl.organisations import parameters
from qlcl.organisations.models import Agency
from qlcl.organisations.operations.change_settings import change_settings
from qlcl.organisations.policies import can_administer, is_provincial
from qlcl.ui.access import signed_in


def _field(parameter: Parameter) -> forms.Field:
    label = parameter.label + (f" ({parameter.unit})" if parameter.unit else "")
    if parameter.kind == "bool":
        return forms.ChoiceField(label=label, choices=[("1", "Có"), ("0", "Không")], help_text=parameter.help)
    if parameter.choices:
        return forms.ChoiceField(label=label, choices=parameter.choices, help_text=parameter.help)
    if parameter.kind in {"int", "percent"}:
        number = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-number"})
        return forms.CharField(label=label, help_text=parameter.help, max_length=20, widget=number)
    return forms.CharField(label=label, help_text=parameter.help, max_length=200, required=False)


class SettingsForm(forms.Form):
    """One field for each parameter of the catalogue; `seen` is the last change the form knew."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for parameter in catalogue.parameters():
            self.fields[parameter.code] = _field(parameter)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the heading of their group."""
        found = groupby(catalogue.parameters(), key=lambda p: p.group)
        return [(group, [self[p.code] for p in listed]) for group, listed in found]


@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """Shows the parameters to those who oversee the province; its administrator changes them from today on."""
    province = _province(request)
    editable = can_administer(request.actor, province.pk)
    latest = history.events_of(kind="settings", id=province.pk, limit=20)
    initial = parameters.values(province.pk, today()) | {"seen": latest[0].event_id if latest else 0}
    form = SettingsForm(request.POST or None, initial=initial)
    if not editable:
        for field in form.fields.values():
            field.disabled = True
    if request.method == "POST":
        if not editable:
            raise Forbidden("Chỉ quản trị của tỉnh được đổi tham số.")
        if form.is_valid() and _saved(request, form, province):
            return redirect("organisations:settings")
    context = {"form": form, "province": province, "editable": editable, "timeline": latest}
    return render(request, "organisations/settings.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: SettingsForm, province: Agency) -> bool:
    data = dict(form.cleaned_data)
    seen = data.pop("seen") or 0
    try:
        count = change_settings(actor=request.actor, on=today(), at=now(), province=province, values=data, seen=seen)
    except Stale:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, f"Đã đổi {count} tham số, có hiệu lực từ hôm nay." if count else "Không có gì thay đổi.")
    return True


def _province(request: HttpRequest) -> Agency:
    """The province whose parameters are shown: that of the actor's first provincial post."""
    if not is_provincial(request.actor):
        raise Forbidden("Tham số do cơ quan đầu mối của tỉnh đặt.")
    post = next(p for p in request.actor.posts if p.oversees)
    return Agency.objects.get(pk=post.province_id)
