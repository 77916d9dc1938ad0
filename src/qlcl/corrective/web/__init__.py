"""Pages of the corrective room."""
