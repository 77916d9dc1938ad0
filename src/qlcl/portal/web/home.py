"""The home page: the desk of the hat one wears."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from qlcl.kernel.actors import PROVINCIAL, Role
from qlcl.kernel.clock import today
from qlcl.portal.web.desks.head import head_desk
from qlcl.portal.web.desks.province import province_desk
from qlcl.portal.web.desks.secretary import secretary_desk
from qlcl.portal.web.desks.staff import staff_desk
from qlcl.portal.web.leader import leader_desk
from qlcl.ui.access import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """One address for every hat; several hats: the one that decides most."""
    roles, day = request.actor.roles, today()
    if Role.PROVINCIAL_LEADER in roles:
        return leader_desk(request, day)
    if roles & PROVINCIAL:
        return province_desk(request, day)
    if roles & {Role.HEAD, Role.DEPUTY}:
        return head_desk(request, day)
    if Role.ISO_SECRETARY in roles:
        return secretary_desk(request, day)
    return staff_desk(request, day)


def front(request: HttpRequest) -> HttpResponseBase:
    """The bare address: home for who has signed in, the public register for everybody else."""
    return redirect("register:list") if request.actor.is_anonymous else home(request)
