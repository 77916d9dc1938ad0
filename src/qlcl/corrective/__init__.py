"""Nonconformities and corrective actions, whoever raised them: what was wrong, why, what was done, whether it helped.

Not who finds them: inspections, and later audits and complaints, raise them here.
"""
