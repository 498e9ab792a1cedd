"""The annex that proves the chasing of a task."""
