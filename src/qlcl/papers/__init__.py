"""Official papers in the layout of Decree 30/2020, from replaceable templates.

A room that prints a paper registers its kind in `apps.py`:

    catalogue.PaperKind("conformity.decision", "Quyết định công bố", "papers/conformity.decision.txt",
                        "qlcl.conformity.papers.sample_decision")

The third is the default template, a file below the room's `templates/`; the fourth a function without arguments
that gives a sample context. The room then calls `papers.operations.render.render_docx(kind, context)` with a context
of plain values: text, numbers, dates, lists, dicts, dataclasses by attribute. The fields of each template stand at
the head of its file. Papers are drafts: they bear «DỰ THẢO» and no number; nothing here signs or numbers a paper.
"""
