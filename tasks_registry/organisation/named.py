"""Finds the agency or person that somebody names, for use in the registry."""

from datetime import date

from sqlmodel import Session

from config.office_files import OfficeFiles
from tasks_registry import store
from tasks_registry.errors import NotInRegistry
from tasks_registry.reading.directory import Directory


def agency_id(session: Session, committee: int, files: OfficeFiles, name: str, *, on: date) -> int:
    """Return the id of an agency by code, name or alias, or of its successor ``on`` a day; raises ``NotInRegistry``."""
    ids = store.load_directory(session, committee, on=on).agency_ids
    code = name if name in ids else Directory(files.directory.agencies).code_of(name)
    if code is None or code not in ids:
        raise NotInRegistry(f"Không có cơ quan “{name}”. Hãy dùng mã hoặc tên trong agencies.yaml.")
    return ids[code]


def person_id(session: Session, committee: int, email: str) -> int:
    """Return the id of the active person with an e-mail address; raises ``NotInRegistry``."""
    person = store.person_by_email(session, committee, email)
    if person is None or person.id is None:
        raise NotInRegistry(f"Không có người nhận “{email}”. Hãy ghi người này vào agencies.yaml.")
    return person.id
