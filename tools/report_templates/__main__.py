"""Build every template."""

import sys
from pathlib import Path

from tools.report_templates.catalogue import BUILDERS, TEMPLATES

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES
    for name, build in BUILDERS.items():
        build().save(folder / name)
