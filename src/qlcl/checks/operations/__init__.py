"""Writes of checks: one file per act."""
