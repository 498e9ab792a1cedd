"""The whole job on a throw-away installation of a fictional commune."""
