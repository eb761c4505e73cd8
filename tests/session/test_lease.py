"""The lease on virtual time: silence, disagreement, and what counts as neither."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from controller.records.format import MAY_MOVE
from controller.records.intents import RENEW_EVERY, Renewal
from controller.session.lease import LEASE, Lease
from protocols.clock import Timer
from protocols.units import MILLISECOND, Nanoseconds
from simulators.virtual_time import VirtualClock, run_virtual


class Starved:
    """A clock of a process that gets no processor: its timers come late."""

    def __init__(self, clock: VirtualClock, late: int) -> None:
        """Take by how many ns."""
        self._clock, self._late = clock, late

    def now(self) -> Nanoseconds:
        """Return the time, which goes on."""
        return self._clock.now()

    def call_at(self, when: Nanoseconds, call: Callable[[], None]) -> Timer:
        """Call later than that."""
        return self._clock.call_at(Nanoseconds(when + self._late), call)


def held(
    act: Callable[[Lease, VirtualClock], None], seconds: float, late: int = 0
) -> list[tuple[float, str]]:
    """Return when a lease was lost, and why, in so many seconds after ``act``."""
    lost: list[tuple[float, str]] = []

    async def main(clock: VirtualClock) -> None:
        import asyncio  # noqa: PLC0415  # the one use of it

        lease = Lease(
            Starved(clock, late), lambda because: lost.append((clock.now() / 1e9, because))
        )
        lease.begin()
        act(lease, clock)
        done = asyncio.get_running_loop().create_future()
        clock.call_at(Nanoseconds(int(seconds * 1e9)), lambda: done.set_result(None))
        await done
        lease.close()

    run_virtual(main)
    return lost


def phase(number: int, name: str) -> dict[str, object]:
    """Return the record of a phase."""
    return {"n": number, "t": 0, "io": "out", "kind": "phase", "phase": name}


def renewed(
    lease: Lease, clock: VirtualClock, until: float, *renewals: tuple[int, bool], every: int = 0
) -> None:
    """Renew at the usual pace until a second, with the renewals in turn, the last one for good."""
    pace = every or RENEW_EVERY
    for at in range(int(until * 1e9 / pace)):
        renewal = Renewal(*renewals[min(at, len(renewals) - 1)])
        clock.call_at(Nanoseconds((at + 1) * pace), partial(lease.renew, renewal))


def test_nobody_who_never_speaks_holds_a_lease() -> None:
    """The first lease runs from the beginning, so that a stillborn screen is found out."""
    assert held(lambda _lease, _clock: None, 5) == [(1.0, "the screen has stopped answering")]


def test_it_lasts_for_a_second_behind_the_last_renewal() -> None:
    """Ten minutes of renewals, then none."""
    ((when, _),) = held(lambda lease, clock: renewed(lease, clock, 600, (0, False)), 700)
    assert when == 601.0


def test_a_renewal_just_in_time_holds_it() -> None:
    """999 ms are not a second."""
    late = 999 * MILLISECOND
    assert held(lambda lease, clock: renewed(lease, clock, 60, (0, False), every=late), 59) == []


def test_a_look_that_was_late_is_no_silence_of_the_screen() -> None:
    """This process was the one who slept: what was written meanwhile is read first."""

    def act(lease: Lease, clock: VirtualClock) -> None:
        for at in range(1_800, 20_000, 200):
            clock.call_at(
                Nanoseconds(at * MILLISECOND), partial(lease.renew, Renewal(0, moving=False))
            )

    assert held(act, 19, late=700 * MILLISECOND) == []


def test_a_screen_that_is_lost_is_found_out_behind_a_late_look_too() -> None:
    """It has the time of one renewal more, once."""
    late = 300 * MILLISECOND
    ((when, why),) = held(lambda _lease, _clock: None, 9, late=late)
    assert (when, why) == (1.8, "the screen has stopped answering")  # 1.3, and 0.2 late by 0.3
    ((when, _),) = held(lambda _lease, _clock: None, 9, late=90 * MILLISECOND)
    assert when == 1.09
    ((when, _),) = held(lambda lease, clock: renewed(lease, clock, 60, (0, False)), 70, late=late)
    assert 61.0 < when < 62.0


@pytest.mark.parametrize("name", sorted(MAY_MOVE))
def test_a_screen_that_shows_a_standing_belt_while_it_moves_is_none(name: str) -> None:
    """It has read past the change and still believes otherwise."""

    def act(lease: Lease, clock: VirtualClock) -> None:
        lease.told(phase(7, name))
        renewed(lease, clock, 10, (6, False), (6, False), (7, False))

    ((when, why),) = held(act, 10)
    assert when == 0.6
    assert why == "the screen does not show what the belt does"


def test_a_screen_that_has_not_read_so_far_may_be_behind() -> None:
    """A disagreement counts only past the change."""

    def act(lease: Lease, clock: VirtualClock) -> None:
        lease.told(phase(7, "running"))
        renewed(lease, clock, 10, (6, False), (6, False), (7, True))

    assert held(act, 9) == []


def test_a_change_between_two_moving_phases_is_no_change() -> None:
    """From running to stopping the belief stays what it was."""

    def act(lease: Lease, clock: VirtualClock) -> None:
        lease.told(phase(7, "running"))
        lease.told(phase(9, "stopping"))
        renewed(lease, clock, 10, (8, True))

    assert held(act, 9) == []


def test_a_second_moving_phase_does_not_excuse_who_missed_the_first() -> None:
    """It has read that the belt moves and believes that it stands; what came since is no matter."""

    def act(lease: Lease, clock: VirtualClock) -> None:
        lease.told(phase(7, "running"))
        lease.told(phase(9, "stopping"))
        renewed(lease, clock, 10, (8, False))

    assert held(act, 9) == [(0.2, "the screen does not show what the belt does")]


def test_it_is_lost_once() -> None:
    """End of file, silence and disagreement together are one loss."""

    def act(lease: Lease, _clock: VirtualClock) -> None:
        lease.lose("the screen is gone")
        lease.lose("the screen is gone again")
        lease.told(phase(7, "running"))
        lease.renew(Renewal(9, moving=False))

    assert held(act, 9) == [(0.0, "the screen is gone")]


def test_a_session_that_has_ended_misses_no_renewal() -> None:
    """Neither silence nor a screen that shows something else matters to a belt that stands."""

    def act(lease: Lease, _clock: VirtualClock) -> None:
        lease.told(phase(7, "running"))
        lease.told(phase(9, "ended"))
        lease.renew(Renewal(9, moving=False))

    assert held(act, 9) == []


def test_who_leaves_behind_the_end_is_told_of_once() -> None:
    """A session that waits for what she has to say waits no longer than she is there."""

    def act(lease: Lease, _clock: VirtualClock) -> None:
        lease.told(phase(7, "ended"))
        lease.lose("the screen is gone")
        lease.lose("the screen is gone again")

    assert held(act, 9) == [(0.0, "the screen is gone")]


def test_a_lease_is_five_renewals() -> None:
    """One lost renewal is no reason to stop a belt."""
    assert LEASE == 5 * RENEW_EVERY
