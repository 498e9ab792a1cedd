"""Flow ``meeting_report``: versions of the status report at their lead days, sent, and what has changed since."""

from pathlib import Path

from prefect import flow

from flows import report_news
from flows.opening import may_pass, opened, retried
from reports.versions import runs
from reports.versions.runs import DueRun
from tasks_registry.installation import Installation


@retried
def make_due(here: Installation, out: Path | None) -> DueRun:
    """Make the versions whose lead day is reached; a repeat finds them there.

    Raises what made a meeting fail and may pass, once all others have theirs; the rest is in the result.
    """
    run = runs.make_due(here, out)
    for error in run.failed:
        if may_pass(error):
            raise error
    return run


@retried
def make_one(here: Installation, meeting: int, out: Path | None) -> DueRun:
    """Make a further version of one meeting, unless it would read as the last one; a repeat finds that one."""
    return DueRun(made=(runs.make_by_hand(here, meeting, out),))


@retried
def tell(here: Installation) -> int:
    """Hand over the versions and what has changed since; a repeat finds its keys taken. Returns the new messages."""
    return len(report_news.tell(here).message_ids)


@flow(name="meeting_report")
def meeting_report(home: str, meeting: int | None = None, out: str | None = None, at: str | None = None) -> list[str]:
    """Make the report of ``meeting`` – without one, of every meeting whose lead day is reached and unserved – and tell
    of what people have not been told, whatever fails in the making. Returns the paths of the files; raises, at its end,
    what made one fail.
    """
    with opened(home, at) as here:
        folder = Path(out) if out else None
        try:
            run = make_one(here, meeting, folder) if meeting is not None else make_due(here, folder)
        except Exception as error:  # raised at the end: what was made before is told all the same
            run = DueRun(failed=(error,))
        tell(here)
        for failure in run.failed:
            raise failure
        return [str(path) for made in run.made for path in made.paths.values()]
