"""Keeps the cells of a .csv from being taken for formulas, and takes the guard off again.

Spreadsheets run what begins with ``=``, ``+``, ``-`` or ``@`` (OWASP, CSV injection), also behind a tab or a carriage
return. A leading apostrophe stops that; texts that begin with an apostrophe get one more, so that nothing is lost.
"""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def guard(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def unguard(cell: str) -> str:
    """Return the text that ``guard`` made ``cell`` of; a cell that it did not make stays as it is."""
    return cell[1:] if cell.startswith("'") and cell.startswith(_RISKY, 1) else cell
