"""The pages behind the links of letters. GET shows, POST acts; programs that follow links therefore answer nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from notifications.answers import runs
from notifications.answers.forms import LONGEST_TEXT
from notifications.answers.page import TaskPage
from notifications.answers.runs import Wrong
from notifications.answers.wishing import OFFERED, WishesPage, change_by_form, look_at_wishes, unsubscribe
from notifications.links import ANSWERS, Link, Purpose
from notifications.wishes import EARLIEST_HOUR, LATEST_HOUR, LONGEST_MUTE
from tasks_registry.installation import Installation
from web.errors import Unreadable
from web.front import Front

_MOST_FIELDS = 20
UNSUBSCRIBE_FIELD, UNSUBSCRIBE_WORD = "List-Unsubscribe", "One-Click"
"""What a mail program sends when its reader presses “unsubscribe” (RFC 8058)."""


async def sent_form(request: Request) -> FormData:
    """Return the fields of the form in the body; raises ``Unreadable`` for anything else, files among it."""
    try:
        form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
    except HTTPException:
        form = None
    if form is None or any(isinstance(value, UploadFile) for value in form.values()):
        raise Unreadable("Hãy mở lại trang từ thư rồi gửi lại.")
    return form


Form = Annotated[FormData, Depends(sent_form)]


def add_pages(app: FastAPI, front: Front) -> None:
    """Add the link pages to ``app``."""
    app.add_api_route("/viec/{token}", _task(front), methods=["GET", "HEAD"])
    for purpose in ANSWERS:
        path = f"/{purpose}/{{token}}"
        app.add_api_route(path, _form(front, purpose), methods=["GET", "HEAD"])
        app.add_api_route(path, _answer(front, purpose), methods=["POST"])
    app.add_api_route("/tuy-chon/{token}", _wishes(front), methods=["GET", "HEAD"])
    app.add_api_route("/tuy-chon/{token}", _wish(front), methods=["POST"])


@contextmanager
def entered(front: Front, request: Request, purpose: Purpose, token: str) -> Iterator[tuple[Installation, Link]]:
    """Open the installation for a genuine link that may be used; a forged one costs a look at its signature only."""
    now = front.clock()
    front.admit(request, now)
    seen = runs.genuine(front.signer.read(purpose, token, now))
    front.admit_link(seen.link.token_id, now)
    if purpose in ANSWERS:
        request.state.task_page = _addresses(front, seen.link)[Purpose.TASK]
    with front.opened(request, now) as here:
        yield here, runs.usable(here, seen)


def counted(request: Request) -> bool:
    """Tell whether a person may be looking: programs that only test or preload a link say so."""
    ahead = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return request.method == "GET" and "prefetch" not in ahead.lower()


def _task(front: Front) -> Callable[..., Response]:
    def show_task(request: Request, token: str) -> Response:
        with entered(front, request, Purpose.TASK, token) as (here, link):
            page = runs.look(here, link, counted=counted(request))
            return front.page(request, "task.html.j2", page=page, addresses=_addresses(front, link), purposes=Purpose)

    return show_task


def _form(front: Front, purpose: Purpose) -> Callable[..., Response]:
    def show_form(request: Request, token: str) -> Response:
        with entered(front, request, purpose, token) as (here, link):
            page = runs.look(here, link, counted=counted(request))
            return _drawn_form(front, request, link, page, here=here, fields={}, complaints={})

    return show_form


def _answer(front: Front, purpose: Purpose) -> Callable[..., Response]:
    def take_answer(request: Request, token: str, form: Form) -> Response:
        fields = _strings(form)
        with entered(front, request, purpose, token) as (here, link):
            taken = runs.answer(here, link, fields)
            if isinstance(taken, Wrong):
                return _drawn_form(
                    front, request, link, taken.page, here=here, fields=fields, complaints=taken.complaints, status=422
                )
            task = _addresses(front, link)[Purpose.TASK]
            return front.page(request, "thanks.html.j2", page=taken, purpose=purpose, task=task)

    return take_answer


def _wishes(front: Front) -> Callable[..., Response]:
    def show_wishes(request: Request, token: str) -> Response:
        with entered(front, request, Purpose.WISHES, token) as (here, link):
            page = look_at_wishes(here, link, counted=counted(request))
            return _drawn_wishes(front, request, page, here, saved=False)

    return show_wishes


def _wish(front: Front) -> Callable[..., Response]:
    def take_wish(request: Request, token: str, form: Form) -> Response:
        fields = _strings(form)
        with entered(front, request, Purpose.WISHES, token) as (here, link):
            if fields.get(UNSUBSCRIBE_FIELD) == UNSUBSCRIBE_WORD:
                return _drawn_wishes(front, request, unsubscribe(here, link), here, saved=True)
            chosen = tuple(value for value in form.getlist("channel") if isinstance(value, str))
            page = change_by_form(here, link, fields, chosen)
            return _drawn_wishes(front, request, page, here, saved=not page.complaints)

    return take_wish


def _strings(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _addresses(front: Front, link: Link) -> dict[Purpose, str]:
    """Return the pages of the same letter and task, by purpose; each has a token of its own."""
    return {
        purpose: f"{front.root}/{purpose}/{front.signer.sign(link.turned_to(purpose))}"
        for purpose in (Purpose.TASK, *ANSWERS)
    }


def _drawn_form(
    front: Front,
    request: Request,
    link: Link,
    page: TaskPage,
    *,
    here: Installation,
    fields: dict[str, str],
    complaints: Mapping[str, str],
    status: int = 200,
) -> Response:
    return front.page(
        request,
        "form.html.j2",
        status,
        page=page,
        purpose=link.purpose,
        purposes=Purpose,
        task=_addresses(front, link)[Purpose.TASK],
        fields=fields,
        complaints=complaints,
        longest=LONGEST_TEXT,
        today=here.today,
    )


def _drawn_wishes(front: Front, request: Request, page: WishesPage, here: Installation, *, saved: bool) -> Response:
    return front.page(
        request,
        "wishes.html.j2",
        422 if page.complaints else 200,
        page=page,
        saved=saved,
        offered=OFFERED,
        earliest=EARLIEST_HOUR,
        latest=LATEST_HOUR,
        today=here.today,
        furthest=here.today + LONGEST_MUTE,
    )
