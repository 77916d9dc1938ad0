"""Tools without a noun of the domain: history, workflow, periods, catalogue, files, sheets, text, measures, errors, actors."""
