"""Pages of the transitions room."""
