"""Links by which people answer without an account: what each is for, and who makes them."""

from enum import StrEnum
from typing import Protocol


class Purpose(StrEnum):
    """What a link does, and nothing else."""

    TASK = "viec"
    """shows the task and offers the answers below"""
    RECEIVED = "da-nhan"
    PROGRESS = "tien-do"
    EXTENSION = "gia-han"
    NOT_MINE = "khong-phai"
    WISHES = "tuy-chon"
    """the person's own settings; unsubscribing"""


class LinkMaker(Protocol):
    """Makes the links of one letter."""

    def task(self, *, person_id: int, task_id: int, message_id: int) -> str:
        """Return the address behind the button of a task."""

    def wishes(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the person's settings, which also takes the one-click unsubscription."""
