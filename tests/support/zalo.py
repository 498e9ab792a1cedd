"""An installation that writes by Zalo, with the stand-in at the other end and a clock that is set by hand."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.office import Office
from config.office_files import load_office_files
from config.settings import Settings
from notifications.channels.zalo.channel import ZaloChannel, ZaloGroupChannel
from notifications.channels.zalo.grants import Pair
from notifications.channels.zalo.oauth import TokenServer
from notifications.channels.zalo.setup import Setup
from notifications.channels.zalo.tokens import TokenStore, open_token_database
from notifications.letter import Letter
from notifications.zalo_standin.model import Follower, Template, Zalo
from notifications.zalo_standin.server import running

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 9, 18, 8, tzinfo=HANOI)
USER, PHONE, GROUP, CHAT = "8273645546372819", "84900000111", "g-hoamai-pkt", "chat-0001"
STRANGER = "84900000999"
"""A number without Zalo."""
TEMPLATE = "350001"
NAME = "Đinh Công Bằng"


@dataclass
class World:
    """The stand-in, where it is, and what time it is there and here."""

    zalo: Zalo
    address: str
    now: datetime = MORNING
    patience: float = 5.0
    """Seconds that the channels wait for an answer."""
    _open: list[Any] = field(default_factory=list)

    def settings(self, settings: Settings) -> Settings:
        """Return settings that point at the stand-in."""
        given = {name: getattr(settings, name) for name in Settings.model_fields}
        return Settings.model_validate(given | self.values())

    def values(self) -> dict[str, object]:
        """Return the settings of Zalo."""
        return {
            "zalo_url": self.address,
            "zalo_app_id": self.zalo.app_id,
            "zalo_app_secret": self.zalo.app_secret,
            "zalo_oa_secret": self.zalo.oa_secret,
            "zalo_bot_token": self.zalo.bot_token,
            "zalo_bot_webhook_secret": self.zalo.bot_webhook_secret,
        }

    def channel(self, settings: Settings) -> ZaloChannel:
        """Open the channel ``zalo``."""
        given = self.settings(settings)
        return self._kept(ZaloChannel(given, self._setup(given)))

    def group_channel(self, settings: Settings) -> ZaloGroupChannel:
        """Open the channel ``zalo-group``."""
        given = self.settings(settings)
        return self._kept(ZaloGroupChannel(given, self._setup(given)))

    def _setup(self, settings: Settings) -> Setup:
        return replace(Setup.of(settings, office_of(settings)), answer_seconds=self.patience)

    def store(self, settings: Settings) -> TokenStore:
        """Open the token store."""
        return self._kept(store_of(self.settings(settings)))

    def grant(self, settings: Settings, *, lives: timedelta = timedelta(hours=25)) -> None:
        """Store the pair that the stand-in accepts."""
        self.store(settings).put(Pair(self.zalo.access_token, self.zalo.refresh_token, lives), self.now)

    def letter(self, to: str, **changes: Any) -> Letter:
        """Return a letter to an address of Zalo."""
        fields = {"name": NAME, "count": "2", "first_code": "2026-Q3-017", "first_due": "21/09/2026"}
        short = "Đảng ủy xã Hòa Mai nhắc: 2 nhiệm vụ sắp hạn, gần nhất 2026-Q3-017 (21/09/2026)."
        given = {"short": short, "fields": fields} | changes
        return Letter("ab" * 16, to, NAME, "[Sắp hạn] 2 nhiệm vụ", "…", "<p>…</p>", self.now, **given)

    def _kept(self, opened: Any) -> Any:
        self._open.append(opened)
        return opened

    def close(self) -> None:
        """Close what was opened."""
        for opened in self._open:
            opened.close()


def office_of(settings: Settings) -> Office:
    """Read the office's file."""
    return load_office_files(settings.home, settings.zone, MORNING).office


def store_of(settings: Settings) -> TokenStore:
    """Open the token store of an installation, with the token server that its settings name."""
    setup = Setup.of(settings, office_of(settings))
    assert setup.application is not None
    server = TokenServer(setup.servers.oauth, setup.application)
    return TokenStore(open_token_database(settings), setup.application.profile, server.refresh)


def write_office(home: Path, zalo: Zalo) -> None:
    """Add what the office has agreed with Zalo to ``office.yaml``."""
    file = home / "config" / "office.yaml"
    file.write_text(
        file.read_text("utf-8")
        + f"""
zalo:
  oa_id: "{zalo.oa_id}"
  digest_template:
    id: "{TEMPLATE}"
    parameters: {{ten: name, so_viec: count, viec_dau: first_code, han: first_due}}
  groups: {{PKT: {GROUP}}}
""",
        "utf-8",
    )


@contextmanager
def running_zalo(home: Path) -> Iterator[World]:
    """Run a stand-in with the cast in it, and make the installation in ``home`` know of it."""
    zalo = Zalo(lambda: MORNING)
    zalo.followers = {USER: Follower(MORNING - timedelta(hours=1))}
    zalo.phones = {PHONE}
    zalo.templates = {TEMPLATE: Template({"ten": 30, "so_viec": 20, "viec_dau": 30, "han": 20})}
    zalo.groups = {GROUP}
    zalo.chats = {CHAT}
    write_office(home, zalo)
    with running(zalo) as address:
        world = World(zalo, address)
        zalo.clock = lambda: world.now
        try:
            yield world
        finally:
            world.close()


@contextmanager
def answering(raw: bytes) -> Iterator[str]:
    """Run a server that gives ``raw`` as its answer to one caller, and hangs up; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            caller, _ = listening.accept()
            with contextlib.suppress(OSError), caller:
                caller.recv(65536)
                caller.sendall(raw)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
