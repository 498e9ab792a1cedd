"""Commands about the installation itself: ``init``, ``up``, ``web``, ``doctor``."""

import signal
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from cli.options import At, Home, Json, instant, opened, settings_of
from cli.output import print_json, remark, say
from cli.speech import add
from config.office_files import FILE_NAMES, config_folder, default_text
from config.settings import Settings

_REPORT = "bao-cao-mau.docx"
"""What the report of the bundled commune is called in an installation."""


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "init", init, "Tạo cơ sở dữ liệu và các tệp cấu hình của cơ quan.")
    add(app, "up", up, "Chạy các trang web, máy chủ Prefect và các luồng theo lịch; dừng bằng Ctrl-C.")
    add(app, "web", web, "Chỉ chạy các trang web (trả lời qua đường dẫn, webhook của Zalo); dừng bằng Ctrl-C.")
    add(app, "doctor", doctor, "Kiểm tra bản cài đặt, mỗi mục một dòng kèm cách khắc phục.")


def init(
    home: Home = None,
    sample: Annotated[bool, typer.Option("--sample", help="Dùng xã mẫu hư cấu Hòa Mai thay cho tệp trống.")] = False,
) -> None:
    """Create or upgrade the installation; files of the office that exist are never overwritten."""
    from notifications.runs import trial_mode
    from tasks_registry.installation import set_up

    settings = settings_of(home)
    folder = config_folder(settings.home)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILE_NAMES:
        path = folder / name
        if not path.exists():
            text = sample_file(name).decode("utf-8") if sample else default_text(name)
            path.write_text(text, "utf-8")
    report = settings.home / _REPORT
    if sample and not report.exists():
        _lay_report(report)
    with set_up(settings, instant(None, settings)) as here:
        say(f"Đã sẵn sàng: {here.files.office.name}, thư mục {settings.home}")
        trial = trial_mode(here).on
    say(f"Các tệp của cơ quan nằm trong {folder}: hãy mở office.yaml và agencies.yaml để ghi tên, người, địa chỉ thư.")
    if sample:
        say(f"Báo cáo mẫu để thử: dondoc read {report}")
    if trial:
        say("Đang ở chế độ thử: chưa gửi thư cho ai ngoài danh sách DONDOC_TRIAL_ALLOW.")
        say("Khi đã sẵn sàng, xem trước và bật gửi thật bằng: dondoc arm")


def sample_file(name: str) -> bytes:
    """Return a file of the bundled fictional commune."""
    return files("cli.demo").joinpath("sample", name).read_bytes()


def up(home: Home = None) -> None:
    """Serve the pages, run the Prefect server and the scheduled flows, until told to stop."""
    from flows.server import prefect_server
    from web.serving import pages_served

    with opened(home) as here:
        settings, schedules = here.settings, here.files.rhythm.schedules
    _stop_when_terminated()
    try:
        with pages_served(settings):
            remark(f"Các trang web: {_pages_address(settings)}")
            remark("Đang khởi động máy chủ Prefect…")
            with prefect_server(settings.home, settings.prefect_port):
                from flows.serving import serve_flows  # knows its server by the environment only

                remark(f"Các luồng chạy theo lịch (Prefect: cổng {settings.prefect_port}). Ctrl-C để dừng.")
                serve_flows(settings.home, schedules, settings.timezone)
    except KeyboardInterrupt:
        remark("Đã dừng.")


def web(home: Home = None) -> None:
    """Serve the pages alone until told to stop."""
    from web.serving import pages_served

    with opened(home) as here:
        settings = here.settings
    _stop_when_terminated()
    try:
        with pages_served(settings) as thread:
            remark(f"Các trang web: {_pages_address(settings)}. Ctrl-C để dừng.")
            while thread.is_alive():
                thread.join(1)  # without a limit Windows would not hear Ctrl-C
    except KeyboardInterrupt:
        remark("Đã dừng.")


def _stop_when_terminated() -> None:
    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def _pages_address(settings: Settings) -> str:
    local = f"http://{settings.web_host}:{settings.web_port}"
    return (
        f"{local} (địa chỉ trong thư: {settings.web_url})" if settings.web_url else f"{local} (chưa đặt DONDOC_WEB_URL)"
    )


def doctor(home: Home = None, at: At = None, json: Json = False) -> None:
    """Run all checks; exit 1 when one of them fails."""
    from config.checks import GROUND, Level
    from notifications.checks import SENDING
    from reports.checks import REPORTING
    from tasks_registry.checks import REGISTRY

    settings = settings_of(home)
    now = instant(at, settings)
    findings = [finding for check in (*GROUND, *REGISTRY, *SENDING, *REPORTING) for finding in check(settings, now)]
    if json:
        print_json([{"id": f.id, "level": f.level.value, "text": f.text, "mend": f.mend} for f in findings])
    else:
        marks = {Level.OK: "✓", Level.WARNING: "!", Level.FAILURE: "✗"}
        for finding in findings:
            say(f"{marks[finding.level]} {finding.id} {finding.text}" + (f" → {finding.mend}" if finding.mend else ""))
    if any(finding.level is Level.FAILURE for finding in findings):
        raise typer.Exit(1)


def prepare_sample(home: Path) -> Path:
    """Lay the sample commune's files into ``home`` and return the path of its report."""
    folder = config_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILE_NAMES:
        (folder / name).write_bytes(sample_file(name))
    report = home / _REPORT
    _lay_report(report)
    return report


def _lay_report(path: Path) -> None:
    path.write_bytes(sample_file("bao-cao-quy-2-2026.docx"))
