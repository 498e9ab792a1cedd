"""Prefect flows: names, schedules, retries, concurrency. Each gathers, decides and applies by use cases; no rules here.

Importing the package keeps Prefect quiet and offline; it must therefore come before any import of Prefect itself.
"""

from flows.runtime import keep_prefect_quiet

keep_prefect_quiet()
