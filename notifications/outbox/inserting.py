"""Inserting what is not there yet: "once" is a unique key, whoever else inserts meanwhile."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_new(
    session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]], unique: str, returned: Sequence[str]
) -> Sequence[Any]:
    """Insert the rows whose ``unique`` value is not there yet; returns columns of those inserted."""
    if not rows:
        return ()
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    columns = [SQLModel.metadata.tables[str(model.__tablename__)].c[name] for name in returned]
    statement = insert(model).on_conflict_do_nothing(index_elements=[unique]).returning(*columns)
    return connection.execute(statement, list(rows)).all()
