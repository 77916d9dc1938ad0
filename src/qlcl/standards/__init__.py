"""Editions of the standard, their clauses and the crosswalk between editions.

Numbers, titles and our own questions; never the standard's text."""
