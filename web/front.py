"""What all pages share: settings, the clock, the key of links, how often somebody may ask, how a page is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from config.log import record
from config.settings import Settings
from notifications.answers.errors import UsedLink
from notifications.link_making import link_key
from notifications.links import LinkSigner
from tasks_registry.installation import Installation, open_installation
from web.errors import NoSuchPage, TooMany, WrongMethod, trouble
from web.limits import SlidingWindow

_MINUTE = timedelta(minutes=1)
ADDRESS_REQUESTS_A_MINUTE = 120
"""Of one address: a whole office may stand behind it."""
LINK_REQUESTS_A_MINUTE = 30


def day(value: date) -> str:
    """Write a day: ``07/09/2026``."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Write an instant as the office's clock shows it."""
    local = value.astimezone(zone)
    return f"{local:%H:%M} ngày {day(local.date())}"


def standing(days_left: int) -> str:
    """Say where today stands against the due day."""
    if days_left < 0:
        return f"quá hạn {-days_left} ngày"
    return "đến hạn hôm nay" if days_left == 0 else f"còn {days_left} ngày"


def kilobytes(size: int) -> str:
    """Write the size of a file: ``45 KB``."""
    return f"{max(1, round(size / 1024))} KB"


_TEMPLATES = Environment(
    loader=PackageLoader("web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(day=day, kilobytes=kilobytes, moment=moment, standing=standing)


@dataclass(frozen=True)
class Front:
    """The pages of one installation. Instants come from ``clock``: here is the edge."""

    settings: Settings
    clock: Callable[[], datetime]
    addresses: SlidingWindow = field(default_factory=lambda: SlidingWindow(ADDRESS_REQUESTS_A_MINUTE, _MINUTE))
    links: SlidingWindow = field(default_factory=lambda: SlidingWindow(LINK_REQUESTS_A_MINUTE, _MINUTE))

    @cached_property
    def signer(self) -> LinkSigner:
        """Reads and signs the links of the installation."""
        return LinkSigner(link_key(self.settings))

    @property
    def root(self) -> str:
        """The path under which the pages lie at their public address, empty or ``/x``."""
        return urlsplit(self.settings.web_url or "").path

    @contextmanager
    def opened(self, request: Request, now: datetime) -> Iterator[Installation]:
        """Open the installation for one request, which is told of the office whatever comes of it."""
        with open_installation(self.settings, now) as here:
            request.state.office = here.files.office
            yield here

    def admit(self, request: Request, now: datetime) -> None:
        """Raise ``TooMany`` when the client's address asks too often."""
        if not self.addresses.admits(request.client.host if request.client else "", now):
            record("web.limited", what="address")
            raise TooMany("Có quá nhiều yêu cầu từ mạng của đồng chí. Hãy thử lại sau một phút.")

    def admit_link(self, token_id: str, now: datetime) -> None:
        """Raise ``TooMany`` when one link is opened too often."""
        if not self.links.admits(token_id, now):
            record("web.limited", what="link", link=token_id)
            raise TooMany("Đường dẫn này được mở quá nhiều lần trong một phút. Hãy thử lại sau một phút.")

    def page(self, request: Request, template: str, status: int = 200, **facts: object) -> Response:
        """Draw a page."""
        office = getattr(request.state, "office", None)
        html = _TEMPLATES.get_template(template).render(root=self.root, office=office, zone=self.settings.zone, **facts)
        return HTMLResponse(html, status)

    def told(self, request: Request, error: Exception) -> Response:
        """Draw the page of a failure."""
        told = trouble(_ours(error))
        headers = {"Retry-After": "60"} if told.status in (429, 503) else None
        back = getattr(request.state, "task_page", None) if isinstance(error, UsedLink) else None
        facts = {"heading": told.heading, "sentence": told.sentence, "task": back}
        answer = self.page(request, "notice.html.j2", told.status, **facts)
        answer.headers.update(headers or {})
        return answer


def _ours(error: Exception) -> Exception:
    """Return what the framework found wrong as an error of the table."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        return WrongMethod("Hãy mở lại trang từ đường dẫn trong thư.")
    if isinstance(error, HTTPException) and error.status_code < 500:
        return NoSuchPage("Trang này chỉ mở từ đường dẫn trong thư nhắc việc. Hãy mở lại từ thư.")
    return error
