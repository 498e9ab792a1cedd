"""The key of an installation’s links, from the settings or made once and kept in the home; and who makes its links."""

import os
import secrets
from datetime import UTC, timedelta
from pathlib import Path

from filelock import FileLock

from config.errors import SettingError
from config.settings import Settings
from notifications.links import LinkSigner, SignedLinks
from tasks_registry.installation import Installation

SHORTEST_KEY = 32
"""Characters."""
_KEY_BYTES = 32
_PATIENCE_SECONDS = 20.0


def key_file(home: Path) -> Path:
    """Return where the key of an installation lies while the settings name none."""
    return home / "secrets" / "link-key"


def link_key(settings: Settings) -> bytes:
    """Return the key of the installation; makes and keeps one at the first use. Two processes get the same.

    Raises ``SettingError`` for a key that is too short to be one, or that cannot be read or written.
    """
    if settings.link_key is not None:
        return _checked(settings.link_key.get_secret_value(), "DONDOC_LINK_KEY")
    path = key_file(settings.home)
    try:
        if not path.exists():
            _make(path)
        return _checked(path.read_text("utf-8").strip(), str(path))
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"Không đọc được khóa ký đường dẫn {path}. Hãy kiểm tra quyền của thư mục ấy.") from None


def link_maker(here: Installation) -> SignedLinks | None:
    """Return what makes the links of letters written now; None while no public address of the pages is known.

    Two writings of a letter on the same day are the same to the letter; later ones are good for longer, under the same
    token ids. Raises ``SettingError`` when the key cannot be used.
    """
    if here.settings.web_url is None:
        return None
    days = timedelta(days=here.files.rhythm.reminders.links_valid_days)
    last_day = here.now.astimezone(UTC).date() + days
    return SignedLinks(LinkSigner(link_key(here.settings)), here.committee, here.settings.web_url, last_day)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE_SECONDS):
        if path.exists():  # another process was faster
            return
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(_KEY_BYTES))
            file.flush()
            os.fsync(descriptor)
        unfinished.replace(path)  # never seen half written


def _checked(key: str, place: str) -> bytes:
    if len(key) < SHORTEST_KEY:
        raise SettingError(
            f"{place}: khóa ký đường dẫn phải có ít nhất {SHORTEST_KEY} ký tự. Hãy đặt một chuỗi ngẫu nhiên dài hơn."
        )
    return key.encode()
