"""Command ``why``: who is told what of a task, who was told, and why the others are not."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add
from notifications.words import CHANNELS, milestone_words

if TYPE_CHECKING:
    from notifications.explaining import Answer, Explanation
    from notifications.ledger import SaidOnce


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "why", why, "Vì sao một nhiệm vụ có, hoặc không có, lời nhắc.")


def why(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ.", show_default=False)],
    person: Annotated[
        Optional[str],  # noqa: UP045 Typer reads this at run time
        typer.Option("--person", metavar="THƯ", help="Chỉ xét một người (địa chỉ thư).", show_default=False),
    ] = None,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Say of one task who is told what by which channel, who was told before, and why the others are not."""
    from notifications import runs

    with opened(home, at) as here:
        found = runs.why(here, code, person=person)
        zone = here.settings.zone
    if json:
        print_json(_why_json(found))
        return
    due = f"hạn {found.task.due:%d/%m/%Y}" if found.task.due else "chưa có hạn"
    say(f"{found.task.code}: {found.task.work_state.label}, {due}.")
    for answer in found.answers:
        say(f"- {_why_words(answer, zone)}")
    if not found.answers and person is not None:
        hearer = found.task.officer
        say(f"- {person} không nhận nhắc việc này; người nhận là {hearer.name if hearer else 'chưa có ai'}.")
    for coming in found.coming:
        say(f"- Tiếp theo: {milestone_words(coming.milestone)}, {coming.day:%d/%m/%Y}, gửi {coming.person.name}.")
    if found.history:
        show_table(
            "Đã nhắc",
            ("Lúc", "Người nhận", "Kênh", "Mốc", "Hạn", "Thư"),
            (
                (
                    f"{said.at.astimezone(zone):%d/%m/%Y %H:%M}",
                    found.people[said.person_id].name if said.person_id in found.people else "(đã rời)",
                    CHANNELS[said.channel],
                    milestone_words(said.milestone),
                    f"{said.due:%d/%m/%Y}",
                    _state_words(said),
                )
                for said in found.history
            ),
            wide="Thư",
        )


_STATES = {
    "held": "chờ văn phòng duyệt",
    "pending": "đang chờ gửi",
    "claimed": "đang gửi",
    "sent": "đã gửi",
    "dead": "không gửi được",
    "uncertain": "chưa rõ đã đến chưa",
    "withdrawn": "đã bỏ vì không còn đúng",
}


def _state_words(said: "SaidOnce") -> str:
    words = _STATES[said.state.value]
    return words if said.state.value == "sent" or said.reason is None else f"{words}: {said.reason}"


def _why_words(answer: "Answer", zone: tzinfo) -> str:
    who = answer.person.name if answer.person else "Chưa có ai"
    way = f"{who}, {CHANNELS[answer.channel]}" if answer.channel else who
    reached = f", mốc {milestone_words(answer.milestone)}" if answer.milestone else ""
    if answer.remind is not None:
        at = answer.remind.not_before
        verdict = "sẽ nhắc ở lần chạy tới" + (f", gửi từ {at:%H:%M}" if at is not None else "")
        if answer.in_trial:
            verdict = "lẽ ra nhắc, nhưng đang ở chế độ thử"
        elif answer.remind.held:
            verdict += ", chờ văn phòng duyệt"
    elif answer.said is not None:
        verdict = f"đã nhắc lúc {answer.said.at.astimezone(zone):%d/%m/%Y %H:%M} ({_state_words(answer.said)})"
    else:
        verdict = f"không nhắc: {answer.skip.reason.label}" if answer.skip is not None else ""
    return f"{way}{reached}: {verdict}."


def _why_json(found: "Explanation") -> dict[str, object]:
    return {
        "task": found.task.code,
        "state": found.task.work_state.value,
        "due": found.task.due,
        "answers": [
            {
                "person": answer.person.name if answer.person else None,
                "to": answer.person.email if answer.person else None,
                "channel": answer.channel,
                "milestone": answer.milestone,
                "verdict": _verdict(answer),
                "reason": answer.skip.reason.value if answer.skip else None,
                "not_before": _iso(answer.remind.not_before) if answer.remind else None,
                "said": _said_json(answer.said, found) if answer.said else None,
            }
            for answer in found.answers
        ],
        "history": [_said_json(said, found) for said in found.history],
        "next": [
            {"day": coming.day, "milestone": coming.milestone, "to": coming.person.email} for coming in found.coming
        ],
    }


def _verdict(answer: "Answer") -> str:
    if answer.remind is not None:
        return "held" if answer.in_trial or answer.remind.held else "planned"
    return "said" if answer.skip is not None and answer.skip.reason.value == "already-said" else "skipped"


def _said_json(said: "SaidOnce", found: "Explanation") -> dict[str, object]:
    hearer = found.people.get(said.person_id)
    return {
        "to": hearer.email if hearer else None,
        "channel": said.channel,
        "milestone": said.milestone,
        "due": said.due,
        "at": _iso(said.at),
        "state": said.state.value,
        "settled_at": _iso(said.settled_at),
        "reason": said.reason,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
