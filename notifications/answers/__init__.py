"""Answers that come in by links: what a person may say, what is kept of it, and what the office makes of it.

An answer is a proposal. Nothing of the task changes until the office accepts it (``dondoc answer accept``).
"""
