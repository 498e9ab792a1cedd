"""Print how well the annotated documents are read in every shape: `python -m bench.reading_scores [--scans]`.

Needs the documents beside the checkout (`../shared`); scans of all of them take some minutes.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.documents import SHAPES, as_scan
from tests.support.scoring import COLUMNS, Scorer, annotated_documents


def main() -> int:
    """Print one Markdown row for each document and shape, and a total for each shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", action="store_true", help="also as scans at 200 dpi")
    arguments = parser.parse_args()
    documents = annotated_documents()
    if not documents:
        print("the annotated documents do not lie beside this checkout", file=sys.stderr)
        return 1
    shapes: dict[str, Callable[[str], bytes]] = {".txt": str.encode, **SHAPES}
    if arguments.scans:
        shapes["scan.pdf"] = as_scan
    print("# How well documents are read\n")
    print(
        "Made by `make scores`. F1 against readings by hand; false-dl counts deadlines proposed where there are none.\n"
    )
    print(f"| shape | document | {' | '.join(COLUMNS)} | false-dl | seconds |")
    print("|---|---|" + "---|" * (len(COLUMNS) + 2))
    with TemporaryDirectory() as folder:
        for shape, make in shapes.items():
            scorer, whole = Scorer(), 0.0
            for document in documents:
                file = Path(folder) / f"{document.name}-{shape}"
                file.write_bytes(make(document.text))
                start = time.perf_counter()
                figures = scorer.add(document, file)
                seconds = time.perf_counter() - start
                whole += seconds
                _print_row(shape, document.name, figures, seconds)
            _print_row(shape, "**all**", scorer.total, whole)
    return 0


def _print_row(shape: str, name: str, figures: dict[str, float | None], seconds: float) -> None:
    cells = ["–" if (figure := figures[column]) is None else f"{figure:.3f}" for column in COLUMNS]
    print(f"| {shape} | {name} | {' | '.join(cells)} | {figures['false-dl'] or 0:.0f} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
