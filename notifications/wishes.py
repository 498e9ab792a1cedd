"""How each person wants to be told: read, and changed by the person or by the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.clock import office_day
from config.reminders import CHANNELS
from config.settings import Settings
from notifications.models import Wish
from tasks_registry.access import Actor, Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import log_change
from tasks_registry.models import Person

LONGEST_MUTE = timedelta(days=90)
"""Calendar days; who is away for longer has a deputy (``dondoc person absent``)."""
EARLIEST_HOUR, LATEST_HOUR = time(6), time(20)


class Unset(Enum):
    """The type of ``UNSET``."""

    UNSET = "unset"


UNSET: Literal[Unset.UNSET] = Unset.UNSET
"""Stands for what a change leaves as it is; None means “as the policy has it” again."""
_Unset = Literal[Unset.UNSET]


@dataclass(frozen=True)
class WishView:
    """What a person wishes; None: as the policy has it."""

    channels: tuple[str, ...] | None = None
    single: bool | None = None
    """One message a task instead of a digest."""
    digest_hour: time | None = None
    """Office time."""
    muted_until: date | None = None
    """Last day of silence; it may lie in the past."""
    unsubscribed: bool = False


def read_wish(session: Session, person_id: int) -> WishView:
    """Return what a person wishes; who never said anything wishes nothing."""
    wish = session.get(Wish, person_id)
    return WishView() if wish is None else view_of(wish)


def view_of(wish: Wish) -> WishView:
    """Return the stored wish as values."""
    return WishView(
        channels=tuple(wish.channels) if wish.channels is not None else None,
        single=wish.single,
        digest_hour=time.fromisoformat(wish.digest_hour) if wish.digest_hour is not None else None,
        muted_until=wish.muted_until,
        unsubscribed=wish.unsubscribed_at is not None,
    )


def change_wish(
    session: Session,
    committee: int,
    person_id: int,
    *,
    channels: Sequence[str] | _Unset | None = UNSET,
    single: bool | _Unset | None = UNSET,
    digest_hour: time | _Unset | None = UNSET,
    muted_until: date | _Unset | None = UNSET,
    unsubscribed: bool | _Unset = UNSET,
    by: Actor,
    now: datetime,
    zone: ZoneInfo | None = None,
) -> WishView:
    """Change what is given, leave the rest as it is, and return what the person wishes now. The caller commits.

    What is not given stays; None goes back to what the policy says. Everybody may change the own wishes, the office
    those of others. A change that changes nothing leaves no history. ``zone`` is the office's, by default the one that
    installations have by default. Raises ``NotInRegistry`` for a person of another committee, ``Refused`` for somebody
    who may not, and for a value that nobody can mean.
    """
    person = session.get(Person, person_id)
    if person is None or person.committee_id != committee:
        raise NotInRegistry("Không có người này trong danh bạ. Xem danh sách bằng: dondoc person list")
    if by.person_id != person_id:
        require(by, Duty.ORGANISE)
    wish = session.get(Wish, person_id)
    before = WishView() if wish is None else view_of(wish)
    after = WishView(
        channels=before.channels if channels is UNSET else _known(channels),
        single=before.single if single is UNSET else single,
        digest_hour=before.digest_hour if digest_hour is UNSET else _decent(digest_hour),
        muted_until=before.muted_until
        if muted_until is UNSET
        else _bounded(muted_until, office_day(now, zone or Settings().zone)),
        unsubscribed=before.unsubscribed if unsubscribed is UNSET else unsubscribed,
    )
    if after == before:
        return before
    if wish is None:
        wish = Wish(person_id=person_id, committee_id=committee, changed_by=by.name, changed_at=now)
    wish.channels = list(after.channels) if after.channels is not None else None
    wish.single, wish.muted_until = after.single, after.muted_until
    wish.digest_hour = f"{after.digest_hour:%H:%M}" if after.digest_hour is not None else None
    if after.unsubscribed != before.unsubscribed:
        wish.unsubscribed_at = now if after.unsubscribed else None
    wish.changed_by, wish.changed_at = by.name, now
    session.add(wish)
    old, new = facts_of(before), facts_of(after)
    log_change(
        session,
        committee_id=committee,
        actor=by,
        at=now,
        action="person.wish",
        entity="person",
        entity_id=person_id,
        before={name: value for name, value in old.items() if new[name] != value},
        after={name: value for name, value in new.items() if old[name] != value},
    )
    return after


def facts_of(wish: WishView) -> dict[str, object]:
    """Return a wish in plain values, as history and ``--json`` hold it."""
    return {
        "channels": list(wish.channels) if wish.channels is not None else None,
        "single": wish.single,
        "digest_hour": f"{wish.digest_hour:%H:%M}" if wish.digest_hour is not None else None,
        "muted_until": wish.muted_until,
        "unsubscribed": wish.unsubscribed,
    }


def _known(channels: Sequence[str] | None) -> tuple[str, ...] | None:
    if channels is None:
        return None
    unknown = next((name for name in channels if name not in CHANNELS), None)
    if unknown is not None:
        raise Refused(f"Không có kênh “{unknown}”. Các kênh: {', '.join(CHANNELS)}.")
    if not channels:
        raise Refused("Cần ít nhất một kênh nhận lời nhắc. Muốn thôi nhận, hãy dùng mục ngừng nhận lời nhắc.")
    return tuple(name for name in CHANNELS if name in channels)


def _decent(hour: time | None) -> time | None:
    if hour is not None and not EARLIEST_HOUR <= hour <= LATEST_HOUR:
        raise Refused(
            f"Giờ nhận thư tổng hợp {hour:%H:%M} nằm ngoài khoảng {EARLIEST_HOUR:%H:%M}–{LATEST_HOUR:%H:%M}. "
            "Hãy chọn giờ trong khoảng này."
        )
    return hour.replace(second=0, microsecond=0, tzinfo=None) if hour is not None else None


def _bounded(last_day: date | None, today: date) -> date | None:
    if last_day is None:
        return None
    if last_day < today:
        raise Refused(f"Ngày {last_day:%d/%m/%Y} đã qua. Hãy chọn ngày từ hôm nay trở đi.")
    if last_day - today > LONGEST_MUTE:
        raise Refused(
            f"Chỉ tạm ngừng nhắc được nhiều nhất {LONGEST_MUTE.days} ngày, đến {today + LONGEST_MUTE:%d/%m/%Y}. "
            "Vắng lâu hơn thì hãy ghi người thay mặt: dondoc person absent"
        )
    return last_day
