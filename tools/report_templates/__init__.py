"""Build the Word templates of ``reports/templates``: the party layout as Word styles, sections and docxtpl tags.

Run it after a change here and commit the result; the programme only reads the .docx::

    PYTHONPATH=. python -m tools.report_templates [folder]

Sizes and distances follow HD 36-HD/VPTW (2018), Phụ lục 1, and HD 05-HD/VPTW (2026), which keeps them. What differs
by profile or setting (size of the title, line spacing, layout of the state) is set when a document is rendered.
"""
