"""Scope, confirmation of effect, declarations of conformity, their notices, the public register.

Not: who the agencies are (organisations), what the standard says (standards), who waits for a declaration (duties,
transitions)."""
