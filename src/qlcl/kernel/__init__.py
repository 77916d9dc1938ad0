"""Tools without a noun of the domain.

History, workflow, periods, catalogue, files, sheets, text, words, measures, errors, actors.
"""
