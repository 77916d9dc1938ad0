"""Report commands."""
