"""Flow ``import_document``: one document → drafts, or confirmed tasks."""

from pathlib import Path

from prefect import flow

from flows.opening import opened, retried
from tasks_registry import runs
from tasks_registry.installation import Installation


@retried
def read_and_store(here: Installation, path: Path, *, accept: bool) -> dict[str, int]:
    """Read the document and store it in one transaction; a repeat finds it there and adds nothing."""
    result = runs.import_file(here, path, accept=accept).result
    return {"document": result.document_id, "tasks": result.tasks, "drafts": result.drafts, "meetings": result.meetings}


@flow(name="import_document")
def import_document(home: str, path: str, accept: bool = False, at: str | None = None) -> dict[str, int]:
    """Read ``path`` into the registry of ``home``; ``accept`` confirms the proposals at once."""
    with opened(home, at) as here:
        return read_and_store(here, Path(path), accept=accept)
