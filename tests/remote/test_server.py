"""The page over real sockets: who gets in, what a press needs, and what a flood comes to."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections import Counter

import pytest

from controller.remote import connections, routes
from controller.remote.board import Board
from controller.remote.connections import MOST_KNOWN, MOST_STRANGERS
from protocols.units import MILLISECOND, SECOND
from tests.lanes import one_in
from tests.remote.served import RUNNING, TOKEN, WRONG, Answer, Events, Served, Time, served

pytestmark = pytest.mark.asyncio

PATHS = ("/", "/events", "/page.css", "/page.js", "/stop")
NOTHING = {"content-length": "0", "connection": "close"}


@pytest.mark.long
async def test_who_has_the_token_sees_the_session() -> None:
    """With the same texts in the page as in the events."""
    async with served() as page:
        answer = await page.ask()
        assert answer.status == 200
        assert b"0:47" in answer.body
        async with page.events() as events:
            state = await anext(events)
        assert RUNNING.items() <= state.items()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "token",
    one_in(
        3,
        [
            "",
            "x",
            TOKEN[:-1],
            f"{TOKEN}x",
            TOKEN.upper(),
            f"/{TOKEN}",
            f"x/../{TOKEN}",
            "%00",
            "%C3%A9",
        ],
    ),
)
async def test_nobody_else_sees_that_there_is_anything(path: str, token: str) -> None:
    """Whatever is asked for, the answer is the same, and empty."""
    async with served() as page:
        for method in ("GET", "POST", "HEAD", "OPTIONS"):
            answer = await page.ask(path, token=token, method=method)
            assert answer == Answer(404, NOTHING, b"")
        assert page.stops == []


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "{right}\r\nhost: evil",
    ],
)
async def test_another_name_for_this_computer_opens_nothing(host: str) -> None:
    """Not even with the token: so a stranger's name that points here gets nowhere."""
    async with served() as page:
        host = host.format(port=page.port, right=f"127.0.0.1:{page.port}")
        nonce = await page.nonce()
        assert (await page.ask(host=host)).status in (400, 404)
        assert (await page.press(nonce, host=host)).status in (400, 404)
        assert page.stops == []
        assert (await page.ask(host=f"localhost:{page.port}")).status == 200


async def test_a_press_stops_once() -> None:
    """The same request again is refused, and so is one that nobody was given."""
    async with served() as page:
        nonce = await page.nonce()
        assert (await page.press(nonce)).status == 202
        again = await page.press(nonce)
        assert again.status == 409
        for wrong in ("", "x", nonce.lower(), f"{nonce}&nonce="):
            assert (await page.press(wrong)).status == 409
        assert len(page.stops) == 1
        following = re.findall(rb'"nonce":"([^"]+)"', again.body)[0].decode()
        assert (await page.press(following)).status == 202
        assert len(page.stops) == 2


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1"]
)
async def test_another_page_cannot_press(origin: str) -> None:
    """Nor one that does not say who it is; and its press does not use the nonce up."""
    async with served() as page:
        nonce = await page.nonce()
        answer = await page.press(nonce, origin=origin.format(port=page.port))
        assert (answer.status, page.stops) == (403, [])
        assert (await page.press(nonce)).status == 202


async def test_without_scripts_a_press_is_a_form() -> None:
    """And leads back to the page."""
    async with served() as page:
        answer = await page.press(await page.nonce(), accept="text/html")
        assert (answer.status, answer.headers["location"]) == (303, "./")
        assert len(page.stops) == 1
        assert b"Stop passed on to the laptop." in (await page.ask()).body


async def test_nothing_but_a_post_stops() -> None:
    """A link, an image or a preload asks for nothing."""
    async with served() as page:
        nonce = await page.nonce()
        for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
            assert (await page.ask(f"/stop?nonce={nonce}", method=method)).status == 405
        for path in ("/start", "/resume", "/faster", "/answer", "/../stop", "//stop"):
            assert (
                await page.ask(path, method="POST", body=b"nonce=" + nonce.encode())
            ).status == 404
        assert page.stops == []


async def test_every_answer_keeps_to_itself() -> None:
    """It is not kept, not framed, not read by other pages, and loads nothing from elsewhere."""
    async with served() as page:
        for path in ("/", "/page.css", "/page.js", "/nothing"):
            headers = (await page.ask(path)).headers
            assert headers["cache-control"] == "no-store"
            policy = headers["content-security-policy"]
            assert policy.startswith("default-src 'none';")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert not {name for name in headers if name.startswith("access-control")}
            assert "server" not in headers
        for path in ("/", "/page.css", "/page.js"):
            assert b"://" not in (await page.ask(path)).body
        assert b" on" not in re.sub(rb">[^<]*<", b"><", (await page.ask()).body)  # no onclick=


