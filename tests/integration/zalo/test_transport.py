"""HTTP by the standard library, against servers that end their answers in every way."""

import pytest

from notifications.channels.zalo.transport import Line, NoAnswer
from tests.support.zalo import answering

_HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        _HEAD + b"Content-Length: 2\r\n\r\n{}",
        _HEAD + b"Connection: close\r\n\r\n{}",
        b"HTTP/1.0 200 OK\r\n\r\n{}",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ],
)
def test_an_answer_is_whole_however_its_end_is_told(raw: bytes) -> None:
    """By length, by hanging up, by chunks."""
    with answering(raw) as address:
        line = Line(address)
        reply = line.post("/x", b"{}", {})
        line.close()
    assert (reply.status, reply.body) == (200, b"{}")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not HTTP at all\r\n\r\n",
        _HEAD + b"Content-Length: 9\r\n\r\n{}",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{}",
        _HEAD + b"Connection: close\r\n\r\n" + b"x" * 1_000_001,
    ],
)
def test_an_answer_that_is_not_whole_is_none(raw: bytes) -> None:
    """Broken off, or longer than anything that Zalo says."""
    with answering(raw) as address:
        line = Line(address)
        with pytest.raises(NoAnswer):
            line.post("/x", b"{}", {})
        line.close()


def test_a_path_in_front_of_the_server_is_kept() -> None:
    """A relay of the office."""
    with answering(_HEAD + b"Content-Length: 2\r\n\r\n{}") as address:
        line = Line(address + "/zalo/")
        assert line.get("/x", {"a": "b"}).body == b"{}"
        line.close()
