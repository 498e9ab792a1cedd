"""Who may do what: the whole matrix, and whose a task is."""

import pytest

from config.agencies import Access
from tasks_registry.access import Actor, Duty, Ownership, may_read, require
from tasks_registry.errors import Refused
from tasks_registry.states import TRANSITIONS, Act
from tests.support.rights import COLUMNS, LEAD, LEAD_OFFICER, MAY, OTHER, cast

TASK = Ownership(lead_agency_id=LEAD, officer_id=None, supporting=frozenset({OTHER}))


@pytest.mark.parametrize("who", COLUMNS)
@pytest.mark.parametrize("act", Act)
def test_every_act_is_open_to_exactly_those_who_answer_for_it(act: Act, who: str) -> None:
    """Every act of every access, against a table written by hand."""
    actor = cast()[who]
    if MAY[act][who]:
        require(actor, TRANSITIONS[act].duty, TASK, "2026-Q3-001")
    else:
        with pytest.raises(Refused, match=actor.name):
            require(actor, TRANSITIONS[act].duty, TASK, "2026-Q3-001")


def test_the_table_knows_every_act_and_every_access() -> None:
    """A new act without a line in the table fails here."""
    assert set(MAY) == set(Act)
    assert {actor.access for actor in cast().values()} == set(Access)


@pytest.mark.parametrize("duty", [Duty.ARRANGE, Duty.ORGANISE, Duty.SEND])
@pytest.mark.parametrize("who", COLUMNS)
def test_only_the_office_arranges_organises_and_lets_messages_go(duty: Duty, who: str) -> None:
    """Meetings, calendar, agencies, people and going live are the office's."""
    if who in ("admin", "office"):
        require(cast()[who], duty)
    else:
        with pytest.raises(Refused, match="Người có quyền: quản trị, văn phòng"):
            require(cast()[who], duty)


@pytest.mark.parametrize(
    ("duty", "able"),
    [
        (Duty.SURVEY, ("admin", "office", "leader", "inspector")),
        (Duty.REPORT, ("admin", "office", "leader")),
    ],
)
def test_an_agency_neither_reads_nor_makes_reports_of_the_whole_committee(duty: Duty, able: tuple[str, ...]) -> None:
    """They hold every task; whoever inspects reads them, but makes none that is kept."""
    for who, actor in cast().items():
        if who in able:
            require(actor, duty)
        else:
            with pytest.raises(Refused, match=f"{actor.name} có quyền"):
                require(actor, duty)


def test_an_officer_acts_on_the_task_in_his_own_name() -> None:
    """Even where another agency leads it, or nobody does."""
    lent = Ownership(lead_agency_id=None, officer_id=LEAD_OFFICER)
    require(cast()["lead agency"], Duty.OWN, lent, "2026-Q3-001")
    with pytest.raises(Refused, match="2026-Q3-001 không do cơ quan của Khải chủ trì"):
        require(cast()["other agency"], Duty.OWN, lent, "2026-Q3-001")


def test_nobody_s_agency_owns_nobody_s_task() -> None:
    """A person without an agency does not own what has no lead."""
    with pytest.raises(Refused, match="không do cơ quan"):
        require(Actor("Lạc", Access.AGENCY), Duty.OWN, Ownership(None, None), "2026-Q3-001")


def test_a_supporting_agency_reads_what_it_may_not_change() -> None:
    """It must know what it supports."""
    supporting = cast()["other agency"]
    assert may_read(supporting, TASK)
    assert not may_read(supporting, Ownership(LEAD, None))
    assert may_read(cast()["inspector"], Ownership(LEAD, None))
    with pytest.raises(Refused, match="liên hệ văn phòng"):
        require(supporting, Duty.OWN, TASK, "2026-Q3-001")
