"""Scope, confirmation of effect, declarations of conformity, their notices, the public register."""
