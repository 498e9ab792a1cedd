"""Use cases of Zalo as whole transactions: the grant, linking people, webhooks, what each delivery looks after."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from config.database import reading
from config.errors import SettingError
from config.log import record
from notifications.channels.zalo import linking
from notifications.channels.zalo.bot import updates
from notifications.channels.zalo.calls import Account
from notifications.channels.zalo.grants import Grant, Pair, challenge_of, read_pair, verifier_of
from notifications.channels.zalo.incoming import Ear, settle_receipts, take
from notifications.channels.zalo.oauth import TokenServer
from notifications.channels.zalo.setup import Application, Setup
from notifications.channels.zalo.texts import phone_number, template_faults
from notifications.channels.zalo.tokens import TokenStore, open_token_database
from notifications.channels.zalo.webhooks import (
    LARGEST_BODY,
    SHORTEST_BOT_SECRET,
    Told,
    bot_secret_right,
    header,
    read_body,
    read_bot_update,
    read_event,
    signed_with,
)
from notifications.models import ChannelState, ContactKind
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Person

GRANT_STATE = "zalo-grant"
"""Name of the ``ChannelState`` row that tells of the grant; sending by a token that still lives goes on beside it."""
_OK, _BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE = 200, 400, 403, 404, 413


class _Grants(NamedTuple):
    """What the grant is handled with."""

    setup: Setup
    application: Application
    tokens: TokenStore
    server: TokenServer


@contextmanager
def _grants(here: Installation) -> Iterator[_Grants]:
    setup = Setup.of(here.settings, here.files.office)
    if setup.application is None:
        raise SettingError("Chưa có ứng dụng Zalo: hãy đặt DONDOC_ZALO_APP_ID và DONDOC_ZALO_APP_SECRET.")
    server = TokenServer(setup.servers.oauth, setup.application)
    tokens = TokenStore(open_token_database(here.settings), setup.application.profile, server.refresh)
    try:
        yield _Grants(setup, setup.application, tokens, server)
    finally:
        server.close()
        tokens.close()


def challenge(here: Installation) -> str:
    """Return the PKCE challenge to save in Zalo's console; its verifier is made once and kept under home."""
    return challenge_of(_verifier(here.settings.home))


def _verifier(home: Path) -> str:
    path = home / "secrets" / "zalo-verifier"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(verifier_of(secrets.token_bytes(32)))
    except FileExistsError:
        pass
    return path.read_text("utf-8")


def grant(here: Installation, given: str) -> Grant:
    """Store the office's grant: ``given`` is a pair copied from Zalo's console (JSON), or the code of the consent page.

    Raises ``Refused`` with Zalo's code when there is no pair in it and none for it.
    """
    require(here.actor, Duty.ORGANISE)
    words = given.strip()
    if not words:
        raise Refused("Chưa có gì để lưu: hãy đưa mã code hoặc cặp mã (JSON) qua đầu vào chuẩn hay --file.")
    with _grants(here) as grants:
        found: Pair | str = read_pair(words.encode())
        if isinstance(found, str) and not words.startswith("{"):
            answer = grants.server.first(words, _verifier(here.settings.home))
            found = answer if isinstance(answer, Pair) else answer.code
        if isinstance(found, str):
            raise Refused(f"Không lấy được cặp mã truy cập Zalo ({found}). Mã code chỉ dùng một lần, trong 10 phút.")
        stored = grants.tokens.put(found, here.now)
    with here.writing() as session:
        _mirror(session, here, stored)
    return stored


@dataclass(frozen=True)
class Status:
    """How Zalo stands at an installation."""

    account: bool
    bot: bool
    template: str | None
    groups: int
    grant: Grant | None
    contacts: Mapping[str, int]
    """Usable contact points by kind."""
    signatures: Mapping[str, int]
    """Webhooks by the first term of their signature."""


