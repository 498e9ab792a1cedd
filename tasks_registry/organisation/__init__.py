"""Committees, agencies and people: the directory file, mergers, absences, hand-overs, roll-ups."""