async def test_the_last_slash_may_get_lost() -> None:
    """A click beside the end of the address is no dead end."""
    async with served() as page:
        answer = await page.ask("")
        assert (answer.status, answer.headers["location"]) == (308, f"/{TOKEN}/")


async def test_a_request_may_not_be_large() -> None:
    """Neither its headers nor its body."""
    async with served() as page:
        assert (await page.ask(x="y" * 20_000)).status in (0, 400, 404)
        nonce = await page.nonce()
        assert (await page.press(nonce + "&x=" + "y" * 1000)).status == 413
        assert page.stops == []
        assert (await page.press(nonce)).status == 202


@pytest.mark.long
async def test_events_are_whole_and_go_on_after_a_break() -> None:
    """Whoever comes back has missed nothing: an event is the whole state."""
    async with served() as page:
        async with page.events() as events:
            assert (await anext(events))["time"] == "0:47"
            page.board.put({**RUNNING, "time": "0:46"})
            assert (await anext(events))["time"] == "0:46"
        page.board.put({**RUNNING, "time": "0:45"})
        async with page.events() as events:
            assert (await anext(events))["time"] == "0:45"


@pytest.mark.long
async def test_events_come_in_silence_too_and_say_so() -> None:
    """Silence is told, with its length, and not shown as what was last told."""
    async with served() as page:
        async with page.events() as events:
            assert (await anext(events))["old"] is False
            page.time.now += 2501 * MILLISECOND
            state = await anext(events)
            assert (state["old"], state["age"]) == (True, 2501)
        assert b'<body class="old"' in (await page.ask()).body
        page.board.put(RUNNING)
        assert b'<body class="run"' in (await page.ask()).body


async def test_the_last_news_stay_true_in_silence() -> None:
    """A phone beside a belt that stands, and a laptop at its summary, is not told to use a stop."""
    async with served() as page:
        page.board.put({**RUNNING, "word": "OVER", "kind": "still", "over": True, "last": True})
        page.time.now += 3600 * SECOND
        assert page.board.state()["old"] is False
        assert b'<body class="still"' in (await page.ask()).body


