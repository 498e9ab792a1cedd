"""Links without signatures, for tests of what stands around them."""


class PlainLinks:
    """Makes addresses that say what they are for."""

    def task(self, *, person_id: int, task_id: int, message_id: int) -> str:
        """Return the address behind the button of a task."""
        return f"https://dondoc.hoamai.example/viec/{person_id}-{task_id}-{message_id}"

    def wishes(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the person's settings."""
        return f"https://dondoc.hoamai.example/tuy-chon/{person_id}-{message_id}"

    def report(self, *, person_id: int, message_id: int) -> str:
        """Return the address of the files of a report."""
        return f"https://dondoc.hoamai.example/bao-cao/{person_id}-{message_id}"
