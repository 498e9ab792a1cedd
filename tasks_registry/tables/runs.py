"""Importing a table of tasks as a whole run: check it without holding anybody up, then write it in one transaction."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.database import reading
from config.log import record
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.tables.checking import CheckedTable, check_table
from tasks_registry.tables.facts import Bounds
from tasks_registry.tables.files import digest_of
from tasks_registry.tables.importing import Outcome, preview, write
from tasks_registry.tables.spool import Spool

_PERIOD = re.compile(r"20\d\d(?:-(?:Q[1-4]|H[12]|9M|0[1-9]|1[0-2]))?$")
Progress = Callable[[str, int], None]
"""Hears the stage (``check``, ``write``) and how many rows more are done."""


@dataclass(frozen=True)
class TableImport:
    """What an import found and did. ``known`` is true for a table that was imported before: then nothing was done."""

    known: bool = False
    table: CheckedTable | None = None
    outcome: Outcome = field(default_factory=Outcome)
    refused: bool = False
    """Faults kept everything from being written."""


@dataclass(frozen=True)
class Choices:
    """What a person chooses for an import."""

    period: str | None = None
    """Period of new tasks; by default the quarter of each task's due day."""
    skip_bad: bool = False
    create_missing: bool = False
    dry_run: bool = False


def _silent(_stage: str, _rows: int) -> None:
    pass


def import_table(here: Installation, path: Path, choices: Choices, progress: Progress = _silent) -> TableImport:
    """Import the table ``path``: all of it, or nothing when a row has a fault – unless bad rows are to be skipped.

    Raises ``UnreadableDocument`` for a file that is none, ``Refused`` for a header that is not understood, a period
    that is none, or an actor who may not.
    """
    require(here.actor, Duty.DIRECT)
    if choices.create_missing:
        require(here.actor, Duty.ORGANISE)
    if choices.period is not None and not _PERIOD.match(choices.period):
        raise Refused(f"Không có kỳ “{choices.period}”. Hãy ghi dạng 2026-Q3, 2026-H1, 2026-9M, 2026-07 hoặc 2026.")
    bounds = Bounds(here.calendar, here.files.rhythm, here.actor.name, here.now, here.today)
    with Spool() as spool:
        with reading(here.engine) as session:
            known = store.load_known(session, here.committee)
        table = check_table(
            path,
            known,
            spool,
            today=here.today,
            period=choices.period,
            create_missing=choices.create_missing,
            advance=lambda rows: progress("check", rows),
        )
        digest = digest_of(path)
        with reading(here.engine) as session:
            if store.document_with_hash(session, here.committee, digest) is not None:
                return TableImport(known=True)
            if choices.dry_run:
                return TableImport(table=table, outcome=preview(session, here.committee, table, spool, known, bounds))
        if (table.errors and not choices.skip_bad) or not spool.rows:
            return TableImport(table=table, refused=True)
        with here.writing() as session:
            if store.document_with_hash(session, here.committee, digest) is not None:
                return TableImport(known=True)
            outcome = write(
                session,
                here.committee,
                table,
                spool,
                file_name=path.name,
                digest=digest,
                period=choices.period,
                bounds=bounds,
                actor=here.actor,
                advance=lambda rows: progress("write", rows),
            )
    record(
        "table.imported",
        document=outcome.document_id,
        added=outcome.added,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        skipped=table.bad_rows,
    )
    return TableImport(table=table, outcome=outcome)
