"""Keeps the bytes of files once, in the installation's home, under their SHA-256; the database knows which there are.

The file is on the disk before its row is written. A crash between the two leaves a file without a row, which the next
store of the same content takes over; never a row without a file.
"""

import hashlib
import mimetypes
import os
import tempfile
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from tasks_registry.errors import Refused
from tasks_registry.models import SourceDocument, StoredFile


def place_of(home: Path, sha256: str) -> Path:
    """Return where the content with a hash lies: ``home/files/ab/abcdef…``."""
    return home / "files" / sha256[:2] / sha256


def store_file(
    session: Session, home: Path, committee: int, data: bytes, *, media_type: str, now: datetime
) -> StoredFile:
    """Keep ``data`` and return its row; the same content twice is one file and one row.

    The caller holds the committee's lock and commits. Raises ``Refused`` when the disk does not take the file.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    _put(place_of(home, sha256), data, sha256)
    known = session.exec(
        select(StoredFile).where(StoredFile.committee_id == committee, StoredFile.sha256 == sha256)
    ).first()
    if known is not None:
        return known
    stored = StoredFile(committee_id=committee, sha256=sha256, size=len(data), media_type=media_type, stored_at=now)
    session.add(stored)
    session.flush()
    return stored


def keep_original(session: Session, home: Path, document_id: int, path: Path, now: datetime) -> None:
    """Keep the file at ``path`` as the original of an imported document, unless it has one already."""
    document = session.get_one(SourceDocument, document_id)
    if document.stored_file_id is not None:
        return
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    stored = store_file(session, home, document.committee_id, path.read_bytes(), media_type=media_type, now=now)
    document.stored_file_id = stored.id
    session.add(document)
    session.flush()


def read_file(home: Path, stored: StoredFile) -> bytes:
    """Return the content; raises ``Refused`` when it is not what was stored any more."""
    data = read_content(home, stored.sha256)
    if data is None:
        raise Refused(
            f"Tệp số {stored.id} trong kho đã mất hoặc hỏng. Hãy lấy lại từ bản sao lưu, hoặc đính kèm lại tệp gốc."
        )
    return data


def read_content(home: Path, sha256: str) -> bytes | None:
    """Return what was stored under a hash; None when it is not there, or not what was stored any more."""
    try:
        data = place_of(home, sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def size_in(home: Path, sha256: str) -> int | None:
    """Return how many bytes lie under a hash, None when there are none."""
    try:
        return place_of(home, sha256).stat().st_size
    except OSError:
        return None


def _put(place: Path, data: bytes, sha256: str) -> None:
    """Write ``data`` to ``place`` so that no reader ever sees half of it, and a power cut loses none of it.

    What is damaged there is written anew: whoever attaches the original again mends it.
    """
    try:
        if place.exists() and hashlib.sha256(place.read_bytes()).hexdigest() == sha256:
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(place.parent)
    except OSError:
        raise Refused(
            f"Không ghi được tệp vào kho ({place.parent.parent}). Hãy kiểm tra quyền ghi và dung lượng đĩa."
        ) from None


def _sync_folder(folder: Path) -> None:
    """Make the new name in ``folder`` outlive a power cut, where the system can say so."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
