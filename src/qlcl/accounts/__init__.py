"""Persons, positions, appointments, delegations, sign-in and tokens."""
