"""Tables of conformity; one file per aggregate."""

from qlcl.conformity.models.declaration import Declaration, DeclarationQuerySet
from qlcl.conformity.models.effect import EffectConfirmation
from qlcl.conformity.models.scope import Scope, ScopeItem

__all__ = ["Declaration", "DeclarationQuerySet", "EffectConfirmation", "Scope", "ScopeItem"]
