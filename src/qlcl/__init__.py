"""QLCL: a province runs and oversees its agencies' quality management systems."""
