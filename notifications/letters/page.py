"""Puts lines on the office's paper: what all letters of a batch share is made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notifications.letter import Letter
from notifications.letters.checking import check_templates
from notifications.letters.facts import contact_line, letter_facts, office_facts, stand_in_sentence
from notifications.letters.lines import Group, Line
from notifications.letters.short import short_form, zalo_fields
from notifications.letters.templates import Templates, load_templates
from notifications.secrecy import Secrecy
from notifications.writing import Desk, Order

_MOST_THREADS = 20
"""Conversations that a letter names; mail programs read no longer header."""


@dataclass(frozen=True)
class Paper:
    """The office's paper for one batch."""

    desk: Desk
    secrecy: Secrecy
    templates: Templates
    common: Mapping[str, Any]
    contact: str

    @classmethod
    def on(cls, desk: Desk) -> "Paper":
        """Take the paper of ``desk``."""
        office = desk.files.office
        return cls(
            desk=desk,
            secrecy=Secrecy.of(desk.files.rhythm.reminders.secrecy),
            templates=load_templates(desk.templates, check_templates),
            common=office_facts(office, desk.today),
            contact=contact_line(office),
        )

    def task_link(self, order: Order, task_id: int) -> str | None:
        """Return the address behind the button of a task, None while no address of the pages is known."""
        links = self.desk.links
        if links is None:
            return None
        return links.task(person_id=order.person.id, task_id=task_id, message_id=order.message_id)

    def letter(
        self,
        order: Order,
        template: str,
        *,
        subject: str,
        head: str,
        lines: Sequence[Line],
        groups: Sequence[Group] | None = None,
        threads: Sequence[str] | None = None,
        count: int | None = None,
        **facts: Any,
    ) -> Letter:
        """Write the letter of ``order``: ``lines`` sorted, ``head`` the first line of the short form.

        ``facts`` are what only this template shows; ``threads`` and ``count`` are those of ``lines`` unless given.
        """
        person, office, links = order.person, self.desk.files.office, self.desk.links
        wishes = None if links is None else links.wishes(person_id=person.id, message_id=order.message_id)
        stands_in = stand_in_sentence(order.stands_in_for, order.channel)
        shown = letter_facts(
            self.common,
            person=person,
            subject=subject,
            lines=lines,
            groups=groups,
            wishes=wishes,
            stands_in=stands_in,
        )
        shown.update(facts)
        own_threads = dict.fromkeys(line.thread for line in lines) if threads is None else threads
        return Letter(
            uid=order.uid,
            to=order.address,
            to_name=person.name,
            subject=subject,
            text=self.templates.fill(f"{template}.txt", shown),
            html=self.templates.fill(f"{template}.html", shown),
            at=self.desk.now,
            short=short_form(
                f"{stands_in} {head}" if stands_in else head,
                lines,
                contact=self.contact,
                link=next((line.link for line in lines if line.link), None),
            ),
            fields=zalo_fields(person.name, lines, office=office.name, phone=office.contact.phone, count=count),
            threads=tuple(own_threads)[:_MOST_THREADS],
            unsubscribe=wishes,
        )
