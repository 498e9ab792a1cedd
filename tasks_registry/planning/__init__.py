"""What repeats and what ends: recurring tasks, periods."""
