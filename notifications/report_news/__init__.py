"""News of reports: a version goes to the people named for it, the office hears when its facts have changed since."""
