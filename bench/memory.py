"""Peak memory of this process."""

from pathlib import Path


def peak_megabytes() -> float:
    """Return the peak resident memory of this process since it started its program.

    ``getrusage`` would count what the process that started this one held at that moment (Linux keeps the maximum
    across ``exec``).
    """
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024
