"""Writes of the standards room."""
