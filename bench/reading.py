"""Speed and memory of reading a document: `python -m bench.reading [FILE …]` (default: the bundled sample report).

Prints, for each file, the CPU of reading its text once in a warm process, at 1, 10 and 100 times its length, beside
the CPU of only normalising and splitting the same text into words; then the peak memory of 1,000 readings in one run.
"""

import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.memory import peak_megabytes
from config.office_files import load_office_files
from tasks_registry.reading.reader import READERS, read_document, read_text
from tasks_registry.reading.sources import read_source

LENGTHS = (1, 10, 100)
READINGS = 1000
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY = datetime(2026, 7, 1, 8, tzinfo=_ZONE)


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the best of three runs of ``work``."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def main(paths: list[Path]) -> None:
    """Measure each of ``paths``."""
    agencies = load_office_files(Path("nowhere"), _ZONE, _DAY).directory.agencies
    print(f"{'file':<34}{'length':>8}{'CPU s':>10}{'words s':>10}{'ratio':>8}{'per length':>12}")
    for path in paths:
        text = read_source(path, READERS).text
        read_text(text, agencies)
        once = cpu(lambda text=text: read_text(text, agencies))
        for length in LENGTHS:
            longer = "\n\n".join([text] * length)
            spent = cpu(lambda longer=longer: read_text(longer, agencies))
            words = cpu(lambda longer=longer: unicodedata.normalize("NFC", longer).lower().split())
            shown = f"{path.name[:32]:<34}{length:>8}{spent:>10.3f}{words:>10.4f}{spent / words:>8.0f}"
            print(f"{shown}{spent / (once * length):>12.2f}")
    before = peak_megabytes()
    for number in range(READINGS):
        read_document(paths[number % len(paths)], agencies)
    after = peak_megabytes()
    print(f"{READINGS} documents in one run: peak {after:.0f} MB, {after - before:.0f} MB more than before")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given or [Path(str(files("cli.demo").joinpath("sample", "bao-cao-quy-2-2026.docx")))])
