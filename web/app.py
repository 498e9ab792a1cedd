"""The application that serves the pages: puts routes, guard and errors together."""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from config.clock import system_clock
from config.database import make_engine
from config.errors import DondocError
from config.schema import require_current
from config.settings import Settings
from web.front import Front
from web.guard import Guard
from web.link_pages import add_pages
from web.report_pages import add_report_pages
from web.webhooks import ZaloHandlers, add_webhooks

STYLE_KEPT_SECONDS = 3600


def create_app(
    settings: Settings, *, clock: Callable[[], datetime] = system_clock, zalo: ZaloHandlers | None = None
) -> FastAPI:
    """Return the pages of the installation that ``settings`` name; each request opens it anew.

    ``clock`` gives the instant of a request, ``zalo`` takes what Zalo's webhooks bring.
    """
    front = Front(settings, clock)
    app = FastAPI(title="Đôn Đốc", docs_url=None, redoc_url=None, openapi_url=None)
    add_pages(app, front)
    add_report_pages(app, front)
    add_webhooks(app, front, zalo or ZaloHandlers())
    app.add_api_route("/suc-khoe", _health(front), methods=["GET", "HEAD"])
    app.add_api_route("/giao-dien.css", _style, methods=["GET", "HEAD"])
    app.add_middleware(Guard, told=front.told, root=front.root)
    app.add_exception_handler(HTTPException, front.told)
    return app


def _health(front: Front) -> Callable[[], Response]:
    def health() -> Response:
        """Answer 200 while the database can be used; nobody learns more here."""
        return JSONResponse({"status": "ok"}) if _usable(front.settings) else JSONResponse({"status": "failed"}, 503)

    return health


def _usable(settings: Settings) -> bool:
    if settings.database_url is None and not settings.database_file.exists():
        return False  # connecting would make an empty one
    engine = make_engine(settings.database_address)
    try:
        require_current(engine)
    except DondocError:
        return False
    finally:
        engine.dispose()
    return True


def _style() -> Response:
    return Response(
        files("web").joinpath("static", "giao-dien.css").read_bytes(),
        media_type="text/css",
        headers={"Cache-Control": f"public, max-age={STYLE_KEPT_SECONDS}"},
    )
