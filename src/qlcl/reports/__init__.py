"""Consolidated reports: composes the rooms' measures, cross-foots, opens rows, freezes; reconciliation."""
