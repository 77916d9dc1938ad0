"""A form that is filled in, tried, and shown again with what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qlcl.kernel.errors import DomainError, Stale


def submitted(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    act: Callable[[dict[str, Any]], tuple[str, str] | None],
    **context: Any,
) -> HttpResponse:
    """Runs `act` with the clean data of a posted form; it returns (message, address), or None after adding errors.

    What the domain refuses is shown in the form (422), what was overtaken as well (409).
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act(form.cleaned_data)
            except DomainError as refused:
                if refused.status in {403, 404}:
                    raise
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
                status = 409 if isinstance(refused, Stale) else 422
            else:
                if done is not None:
                    messages.success(request, done[0])
                    return redirect(done[1])
    return render(request, template, {"form": form, **context}, status=status)
