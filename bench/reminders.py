"""Measure one reminder run: `python -m bench.reminders [--sizes …] [--engines …] [--delays …] [--rounds …]`.

10,000 open tasks, 500 people, 2,000 items due: decision, outbox and delivery to a local SMTP server (a process of its
own that answers every command after ``--delays`` seconds), beside bare smtplib loops that send the 500 mails of such a
run over (a) one connection, (b) one connection each, (c) four connections at once. Every run is a fresh process with
its modules loaded and the installation open before the clock starts; wall and CPU are those of the fastest round,
because whatever else the machine does only ever adds, memory is the highest peak.
"""

import argparse
import json
import os
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bench.databases import fresh_database
from bench.memory import peak_megabytes
from bench.reminders_data import DUE, DUE_EACH, PEOPLE, fill
from config.office_files import FILE_NAMES, config_folder
from config.settings import load_settings
from notifications import runs
from notifications.channels import email
from notifications.channels.choice import recording_folder
from tasks_registry.installation import open_installation, set_up
from tests.support.mail import url_of
from tests.support.mail_process import mail_process
from tests.support.rhythm import edit_reminders

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_RECORDED_DAYS_BEFORE = 14
_DAYS_BEFORE = (7, 3, 1, 0)
"""Milestones of the default policy: one round each."""
_SENDER = "dondoc@hoamai.example"
_LOOPS = {"a": "one connection", "b": "one connection each", "c": "four connections"}


class Cost(NamedTuple):
    """What a run costs."""

    wall: float
    cpu: float
    peak: float


def main() -> int:
    """Print one Markdown table row for each engine, size and delay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of tasks, 10,000 of them open")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--delays", default="0,0.005", help="seconds before every answer of the mail server")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, len(_DAYS_BEFORE) + 1))
    parser.add_argument("--run", help=argparse.SUPPRESS)  # the measured process itself: product, a, b or c
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--at", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(_measured(arguments.run, arguments.port, arguments.at)))
        return 0
    print("| engine | tasks | delay ms | s | CPU s | MB | (a) s | (b) s | (c) s | × (b) | × (c) | × smallest |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for engine in arguments.engines.split(","):
        smallest: dict[float, float] = {}
        for size in map(int, arguments.sizes.split(",")):
            for delay in map(float, arguments.delays.split(",")):
                costs = _side_by_side(engine, size, delay, arguments.rounds)
                own, a, b, c = (costs[name] for name in ("product", "a", "b", "c"))
                growth = own.wall / smallest.setdefault(delay, own.wall)
                print(
                    f"| {engine} | {size:,} | {delay * 1000:g} | {own.wall:.2f} | {own.cpu:.2f} | {own.peak:.0f} "
                    f"| {a.wall:.2f} | {b.wall:.2f} | {c.wall:.2f} | {own.wall / b.wall:.2f} | {own.wall / c.wall:.2f} "
                    f"| {growth:.2f} |",
                    flush=True,
                )
    return 0


def _side_by_side(engine: str, size: int, delay: float, rounds: int) -> dict[str, Cost]:
    """Run the product and the bare loops in turn, and return the best of each."""
    with TemporaryDirectory() as folder, fresh_database(engine) as address:
        home = Path(folder) / "home"
        _install(home, address, size)
        with mail_process(Path(folder) / "journal", delay=delay) as server:
            found: dict[str, list[Cost]] = {}
            for days in _DAYS_BEFORE[:rounds]:
                for name in ("product", *_LOOPS):
                    before = server.received().total()
                    found.setdefault(name, []).append(_fresh_process(name, home, address, server.port, days))
                    assert server.received().total() - before == PEOPLE, name
    return {
        name: Cost(min(one.wall for one in costs), min(one.cpu for one in costs), max(one.peak for one in costs))
        for name, costs in found.items()
    }


def _install(home: Path, address: str, size: int) -> None:
    """Set up an installation, and record the mails of a run: the bare loops send these."""
    config_folder(home).mkdir(parents=True)
    for name in FILE_NAMES:
        (config_folder(home) / name).write_bytes(files("cli.demo").joinpath("sample", name).read_bytes())
    # Reminders of tasks only: what leaders hear once a week is not what is measured here.
    edit_reminders(home, weekly_summary={"enabled": False}, escalation=[])
    settings = load_settings({"DONDOC_DATABASE_URL": address, "DONDOC_TRIAL": "false"}, home=home)
    start = time.perf_counter()
    with set_up(settings, _instant(_RECORDED_DAYS_BEFORE)) as here:
        fill(here.engine, here.committee, size)
        run = runs.remind(here)
        assert (run.count("sent"), sum(len(one.message.items) for one in run.messages)) == (PEOPLE, PEOPLE * DUE_EACH)
    print(f"{size:,} tasks in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


def _instant(days_before: int) -> datetime:
    return datetime(DUE.year, DUE.month, DUE.day, 8, tzinfo=_ZONE) - timedelta(days=days_before)


def _fresh_process(name: str, home: Path, address: str, port: int, days: int) -> Cost:
    command = (sys.executable, "-m", "bench.reminders", "--run", name, "--port", str(port))
    place = {
        "DONDOC_HOME": str(home),
        "DONDOC_DATABASE_URL": address,
        "DONDOC_TRIAL": "false",
        "DONDOC_SMTP_URL": url_of(port),
    }
    done = subprocess.run(
        [*command, "--at", _instant(days).isoformat()], env={**os.environ, **place}, check=True, capture_output=True
    )
    return Cost(*json.loads(done.stdout))


def _measured(name: str, port: int, at: str) -> Cost:
    settings = load_settings()
    if name == "product":
        email.EmailChannel(url_of(port)).close()  # loads what the first mail would load
        with open_installation(settings, datetime.fromisoformat(at)) as here:
            here.calendar.is_working(here.today)  # loads the public holidays of all countries
            return _cost(lambda: runs.remind(here))
    mails = [path.read_bytes() for path in sorted(recording_folder(settings.home).glob("*.eml"))]
    loops: dict[str, Callable[[], object]] = {
        "a": lambda: _over_one(port, mails),
        "b": lambda: [_over_one(port, [mail]) for mail in mails],
        "c": lambda: _over_four(port, mails),
    }
    return _cost(loops[name])


def _cost(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, peak_megabytes())


def _over_one(port: int, mails: Sequence[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for mail in mails:
            connection.sendmail(_SENDER, "canbo@hoamai.example", mail)


def _over_four(port: int, mails: Sequence[bytes]) -> None:
    threads = [threading.Thread(target=_over_one, args=(port, mails[lane::4])) for lane in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    raise SystemExit(main())
