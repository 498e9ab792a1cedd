"""What becomes of an answer."""

from enum import StrEnum


class AnswerState(StrEnum):
    """What became of an answer; until the office decides it is a proposal and changes nothing."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
