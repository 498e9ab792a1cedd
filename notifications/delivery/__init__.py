"""Delivering what the outbox holds: claim, write the letter from what is true now, send, settle. At least once."""
