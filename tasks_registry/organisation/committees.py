"""The committee of an installation and the one above it: committees form a tree."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from config.errors import OfficeFileError
from config.office import Office, Superior
from tasks_registry.access import Actor
from tasks_registry.history import log_change
from tasks_registry.models import Committee


def ensure_committee(session: Session, office: Office, actor: Actor, now: datetime) -> Committee:
    """Return the committee of this installation, made, renamed and put under its superior after ``office.yaml``.

    Raises ``OfficeFileError`` when the superior stands below this committee, directly or in turn.
    """
    # Locked: runs that start together must not both add what the file has new.
    committee = session.exec(select(Committee).where(Committee.code == office.code).with_for_update()).first()
    above = _superior(session, office, office.superior) if office.superior else None
    facts: dict[str, Any] = {"name": office.name, "level": office.level, "parent_id": above}
    if committee is None:
        committee = Committee(code=office.code, **facts)
        session.add(committee)
        session.flush()
        return committee
    before = {name: getattr(committee, name) for name, value in facts.items() if getattr(committee, name) != value}
    if before:
        for name in before:
            setattr(committee, name, facts[name])
        session.flush()
        log_change(
            session,
            committee_id=committee.id or 0,
            actor=actor,
            at=now,
            action="committee.change",
            entity="committee",
            entity_id=committee.id or 0,
            before=before,
            after={name: facts[name] for name in before},
        )
    return committee


def _superior(session: Session, office: Office, superior: Superior) -> int | None:
    """Return the id of the superior committee, added when missing; what it is called is its own affair after that."""
    known = select(Committee).where(Committee.code == superior.code)
    found = session.exec(known).first()
    if found is None and superior.code != office.code:
        # Two installations of one superior may start together.
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        facts = {**superior.model_dump(), "history_length": 0, "history_head": ""}
        session.connection().execute(insert(Committee).values(facts).on_conflict_do_nothing(index_elements=["code"]))
        found = session.exec(known).first()
    above = found
    while above is not None and above.code != office.code:
        above = session.get(Committee, above.parent_id) if above.parent_id is not None else None
    if found is None or above is not None:
        raise OfficeFileError(
            f"Tệp office.yaml, mục superior: {superior.code} không thể là cấp trên của {office.code}, "
            "vì chính nó trực thuộc cấp ủy này. Hãy sửa mã cấp trên."
        )
    return found.id
