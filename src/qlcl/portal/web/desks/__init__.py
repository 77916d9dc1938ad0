"""The home page of each hat: what is his first, then the picture."""
