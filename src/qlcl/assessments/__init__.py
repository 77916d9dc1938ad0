"""The checklist engine: versioned sets of questions, and checklists frozen from them for one occasion.

Not the occasion: inspections, and later audits, start a checklist and conclude it.
"""
