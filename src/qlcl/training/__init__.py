"""Training classes, attendance by agency, certificates."""
