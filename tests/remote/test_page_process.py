"""The server's process, as the front end has it: it may hang, die or lie; nobody waits for it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import psutil
import pytest

from controller.remote import page_process
from controller.remote.address import Address
from controller.remote.page_process import PageFailed, PageProcess
from tests.tui.sessions import in_run, still

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


class Asked:
    """What came of the page's presses."""

    def __init__(self) -> None:
        """Begin with none."""
        self.because: list[str] = []
        self.came = threading.Semaphore(0)

    def __call__(self, because: str) -> None:
        """Take a stop."""
        self.because.append(because)
        self.came.release()


@pytest.fixture
def page() -> Iterator[PageProcess]:
    """Serve a page on any port of this computer."""
    made = PageProcess(Address(), None)
    yield made
    made.close()


def press(url: str) -> int:
    """Press as a browser without scripts does."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    wire = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    wire.request("GET", parts.path)
    html = wire.getresponse().read().decode()
    nonce = html.partition('name="nonce" value="')[2].partition('"')[0]
    origin = {"Origin": f"http://{parts.netloc}"}
    wire.request("POST", f"{parts.path}stop", f"nonce={nonce}", origin)
    status = wire.getresponse().status
    wire.close()
    return status


def test_a_press_asks_for_a_stop_from_a_thread_of_its_own(page: PageProcess) -> None:
    """No loop of the front end has to run for it."""
    asked = Asked()
    page.asks(asked)
    assert press(page.url) == 303
    assert asked.came.acquire(timeout=20)
    assert asked.because == ["the remote page"]


@pytest.mark.long
def test_the_token_is_new_each_time_and_in_no_command_line(page: PageProcess) -> None:
    """Whoever lists processes finds no way in."""
    token = urlsplit(page.url).path.strip("/")
    assert len(token) >= 22  # 128 bits, 6 to a letter
    mine = psutil.Process(page._process.pid)
    assert not [word for word in [*mine.cmdline(), *mine.environ().values()] if token in word]
    other = PageProcess(Address(), None)
    other.close()
    assert urlsplit(other.url).path != urlsplit(page.url).path


def fill(pipe: int) -> None:
    """Fill a pipe to the last byte."""
    os.set_blocking(pipe, False)
    with suppress(BlockingIOError):
        while True:
            os.write(pipe, b" ")
    os.set_blocking(pipe, True)


def test_the_last_news_are_told_with_the_end() -> None:
    """Both come at once; a page that says CLOSED says what the belt did last, too."""
    made = PageProcess(Address(), None)
    parts = urlsplit(made.url)
    assert parts.hostname is not None
    wire = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    wire.request("GET", f"{parts.path}events")
    stream = wire.getresponse()
    assert stream.readline().startswith(b"retry")
    for record in still()["done"]:
        made.hear(record)
    made.close()
    states = [json.loads(line[6:]) for line in stream if line.startswith(b"data: ")]
    wire.close()
    assert (states[-1]["left_session"], states[-1]["note"]) == (True, "The belt is still.")


@pytest.mark.long
def test_a_server_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are taken as ever, though its pipe is full; at the end it is killed."""
    monkeypatch.setattr(page_process, "_APART", 0)
    page = PageProcess(Address(), None)
    stdin = page._process.stdin
    assert stdin is not None
    os.kill(page._process.pid, signal.SIGSTOP)
    fill(stdin.fileno())
    for record in in_run():
        page.hear(record)
    page.close()
    assert page._process.returncode == -signal.SIGKILL


def test_a_server_that_has_died_harms_nothing() -> None:
    """It is told of things as ever, and closed."""
    page = PageProcess(Address(), None)
    page._process.kill()
    page._process.wait()
    for record in in_run():
        page.hear(record)
    page.close()


def gone_wrong(monkeypatch: pytest.MonkeyPatch, says: str) -> list[str]:
    """Return the stops that a server asks for which says such things."""
    begins = "import os, sys; sys.stdin.readline(); os.write(1, b'ready 9\\n'); "
    command = (sys.executable, "-c", f"{begins} sys.stdin.readline(); {says}; sys.stdin.read()")
    monkeypatch.setattr(page_process, "_COMMAND", command)
    page, asked = PageProcess(Address(), None), Asked()
    page.asks(asked)
    page.hear(in_run()[0])  # news: the line it waits for
    page.close()
    return asked.because


def test_a_server_gone_wrong_can_say_nothing_but_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else it writes is not heard."""
    lines = b'start\nresume\n{"kind": "intent", "key": "start"}\n\xff\n'
    assert gone_wrong(monkeypatch, f"os.write(1, {lines!r})") == []
    assert gone_wrong(monkeypatch, "os.write(1, b'stop\\n')") == ["the remote page"]


def test_a_thousand_stops_at_once_are_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first goes at once, and those that come in the next moment are one more."""
    monkeypatch.setattr(page_process, "_APART", 0.5)
    asked = gone_wrong(monkeypatch, "[os.write(1, b'stop\\n') for _ in range(1000)]")
    assert 1 <= len(asked) <= 4


def test_a_record_that_cannot_be_taken_in_harms_nobody(page: PageProcess) -> None:
    """What comes after it in the front end matters more."""
    page.hear({"io": "out", "kind": "phase"})
    page.hear({})
    assert press(page.url) == 303


@pytest.mark.long
def test_an_address_that_is_taken_is_one_sentence(page: PageProcess) -> None:
    """With what to do."""
    port = urlsplit(page.url).port
    assert port is not None
    with pytest.raises(PageFailed, match="cannot be served at") as caught:
        PageProcess(Address("127.0.0.1", port), None)
    assert "another address or port" in str(caught.value)
    with pytest.raises(PageFailed, match="cannot be served at"):
        PageProcess(Address("nowhere.invalid", 0), None)
