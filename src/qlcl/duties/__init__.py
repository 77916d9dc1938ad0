"""What a position owes by a date: opening, discharge, explanation, notices.

Knows acts and references, never why."""
