"""Keeps the office's grant so that each refresh token is used once, by many processes and through crashes (ADR 0021).

The lock between processes is the database's own write lock: it is free again the moment its holder dies. Beside a
SQLite registry the grant lies in a file of its own, because a refresh waits for the network and must not hold up the
registry.
"""

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable
from sqlmodel import Session, select

from config.database import make_engine, reading, unit_of_work
from config.log import record
from config.settings import Settings
from notifications.channels.zalo.grants import GRANT_DEAD, Grant, Pair, Step, next_step
from notifications.channels.zalo.oauth import NoPair
from notifications.errors import DeliveryError, FailureClass
from notifications.models import ZaloToken

FILE_NAME = "zalo.sqlite"
_PATIENCE_MS = 60_000
"""How long one waits for another's refresh; longer than a refresh can take."""

Refresh = Callable[[str], Pair | NoPair]
"""Exchanges a refresh token at Zalo."""


def open_token_database(settings: Settings) -> sa.Engine:
    """Return an engine on the database that holds the grant."""
    if sa.make_url(settings.database_address).get_backend_name() != "sqlite":
        return make_engine(settings.database_address)
    path = settings.home / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)  # a file that somebody restored or copied; SQLite's own files beside it take the same mode
    engine = make_engine(f"sqlite:///{Path(path).absolute()}")
    sa.event.listen(engine, "connect", _make_durable)
    with unit_of_work(engine) as session:
        table: Any = ZaloToken.__table__  # type: ignore[attr-defined]
        session.connection().execute(CreateTable(table, if_not_exists=True))
    return engine


def _make_durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")  # a pair that is used must survive a power cut
    cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    cursor.close()


class TokenStore:
    """The grant of one application and account."""

    def __init__(self, engine: sa.Engine, profile: str, refresh: Refresh) -> None:
        self._engine, self._profile, self._refresh = engine, profile, refresh

    def grant(self) -> Grant | None:
        """Return the stored grant, None before the first."""
        with reading(self._engine) as session:
            row = self._row(session)
            return _grant(row) if row is not None else None

    def put(self, pair: Pair, now: datetime) -> Grant:
        """Store a pair that a person obtained, in the place of whatever was there; return the grant."""
        with unit_of_work(self._engine) as session:
            row = self._row(session, lock=True)
            if row is None:
                row = ZaloToken(profile=self._profile, access_token="", refresh_token="")
            _renew(row, pair, now)
            session.add(row)
            granted = _grant(row)
        record("zalo.granted")
        return granted

    def access_token(self, now: datetime, *, refused: str | None = None) -> str:
        """Return an access token to use at ``now``; ``refused`` is one that Zalo has just not accepted.

        Raises ``DeliveryError``: operator when a person must grant access (again), retry when the token server is away
        and the old token is not alive any more.
        """
        grant = self.grant()
        if grant is not None and next_step(grant, now, refused=refused) is Step.USE:
            return grant.access_token
        grant, step = self._advance(now, refused=refused)
        if grant is not None and step is Step.USE:
            return grant.access_token
        code = (grant.trouble if grant is not None else None) or "no-grant"
        if step is Step.WAIT:
            raise DeliveryError(
                f"Không làm mới được mã truy cập Zalo ({code}).", FailureClass.RETRY, code=code, channel_down=True
            )
        raise DeliveryError(
            f"Cơ quan chưa cấp quyền, hoặc quyền gửi Zalo đã mất ({code}). Hãy làm theo: dondoc zalo status",
            FailureClass.OPERATOR,
            code=code,
            channel_down=True,
        )

    def keep_fresh(self, now: datetime) -> Grant | None:
        """Renew a grant that is 12 hours old, or that a send would renew; return it as it then stands."""
        grant = self.grant()
        if grant is None or next_step(grant, now, renew=True) is not Step.REFRESH:
            return grant
        return self._advance(now, renew=True)[0]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _advance(
        self, now: datetime, *, refused: str | None = None, renew: bool = False
    ) -> tuple[Grant | None, Step | None]:
        """Take the lock, read again, refresh only if that is still to be done; the new pair is durable on return."""
        with unit_of_work(self._engine) as session:
            row = self._row(session, lock=True)
            if row is None:
                return None, Step.LOST
            step = next_step(_grant(row), now, refused=refused, renew=renew)
            if step is Step.REFRESH:
                answer = self._refresh(row.refresh_token)
                if isinstance(answer, Pair):
                    _renew(row, answer, now)
                    step = Step.USE
                else:
                    row.failed_at, row.trouble = now, answer.code
                    row.dead = answer.code == GRANT_DEAD
                    step = next_step(_grant(row), now, refused=refused)
                session.add(row)
                session.flush()
                _tell(answer)
            return _grant(row), step

    def _row(self, session: Session, *, lock: bool = False) -> ZaloToken | None:
        query = select(ZaloToken).where(ZaloToken.profile == self._profile)
        return session.exec(query.with_for_update() if lock else query).first()


def _renew(row: ZaloToken, pair: Pair, now: datetime) -> None:
    row.access_token, row.refresh_token = pair.access_token, pair.refresh_token
    row.expires_at, row.refreshed_at = now + pair.lives, now
    row.dead, row.failed_at, row.trouble = False, None, None


def _grant(row: ZaloToken) -> Grant:
    return Grant(
        row.access_token, row.refresh_token, row.expires_at, row.refreshed_at, row.dead, row.failed_at, row.trouble
    )


def _tell(answer: Pair | NoPair) -> None:
    if isinstance(answer, Pair):
        record("zalo.refreshed")
    elif answer.code == GRANT_DEAD:
        record("zalo.grant-dead", level=logging.CRITICAL, code=answer.code)
    else:
        record("zalo.refresh-failed", level=logging.ERROR, code=answer.code)
