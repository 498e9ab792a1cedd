"""The database schema: brought up to date by Alembic only, and compared with what the program knows."""

from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config.errors import DatabaseError


def _alembic(connection: sa.Connection | None = None) -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(str(files("migrations")))))
    alembic.attributes["connection"] = connection
    return alembic


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database to ``revision``; raises ``DatabaseError`` when it is newer than the program or unreachable."""
    _refuse_newer(engine)
    with engine.begin() as connection:
        command.upgrade(_alembic(connection), revision)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Take the database back to ``revision`` (``base`` empties it)."""
    with engine.begin() as connection:
        command.downgrade(_alembic(connection), revision)


def require_current(engine: sa.Engine) -> None:
    """Raise ``DatabaseError`` unless the database has exactly the schema of this program."""
    revision = _refuse_newer(engine)
    if revision is None:
        raise DatabaseError("Cơ sở dữ liệu chưa được khởi tạo. Hãy chạy: dondoc init")
    if revision != ScriptDirectory.from_config(_alembic()).get_current_head():
        raise DatabaseError("Cơ sở dữ liệu cũ hơn chương trình. Hãy sao lưu rồi chạy: dondoc init")


def _refuse_newer(engine: sa.Engine) -> str | None:
    """Return the database's revision (None when empty), refusing one that this program does not know."""
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.DBAPIError as error:
        reason = type(error.orig).__name__
        raise DatabaseError(
            f"Không mở được cơ sở dữ liệu ({reason}). Hãy kiểm tra tệp hoặc địa chỉ trong DONDOC_DATABASE_URL."
        ) from None
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseError(
            "Cơ sở dữ liệu mới hơn chương trình này. Hãy cập nhật chương trình; dữ liệu chưa bị thay đổi."
        )
    return revision
