"""From a file or a text to a ``Reading``: the way through the modules of this package."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from config.agencies import AgencyEntry
from tasks_registry.errors import NoTasksFound, UnreadableDocument
from tasks_registry.reading.commitments import CommitmentReader, recognised_confidence
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.head import read_head, titled_year
from tasks_registry.reading.image_file import ImageReader
from tasks_registry.reading.meetings import mentioned_meetings, merged
from tasks_registry.reading.model import Reading
from tasks_registry.reading.office_file import OfficeReader
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.pdf_file import PdfReader
from tasks_registry.reading.phrases import Bearings
from tasks_registry.reading.sources import DocumentReader, SourceText, read_source
from tasks_registry.reading.spreadsheet_file import SpreadsheetReader
from tasks_registry.reading.structure import forward_part, looks_forward, outline
from tasks_registry.reading.tables import with_tables
from tasks_registry.reading.text import clean
from tasks_registry.reading.text_file import TextReader
from tasks_registry.reading.warnings import RECOGNISED, find_warnings
from tasks_registry.reading.word_file import WordReader

READERS: tuple[DocumentReader, ...] = (
    TextReader(),
    WordReader(),
    SpreadsheetReader(),
    OfficeReader(),
    PdfReader(),
    ImageReader(),
)


def document_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: ``paths`` themselves, and of folders every file below of a kind that is read, sorted.

    Hidden files and Word's lock files (``~$…``) are none. Raises ``UnreadableDocument`` for a folder without any.
    """
    suffixes = {suffix for reader in READERS for suffix in reader.suffixes}
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        below = sorted(file for file in path.rglob("*") if file.suffix.lower() in suffixes and file.is_file())
        found = [file for file in below if not file.name.startswith((".", "~$"))]
        if not found:
            raise UnreadableDocument(f"Thư mục {path} không có văn bản nào thuộc loại đọc được.")
        files += found
    return files


def read_document(path: Path, agencies: Sequence[AgencyEntry]) -> Reading:
    """Read the document at ``path`` into proposals; ``agencies`` are those that a lead can be proposed from.

    Raises ``UnreadableDocument`` for a file that cannot be read, ``NoTasksFound`` for one without coming tasks.
    """
    return _read(read_source(path, READERS), agencies, path.name)


def read_text(text: str, agencies: Sequence[AgencyEntry], *, name: str = "văn bản") -> Reading:
    """Read ``text`` as if it stood in a ``.txt`` file called ``name``. Raises ``NoTasksFound``."""
    return _read(SourceText(clean(text)), agencies, name)


def _read(source: SourceText, agencies: Sequence[AgencyEntry], name: str) -> Reading:
    body = read_paragraphs(source)
    entries = with_tables(outline(body.paragraphs), body.paragraphs)
    head, _ = read_head(body.paragraphs, [])
    forward = forward_part(entries, head.kind)
    headings = [entry for entry in forward if entry.is_heading and (entry.number or entry.text.isupper())]
    titles = [entry.text for entry in headings if looks_forward(entry.text)]
    head, period = read_head(body.paragraphs, titles)
    bearings = Bearings(period, head.issued_on, titled_year(head))
    commitments = CommitmentReader(bearings, Directory(agencies))
    tasks = commitments.read(forward)
    if not tasks:
        raise NoTasksFound(
            f"Không tìm thấy phần nhiệm vụ sắp tới trong {name}. Hãy kiểm tra xem văn bản có mục"
            " “Nhiệm vụ trọng tâm” hoặc “Phương hướng, nhiệm vụ” không."
        )
    warnings = find_warnings((*body.paragraphs, *body.notes), bearings, [entry.paragraph for entry in forward])
    if source.recognised:
        tasks = [replace(task, confidence=recognised_confidence(task.confidence)) for task in tasks]
        warnings = (RECOGNISED, *warnings)
    passing = [meeting for entry in entries for meeting in mentioned_meetings(entry.text)]
    return Reading(
        document=head,
        meetings=merged(commitments.meetings, passing),
        tasks=tuple(tasks),
        warnings=warnings,
        text=source.text,
    )
