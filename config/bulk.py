"""Many rows at once, as fast as the database takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

_COPIED_FROM = 50
"""Rows from which COPY pays: it has a few messages of its own."""


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all name the same columns of ``model``, in the transaction of ``session``.

    PostgreSQL takes a long list by COPY, in about half the time of as many INSERTs.
    """
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql" and len(rows) >= _COPIED_FROM:
        _copy(connection, SQLModel.metadata.tables[str(model.__tablename__)], rows)
    else:
        connection.execute(sa.insert(model), list(rows))


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = [table.c[name] for name in rows[0]]
    quote = connection.dialect.identifier_preparer.quote
    processors = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
    names = ", ".join(quote(column.name) for column in columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(
                [bind(value) if bind else value for bind, value in zip(processors, row.values(), strict=True)]
            )
