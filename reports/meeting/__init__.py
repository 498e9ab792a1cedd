"""The status report of a meeting and its one-page summary: facts, words, files."""
