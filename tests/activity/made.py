"""Journals at random: laps, pauses, silences and counters as no machine would have them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from controller.records.format import HEADER, INPUT, OUTPUT, Record
from controller.records.reader import Journal
from protocols import gatt
from protocols.units import MILLISECOND, SECOND
from tests.activity.sessions import BEGAN

_GAITS: Final = ("walk", "run")


class Frame(NamedTuple):
    """What the treadmill sends, so many ms after what came before it."""

    after: int
    speed: int
    counter: int | None


class Begins(NamedTuple):
    """An interval begins."""

    part: int
    speed: int


class Phase(NamedTuple):
    """The session goes into another phase."""

    name: str


Happens = Frame | Begins | Phase | str
HAPPENS: Final[st.SearchStrategy[list[Happens]]] = st.lists(
    st.one_of(
        st.builds(
            Frame,
            st.integers(0, 6000),
            st.integers(0, 1600),
            st.one_of(st.none(), st.integers(0, 400)),
        ),
        st.builds(Begins, st.integers(0, 3), st.sampled_from((500, 750))),
        st.sampled_from(("stopping", "paused", "starting", "running")).map(Phase),
        st.just("link_lost"),
    ),
    max_size=40,
)


def frame_hex(speed: int, counter: int | None) -> str:
    """Return a packet of treadmill data: speed, and the total distance if there is one."""
    flags, more = (0, b"") if counter is None else (4, counter.to_bytes(3, "little"))
    return (flags.to_bytes(2, "little") + speed.to_bytes(2, "little") + more).hex()


def header(**given: Any) -> Record:
    """Return the header of a session with a run."""
    parts = [
        {"gait": gait, "role": "work", "duration": 30 * SECOND, "speed": 500, "asks": False}
        for gait in _GAITS
    ]
    told: Record = {
        "n": 0,
        "t": 0,
        "io": HEADER,
        "kind": "session",
        "plan": "made",
        "began": BEGAN,
        "setup": {"program": {"segments": parts}},
    }
    return {**told, **given}


def journal(happens: list[Happens], *, ends: int | None = None) -> Journal:
    """Return a journal in which the belt is started, and then this happens.

    Args:
        happens: in order.
        ends: so many ms behind the last of it the session ends; if None it was cut.
    """
    records: list[Record] = []
    now = int(SECOND)

    def tell(io: str, kind: str, **fields: Any) -> None:
        records.append({"n": len(records) + 1, "t": now, "io": io, "kind": kind, **fields})

    tell(OUTPUT, "phase", phase="starting", was="countdown", until=None)
    for each in (Frame(1000, 100, 7), *happens):
        match each:
            case Frame(after, speed, counter):
                now += after * MILLISECOND
                told = frame_hex(speed, counter)
                tell(INPUT, "rx", char=gatt.TREADMILL_DATA, hex=told)
                tell(OUTPUT, "belt", speed=speed, distance=counter, cadence=speed // 5)
            case Begins(part, speed):
                tell(
                    OUTPUT,
                    "segment",
                    gait=_GAITS[part % 2],
                    role="work",
                    index=part,
                    detour=False,
                    duration=30 * SECOND,
                    speed=speed,
                    counting=False,
                )
            case Phase(name):
                tell(OUTPUT, "phase", phase=name, was="", until=None)
            case lost:
                tell(INPUT, str(lost), because="")
    if ends is not None:
        now += ends * MILLISECOND
        tell(OUTPUT, "ended", outcome="stopped", cause="runner", because="", confirmed=True)
    return Journal(header(), tuple(records), cut=ends is None)
