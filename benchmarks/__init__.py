"""Measures what a user waits for: pages, search, reports, imports, start; `make bench` prints JSON."""
