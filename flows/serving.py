"""Serves the scheduled flows: one deployment each, on the office's cron, never two runs of one flow at a time."""

import warnings
from pathlib import Path

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from config.rhythm import Schedules
from flows.check_status import check_status
from flows.deliver_outbox import deliver_outbox
from flows.meeting_report import meeting_report
from flows.plan_ahead import plan_ahead
from flows.send_reminders import send_reminders

SCHEDULED = (check_status, send_reminders, deliver_outbox, meeting_report, plan_ahead)
DEPLOYMENT = "van-phong"


def deployments(home: Path, schedules: Schedules, timezone: str) -> list[RunnerDeployment]:
    """Return one deployment per scheduled flow of the installation at ``home``.

    A run that is due while the former one still works is dropped: runs are level-triggered, the next one sees all.
    """
    crons = schedules.as_dict()
    return [
        RunnerDeployment.from_flow(
            flow,
            name=DEPLOYMENT,
            parameters={"home": str(home.resolve())},
            # day_or=False: a day of month and a day of week together mean both, as config.cron reads them.
            schedule=Cron(crons[flow.name], timezone=timezone, day_or=False),
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        )
        for flow in SCHEDULED
    ]


def serve_flows(home: Path, schedules: Schedules, timezone: str) -> None:
    """Serve the flows until the process is told to stop. Needs a Prefect server that is already up."""
    # Prefect's runner leaves a coroutine unawaited when it is stopped while it starts a run: harmless, and in English.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop' was never awaited")
    # Pausing on a clean stop would leave the schedules paused after the next start.
    serve(*deployments(home, schedules, timezone), pause_on_shutdown=False, print_starting_message=False)
