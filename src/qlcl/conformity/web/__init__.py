"""Pages of conformity, and the public register."""
