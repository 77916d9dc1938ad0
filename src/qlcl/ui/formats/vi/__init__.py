"""The Vietnamese locale."""
