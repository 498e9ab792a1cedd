"""The office's own templates on disk: export to edit, check, put into use, look at a preview."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from pathlib import Path

from config.errors import DondocError
from notifications.channels.mime import as_email
from notifications.letter import Letter
from notifications.letters.checking import check_templates
from notifications.letters.facts import contact_line
from notifications.letters.sample import OFFICE, PERSON, WISHES, sample_facts, sample_lines
from notifications.letters.short import short_form
from notifications.letters.templates import (
    FORMS,
    KINDS,
    MAIL_ONLY,
    NAMES,
    Templates,
    built_in,
    installed,
    load_templates,
    templates_folder,
)


class ShelfError(DondocError):
    """A file of a template that cannot be read or written."""


@dataclass(frozen=True)
class Shelved:
    """A template file: which version of it is in use, and why the office's own is not if it is not."""

    name: str
    own: bool
    fault: str | None = None


def shelf(home: Path) -> list[Shelved]:
    """Return all template files of an installation."""
    own = installed(templates_folder(home))
    faults = {fault.file: str(fault) for fault in load_templates(templates_folder(home), check_templates).faults}
    return [Shelved(name, name in own, faults.get(name) if name in own else None) for name in NAMES]


def export(home: Path, name: str, target: Path, *, replace: bool = False) -> None:
    """Write the version of ``name`` that is in use to ``target``, for editing; raises ``ShelfError``."""
    text = installed(templates_folder(home)).get(name) or built_in(name)
    if text is None:
        raise ShelfError(_unknown(name))
    if target.exists() and not replace:
        raise ShelfError(f"Tệp {target} đã có. Hãy chọn tên khác, hoặc thêm --force để ghi đè.")
    _write(target, text)


def check(home: Path, file: Path, name: str | None = None) -> str:
    """Check ``file`` as the template ``name`` (by default its file name) beside what is in use; return its text.

    Raises ``TemplateFault`` naming the line, or ``ShelfError`` for a file that is not there or has another name.
    """
    name = name or file.name
    if name not in NAMES:
        raise ShelfError(_unknown(name))
    try:
        text = file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        raise ShelfError(f"Không đọc được tệp {file}. Hãy kiểm tra đường dẫn.") from None
    check_templates({**_in_use(home).own, name: text})
    return text


def install(home: Path, file: Path, name: str | None = None) -> str:
    """Put ``file`` into use as the template ``name``, once it has passed the check; return the name."""
    text = check(home, file, name)
    name = name or file.name
    _write(templates_folder(home) / name, text)
    return name


def preview(
    home: Path, target: Path, now: datetime, *, file: Path | None = None, name: str | None = None
) -> list[Path]:
    """Write every kind of letter with sample data into ``target``: .html, .txt, .eml, for Zalo the short form.

    With ``file`` as if it were in use already; a file that fails the check raises as ``check`` does.
    """
    templates = _in_use(home)
    if file is not None:
        templates = Templates({**templates.own, name or file.name: check(home, file, name)})
    written: list[Path] = []
    for kind in KINDS:
        for suffix, content in _rendered(kind, templates, now).items():
            written.append(target / f"{kind}{suffix}")
            _write(written[-1], content)
    return written


def _rendered(kind: str, templates: Templates, now: datetime) -> Mapping[str, str | bytes]:
    facts = sample_facts(kind)
    text, html = (templates.fill(f"{kind}.{form}", facts) for form in ("txt", "html"))
    lines = sample_lines(kind)
    letter = Letter(
        uid="0" * 32,
        to=PERSON.email,
        to_name=PERSON.name,
        subject=facts["subject"],
        text=text,
        html=html,
        at=now,
        unsubscribe=WISHES,
    )
    mail = as_email(letter, Address("Đôn Đốc", addr_spec="dondoc@hoamai.example"))
    forms: dict[str, str | bytes] = {".html": html, ".txt": text, ".eml": mail}
    if kind not in MAIL_ONLY:
        forms[".zalo.txt"] = short_form(
            f"{OFFICE.name} nhắc đồng chí {PERSON.name}.", lines, contact=contact_line(OFFICE), link=lines[0].link
        )
    return forms


def _in_use(home: Path) -> Templates:
    return load_templates(templates_folder(home), check_templates)


def _write(target: Path, content: str | bytes) -> None:
    """Replace ``target`` in one step: a letter that is being written never sees half a file."""
    data = content.encode() if isinstance(content, str) else content
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as draft:
            draft.write(data)
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(target)
    except OSError as error:
        raise ShelfError(f"Không ghi được {target} ({error.strerror}). Hãy kiểm tra quyền ghi.") from None


def _unknown(name: str) -> str:
    stems = ", ".join(dict.fromkeys(known.rpartition(".")[0] for known in NAMES))
    return f"Không có mẫu thư “{name}”. Tên mẫu: {stems}; đuôi .{' hoặc .'.join(FORMS)}. Xem: dondoc letter list"
