"""Mails that come back: reading them, finding the message that they are about, marking its address."""