async def test_who_hangs_up_before_an_answer_leaves_no_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing that a stranger sends fills the file of errors."""
    async with served() as page:
        for _ in range(50):
            wire = socket.create_connection(("127.0.0.1", page.port))
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            wire.sendall(b"GET /x HTTP/1.1\r\nhost: x\r\n\r\n")
            wire.close()  # with a reset: then no address is known any more
        assert (await page.ask()).status == 200
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []


async def test_the_end_of_the_session_ends_the_events() -> None:
    """And is told apart from silence."""
    async with served() as page, page.events() as events:
        await anext(events)
        page.board.leave()
        assert [state["left_session"] async for state in events] == [True]
        assert b'<body class="left"' in (await page.ask()).body


async def test_a_stop_that_the_laptop_does_not_show_is_said() -> None:
    """Passed on is not stopped."""
    async with served() as page:
        await page.press(await page.nonce())
        assert page.board.state()["stop"] == "Stop passed on to the laptop."
        page.time.now += 3 * SECOND
        page.board.put(RUNNING)
        assert page.board.state()["stop"].startswith("THE LAPTOP DOES NOT ANSWER.")
        page.board.put({**RUNNING, "stop": "Stop asked for by this page at 8:18."})
        assert page.board.state()["stop"] == "Stop asked for by this page at 8:18."
        page.board.put(RUNNING)
        assert not page.board.state()["stop"], "it was answered"


async def test_a_stop_behind_the_end_is_said_to_be_that() -> None:
    """Nobody answers it, and nobody has to."""
    async with served() as page:
        page.board.put({**RUNNING, "over": True})
        await page.press(await page.nonce())
        page.time.now += 3 * SECOND
        assert page.board.state()["stop"] == "The session is over."


async def test_a_stop_before_there_is_anything_to_stop_waits_for_no_answer() -> None:
    """It is said that there is nothing, and the session that follows owes it none."""
    time = Time()
    board = Board(time)
    board.passed_on()
    assert board.state()["stop"] == "Nothing has begun that could be stopped."
    board.put(RUNNING)
    time.now += 3 * SECOND
    assert not board.state()["stop"]
    board.passed_on()
    time.now += 3 * SECOND
    board.put(RUNNING)
    assert board.state()["stop"].startswith("THE LAPTOP DOES NOT ANSWER.")


async def _flood(page: Served, requests: int) -> Counter[int]:
    """Ask that often with a wrong token, sixteen at a time."""
    statuses: Counter[int] = Counter()

    async def some() -> None:
        for _ in range(requests // 16):
            statuses[(await page.ask("/stop", token=WRONG, method="POST")).status] += 1

    await asyncio.gather(*(some() for _ in range(16)))
    return statuses


async def test_a_flood_without_the_token_is_refused_and_starves_nobody() -> None:
    """A stop and the events pass through the middle of it."""
    async with served() as page, page.events() as events:
        await anext(events)
        flood = asyncio.create_task(_flood(page, 1600))
        for _ in range(10):
            assert (await page.press(await page.nonce())).status == 202
            page.board.put(RUNNING)
            await anext(events)
        assert not flood.done()
        statuses = await flood
        assert statuses == {404: 20, 429: 1580}  # the clock stands: what may be had at once
        assert len(page.stops) == 10


async def test_who_has_the_token_is_never_refused_a_stop_for_its_rate() -> None:
    """Though looking has a rate."""
    async with served() as page:
        nonce = await page.nonce()
        for _ in range(200):
            answer = await page.press(nonce)
            assert answer.status == 202
            nonce = re.findall(rb'"nonce":"([^"]+)"', answer.body)[0].decode()
        looked = Counter([(await page.ask()).status for _ in range(50)])
        assert looked == {200: 39, 429: 11}
        assert (await page.press(nonce)).status == 202


@pytest.mark.long
async def test_connections_that_say_nothing_keep_nobody_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor do those that speak slowly: the oldest make room, however long they may stay."""
    monkeypatch.setattr(connections, "PATIENCE", 600.0)
    async with served() as page, page.events() as events:
        slow = []
        for _ in range(5 * MOST_STRANGERS):
            reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
            writer.write(b"GET /")
            slow.append((reader, writer))
        assert (await page.press(await page.nonce())).status == 202
        await anext(events)
        cut = 0
        for reader, _ in slow[: 4 * MOST_STRANGERS - 1]:
            try:
                cut += await reader.read() == b""
            except ConnectionError:
                cut += 1
        assert cut == 4 * MOST_STRANGERS - 1
        for _, writer in slow:
            writer.close()


async def _to_the_end(events: Events) -> None:
    while True:
        await anext(events)


@pytest.mark.long
async def test_a_request_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The connection is closed; one that listens to the events stays."""
    monkeypatch.setattr(connections, "PATIENCE", 0.2)
    async with served() as page, page.events() as events:
        await anext(events)
        assert (await page.send(b"GET / HTTP/1.1\r\nx: ")).status == 0
        page.board.put({**RUNNING, "time": "0:40"})
        assert (await anext(events))["time"] == "0:40"


@pytest.mark.long
async def test_a_stream_that_is_not_read_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever holds the token fills no file with it; others are served."""
    monkeypatch.setattr(routes, "_PATIENCE", 0.2)
    async with served() as page:
        page.board.put({**RUNNING, "note": "x" * 9_000_000})  # more than a computer keeps for it
        reader, writer = await asyncio.open_connection("127.0.0.1", page.port, limit=1024)
        head = f"GET /{TOKEN}/events HTTP/1.1\r\nhost: 127.0.0.1:{page.port}\r\n\r\n"
        writer.write(head.encode())
        await reader.readline()
        going_on = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(going_on, return_when=asyncio.FIRST_COMPLETED)
        page.board.put(RUNNING)
        assert (await page.ask()).status == 200
        writer.close()
    assert caplog.text == ""


@pytest.mark.long
async def test_streams_have_a_number_too() -> None:
    """The oldest ends; a browser comes back by itself."""
    async with served() as page, page.events() as oldest:
        await anext(oldest)
        writers = []
        for _ in range(MOST_KNOWN):
            reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
            head = f"GET /{TOKEN}/events HTTP/1.1\r\nhost: 127.0.0.1:{page.port}\r\n\r\n"
            writer.write(head.encode())
            await reader.readline()
            writers.append(writer)
        with pytest.raises((StopAsyncIteration, ConnectionError)):
            await _to_the_end(oldest)
        for writer in writers:
            writer.close()


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        b"\x00" * 9000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"\xff\n\n",
    ],
)
async def test_what_is_no_http_is_turned_away(data: bytes) -> None:
    """And the next request is served."""
    async with served() as page:
        assert (await page.send(data)).status in (0, 400, 404)
        assert (await page.ask()).status == 200