def status(here: Installation) -> Status:
    """Tell how Zalo stands; asks nobody."""
    setup = Setup.of(here.settings, here.files.office)
    stored = None
    if setup.application is not None:
        with _grants(here) as grants:
            stored = grants.tokens.grant()
    template = setup.office.digest_template
    with reading(here.engine) as session:
        contacts, signatures = linking.counts(session, here.committee)
    return Status(
        setup.application is not None,
        setup.bot_token is not None,
        template.id if template is not None else None,
        len(setup.office.groups),
        stored,
        contacts,
        signatures,
    )


def ask(here: Installation) -> list[str]:
    """Ask Zalo about the account and the template; return what stands in the way of sending, one sentence each.

    Raises ``DeliveryError`` when Zalo cannot be asked.
    """
    found = []
    with _grants(here) as grants, closing(Account(*grants)) as account:
        template = grants.setup.office.digest_template
        if not account.ask_account(here.now).get("is_verified"):
            found.append("OA chưa được xác thực: Zalo chưa cho gửi mẫu tin và tin nhóm.")
        if template is not None:
            found += template_faults(template, account.ask_template(template.id, here.now))
    return found


def refresh(here: Installation) -> Grant:
    """Renew the grant when it is 12 hours old or about to end; raises ``Refused`` when there is none or it is lost."""
    stored = _keep_fresh(here)
    if stored is None:
        raise Refused("Cơ quan chưa cấp quyền cho ứng dụng Zalo. Hãy chạy: dondoc zalo grant")
    if stored.trouble is not None:
        raise Refused(f"Không làm mới được mã truy cập Zalo ({stored.trouble}). Xem: dondoc zalo status")
    return stored


def keep_up(here: Installation) -> None:
    """Look after what time alone does: renew the grant (or raise the alarm), and find messages of early receipts.

    Does nothing where Zalo is not set up, or only by half (``channels`` has logged it); faults of Zalo's servers are
    told by the grant's state, not raised.
    """
    try:
        setup = Setup.of(here.settings, here.files.office)
    except SettingError:
        return
    if setup.application is None:
        return
    _keep_fresh(here)
    with here.writing() as session:
        settle_receipts(Ear(session, here.committee, setup.office, here.now))


def _keep_fresh(here: Installation) -> Grant | None:
    with _grants(here) as grants:
        stored = grants.tokens.keep_fresh(here.now)
    with here.writing() as session:
        _mirror(session, here, stored)
    return stored


def _mirror(session: Session, here: Installation, stored: Grant | None) -> None:
    """Show the office how the grant fares: a person must act when it is lost, and should when it cannot be renewed."""
    state = session.get(ChannelState, (here.committee, GRANT_STATE))
    trouble = "no-grant" if stored is None else stored.trouble
    if state is None:
        if trouble is None:
            return
        state = ChannelState(committee_id=here.committee, channel=GRANT_STATE)
    if state.code == trouble and state.needs_operator == (trouble is not None):
        return
    state.needs_operator, state.code, state.since = trouble is not None, trouble, here.now
    state.reason = None
    if stored is None:
        state.reason = "Cơ quan chưa cấp quyền cho ứng dụng Zalo. Hãy chạy: dondoc zalo grant"
    elif stored.dead:
        state.reason = "Quyền gửi Zalo đã mất: quản trị OA phải cấp lại, rồi chạy dondoc zalo grant"
    elif trouble is not None:
        state.reason = "Không làm mới được mã truy cập Zalo; mã cũ còn dùng được cho đến khi hết hạn."
    session.add(state)


def link_code(here: Installation, email: str) -> tuple[str, datetime]:
    """Return a new one-time code for a person, and until when it can be typed."""
    with here.writing() as session:
        person = _person(session, here, email)
        code = linking.new_code(session, here.committee, person, here.now)
        linking.note_change(
            session, here.committee, person, "person.zalo_code", ContactKind.ZALO_OA, here.actor, here.now
        )
    record("zalo.code", person=person)
    return code, here.now + linking.CODE_LIVES


