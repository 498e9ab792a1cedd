"""Readings scored against the annotated documents beside the checkout, which are test data and never part of it."""

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tasks_registry.errors import NoTasksFound
from tasks_registry.reading.contract import as_json
from tasks_registry.reading.reader import read_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
COLUMNS = ("tasks", "deadline", "lead", "support", "meeting", "citation")


@dataclass(frozen=True)
class Annotated:
    """A document with its text and the commitments that people found in it."""

    name: str
    text: str
    gold: Mapping[str, Any]


def annotated_documents() -> list[Annotated]:
    """Return the annotated documents by name; none when they do not lie beside the checkout."""
    folder = SHARED / "data" / "reading"
    return [
        Annotated(gold.stem, (folder / "docs" / f"{gold.stem}.txt").read_text("utf-8"), json.loads(gold.read_text()))
        for gold in sorted((folder / "gold").glob("*.json"))
    ]


class Scorer:
    """Adds up scores over documents with the functions of ``score_reading.py``."""

    def __init__(self) -> None:
        self._tool = _tool()
        self._totals: dict[str, Any] = {}

    def add(self, document: Annotated, file: Path) -> dict[str, float | None]:
        """Score the reading of ``file``, which holds ``document`` in some shape."""
        try:
            reading = as_json(read_document(file, ()), lambda task: None)
        except NoTasksFound:
            reading = {"tasks": []}
        return _figures(self._tool.score(document.gold, reading, self._totals))

    @property
    def total(self) -> dict[str, float | None]:
        """F1 by column over all documents added, ``false-dl`` a count."""
        return _figures(self._totals)


def _figures(tallies: Mapping[str, Any]) -> dict[str, float | None]:
    return {**{column: tallies[column].f1 for column in COLUMNS}, "false-dl": float(tallies["false-dl"].hit)}


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool
