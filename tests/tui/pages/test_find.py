"""The page that finds the treadmill: nothing is taken that was not there to be read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.tui.drawing.ink import width_of
from controller.tui.pages.find.page import LOOK_EVERY, FindPage
from controller.tui.pages.find.wishes import (
    UNHEARD,
    Around,
    Choose,
    ListenNoMore,
    LookAround,
    Looked,
    Nearby,
)
from controller.tui.pages.frame import WIDEST
from controller.tui.pages.page import Stay
from controller.tui.pages.settled import COUNTS_AFTER, TOO_SOON
from controller.tui.pages.stack import Stack
from tests.tui.pages.shown import KEYS, SIZES, STOP_KEYS, Noting, text_of, today_page

MINE = Nearby("A", "Mine", "1.0 to 16.0 km/h; Reprise can set its speed", 4, "strong", 0, "mine")
OTHER = Nearby("B", "Other", "a treadmill; what it can do is seen once connected", 2, "weak")
QUIET = Nearby("C", "", "perhaps a treadmill", 1, "very weak", quiet_s=14)
SLOW = Nearby("D", "Slow", "", 3, "good", refused="This session needs 7.5 km/h. " * 9)
SIMULATED = Nearby("generic", "Not a belt", "it enters no diary", simulated=True)
HOSTILE = Nearby("E\x1b[2J", "\x1b]0;x\x07\u202e" + "名" * 200, "x" * 300, 4, "strong\n")
MANY = tuple(OTHER._replace(key=f"{n}", title=f"{n}-" + "x" * 5 * n) for n in range(30))
HELPS = ("Press a button on it: many sleep after 2 minutes.", "Come nearer. " * 20)
AROUND = {
    "not heard yet": UNHEARD,
    "only simulated": Around((SIMULATED,), 2, helps=HELPS),
    "silence": Around((SIMULATED,), 12, helps=HELPS),
    "no adapter": Around((SIMULATED,), 9, "Bluetooth cannot be used: there is none.", HELPS),
    "some": Around((MINE, OTHER, QUIET, SLOW, SIMULATED), 6, helps=HELPS),
    "only slow ones": Around((SLOW, SIMULATED), 20, helps=HELPS),
    "hostile": Around((HOSTILE, SIMULATED), 6, helps=HELPS),
    "thirty": Around((*MANY, SIMULATED), 31, helps=HELPS),
}


@dataclass
class Air(Noting):
    """Has something around, and notes what is chosen."""

    around: Around = UNHEARD
    chosen: list[str] = field(default_factory=list)
    ended: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def do(self, what: object) -> object:
        """Answer as whoever shows the pages does."""
        match what:
            case LookAround(page):
                return Looked(page, self.around)
            case ListenNoMore():
                self.ended += 1
                return None
            case Choose(key):
                self.chosen.append(key)
                return f"{key} it is."
            case _:
                return Stay()


class Sitting:
    """Somebody at the page, with a clock."""

    def __init__(self, around: Around = UNHEARD) -> None:
        self.air, self._now = Air(around), 0
        self.stack = Stack((today_page("a run is due"), FindPage("run and walk")), self.air)
        self.wait()

    def wait(self, span: int = 3 * LOOK_EVERY) -> None:
        """Let time go by, as the screen does."""
        until = self._now + span
        while self._now < until:
            self._now += LOOK_EVERY // 5
            self.stack.at(self._now)

    def press(self, *keys: str) -> None:
        """Press keys at once."""
        for key in keys:
            self.stack.press(key, "")

    @property
    def page(self) -> FindPage:
        """The page as it is."""
        assert isinstance(self.stack.top, FindPage)
        return self.stack.top

    def drawn(self, size: tuple[int, int] = (80, 24)) -> str:
        """Return the terminal."""
        return text_of(self.stack.draw(size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_it_fits_and_no_name_is_obeyed(around: Around, size: tuple[int, int]) -> None:
    """Whatever is heard, and wherever the mark is."""
    sitting = Sitting(around)
    for _ in range(len(around.machines) + 1):
        lines = sitting.stack.draw(size)
        assert len(lines) == size[1]
        assert [line for line in lines if width_of(line) > size[0]] == []
        assert text_of(lines).replace("\n", "").isprintable()
        sitting.press("down")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_every_machine_can_be_marked_and_is_then_seen(
    around: Around, size: tuple[int, int]
) -> None:
    """By arrows alone, down and up again."""
    sitting = Sitting(around)
    sitting.press(*["up"] * 40)
    for key, machines in (("down", around.machines), ("up", around.machines[::-1])):
        for each in machines:
            if sitting.page.chosen != each.key:
                sitting.press(key)
            assert sitting.page.chosen == each.key
            assert any("   > " in line for line in sitting.drawn(size).splitlines())


@pytest.mark.long
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_escape_leads_back_and_ends_the_listening(around: Around) -> None:
    """Whatever was pressed before; a stop key does no harm."""
    for key, char in (*KEYS, *STOP_KEYS):
        sitting = Sitting(around)
        sitting.stack.press(key, char)
        for _ in range(2):
            if sitting.stack.depth > 1:
                sitting.press("escape")
        assert (sitting.stack.depth, sitting.air.ended) == (1, 1), key


def test_the_first_that_can_be_used_is_marked() -> None:
    """One ENTER, and it is chosen."""
    sitting = Sitting(AROUND["some"])
    sitting.press("enter")
    assert sitting.air.chosen == ["A"]
    assert "A it is." in sitting.drawn()


def test_nothing_that_is_simulated_is_chosen_by_enter_alone() -> None:
    """Somebody who waits for her treadmill does not run on none."""
    sitting = Sitting(AROUND["only simulated"])
    sitting.press("enter")
    assert sitting.air.chosen == []
    assert "No treadmill is chosen yet" in sitting.drawn()
    sitting.press("down", "enter")
    assert sitting.air.chosen == ["generic"]


def test_what_cannot_do_the_session_says_so_and_is_not_chosen() -> None:
    """Now, and not at minute 5."""
    sitting = Sitting(AROUND["only slow ones"])
    assert "needs 7.5 km/h" in sitting.drawn()
    sitting.press("down", "enter")
    assert sitting.air.chosen == []
    assert "This session needs 7.5 km/h." in sitting.drawn().splitlines()[-3]


def test_an_enter_of_the_page_before_chooses_nothing() -> None:
    """Nor does one that comes just as a machine is heard."""
    air = Air(AROUND["some"])
    stack = Stack((today_page("a run is due"), FindPage("")), air)
    stack.press("enter", "")
    stack.at(1)
    stack.press("enter", "")
    stack.at(2)
    stack.at(COUNTS_AFTER)
    stack.press("enter", "")
    assert air.chosen == []
    assert TOO_SOON in text_of(stack.draw((80, 24)))
    stack.at(COUNTS_AFTER + 2)
    stack.press("enter", "")
    assert air.chosen == ["A"]


def test_the_mark_stays_where_a_hand_has_put_it() -> None:
    """Though the remembered one is heard later, above it."""
    sitting = Sitting(Around((OTHER, QUIET), 3))
    sitting.press("down")
    sitting.air.around = AROUND["some"]
    sitting.wait()
    sitting.press("enter")
    assert sitting.air.chosen == ["C"]


def test_the_mark_goes_to_what_is_remembered_and_keys_wait_for_the_eyes() -> None:
    """ENTER was meant for what stood there before."""
    sitting = Sitting(Around((OTHER,), 3))
    assert sitting.page.chosen == "B"
    sitting.air.around = AROUND["some"]
    while sitting.page.chosen == "B":
        sitting.wait(LOOK_EVERY // 5)
    sitting.press("enter")
    assert sitting.air.chosen == []
    sitting.wait()
    sitting.press("enter")
    assert sitting.air.chosen == ["A"]


def test_a_marked_machine_that_vanishes_leaves_its_mark_to_none_or_the_first() -> None:
    """And the next ENTER does not take another in its place."""
    sitting = Sitting(Around((OTHER, QUIET), 3))
    sitting.press("down")
    sitting.air.around = Around((OTHER,), 70)
    while sitting.page.chosen == "C":
        sitting.wait(LOOK_EVERY // 5)
    sitting.press("enter")
    assert sitting.air.chosen == []
    sitting.air.around = Around((), 80)
    sitting.wait()
    sitting.press("enter", "up", "down")
    assert (sitting.air.chosen, sitting.page.chosen) == ([], "")


def test_silence_says_what_helps() -> None:
    """After some seconds; that many sleep is said at once, and not where one was heard."""
    for name, wake, helps in (
        ("only simulated", True, False),
        ("silence", True, True),
        ("no adapter", False, True),
        ("some", False, False),
        ("only slow ones", True, True),
    ):
        seen = Sitting(AROUND[name]).drawn((100, 30))
        assert ("Press a button on the treadmill" in seen) is wake, name
        assert ("WHAT HELPS" in seen) is helps, name


@pytest.mark.parametrize("name", AROUND)
def test_a_name_and_its_signal_stay_together(name: str) -> None:
    """However wide the terminal is."""
    lines = Sitting(AROUND[name]).drawn((200, 60)).splitlines()[1:-1]
    assert all(len(each.rstrip()) <= WIDEST for each in lines)


def test_the_trouble_and_its_remedy_can_be_read_in_the_smallest_terminal() -> None:
    """All of them."""
    seen = Sitting(AROUND["no adapter"]).drawn()
    assert "Bluetooth cannot be used: there is none." in seen
    assert HELPS[0] in seen
    assert "It is tried again by itself every few seconds." in seen


_STEPS = st.lists(
    st.one_of(
        st.sampled_from([key for key, _ in (*KEYS, *STOP_KEYS) if key not in ("escape", "f1")]),
        st.sampled_from(sorted(AROUND)),
        st.integers(0, LOOK_EVERY),
    ),
    max_size=30,
)


@given(_STEPS)
def test_enter_takes_only_what_is_marked_and_can_be_used(
    steps: list[str | int],
) -> None:
    """Whatever comes and goes meanwhile."""
    sitting = Sitting(AROUND["some"])
    for step in steps:
        chosen = len(sitting.air.chosen)
        marked = sitting.page.chosen
        if isinstance(step, int):
            sitting.wait(step)
        elif step in AROUND:
            sitting.air.around = AROUND[step]
        else:
            sitting.press(step)
        taken = sitting.air.chosen[chosen:]
        assert taken in ([], [marked])
        if taken:
            machine = next(e for e in sitting.page.around.machines if e.key == marked)
            assert not machine.refused
