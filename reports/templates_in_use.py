"""Which template prints a document: the office's own where one is installed, else the bundled one."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.letterhead import Layout
from config.log import record
from config.office import Office
from reports import word
from reports.errors import ReportError
from reports.kinds import FORMS, DocumentKind
from reports.samples import SAMPLES
from reports.template_check import TemplateProblem, check_template
from reports.template_text import read_template


@dataclass(frozen=True)
class Templates:
    """The templates of one installation; ``folder`` holds the office's own, named as the bundled ones."""

    folder: Path

    def own(self, kind: DocumentKind) -> Path:
        """Return where the office's own template of ``kind`` lies, if there is one."""
        return self.folder / FORMS[kind].template

    def is_own(self, kind: DocumentKind) -> bool:
        """Tell whether the office has a template of its own for ``kind``."""
        return self.own(kind).is_file()

    def in_use(self, kind: DocumentKind) -> Path:
        """Return the template by which ``kind`` is printed: the office's own, else the bundled one."""
        return self.own(kind) if self.is_own(kind) else word.builtin_template(FORMS[kind].template)

    def render(
        self, kind: DocumentKind, content: object, layout: Layout, properties: word.Properties, now: datetime
    ) -> bytes:
        """Return the .docx of ``content``; an own template that fails after all is passed over, and the log says so."""
        builtin = word.builtin_template(FORMS[kind].template)
        if self.is_own(kind):
            try:
                return word.render(self.own(kind), content, layout, properties, now)
            except ReportError as error:
                record("template.passed_over", level=logging.WARNING, error=error, kind=kind.value)
        return word.render(builtin, content, layout, properties, now)

    def install(self, kind: DocumentKind, content: bytes) -> Path:
        """Put a checked template into use, whole or not at all; the caller has checked it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.own(kind)
        fresh = target.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(target)
        return target

    def remove(self, kind: DocumentKind) -> bool:
        """Go back to the bundled template; tells whether there was an own one."""
        own = self.is_own(kind)
        self.own(kind).unlink(missing_ok=True)
        return own


def templates_of(home: Path) -> Templates:
    """Return the templates of the installation at ``home``."""
    return Templates(home / "templates" / "reports")


def problems_of(kind: DocumentKind, content: bytes, name: str, office: Office) -> Sequence[TemplateProblem]:
    """Return what is wrong with the template ``content``; raises ``ReportError`` for what is no Word document."""
    return check_template(read_template(content, name), SAMPLES[kind](office), FORMS[kind].needed)


def trial(kind: DocumentKind, path: Path, office: Office, now: datetime) -> bytes:
    """Return the .docx that the template at ``path`` makes of the sample contents."""
    sample = SAMPLES[kind](office)[0]
    return word.render(path, sample, office.layout, word.Properties(FORMS[kind].label, office.name), now)
