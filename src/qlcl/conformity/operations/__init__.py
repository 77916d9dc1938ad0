"""Writes: one file per act; `timeline`, `recording`, `follow_up` and `notices` hold what several acts share."""
