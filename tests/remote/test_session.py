"""A session over real processes with its page: a press arrives, and nothing else harms it."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psutil
import pytest

pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

from controller.remote.address import lan_addresses
from controller.remote.code import code_lines
from tests.operator.household import STOP, Household, household, wait_for
from tests.remote.test_page_process import press

pytestmark = pytest.mark.long

_URL: Final = re.compile(r"http://[\w.:]+/[\w-]+/")


def url_of(home: Household) -> str:
    """Return the address of the page, as the terminal was told it."""
    home.until_shown("Remote page: ")
    return str(wait_for(lambda: _URL.search(home.drain()))[0])


def server_of(home: Household) -> psutil.Process:
    """Return the server's process."""
    children = psutil.Process(home.front.pid).children()
    return next(each for each in children if "controller.remote.server" in each.cmdline())


def leave(home: Household) -> None:
    """Answer what is still asked, and wait until the front end has ended."""

    def left() -> bool:
        if home.front.poll() is None:
            home.key("\r")
            home.drain()
        return home.front.poll() is not None

    wait_for(left)


@contextmanager
def walking(data: Path, *front: str, speedup: int = 20) -> Iterator[tuple[Household, str]]:
    """Yield a session whose belt walks, and its page.

    It has to be slow where a test takes its time: a question without an answer ends it.
    """
    with household(data, *front, "--serve", speedup=speedup) as home:
        url = url_of(home)
        if "--plain" not in front:
            home.until_shown("ENTER goes on")
            home.key("\r")
        home.bring_to_motion()
        home.until_walking()
        yield home, url


@pytest.mark.parametrize("front", [["--plain"], []])
def test_a_press_reaches_the_treadmill(tmp_path: Path, front: list[str]) -> None:
    """Its bytes are the stop's, and the journal says who asked; then the page is gone."""
    with walking(tmp_path, *front) as (home, url):
        moment = time.monotonic_ns()
        assert press(url) == 303
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("stop")["because"] == "the remote page"
        assert home.until("ended")["confirmed"] is True
        assert home.until("intent", key="stop")["because"] == "the remote page"
        server = server_of(home)
        leave(home)
        wait_for(lambda: not server.is_running())
        with pytest.raises(ConnectionError):
            press(url)


def test_a_press_while_the_treadmill_is_looked_for_ends_the_search(tmp_path: Path) -> None:
    """As the stop key at the laptop does; nothing is sent to a treadmill that comes later."""
    with household(tmp_path, "--plain", "--serve", reachable=False) as home:
        url = url_of(home)
        home.until_shown("Looking for a treadmill")
        assert press(url) == 303
        home.until_shown("Not begun: the remote page called it off")
        wait_for(lambda: home.drain() and home.front.poll() is not None)
        assert home.front.returncode == 0
        assert home.sent_since(0) == []


def test_a_screen_that_is_stuck_does_not_hold_a_press_up(tmp_path: Path) -> None:
    """The thread that hears the page asks for the stop itself, as the keyboard's does."""
    with walking(tmp_path) as (home, url):
        home.freeze()
        moment = time.monotonic_ns()
        press(url)
        wait_for(lambda: STOP in home.sent_since(moment))
        stop = home.until("stop")
        # A frozen screen renews no lease either: what came first is what counted.
        assert stop["because"] == "the remote page"


@pytest.mark.parametrize("what", [signal.SIGSTOP, signal.SIGKILL])
def test_a_server_that_hangs_or_dies_is_nothing_to_the_session(
    tmp_path: Path, what: signal.Signals
) -> None:
    """It goes on, its lease is renewed, and the stop key stops."""
    with walking(tmp_path, "--plain") as (home, _url):
        os.kill(server_of(home).pid, what)
        _goes_on(home, records=60)
        moment = time.monotonic_ns()
        home.key(" ")
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("stop")["because"] == "the stop key"
        leave(home)


def test_the_screen_dies_and_the_page_with_it(tmp_path: Path) -> None:
    """The server ends with whoever feeds it; the session stops by itself, as ever."""
    with walking(tmp_path, "--plain") as (home, _url):
        server = server_of(home)
        home.front.kill()
        home.wait_until_still()
        wait_for(lambda: not server.is_running())


