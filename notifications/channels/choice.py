"""Chooses the channels of an installation: its mail server, or files when it has none yet; Zalo when it is set up."""

from collections.abc import Callable, Mapping
from email.headerregistry import Address
from pathlib import Path

from config.office import Office
from config.settings import Settings
from notifications.channels.recording import RecordingChannel
from notifications.channels.zalo.setup import Setup
from notifications.letter import Channel

Factory = Callable[[], Channel]
"""Opens a channel; each thread opens its own, and closes it."""

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


def channels_of(settings: Settings, office: Office) -> Mapping[str, Factory]:
    """Return the channels that the installation can use, by name; e-mail is always among them.

    Raises ``SettingError`` when the settings of Zalo are half made; a mail address that cannot be used is found when
    its channel is opened.
    """
    found: dict[str, Factory] = {"email": lambda: email_channel(settings, office)}
    setup = Setup.of(settings, office)
    if setup.reaches_people:
        found["zalo"] = lambda: _zalo_channel(settings, setup)
    if setup.application is not None and setup.office.groups:
        found["zalo-group"] = lambda: _zalo_group_channel(settings, setup)
    return found


def _zalo_channel(settings: Settings, setup: Setup) -> Channel:
    from notifications.channels.zalo.channel import ZaloChannel  # Apprise takes half a second to import

    return ZaloChannel(settings, setup)


def _zalo_group_channel(settings: Settings, setup: Setup) -> Channel:
    from notifications.channels.zalo.channel import ZaloGroupChannel

    return ZaloGroupChannel(settings, setup)
