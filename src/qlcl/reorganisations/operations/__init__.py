"""Writes of reorganisations; one file per act."""
