"""The keys that mean "said once"."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from notifications import keys

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_keys_are_pinned() -> None:
    """Another spelling would say everything again to everybody."""
    key = keys.task_key(12, "due-7", date(2024, 6, 17), 3, "email")
    assert key == "task:12/due-7@2024-06-17/person:3/email"
    assert keys.message_uid([key]) == "2c3c76cc021ea554be5c0538b6b43fc8"
    assert keys.message_uid(["b", "a"]) == keys.message_uid(["a", "b"]) != keys.message_uid(["a"])
    assert keys.by_channel(key, "zalo") == keys.task_key(12, "due-7", date(2024, 6, 17), 3, "zalo")
    assert keys.by_channel(keys.told_key("history:1:2/person:3", "zalo"), "email") == "history:1:2/person:3/email"
    assert keys.report_key(7) == "report:7"
    assert keys.report_change_key(7, date(2024, 6, 17)) == "report:7/changed@2024-06-17"
    assert keys.report_told_key("report:7", 3, "email") == "report:7/person:3/email"
    assert (keys.before_due(0), keys.after_due(14)) == ("due-0", "due+14")
