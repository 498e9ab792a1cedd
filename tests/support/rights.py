"""Who may perform which act, as the office says it: written by hand, so that it can disagree with the program."""

from config.agencies import Access
from tasks_registry.access import Actor
from tasks_registry.states import Act

LEAD, OTHER = 41, 42
"""Ids of two agencies."""
LEAD_OFFICER, OTHER_OFFICER = 71, 72
"""Ids of a person of each."""

# columns: quản trị, văn phòng, lãnh đạo, cơ quan chủ trì, cơ quan khác, kiểm tra
_TABLE = """
assign      x x x . . .
receive     x x . x . .
start       x x . x . .
submit      x x . x . .
confirm     x x x . . .
return      x x x . . .
hand-back   x x . x . .
suspend     x x x . . .
resume      x x x . . .
carry-over  x x x . . .
withdraw    x x x . . .
reopen      x x x . . .
"""
COLUMNS = ("admin", "office", "leader", "lead agency", "other agency", "inspector")
MAY: dict[Act, dict[str, bool]] = {
    Act(name): dict(zip(COLUMNS, (mark == "x" for mark in marks), strict=True))
    for name, *marks in (line.split() for line in _TABLE.strip().splitlines())
}


def cast(lead: int = LEAD, other: int = OTHER) -> dict[str, Actor]:
    """Return one person for each column, the lead agency being ``lead``."""
    return {
        "admin": Actor("Quản trị", Access.ADMIN),
        "office": Actor("An", Access.OFFICE, 1, 1),
        "leader": Actor("Khanh", Access.LEADER, 3, 3),
        "lead agency": Actor("Bằng", Access.AGENCY, LEAD_OFFICER, lead),
        "other agency": Actor("Khải", Access.AGENCY, OTHER_OFFICER, other),
        "inspector": Actor("Kiểm tra", Access.INSPECTOR, 5, 5),
    }
