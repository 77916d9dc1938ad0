"""How far a province has come that has just begun: its register, its people, its earlier records."""

from dataclasses import dataclass
from datetime import date

from qlcl.accounts.policies import visible_appointments
from qlcl.conformity.policies import visible_declarations
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.enums import Level
from qlcl.organisations.queries import visible_agencies
from qlcl.training.policies import visible_classes


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Counts of what stands on a day: agencies, those of them with a head who can sign in, records brought along."""

    agencies: int
    headed: int
    declarations: int
    classes: int
    inspections: int

    @property
    def recorded(self) -> int:
        """Records brought along from earlier years, of whatever kind."""
        return self.declarations + self.classes + self.inspections


def beginnings(actor: Actor, day: date) -> Beginnings:
    """Counts what the actor sees; the province itself is no agency among its agencies."""
    agencies = visible_agencies(actor).valid_on(day).exclude(level=Level.PROVINCE)
    heads = visible_appointments(actor).filter(
        position__role=Role.HEAD, position__agency__in=agencies, valid_from__lte=day, person__is_active=True
    )
    return Beginnings(
        agencies=agencies.count(),
        headed=heads.exclude(valid_until__lte=day).values("position__agency").distinct().count(),
        declarations=visible_declarations(actor).count(),
        classes=visible_classes(actor).count(),
        inspections=visible_inspections(actor).count(),
    )
