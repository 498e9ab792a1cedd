"""Who may do what, each within its own committee: pure, asked by every use case before it changes anything."""

from dataclasses import dataclass
from enum import StrEnum

from config.agencies import Access
from tasks_registry.errors import Refused


@dataclass(frozen=True)
class Actor:
    """Who acts. ``name`` is what history shows; ``agency_id`` bounds what somebody with ``Access.AGENCY`` may touch."""

    name: str
    access: Access
    person_id: int | None = None
    agency_id: int | None = None


@dataclass(frozen=True)
class Ownership:
    """Whose a task is."""

    lead_agency_id: int | None
    officer_id: int | None
    supporting: frozenset[int] = frozenset()
    """Ids of the supporting agencies."""


class Duty(StrEnum):
    """A kind of act, for which the same people answer."""

    DIRECT = "giao, sửa và điều hành nhiệm vụ"
    """Assigning, editing, suspending, carrying over, withdrawing, reopening; reading documents in."""
    OWN = "tiếp nhận, báo cáo và nộp kết quả nhiệm vụ"
    """What the lead agency does with its own task; the office does it on the owner's word."""
    JUDGE = "thẩm định kết quả, trả lời gia hạn"
    CONFIRM_ANSWERS = "xác nhận trả lời gửi qua đường dẫn trong thư"
    """Making registry facts of what people answered without an account."""
    ARRANGE = "sắp xếp hội nghị, lịch làm việc, kỳ và việc định kỳ"
    ORGANISE = "quản lý cơ quan và cán bộ"
    SEND = "bật, tắt gửi thật và cho gửi, duyệt, bỏ, gửi lại thư"
    OVERSEE = "xem số liệu tổng hợp của các cấp ủy trực thuộc"
    """Reading figures over whole committees; what single tasks say stays with each."""
    SURVEY = "xem báo cáo về nhiệm vụ của cả cấp ủy"
    """Reading figures and documents that hold every task of the committee."""
    REPORT = "lập bản báo cáo phục vụ hội nghị"
    """Making versions, which are kept and go out in the committee's name."""


_ENTITLED = {
    Duty.DIRECT: frozenset({Access.ADMIN, Access.OFFICE, Access.LEADER}),
    Duty.OWN: frozenset({Access.ADMIN, Access.OFFICE, Access.AGENCY}),
    Duty.JUDGE: frozenset({Access.ADMIN, Access.OFFICE, Access.LEADER}),
    Duty.CONFIRM_ANSWERS: frozenset({Access.ADMIN, Access.OFFICE}),
    Duty.ARRANGE: frozenset({Access.ADMIN, Access.OFFICE}),
    Duty.ORGANISE: frozenset({Access.ADMIN, Access.OFFICE}),
    Duty.SEND: frozenset({Access.ADMIN, Access.OFFICE}),
    Duty.OVERSEE: frozenset({Access.ADMIN, Access.OFFICE, Access.LEADER, Access.INSPECTOR}),
    Duty.SURVEY: frozenset({Access.ADMIN, Access.OFFICE, Access.LEADER, Access.INSPECTOR}),
    Duty.REPORT: frozenset({Access.ADMIN, Access.OFFICE, Access.LEADER}),
}


def require(actor: Actor, duty: Duty, task: Ownership | None = None, code: str = "") -> None:
    """Raise ``Refused`` unless ``actor`` may do ``duty``, with the task ``code`` when it is one task's."""
    if entitled(actor, duty, task):
        return
    if actor.access not in _ENTITLED[duty]:
        able = ", ".join(access.label for access in Access if access in _ENTITLED[duty])
        raise Refused(
            f"{actor.name} có quyền “{actor.access.label}” nên không được {duty.value}. Người có quyền: {able}."
        )
    raise Refused(f"Nhiệm vụ {code} không do cơ quan của {actor.name} chủ trì. Hãy liên hệ văn phòng.")


def entitled(actor: Actor, duty: Duty, task: Ownership | None = None) -> bool:
    """Tell whether ``actor`` may do ``duty``, with one task when it is given."""
    return actor.access in _ENTITLED[duty] and (actor.access is not Access.AGENCY or task is None or _owns(actor, task))


def may_read(actor: Actor, task: Ownership) -> bool:
    """Tell whether ``actor`` may see a task: an agency only those that it leads, supports or has an officer on."""
    if actor.access is not Access.AGENCY:
        return True
    return _owns(actor, task) or (actor.agency_id is not None and actor.agency_id in task.supporting)


def _owns(actor: Actor, task: Ownership) -> bool:
    leads = actor.agency_id is not None and actor.agency_id == task.lead_agency_id
    return leads or (actor.person_id is not None and actor.person_id == task.officer_id)
