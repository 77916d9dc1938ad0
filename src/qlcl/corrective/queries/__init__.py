"""Reads of nonconformities, shaped for pages."""

from qlcl.corrective.queries.alike import Alike, alike
from qlcl.corrective.queries.listing import (
    agency_panel,
    nonconformity_list,
    nonconformity_seen,
    of_source,
    open_nonconformities,
    passed_on_to,
    search_nonconformities,
)

__all__ = [
    "Alike",
    "agency_panel",
    "alike",
    "nonconformity_list",
    "nonconformity_seen",
    "of_source",
    "open_nonconformities",
    "passed_on_to",
    "search_nonconformities",
]
