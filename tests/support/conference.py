"""A conference of the fictional commune with a day, an agenda item and two other tasks, ready to be reported on."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from config.database import reading as reading_session
from config.office_files import config_folder
from tasks_registry import intake, store
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tests.support.cast import AN
from tests.support.readings import proposal, reading

DAY = date(2026, 9, 25)
"""A Friday; its reports are wanted on Tuesday the 22nd and on Thursday the 24th."""
AGENDA, OCOP, REVIEW = "2026-Q3-001", "2026-Q3-002", "2026-Q3-003"
FIRST, SECOND = "2026-09-22T07:00", "2026-09-24T07:00"
CLERK, CHIEF = "an.trinhthihoai@hoamai.example", "thuy.ngodinh@hoamai.example"
"""The people of the office, who are named for reports by default."""


def conference(here: Installation, *more: str) -> int:
    """Store the tasks, and further ones with the titles ``more``; returns the number of the conference."""
    with here.writing() as session:
        intake.import_reading(
            session,
            reading(
                proposal("Báo cáo kết quả kiểm tra chín tháng đầu năm", meeting=True, lead="UBKT"),
                proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 22)),
                proposal("Rà soát các tiêu chí nông thôn mới nâng cao", due=date(2026, 9, 30)),
                *(proposal(title, due=date(2026, 9, 30)) for title in more),
            ),
            file_name="bao-cao.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    with reading_session(here.engine) as session:
        (meeting,) = store.meeting_views(session, here.committee)
    fix_day(here, meeting.id, DAY)
    return meeting.id


def edit_sending(home: Path, *, days_before: Sequence[int] | None = None, **settings: Any) -> None:
    """Set who gets reports and how, and when they are made; it takes effect at the next opening."""
    path = config_folder(home) / "rhythm.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    content.setdefault("meeting_report_sending", {}).update(settings)
    if days_before is not None:
        content["meeting_report_days_before"] = list(days_before)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
