"""Files that a reader never sees half written."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def replace_whole(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and rename it; raises ``OSError``, and then leaves nothing behind."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def write_whole_new(path: Path, content: bytes) -> None:
    """Write ``content`` under a name that nobody has yet; raises ``OSError``, and then leaves nothing behind.

    ``FileExistsError``: somebody has the name, perhaps since a moment ago. The name and the content come at once, where
    the file system knows hard links; on a USB stick that knows none the name is taken first.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:
            path.open("xb").close()
            try:
                temporary.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
