"""Layout, components, tokens and static files; knows no noun of the domain."""
