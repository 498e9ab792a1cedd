"""Zalo: the office's Official Account (templates, text, groups) and the Zalo Bot.

What Zalo says and does stands in ``answers`` (pure); the office's grant in ``tokens``; what comes in by webhook in
``webhooks`` and ``incoming``.
"""
