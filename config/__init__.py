"""Ground of the program: settings, clock, database, log records, start-up checks, the office's own data files.

Knows no rule of the domain and imports no other package of the project.
"""
