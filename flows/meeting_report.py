"""Flow ``meeting_report``: the status report, for one meeting or for all that are near."""

from pathlib import Path

from prefect import flow

from flows.opening import opened, retried
from reports.meeting import runs
from tasks_registry.installation import Installation


@retried
def write(here: Installation, meeting: int, out: Path) -> list[str]:
    """Write the report of one meeting; a repeat on the same day writes the same files anew."""
    files = runs.report_meeting(here, meeting, out)
    return [str(files.docx), str(files.xlsx)]


@flow(name="meeting_report")
def meeting_report(home: str, meeting: int | None = None, out: str | None = None, at: str | None = None) -> list[str]:
    """Write the report of ``meeting`` – without one, of every meeting whose lead time is reached and unserved."""
    with opened(home, at) as here:
        folder = Path(out) if out else runs.report_folder(here)
        meetings = [meeting] if meeting is not None else runs.meetings_to_report(here, folder)
        return [path for one in meetings for path in write(here, one, folder)]
