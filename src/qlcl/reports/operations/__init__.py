"""Writes of reports; one file per act."""
