"""What reports say: figures computed from the rooms' measures, their rows, their words."""
