"""The chain of the standards: editions belong to no province."""

CHAIN = "standards"
