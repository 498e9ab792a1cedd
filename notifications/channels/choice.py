"""Chooses the channels of an installation: its mail server, or files when it has none yet; Zalo when it is set up."""

import logging
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from pathlib import Path

from config.errors import SettingError
from config.log import record
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


def channels(settings: Settings, office: Office) -> Mapping[str, Factory]:
    """Return the channels that the installation can use, by name; e-mail is always among them.

    Half-made settings of Zalo must not keep mail from going out: they are logged, and the doctor tells of them (C019).
    A mail address that cannot be used is found when its channel is opened.
    """
    found: dict[str, Factory] = {"email": lambda: email_channel(settings, office)}
    try:
        setup = Setup.of(settings, office)
    except SettingError:
        record("zalo.misconfigured", level=logging.ERROR)
        return found
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
