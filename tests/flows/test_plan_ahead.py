"""The flow that plans recurring tasks, through Prefect's own harness."""

import pytest
from sqlmodel import select

from config.database import reading as reading_session
from tasks_registry.models import Task
from tasks_registry.planning.recurring import NewRecurrence, Rhythmic
from tasks_registry.planning.runs import arranging
from tests.conftest import Open

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.usefixtures("prefect_harness")]


def test_the_coming_instances_are_created_once(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repeat creates nothing; after an outage the missed ones come, once."""
    from flows.plan_ahead import plan_ahead

    here = open_at()
    monkeypatch.setenv("DONDOC_DATABASE_URL", here.settings.database_address)
    home = str(here.settings.home)
    with arranging(here) as arranger:
        arranger.add(NewRecurrence("Báo cáo giải ngân", "PKT", Rhythmic(phrase="ngày 15 hằng tháng")))
    assert plan_ahead(home, at="2026-07-01T05:00") == {"meetings": 0, "tasks": 2, "skipped": 0}
    assert plan_ahead(home, at="2026-07-01T05:01") == {"meetings": 0, "tasks": 0, "skipped": 0}
    assert plan_ahead(home, at="2027-02-01T05:00") == {"meetings": 0, "tasks": 5, "skipped": 2}
    with reading_session(here.engine) as session:
        codes = set(session.exec(select(Task.code)).all())
    assert codes == {
        "2026-Q3-001", "2026-Q3-002", "2026-Q4-001", "2026-Q4-002", "2027-Q1-001", "2027-Q1-002", "2027-Q1-003",
    }  # fmt: skip
