"""The register of the province's inspections of its agencies."""
