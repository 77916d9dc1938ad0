"""Who the agencies are: levels, dates, lineage, duty to apply, quality systems and coverage.

Not: who works there (accounts), nor what a system has declared (conformity)."""
