"""Tables of the standards room."""

from qlcl.standards.models.clause import Clause, Crosswalk
from qlcl.standards.models.edition import Edition

__all__ = ["Clause", "Crosswalk", "Edition"]
