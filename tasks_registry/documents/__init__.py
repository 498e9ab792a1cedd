"""Source documents and evidence files: stored once, found by number."""
