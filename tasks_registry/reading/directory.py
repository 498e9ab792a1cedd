"""The office's agencies as a reader looks them up: by a written name, or by the function words of a task."""

from collections.abc import Sequence
from difflib import get_close_matches

from config.agencies import AgencyEntry
from tasks_registry.reading.text import fold

CLOSE_ENOUGH = 0.9
"""Share of letters in common, in order, from which two names are taken for one (``difflib`` ratio)."""
_FUZZY_LENGTH = 14
"""Characters below which names that differ by a letter may well be two agencies."""


class Directory:
    """Proposes the code of a lead agency. Names and function words are compared without accents and case."""

    def __init__(self, agencies: Sequence[AgencyEntry]) -> None:
        self._names = [(f" {key} ", agency.code) for agency in agencies for name in agency.names if (key := fold(name))]
        self._functions = [
            (f" {key} ", agency.code) for agency in agencies for words in agency.functions if (key := fold(words))
        ]

    def code_of(self, written: str) -> str | None:
        """Return the code of an agency as written: by name or alias, else by the longest name inside, else the closest.

        Close are names of some length that differ by a letter or two, as hurried typing and scans leave them.
        """
        key = f" {fold(written)} "
        exact = next((code for name, code in self._names if name == key), None)
        return exact or _longest(self._names, key) or self._closest(key)

    def _closest(self, key: str) -> str | None:
        if len(key) < _FUZZY_LENGTH:
            return None
        near = get_close_matches(key, [name for name, _ in self._names], n=1, cutoff=CLOSE_ENOUGH)
        return next((code for name, code in self._names if near and name == near[0]), None)

    def code_by_function(self, text: str, heading: str) -> str | None:
        """Return the agency whose longest function word stands in ``text``, else in ``heading``; ties by file order."""
        return _longest(self._functions, f" {fold(text)} ") or _longest(self._functions, f" {fold(heading)} ")

    def propose(self, lead: Sequence[str], text: str, heading: str) -> str | None:
        """Return a code for the written lead, else by function; None when the directory knows neither.

        Of several written ones (a heading often names two) it is the one whose function the task is, else the first.
        """
        named = [code for written in lead if (code := self.code_of(written)) is not None]
        by_function = self.code_by_function(text, heading)
        return by_function if by_function in named or not named else named[0]


def _longest(entries: Sequence[tuple[str, str]], key: str) -> str | None:
    found = max((entry for entry in entries if entry[0] in key), key=lambda entry: len(entry[0]), default=None)
    return found[1] if found else None
