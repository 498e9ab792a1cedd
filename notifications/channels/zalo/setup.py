"""How an installation reaches Zalo: servers, application, account, bot; from settings and ``office.yaml``."""

import re
from dataclasses import dataclass, field
from typing import Self
from zoneinfo import ZoneInfo

from config.errors import SettingError
from config.office import Office
from config.settings import Settings
from config.zalo import ZaloOffice
from notifications.channels.zalo.transport import ANSWER_SECONDS

_BOT_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Servers:
    """Addresses of Zalo's servers."""

    oauth: str = "https://oauth.zaloapp.com"
    oa: str = "https://openapi.zalo.me"
    zbs: str = "https://business.openapi.zalo.me"
    bot: str = "https://bot-api.zaloplatforms.com"


@dataclass(frozen=True)
class Application:
    """The application by which the office uses its Official Account."""

    id: str
    secret: str = field(repr=False)
    oa_id: str = ""

    @property
    def profile(self) -> str:
        """Under which the grant is stored: a grant belongs to an application and an account."""
        return f"{self.id}/{self.oa_id}"


@dataclass(frozen=True)
class Setup:
    """Everything that the channels of Zalo need to know."""

    servers: Servers
    application: Application | None
    bot_token: str | None = field(repr=False)
    office: ZaloOffice
    zone: ZoneInfo
    answer_seconds: float = ANSWER_SECONDS
    """How long an answer to a message may take."""

    @property
    def reaches_people(self) -> bool:
        """Tell whether there is an account or a bot to write with."""
        return self.application is not None or self.bot_token is not None

    @classmethod
    def of(cls, settings: Settings, office: Office) -> Self:
        """Gather it; raises ``SettingError``, which shows no value, when something is half set or malformed."""
        base = settings.zalo_url
        servers = Servers(base, base, base, base) if base else Servers()
        application = None
        if settings.zalo_app_id or settings.zalo_app_secret is not None:
            if not settings.zalo_app_id or settings.zalo_app_secret is None:
                raise SettingError("Hãy đặt cả DONDOC_ZALO_APP_ID và DONDOC_ZALO_APP_SECRET, hoặc bỏ cả hai.")
            if not office.zalo.oa_id:
                raise SettingError("Đã có ứng dụng Zalo nhưng office.yaml chưa ghi zalo.oa_id (mã OA của cơ quan).")
            application = Application(
                settings.zalo_app_id, settings.zalo_app_secret.get_secret_value(), office.zalo.oa_id
            )
        token = settings.zalo_bot_token.get_secret_value() if settings.zalo_bot_token is not None else None
        if token is not None and not _BOT_TOKEN.fullmatch(token):  # Apprise would show a malformed one in its log
            raise SettingError("DONDOC_ZALO_BOT_TOKEN phải có dạng số:chữ, như Zalo Bot Manager đã gửi.")
        return cls(servers, application, token, office.zalo, settings.zone)
