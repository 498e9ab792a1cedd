"""Pages and JSON API: call the same use cases as the flows, decide HTTP statuses in one table."""
