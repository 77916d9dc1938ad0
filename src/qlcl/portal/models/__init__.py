"""Tables of the portal: imports, and files waiting to be imported."""

from qlcl.portal.models.import_batch import ImportBatch, ImportedProvince
from qlcl.portal.models.pending_import import PendingImport

__all__ = ["ImportBatch", "ImportedProvince", "PendingImport"]
