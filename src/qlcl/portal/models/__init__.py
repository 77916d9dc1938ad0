"""Tables of the portal: imports, and files waiting to be imported."""

from qlcl.portal.models.import_batch import ImportBatch
from qlcl.portal.models.pending_import import PendingImport

__all__ = ["ImportBatch", "PendingImport"]
