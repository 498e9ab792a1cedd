"""Measurements, each beside a baseline in the same run: ratios travel between machines, seconds do not."""
