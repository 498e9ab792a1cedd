"""Task slips (phiếu giao việc): one for each task, with the six things that must be clear."""
