"""Editions of the standard, their clauses and the crosswalk between editions.

Numbers, titles and our own questions; never the standard's text. Which edition a declaration or a campaign refers
to is said by those rooms. The reference data ships as CSV in `data/` and is loaded by `operations.load_reference`."""
