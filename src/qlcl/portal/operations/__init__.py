"""Writes of the portal: import, backup, restore, nightly work; each composed of the rooms below."""
