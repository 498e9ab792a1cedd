"""The page behind the link of a report, and its files."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from notifications.links import Purpose
from notifications.report_news import runs as reports
from web.front import Front
from web.link_pages import counted, entered


def add_report_pages(app: FastAPI, front: Front) -> None:
    """Add the pages to ``app``."""
    app.add_api_route("/bao-cao/{token}", _report(front), methods=["GET", "HEAD"])
    app.add_api_route("/bao-cao/{token}/{ending}", _file(front), methods=["GET", "HEAD"])


def _report(front: Front) -> Callable[..., Response]:
    def show_report(request: Request, token: str) -> Response:
        with entered(front, request, Purpose.REPORT, token) as (here, link):
            page = reports.look(here, link, counted=counted(request))
            return front.page(request, "report.html.j2", page=page, address=f"{front.root}/{Purpose.REPORT}/{token}")

    return show_report


def _file(front: Front) -> Callable[..., Response]:
    def give_file(request: Request, token: str, ending: str) -> Response:
        with entered(front, request, Purpose.REPORT, token) as (here, link):
            file = reports.fetch(here, link, ending, counted=counted(request))
            # Names of report files are ASCII, whatever the meeting is called.
            kept_as = {"Content-Disposition": f'attachment; filename="{file.name}"'}
            return Response(file.content, media_type=file.media_type, headers=kept_as)

    return give_file
