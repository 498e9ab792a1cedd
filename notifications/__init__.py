"""Who must hear what, and that they heard it: policy → decision → outbox → channel."""
