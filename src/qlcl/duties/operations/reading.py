"""Reads a duty for a change: locks the chain of its system first."""

from qlcl.duties.models import Duty
from qlcl.duties.policies import visible_duties
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen


def duty_to_change(duty_id: int, actor: Actor) -> Duty:
    """The duty, its system's chain locked; `Unseen` outside what the actor may see."""
    system_id = visible_duties(actor).filter(pk=duty_id).values_list("system_id", flat=True).first()
    if system_id is None:
        raise Unseen
    history.lock(history.system_chain(system_id))
    return Duty.objects.select_related("system", "agency").get(pk=duty_id)
