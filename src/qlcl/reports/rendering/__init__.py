"""A report as text, Word and Excel."""
