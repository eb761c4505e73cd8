"""Bad days at home: odd terminals, floods of keys, disks that take nothing. The belt ends still."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

from tests.operator.household import STOP, household

pytestmark = pytest.mark.long


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of any child may grow beyond 20,000 bytes: a disk that is full after that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("front", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_belt_that_moves_already_is_left_alone(tmp_path: Path, front: list[str]) -> None:
    """Nothing is sent to somebody else's belt, it is said, and only the stop key stops it."""
    with household(tmp_path, *front, moving=True) as home:
        ended = home.until("ended")
        assert (ended["outcome"], ended["because"]) == ("refused", "the belt was already moving")
        home.until_shown("nothing was sent")
        home.key("gw0")
        assert home.sent_since(0) == []
        assert home.world.look().belt_speed > 0
        home.key(" ")
        home.wait_until_still()
        sent = home.sent_since(0)
        assert sent[0] == STOP
        assert set(sent) <= {STOP, b"\x00"}  # it may have to ask for control to be heard


def test_a_terminal_without_the_focus_walks(tmp_path: Path) -> None:
    """The terminal says that another window is in front: it is said, and when it is back, too."""
    with household(tmp_path) as home:
        home.bring_to_motion()
        home.key("\x1b[O")
        assert home.until("keys", arrive=False)["until"] is not None
        home.until_shown("KEYS DO NOT REACH REPRISE")
        home.key("\x1b[I")
        home.until("keys", arrive=True)
        home.key(" ")
        home.wait_until_still()


@pytest.mark.parametrize("size", [(40, 10), (20, 4), (1, 1), (300, 90)], ids=str)
def test_a_terminal_of_any_size_stops(tmp_path: Path, size: tuple[int, int]) -> None:
    """Too small to show a session, it says so, and SPACE stops."""
    with household(tmp_path) as home:
        home.bring_to_motion()
        home.resize(*size)
        if size == (40, 10):
            home.until_shown("80 x 24")
        moment = time.monotonic_ns()
        home.key(" ")
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("ended")["confirmed"] is True


def test_a_storm_of_sizes_costs_nothing(tmp_path: Path) -> None:
    """Five hundred sizes in a moment: the lease holds, the belt walks on, the stop works."""
    with household(tmp_path) as home:
        home.bring_to_motion()
        for number in range(500):
            home.resize(40 + number % 121, 10 + number % 40)
            home.drain()
        home.resize(80, 24)
        here = home.until("segment", counting=True)
        assert home.world.look().belt_speed > 0
        home.key(" ")
        home.wait_until_still()
        assert here["t"] < home.until("ended")["t"]
        assert not [each for each in home.records() if each["kind"] == "lease_lost"]


def test_ten_thousand_times_one_key_does_nothing(tmp_path: Path) -> None:
    """A book on the keyboard: no start, no speed, no lease lost; the stop behind it works."""
    with household(tmp_path) as home:
        home.bring_to_motion()
        moment = time.monotonic_ns()
        for _ in range(100):
            home.key("x" * 100)
            home.drain()
        home.key(" ")
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        assert home.until("ended")["cause"] == "runner"
        assert not [each for each in home.records() if each["kind"] == "lease_lost"]


@pytest.mark.parametrize("seed", range(3))
def test_ten_thousand_keys_at_random_stop_the_belt(tmp_path: Path, seed: int) -> None:
    """A hand, a cat, a cloth: whatever they press, the belt ends still and starts no more."""
    keys = random.Random(seed).choices("abcdefhijklmnoqrtuvwxyz0123456789\r\t", k=10_000)  # noqa: S311
    with household(tmp_path) as home:
        home.bring_to_motion()
        moment = time.monotonic_ns()
        for at in range(0, len(keys), 100):
            home.key("".join(keys[at : at + 100]))
            home.drain()
        home.wait_until_still()
        sent = home.sent_since(moment)
        assert STOP in sent
        assert b"\x07" not in sent


@pytest.mark.parametrize("front", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_full_disk_is_said_and_the_session_goes_on(
    tmp_path: Path, small_files: None, front: list[str]
) -> None:
    """The journal ends in a whole line; the belt walks, and stops when it is asked to."""
    assert small_files is None
    with household(tmp_path, *front) as home:
        home.until("standing")
        home.until_shown("incomplete" if front else "No whole journal")
        home.key("\r\r\r\rg")
        home.until_walking()
        moment = time.monotonic_ns()
        home.key(" ")
        home.wait_until_still()
        assert home.sent_since(moment)[0] == STOP
        home.until_shown("still")
        (journal,) = tmp_path.glob("reprise/simulated/*.jsonl")
        assert journal.read_bytes().endswith(b"\n") or journal.stat().st_size == 60_000


@pytest.mark.parametrize("front", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path, front: list[str]) -> None:
    """No journal is kept, and it is said where; the belt walks, and stops when it is asked to."""
    nowhere = tmp_path / "a file"
    nowhere.write_text("not a folder")
    with household(nowhere, *front) as home:
        home.until_shown("No journal" if front else "No whole journal")
        home.until_shown("G starts it" if front else "belt still")
        home.key("\r\r\r\rg")
        home.until_walking()
        home.key(" ")
        home.wait_until_still()
        home.until_shown("still")


@pytest.mark.parametrize("front", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_controller_waits_for_nobody_who_has_left(tmp_path: Path, front: list[str]) -> None:
    """She pressed unwell, and left without saying of what: no process and no lock stay behind."""
    with household(tmp_path, *front) as home:
        home.bring_to_motion()
        controller = home.controller
        home.key("u")
        home.until("ended", outcome="stopped_and_refer")
        home.hang_up()
        controller.wait(10)
