"""What an answer does to its task once it counts; the rules are the registry's own."""

from dataclasses import replace

from sqlmodel import Session

from notifications.answers.forms import Given
from notifications.links import Purpose
from tasks_registry import lifecycle, progress
from tasks_registry.access import Actor
from tasks_registry.extensions import ExtensionDesk
from tasks_registry.installation import Installation
from tasks_registry.states import Act


def on_behalf(person: str, confirming: Actor) -> Actor:
    """Return who history names: the person who answered, by the right of the office that confirmed it."""
    return replace(confirming, name=f"{person} (trả lời qua đường dẫn, {confirming.name} xác nhận)")


def carry_out(session: Session, here: Installation, code: str, purpose: Purpose, given: Given, actor: Actor) -> None:
    """Do to task ``code`` what was answered. The caller commits; raises ``Refused`` when the rules do not allow it."""
    text = given.text or ""
    if purpose is Purpose.PROGRESS:
        progress.report_progress(
            session, here.committee, code, text=text, percent=given.percent, actor=actor, now=here.now
        )
    elif purpose is Purpose.EXTENSION and given.due is not None:
        desk = ExtensionDesk(session, here.committee, here.calendar, actor, here.now, here.today)
        desk.ask(code, given.due, text)
    else:
        act = Act.RECEIVE if purpose is Purpose.RECEIVED else Act.HAND_BACK
        lifecycle.perform(
            session,
            here.committee,
            code,
            act,
            actor=actor,
            now=here.now,
            today=here.today,
            reason=text or None,
        )


def rehearse(session: Session, here: Installation, code: str, purpose: Purpose, given: Given, actor: Actor) -> None:
    """Raise ``Refused`` when ``carry_out`` would be refused now; leaves nothing in the session's transaction."""
    point = session.begin_nested()
    try:
        carry_out(session, here, code, purpose, given, actor)
    finally:
        point.rollback()
