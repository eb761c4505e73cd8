"""What a journal shows of a scene: moments, and what was asked of the belt behind them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from controller.core.timeline import JOG_FLOOR
from controller.records.fold import fold
from controller.records.format import INPUT, OUTPUT
from controller.records.view import View
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from simulators.script import parse_script

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from controller.records.format import Record
    from controller.records.reader import Journal


def moment(journal: Journal, cue: str, policy: Policy) -> int:
    """Return the session's time at a cue (`scenes.Scene.cue`)."""
    at = parse_script(f"{cue}=stop", policy)
    return int(at.after + _begins(journal, at.part, at.number))


def _begins(journal: Journal, part: str, number: int) -> int:
    if not part:
        starts = (each for each in journal.records if each["io"] == INPUT)
        return int(next(each["t"] for each in starts if each.get("key") == "start"))
    for each in outputs(journal, "segment"):
        name = each["gait"] if each["role"] == "work" else each["role"]
        if each["counting"] and name == part and number in (0, each["number"]):
            return int(each["t"])
    raise LookupError(f"{part}{number} never began")


def outputs(journal: Journal, kind: str) -> list[Record]:
    """Return the outputs of one kind."""
    return [each for each in journal.records if each["io"] == OUTPUT and each["kind"] == kind]


def sent(journal: Journal) -> list[tuple[int, bytes]]:
    """Return the bytes that went out, and when."""
    return [(each["t"], bytes.fromhex(each["hex"])) for each in outputs(journal, "tx")]


def target(data: bytes) -> int | None:
    """Return the speed that bytes ask for, in 0.01 km/h, if they ask for one."""
    return int.from_bytes(data[1:3], "little") if data[:1] == b"\x02" else None


def slowing(journal: Journal) -> list[int]:
    """Return when bytes went out that stop, or that ask for less than the ones before."""
    found, last = [], 0
    for at, data in sent(journal):
        speed = target(data)
        if data[:1] == b"\x08" or (speed is not None and speed < last):
            found.append(at)
        last = last if speed is None else speed
    return found


def rises(journal: Journal, since: int) -> list[int]:
    """Return each target behind a moment that asked for more than the one before."""
    found, last = [], 0
    for at, data in sent(journal):
        speed = target(data)
        if speed is not None and speed > last and at >= since:
            found.append(speed)
        last = last if speed is None else speed
    return found


def runs(journal: Journal, since: int) -> tuple[int, ...]:
    """Return how many seconds each run has that begins behind a moment."""
    return tuple(
        each["duration"] // SECOND
        for each in outputs(journal, "segment")
        if each["counting"] and each["gait"] == "run" and each["speed"] >= JOG_FLOOR
        if each["t"] > since
    )


def screen(journal: Journal, until: int) -> str:
    """Return the screen of 80 x 24 at a moment, as text."""
    records = (journal.header, *(each for each in journal.records if each["t"] <= until))
    frame = draw(reduce(fold, records, View()), Ui(), 80, 24)
    return "\n".join("".join(span.text for span in line) for line in frame.lines)
