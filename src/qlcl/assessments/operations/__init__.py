"""Writes: one file per act."""
