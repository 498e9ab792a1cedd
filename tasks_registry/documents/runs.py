"""Attaching and fetching files as whole runs, each in its own transaction."""

from pathlib import Path

from config.database import reading
from config.log import record
from tasks_registry.documents import attachments
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.store.documents import AttachmentView


def attach_file(
    here: Installation, target: str, path: Path, *, name: str | None = None, evidence: bool = False
) -> AttachmentView:
    """Attach the file at ``path`` to ``target``; raises ``Refused`` or ``NotInRegistry``."""
    limits = here.files.office.attachments
    try:
        if not path.is_file():
            raise Refused(f"Không có tệp {path}. Hãy kiểm tra lại tên tệp và thư mục.")
        with path.open("rb") as stream:  # one byte over the limit is enough to refuse it
            data = stream.read(limits.max_mb * 1024 * 1024 + 1)
    except OSError:
        raise Refused(f"Không mở được tệp {path}. Hãy kiểm tra quyền đọc tệp.") from None
    with here.writing() as session:
        attached = attachments.attach(
            session,
            here.settings.home,
            here.committee,
            target,
            data,
            name=name or path.name,
            limits=limits,
            actor=here.actor,
            now=here.now,
            evidence=evidence,
        )
    record("file.attached", attachment=attached.id, bytes=attached.size)
    return attached


def fetch_file(here: Installation, number: int, out: Path) -> AttachmentView:
    """Write attachment ``number`` to ``out``, which must not be there yet; raises ``Refused`` or ``NotInRegistry``."""
    with reading(here.engine) as session:
        attached, data = attachments.fetch(session, here.settings.home, here.committee, number, here.actor)
    try:
        with out.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise Refused(f"Đã có tệp {out}. Hãy chọn tên khác để không ghi đè.") from None
    except OSError:
        raise Refused(f"Không ghi được tệp {out}. Hãy kiểm tra thư mục và quyền ghi.") from None
    return attached