def test_a_thousand_requests_a_second_without_the_token_harm_nothing(tmp_path: Path) -> None:
    """None is let in. No renewal is missed, nothing is stopped; then a press stops."""
    with walking(tmp_path, "--plain", speedup=8) as (home, url):
        statuses = _flooded(home, url, seconds=3, rate=1000)
        assert set(statuses) <= {0, 404, 429}
        assert statuses.total() == 3000
        assert not [each for each in home.records() if each["kind"] == "stop"]
        moment = time.monotonic_ns()
        assert press(url) == 303
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("stop")["because"] == "the remote page"


def test_the_stop_key_works_in_a_flood(tmp_path: Path) -> None:
    """The first bytes behind the key are the stop's."""
    with walking(tmp_path, "--plain", speedup=8) as (home, url):
        moments: list[int] = []

        def key() -> None:
            moments.append(time.monotonic_ns())
            home.key(" ")

        _flooded(home, url, seconds=3, rate=1000, midway=key)
        home.wait_until_still()
        assert home.sent_since(moments[0])[0] == STOP
        assert home.until("stop")["because"] == "the stop key"


def test_an_address_in_the_network_comes_with_a_code(tmp_path: Path) -> None:
    """Which is shown before the session's screen, black on white; the page answers there alone."""
    others = lan_addresses()
    if not others:
        pytest.skip("this computer has no address but its own")
    with household(tmp_path, "--serve", others[0]) as home:
        url = url_of(home)
        home.until_shown("ENTER goes on")
        assert f"\x1b[38;2;0;0;0;48;2;255;255;255m{code_lines(url)[3]}" in home.drain()
        assert home.records() == []
        home.key("\r")
        home.bring_to_motion()
        assert urlsplit(url).hostname == others[0]
        elsewhere = url.replace(others[0], "127.0.0.1")
        with pytest.raises(ConnectionError):
            press(elsewhere)
        assert press(url) == 303
        home.wait_until_still()


def test_neither_journal_nor_logs_know_the_token(tmp_path: Path) -> None:
    """Nor does any process's command line."""
    with walking(tmp_path, "--plain") as (home, url):
        press(url)
        home.wait_until_still()
        leave(home)
        token = urlsplit(url).path.strip("/").encode()
        files = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert [each for each in files if each.suffix == ".jsonl"]
        assert not [each for each in files if token in each.read_bytes()]


@pytest.mark.parametrize(
    ("serve", "says"),
    [
        ("0.0.0.0", "is every address at once"),  # noqa: S104
        ("nowhere.invalid:8080", "cannot be served at nowhere.invalid:8080"),
        ("postpartum ladder", "is no address"),
    ],
)
def test_an_address_that_is_none_is_one_sentence(tmp_path: Path, serve: str, says: str) -> None:
    """And no session."""
    with household(tmp_path, "--plain", "--serve", serve) as home:
        leave(home)
        assert says in home.drain()
        assert "Traceback" not in home.drain()
        assert (home.front.returncode, home.records()) == (2, [])


def _goes_on(home: Household, records: int) -> None:
    """Wait for so many records more, none of which is a stop."""
    before = len(home.records())
    wait_for(lambda: len(home.records()) >= before + records)
    assert not [each for each in home.records() if each["kind"] == "stop"]


def _flooded(
    home: Household, url: str, *, seconds: int, rate: int, midway: Any = None
) -> Counter[int]:
    """Ask without the token, so many times a second, and return what was answered.

    Each thread keeps to its own timetable; one that is behind asks at once.
    """
    parts = urlsplit(url)
    assert parts.hostname is not None
    host, port = parts.hostname, parts.port
    request = f"POST /wrong/stop HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 0\r\n\r\n"
    statuses: Counter[int] = Counter()
    threads = 10
    begin = time.monotonic()

    def ask(number: int) -> None:
        mine: Counter[int] = Counter()
        for each in range(seconds * rate // threads):
            due = begin + (each * threads + number) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            mine[_status(host, port, request.encode())] += 1
        statuses.update(mine)

    running = [threading.Thread(target=ask, args=(each,)) for each in range(threads)]
    for thread in running:
        thread.start()
    called = midway is None
    while any(thread.is_alive() for thread in running):
        home.drain()
        if not called and time.monotonic() > begin + seconds / 2:
            called = True
            midway()
        time.sleep(0.01)
    return statuses


def _status(host: str, port: int | None, request: bytes) -> int:
    try:
        with socket.create_connection((host, port), timeout=20) as wire:
            wire.sendall(request)
            told = wire.recv(4096)
    except OSError:
        return 0
    return int(told.split()[1]) if told else 0
