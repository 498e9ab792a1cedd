"""Chooses the channels of an installation; for e-mail its mail server, or files when it has none yet."""

from collections.abc import Callable, Mapping
from email.headerregistry import Address
from pathlib import Path

from config.office import Office
from config.settings import Settings
from notifications.channels.recording import RecordingChannel
from notifications.letter import Channel

FALLBACK_SENDER = "dondoc@localhost.localdomain"


def recording_folder(home: Path) -> Path:
    """Return where letters are written while no mail server is configured."""
    return home / "mail-out"


def email_channel(settings: Settings, office: Office) -> Channel:
    """Return the channel that ``DONDOC_SMTP_URL`` names, else one that records letters under home.

    Raises ``SettingError`` when the URL cannot be used.
    """
    if settings.smtp_url is not None:
        from notifications.channels.email import EmailChannel  # Apprise takes half a second to import

        return EmailChannel(settings.smtp_url.get_secret_value())
    sender = Address("Đôn Đốc", addr_spec=office.contact.email or FALLBACK_SENDER)
    return RecordingChannel(recording_folder(settings.home), sender)


def channels(settings: Settings, office: Office) -> Mapping[str, Callable[[], Channel]]:
    """Return how each channel that the installation has is opened; every call opens one more."""
    return {"email": lambda: email_channel(settings, office)}
