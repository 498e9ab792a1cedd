"""Who must be reminded of what – and why the others not. Pure: no clock, no database, no settings.

The same functions serve the run, the dry run, the simulation of a quarter, and the question "why did (or didn't) this
person get a reminder?".
"""

from notifications.decision.deciding import Decider, decide, marks_of, still_wanted
from notifications.decision.facts import DueTask, Facts, MeetingAhead, Reachable
from notifications.decision.milestones import Reached, Timetable
from notifications.decision.outcome import Decision, Parcel, Remind, Skip, SkipReason, parcels
from notifications.decision.simulation import Ledger, simulate

__all__ = [
    "Decider",
    "Decision",
    "DueTask",
    "Facts",
    "Ledger",
    "MeetingAhead",
    "Parcel",
    "Reachable",
    "Reached",
    "Remind",
    "Skip",
    "SkipReason",
    "Timetable",
    "decide",
    "marks_of",
    "parcels",
    "simulate",
    "still_wanted",
]