def set_phone(here: Installation, email: str, written: str) -> None:
    """Store the telephone number by which a person is reached at Zalo."""
    number = phone_number(written)
    if number is None:
        raise Refused("Số điện thoại không đúng dạng: hãy ghi số di động Việt Nam, ví dụ 0912 345 678.")
    with here.writing() as session:
        person = _person(session, here, email)
        linking.set_contact(session, here.committee, person, ContactKind.ZALO_PHONE, number, here.now)
        linking.note_change(
            session, here.committee, person, "person.zalo_phone", ContactKind.ZALO_PHONE, here.actor, here.now
        )
    record("zalo.phone", person=person)


def _person(session: Session, here: Installation, email: str) -> int:
    person: Person | None = store.person_by_email(session, here.committee, email)
    if person is None or person.id is None:
        raise NotInRegistry(f"Không có ai dùng địa chỉ thư “{email}”. Xem: dondoc person list")
    if here.actor.person_id != person.id:
        require(here.actor, Duty.ORGANISE)
    return person.id


def handle_oa_webhook(here: Installation, raw: bytes, headers: Mapping[str, str]) -> int:
    """Take a webhook of the account or of ZBS; return the HTTP status to answer.

    404 while no secret is configured, 413 too large, 400 not readable, 403 not signed by Zalo, 200 taken (or known).
    """
    settings = here.settings
    if settings.zalo_oa_secret is None or not settings.zalo_app_id:
        return _NOT_FOUND
    if len(raw) > LARGEST_BODY:
        return _TOO_LARGE
    document = read_body(raw)
    if document is None:
        return _BAD_REQUEST
    firsts = {"app_id": settings.zalo_app_id, "oa_id": here.files.office.zalo.oa_id}
    signed = signed_with(
        raw,
        str(document.get("timestamp", "")),
        header(headers, "X-ZEvent-Signature"),
        {name: value for name, value in firsts.items() if value},
        settings.zalo_oa_secret.get_secret_value(),
    )
    if signed is None:
        record("zalo.webhook-forged")
        return _FORBIDDEN
    return _take(here, read_event(document, raw), signed)


def handle_bot_webhook(here: Installation, raw: bytes, headers: Mapping[str, str]) -> int:
    """Take a webhook of the bot; return the HTTP status to answer, as ``handle_oa_webhook`` does."""
    secret = here.settings.zalo_bot_webhook_secret
    if secret is None or len(secret.get_secret_value()) < SHORTEST_BOT_SECRET:
        return _NOT_FOUND
    if len(raw) > LARGEST_BODY:
        return _TOO_LARGE
    if not bot_secret_right(header(headers, "X-Bot-Api-Secret-Token"), secret.get_secret_value()):
        record("zalo.webhook-forged")
        return _FORBIDDEN
    document = read_body(raw)
    if document is None:
        return _BAD_REQUEST
    result = document.get("result")
    told = read_bot_update(result if isinstance(result, dict) else document)
    return _take(here, told, "") if told is not None else _OK


def _take(here: Installation, told: Told, signed: str) -> int:
    with here.writing() as session:
        outcome = take(Ear(session, here.committee, here.files.office.zalo, here.now), told, signed=signed)
    record("zalo.webhook", name=told.name, outcome=outcome or "known", signed=signed or None)
    return _OK


def poll(here: Installation) -> tuple[int, int]:
    """Fetch what people wrote to the bot, where it has no webhook; return how many texts and how many links came of it.

    Raises ``DeliveryError`` when the bot cannot be asked.
    """
    setup = Setup.of(here.settings, here.files.office)
    if setup.bot_token is None:
        raise SettingError("Chưa có Zalo Bot: hãy đặt DONDOC_ZALO_BOT_TOKEN.")
    texts = links = 0
    for update in updates(setup.servers.bot, setup.bot_token):
        told = read_bot_update(update)
        if told is None:
            continue
        with here.writing() as session:
            outcome = take(Ear(session, here.committee, setup.office, here.now), told)
        texts += 1
        links += outcome == linking.Heard.LINKED
    return texts, links
