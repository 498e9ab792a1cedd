"""Rows that were read and found good, in a temporary file until they are written: a workbook is parsed only once."""

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from tasks_registry.tables.rows import TaskRow

BATCH = 1000
"""Rows that lie in memory at a time."""


class Spool:
    """Takes rows one by one and gives them back in batches. The file has no name and goes with the ``with`` block."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 closed with the spool
        self._batch: list[TaskRow] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, row: TaskRow) -> None:
        """Add a row."""
        self._batch.append(row)
        self.rows += 1
        if len(self._batch) == BATCH:
            self._flush()

    def batches(self) -> Iterator[list[TaskRow]]:
        """Yield all rows in their order, ``BATCH`` at a time. Nothing may be added meanwhile."""
        self._flush()
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)
            except EOFError:
                return

    def _flush(self) -> None:
        if self._batch:
            pickle.dump(self._batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._batch = []
