"""How commands speak: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

_NARROW = 13
"""Characters of a column that is not the wide one: four of them and the wide one fit into 80."""
_PIPE_WIDTH = 160
"""Characters of a line when nobody's screen is the measure."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
err = Console(stderr=True, highlight=False)


def print_json(document: object) -> None:
    """Print exactly one JSON document on standard output and nothing else."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_json_line(document: object) -> None:
    """Print one JSON document on a line of its own."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """Print a plain sentence, whatever characters it holds."""
    out.print(escape(sentence), soft_wrap=True)


def remark(sentence: str) -> None:
    """Print a remark or warning on standard error."""
    err.print(escape(sentence), soft_wrap=True)


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, wide: str = "") -> None:
    """Print a table; the column ``wide`` takes the room that is left."""
    out.print(escape(title), style="bold", soft_wrap=True)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column in columns:
        if column == wide:
            table.add_column(column, overflow="fold", ratio=1, min_width=24)
        else:
            table.add_column(column, overflow="fold", max_width=_NARROW)
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    out.print(table)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on standard error; silent when it is not a terminal."""
    bar: Any = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    with bar:
        yield bar
