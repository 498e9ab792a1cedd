"""The channels ``zalo`` (a person) and ``zalo-group`` (the group of an agency)."""

import logging

from config.log import record
from config.settings import Settings
from notifications.channels.zalo.addresses import Target, Way, targets
from notifications.channels.zalo.calls import Account
from notifications.channels.zalo.oauth import TokenServer
from notifications.channels.zalo.plugins import Addressed, send_by_bot, send_template, send_text
from notifications.channels.zalo.setup import Setup
from notifications.channels.zalo.texts import plain_text, template_data
from notifications.channels.zalo.tokens import TokenStore, open_token_database
from notifications.channels.zalo.transport import Line
from notifications.channels.zalo.windows import templates_open, until_morning
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter, Receipt


def open_account(settings: Settings, setup: Setup) -> Account | None:
    """Return the office's account with its token store; None when no application is configured."""
    application = setup.application
    if application is None:
        return None
    server = TokenServer(setup.servers.oauth, application)
    store = TokenStore(open_token_database(settings), application.profile, server.refresh)
    return Account(setup, application, store, server)


class ZaloChannel:
    """Reaches a person by the ways that the letter's address names, in their order."""

    name = "zalo"
    repeatable = False

    def __init__(self, settings: Settings, setup: Setup) -> None:
        self._setup = setup
        self._account = open_account(settings, setup)
        self._bot_line = Line(setup.servers.bot, answer_seconds=setup.answer_seconds)

    def send(self, letter: Letter) -> Receipt:
        """Send by the first way that takes the letter; a way that is refused for this person gives way to the next.

        Raises ``DeliveryError`` of the last way tried. Its ``refused``, like the receipt's, names the ways to flag.
        """
        try:
            ways = targets(letter.to)
        except ValueError:
            raise DeliveryError(
                "Địa chỉ Zalo của người nhận không đúng dạng.", FailureClass.RECIPIENT, code="address"
            ) from None
        refused: list[str] = []
        for last, target in zip([*[False] * (len(ways) - 1), True], ways, strict=True):
            try:
                receipt = self._send(target, letter)
            except DeliveryError as error:
                if error.failure is FailureClass.RECIPIENT:
                    refused.append(str(target))
                    if not last:
                        record("zalo.way-refused", level=logging.WARNING, way=target.way.value, code=error.code)
                        continue
                error.refused = tuple(refused)
                raise
            return Receipt(receipt.remote_id, receipt.quota_left, tuple(refused))
        raise AssertionError("an address has at least one way")

    def _send(self, target: Target, letter: Letter) -> Receipt:
        if target.way is Way.BOT:
            if self._setup.bot_token is None:
                raise _not_set_up("DONDOC_ZALO_BOT_TOKEN")
            return send_by_bot(self._bot_line, self._setup.bot_token, target.id, _text_of(letter))
        if self._account is None:
            raise _not_set_up("DONDOC_ZALO_APP_ID")
        if target.way is Way.CARE_TEXT:
            return send_text(self._account, Addressed(letter.at, user_id=target.id), _text_of(letter))
        return send_template(self._account, self._template(target, letter))

    def _template(self, target: Target, letter: Letter) -> Addressed:
        if not templates_open(letter.at, self._setup.zone):
            raise DeliveryError(
                "Mẫu tin Zalo chỉ gửi từ 7 giờ đến 21 giờ.",
                FailureClass.LATER,
                code="night",
                retry_after=until_morning(letter.at, self._setup.zone),
            )
        template = self._setup.office.digest_template
        if template is None:
            raise DeliveryError(
                "office.yaml chưa ghi mẫu tin Zalo (zalo.digest_template).",
                FailureClass.OPERATOR,
                code="no-template",
                channel_down=True,
            )
        try:
            data = template_data(template, letter.fields)
        except KeyError as error:
            raise DeliveryError(
                f"Mẫu tin Zalo cần “{error.args[0]}” nhưng tin này không có.", FailureClass.PAYLOAD, code="field"
            ) from None
        by_phone = target.way is Way.TEMPLATE_BY_PHONE
        return Addressed(
            letter.at,
            user_id="" if by_phone else target.id,
            phone=target.id if by_phone else "",
            tracking_id=letter.uid,
            template_id=template.id,
            template_data=data,
        )

    def close(self) -> None:
        """Hang up."""
        self._bot_line.close()
        if self._account is not None:
            self._account.close()


class ZaloGroupChannel:
    """Writes to the group of an agency; the letter's address is the group's id."""

    name = "zalo-group"
    repeatable = False

    def __init__(self, settings: Settings, setup: Setup) -> None:
        self._account = open_account(settings, setup)

    def send(self, letter: Letter) -> Receipt:
        """Send the short form to the group; raises ``DeliveryError``."""
        if self._account is None:
            raise _not_set_up("DONDOC_ZALO_APP_ID")
        try:
            return send_text(self._account, Addressed(letter.at, group_id=letter.to), _text_of(letter))
        except DeliveryError as error:
            if error.failure is FailureClass.RECIPIENT:
                error.refused = (letter.to,)
            raise

    def close(self) -> None:
        """Hang up."""
        if self._account is not None:
            self._account.close()


def _text_of(letter: Letter) -> str:
    text = plain_text(letter.short)
    if not text:
        raise DeliveryError("Tin Zalo không có nội dung.", FailureClass.PAYLOAD, code="empty")
    return text


def _not_set_up(setting: str) -> DeliveryError:
    return DeliveryError(
        f"Chưa thiết lập Zalo: thiếu {setting}. Xem docs/settings.md.",
        FailureClass.OPERATOR,
        code="not-set-up",
        channel_down=True,
    )
