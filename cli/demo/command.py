"""The command ``demo``: reads a report, confirms, fixes the meeting, reminds for days, writes the status report."""

import json
import os
import shutil
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.progress import Progress

from cli.demo import scenario
from cli.demo.mailbox import Mailbox
from cli.installation import prepare_sample
from cli.options import Home, settings_of
from cli.output import progress, say, show_table
from cli.speech import add
from config.errors import DondocError
from flows.runtime import keep_prefect_in, keep_prefect_quiet

if TYPE_CHECKING:
    from config.settings import Settings
    from tasks_registry.installation import Installation

DEFAULT_HOME = Path("var/demo")
RESULT_FILE = "demo.json"
_MARK = ".demo"
_OFFICE_HOURS = clock_time(7, 30)
_WEB_URL = "https://dondoc.hoamai.example"
"""Where the invented commune's pages would be: with it letters have their buttons. Nothing is served there."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "demo", demo, "Chạy thử trọn quy trình với một xã hư cấu, không gửi gì ra ngoài máy này.")


def demo(home: Home = None) -> None:
    """Do the whole job on a throw-away installation and say where each result lies."""
    started = time.monotonic()
    folder = _empty(home or DEFAULT_HOME)
    with ExitStack() as stack:
        mailbox = stack.enter_context(Mailbox(folder / "mail"))
        settings = _settings(folder, mailbox)
        bar = stack.enter_context(progress())
        from flows.heartbeat import no_heartbeat  # Prefect, two seconds: after the environment is set

        stack.enter_context(no_heartbeat())
        totals = _Demonstration(folder, settings, mailbox, bar).run()
    totals["seconds"] = round(time.monotonic() - started, 1)
    (folder / RESULT_FILE).write_text(json.dumps(totals, ensure_ascii=False, indent=2) + "\n", "utf-8")
    _tell(folder, totals)


def _empty(folder: Path) -> Path:
    """Return ``folder`` empty and marked as a demonstration; refuses to touch anything else's files."""
    if folder.exists():
        if any(folder.iterdir()) and not (folder / _MARK).exists():
            raise DondocError(f"Thư mục {folder} đang có dữ liệu khác. Hãy chọn thư mục trống bằng --home.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    return folder


def _settings(folder: Path, mailbox: Mailbox) -> "Settings":
    """Turn the process towards the demonstration: flows read their settings from the environment."""
    given = {name for name in os.environ if name.startswith("DONDOC_")}  # noqa: TID251 the flows' only door
    for name in given:
        del os.environ[name]  # noqa: TID251
    os.environ["DONDOC_SMTP_URL"] = mailbox.url("dondoc@hoamai.example")  # noqa: TID251
    os.environ["DONDOC_TRIAL"] = "false"  # noqa: TID251
    os.environ["DONDOC_WEB_URL"] = _WEB_URL  # noqa: TID251
    keep_prefect_quiet()
    keep_prefect_in(folder)
    return settings_of(folder)


@dataclass
class _Demonstration:
    """One run of the scenario through the Prefect flows."""

    folder: Path
    settings: "Settings"
    mailbox: Mailbox
    bar: Progress

    def run(self) -> dict[str, Any]:
        """Play the scenario and return the totals."""
        report = prepare_sample(self.folder)
        self._set_up()
        job = self.bar.add_task("Khởi động Prefect", total=len(scenario.days()) + 2)
        imported = self._import(report)
        self.bar.update(job, advance=1, description="Đã đọc báo cáo")
        meeting, moved = self._fix_meeting()
        runs = self._play_days(job)
        files = self._report(meeting)
        self.bar.update(job, advance=1, description="Đã viết báo cáo")
        with self._opened(scenario.REPORT_DAY) as here:
            return self._totals(here, imported, moved, runs, files)

    def _set_up(self) -> None:
        from tasks_registry.installation import set_up

        with set_up(self.settings, self._instant(scenario.IMPORT_DAY)):
            pass

    def _import(self, report: Path) -> dict[str, int]:
        """Read the report in, and let its reminders go as the office would after a look."""
        from flows.import_document import import_document
        from notifications import going_live_runs

        imported = import_document(str(self.folder), str(report), accept=True, at=self._at(scenario.IMPORT_DAY))
        with self._opened(scenario.IMPORT_DAY) as here:
            going_live_runs.release(here, going_live_runs.plan_release(here, []))
        return imported

    def _fix_meeting(self) -> tuple[int, int]:
        from config.database import reading
        from tasks_registry import runs, store

        with self._opened(scenario.FIRST_DAY) as here:
            with reading(here.engine) as session:
                views = store.meeting_views(session, here.committee)
            meeting = next(view.id for view in views if view.ordinal == scenario.MEETING_ORDINAL)
            return meeting, len(runs.fix_meeting_day(here, meeting, scenario.MEETING_DAY))

    def _play_days(self, job: Any) -> int:
        """Run each day's flows twice, as an impatient operator would: the second run must find nothing left to say."""
        from flows.check_status import check_status
        from flows.send_reminders import send_reminders

        home, runs = str(self.folder), 0
        due = self._finishes_by_day()
        for day in scenario.days():
            for finished in [day_ for day_ in due if day_ <= day]:
                self._finish(due.pop(finished))
            check_status(home, at=self._at(day))
            for _ in range(2):
                send_reminders(home, at=self._at(day))
            runs += 3
            self.bar.update(job, advance=1, description=f"Ngày {day:%d/%m/%Y}: {self.mailbox.received} thư")
        return runs

    def _finishes_by_day(self) -> dict[date, list[scenario.Finish]]:
        from config.database import reading
        from tasks_registry import store

        with self._opened(scenario.FIRST_DAY) as here, reading(here.engine) as session:
            tasks = store.task_views(session, here.committee)
        course: dict[date, list[scenario.Finish]] = defaultdict(list)
        for finish in scenario.finishes(tasks):
            course[finish.day].append(finish)
        return dict(sorted(course.items()))

    def _finish(self, finished: list[scenario.Finish]) -> None:
        from tasks_registry import runs
        from tasks_registry.states import Act

        with self._opened(finished[0].day) as here:
            for finish in finished:
                runs.perform(here, finish.code, Act.CONFIRM, evidence=finish.evidence)

    def _report(self, meeting: int) -> list[str]:
        from flows.meeting_report import meeting_report

        out = str(self.folder / "reports")
        return meeting_report(str(self.folder), meeting=meeting, out=out, at=self._at(scenario.REPORT_DAY))

    def _totals(
        self, here: "Installation", imported: dict[str, int], moved: int, runs: int, files: list[str]
    ) -> dict[str, Any]:
        from dataclasses import asdict

        from tasks_registry.runs import check

        found = check(here)
        return {
            "tasks": imported["tasks"],
            "meetings": imported["meetings"],
            "deadlines_moved": moved,
            "days": len(scenario.days()),
            "flow_runs": runs + 2,
            "messages": self.mailbox.received,
            "duplicates": self.mailbox.duplicates,
            "figures": asdict(found.figures),
            "reports": [Path(file).name for file in files],
        }

    def _opened(self, day: date) -> "Installation":
        from tasks_registry.installation import open_installation

        return open_installation(self.settings, self._instant(day))

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, _OFFICE_HOURS, self.settings.zone)

    def _at(self, day: date) -> str:
        return self._instant(day).isoformat()


