"""Reads a system or a declaration for a change: locks the chain of its system first."""

from qlcl.conformity.models import Declaration
from qlcl.conformity.policies import visible_declarations
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.organisations.models import QualitySystem
from qlcl.organisations.queries import visible_systems


def system_to_change(system_id: int, actor: Actor) -> QualitySystem:
    """The system, its chain locked; `Unseen` outside what the actor may see."""
    if not visible_systems(actor).filter(pk=system_id).exists():
        raise Unseen("Không tìm thấy hệ thống này.")
    history.lock(history.system_chain(system_id))
    return QualitySystem.objects.select_related("holder").get(pk=system_id)


def declaration_to_change(declaration_id: int, actor: Actor) -> Declaration:
    """The declaration, its system's chain locked; `Unseen` outside what the actor may see."""
    seen = visible_declarations(actor).filter(pk=declaration_id).values_list("system_id", flat=True).first()
    if seen is None:
        raise Unseen("Không tìm thấy công bố này.")
    history.lock(history.system_chain(seen))
    return Declaration.objects.select_related("system__holder", "agency", "edition", "replaces").get(pk=declaration_id)
