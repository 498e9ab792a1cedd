"""Lanes: threads that send letters side by side, each over a channel of its own for the whole run.

The first letter goes alone: only when the other side answers are more lanes opened, so that a dead server costs a run
one timeout. Lanes help against the time that answers take on the way; Python itself runs in one of them at a time.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from config.log import record
from notifications.delivery.letters import Parcel
from notifications.delivery.rate import Bucket
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Channel, Receipt

GATHERED = 24
"""Outcomes settled in one transaction at most, and …"""
GATHER_SECONDS = 0.02
"""… how long the first of them waits for others: what is sent and not settled is repeated after a crash."""


@dataclass(frozen=True)
class Outcome:
    """What came of a parcel; neither receipt nor error: it was never handed over."""

    parcel: Parcel
    receipt: Receipt | None = None
    error: DeliveryError | None = None

    @property
    def reached(self) -> bool:
        """Tell whether the other side answered, be it with a refusal."""
        return self.receipt is not None or (self.error is not None and not ends_run(self.error))


def ends_run(error: DeliveryError) -> bool:
    """Tell whether the next letter would fare no better."""
    return error.channel_down


class Lanes:
    """Up to ``limit`` channels of one kind, side by side. Letters of one person keep their order."""

    def __init__(self, open_channel: Callable[[], Channel], limit: int, rate: Bucket | None = None) -> None:
        self._open_channel, self._limit, self._rate = open_channel, limit, rate
        self._work: queue.SimpleQueue[Sequence[Parcel] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._turn = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._in_hand: dict[int, int] = {}
        self._behind: dict[int, list[Parcel]] = {}
        self.outstanding = 0
        """Parcels handed in whose outcome has not been taken out."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def stopped(self) -> bool:
        """Whether nothing more is handed to a channel."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Hand nothing more to a channel; what is waiting comes out as never handed over."""
        self._stopped.set()

    def open(self) -> bool:
        """Open the first lane and tell whether its channel is repeatable; raises what opening the channel raises."""
        return self._open_lane().result()

    def open_all(self) -> None:
        """Open the other lanes."""
        while len(self._threads) < self._limit:
            self._open_lane()

    def _open_lane(self) -> "Future[bool]":
        ready: Future[bool] = Future()
        thread = threading.Thread(target=self._serve, args=(ready,), name=f"lane-{len(self._threads) + 1}")
        self._threads.append(thread)
        thread.start()
        return ready

    def submit(self, parcels: Sequence[Parcel]) -> None:
        """Send parcels, oldest first; those of one person one after another."""
        self.outstanding += len(parcels)
        units: dict[int, list[Parcel]] = {}
        for parcel in parcels:
            person = parcel.claim.person_id
            where = self._behind if person in self._in_hand else units
            where.setdefault(person, []).append(parcel)
        for person, unit in units.items():
            self._hand_out(person, unit)

    def _hand_out(self, person: int, unit: Sequence[Parcel]) -> None:
        self._in_hand[person] = len(unit)
        self._work.put(unit)

    def outcomes(self, patience: float) -> list[Outcome]:
        """Wait for outcomes, ``patience`` seconds at most for the first; returns those that come in close together."""
        found: list[Outcome] = []
        until = time.monotonic() + patience
        while len(found) < GATHERED and len(found) < self.outstanding:
            try:
                found.append(self._done.get(timeout=max(0.0, until - time.monotonic())))
            except queue.Empty:
                break
            if len(found) == 1:
                until = time.monotonic() + GATHER_SECONDS
        self.outstanding -= len(found)
        for outcome in found:
            self._let_follow(outcome.parcel.claim.person_id)
        return found

    def _let_follow(self, person: int) -> None:
        self._in_hand[person] -= 1
        if self._in_hand[person] == 0:
            del self._in_hand[person]
            if person in self._behind:
                self._hand_out(person, self._behind.pop(person))

    def _serve(self, ready: "Future[bool]") -> None:
        try:
            channel = self._open_channel()
        except BaseException as error:
            ready.set_exception(error)
            return
        ready.set_result(channel.repeatable)
        try:
            while (unit := self._work.get()) is not None:
                for parcel in unit:
                    self._done.put(self._send(channel, parcel))
        finally:
            channel.close()

    def _send(self, channel: Channel, parcel: Parcel) -> Outcome:
        if self._stopped.wait(self._wait()) if self._rate is not None else self._stopped.is_set():
            return Outcome(parcel)
        try:
            return Outcome(parcel, receipt=channel.send(parcel.letter))
        except DeliveryError as error:
            if ends_run(error):
                self._stopped.set()
            return Outcome(parcel, error=error)
        except Exception as fault:  # a fault of the channel's own: the letter may have gone out
            record("channel.fault", level=logging.ERROR, message=parcel.claim.message_id, fault=type(fault).__name__)
            unknown = DeliveryError("Lỗi ngoài dự kiến khi gửi.", FailureClass.UNKNOWN, code=type(fault).__name__)
            return Outcome(parcel, error=unknown)

    def _wait(self) -> float:
        with self._turn:
            return self._rate.reserve(time.monotonic()) if self._rate is not None else 0.0
