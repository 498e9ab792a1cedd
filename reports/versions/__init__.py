"""Versions of reports: what was made, of which facts, and what has changed since."""