def _tell(folder: Path, totals: dict[str, Any]) -> None:
    figures = totals["figures"]
    docx, xlsx = (name for name in totals["reports"])
    show_table(
        "Đảng ủy xã Hòa Mai (hư cấu), quý III năm 2026",
        ("Việc đã làm", "Kết quả", "Xem tại"),
        (
            (
                "Đọc báo cáo quý",
                f"{totals['tasks']} nhiệm vụ, {totals['meetings']} hội nghị",
                folder / "bao-cao-mau.docx",
            ),
            (
                "Ấn định ngày hội nghị",
                f"{totals['deadlines_moved']} hạn đổi theo",
                f"họp ngày {scenario.MEETING_DAY:%d/%m/%Y}",
            ),
            ("Chạy các luồng", f"{totals['flow_runs']} lượt trong {totals['days']} ngày", folder / "logs"),
            ("Gửi thư nhắc", f"{totals['messages']} thư, {totals['duplicates']} thư trùng", folder / "mail"),
            (
                "Tình hình",
                f"{figures['done_in_time'] + figures['done_late']} xong, {figures['open_overdue']} quá hạn",
                folder / RESULT_FILE,
            ),
            ("Báo cáo trước hội nghị", "Word, theo thể thức", folder / "reports" / docx),
            ("Bảng theo dõi", "Excel", folder / "reports" / xlsx),
        ),
        wide="Xem tại",
    )
    seconds = str(totals["seconds"]).replace(".", ",")
    say(f"Xong sau {seconds} giây. Không có gì được gửi ra ngoài máy này.")
