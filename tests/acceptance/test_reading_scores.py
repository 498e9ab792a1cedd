"""The annotated documents read alike in every shape that offices have them in."""

import os
from pathlib import Path

import pytest

from tests.support.documents import SHAPES, as_scan
from tests.support.scoring import Annotated, Scorer, annotated_documents

CLOSE, CLOSE_FOR_SCANS = 0.02, 0.08
"""By how much a figure may be lower than for the plain text."""
SCANNED = ("05_tb634_vpcp_thanhhoa", "13_cd224_ttg_khanhthanh")
"""Scans of all documents take minutes: `python -m bench.reading_scores --scans` does the rest."""


@pytest.fixture
def documents() -> list[Annotated]:
    """The annotated documents beside the checkout."""
    found = annotated_documents()
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the annotated documents are missing beside the checkout")
        pytest.skip("the annotated documents do not lie beside this checkout")
    return found


LEAST = {"tasks": 0.90, "deadline": 0.95, "lead": 0.92, "support": 0.88, "citation": 0.98, "meeting": 0.85}
"""What the office can work with: F1 over all annotated documents as plain text."""


def _assert_close(plain: Scorer, shaped: Scorer, allowed: float) -> None:
    for column, figure in plain.total.items():
        if column == "false-dl":
            assert shaped.total[column] == figure
        elif figure is not None:
            assert (shaped.total[column] or 0.0) >= figure - allowed, (column, figure, shaped.total[column])


def test_the_annotated_documents_are_read_well_enough(documents: list[Annotated], tmp_path: Path) -> None:
    """And no deadline is proposed where there is none."""
    plain = Scorer()
    for document in documents:
        original = tmp_path / f"{document.name}.txt"
        original.write_text(document.text, "utf-8")
        plain.add(document, original)
    assert {column: figure for column, figure in plain.total.items() if (figure or 0) < LEAST.get(column, 0)} == {}
    assert plain.total["false-dl"] == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_a_file_changes_no_figure(shape: str, documents: list[Annotated], tmp_path: Path) -> None:
    """Word, text PDF, NFD, CRLF, hard wraps and flattened footnotes: within 0.02 of the plain text."""
    plain, shaped = Scorer(), Scorer()
    for document in documents:
        original, other = tmp_path / f"{document.name}.txt", tmp_path / f"{document.name}-{shape}"
        original.write_text(document.text, "utf-8")
        made = SHAPES[shape](document.text)
        other.write_bytes(made)
        plain.add(document, original)
        shaped.add(document, other)
    _assert_close(plain, shaped, CLOSE)


def test_a_scan_changes_few_figures(documents: list[Annotated], tmp_path: Path) -> None:
    """Scanned at 200 dpi, askew and speckled: within 0.08 of the plain text."""
    plain, scanned = Scorer(), Scorer()
    for document in documents:
        if document.name in SCANNED:
            original, scan = tmp_path / f"{document.name}.txt", tmp_path / f"{document.name}.pdf"
            original.write_text(document.text, "utf-8")
            scan.write_bytes(as_scan(document.text))
            plain.add(document, original)
            scanned.add(document, scan)
    _assert_close(plain, scanned, CLOSE_FOR_SCANS)
