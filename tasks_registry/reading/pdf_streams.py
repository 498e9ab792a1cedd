"""Compressed streams of a PDF, looked at before PDFium unpacks them: a few kilobytes may hold gigabytes."""

import re
import zlib

MAX_STREAM_BYTES = 64 * 1024 * 1024
"""Of one stream, expanded; an uncompressed A4 page in colour at 300 dpi takes 26 million."""
MAX_RATIO = 200
"""Expanded to packed size from which so large a stream is a bomb; text packs to 1:20, blank scans stay smaller."""
_START = re.compile(rb"(?<!end)stream\r?\n")
_PIECE = 1024 * 1024


def holds_bomb(data: bytes) -> bool:
    """Tell whether a stream in ``data`` expands beyond measure. Needs a few megabytes of memory, whatever is in it."""
    return any(_is_bomb(data, match.end()) for match in _START.finditer(data))


def _is_bomb(data: bytes, start: int) -> bool:
    unpacker = zlib.decompressobj()
    expanded, at = 0, start
    waiting = b""
    try:
        while not unpacker.eof and expanded <= MAX_STREAM_BYTES:
            if not waiting:
                waiting, at = data[at : at + _PIECE], at + _PIECE
                if not waiting:
                    return False
            expanded += len(unpacker.decompress(waiting, _PIECE))
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        return False  # not packed this way
    packed = min(at, len(data)) - start - len(waiting)
    return expanded > MAX_STREAM_BYTES and expanded > packed * MAX_RATIO
