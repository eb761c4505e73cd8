"""What a screen knows, in small frozen values; `fold` makes them from records.

Moments and spans are nanoseconds of session time, speeds are in 0.01 km/h. None says that no
record has told of it yet.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.told import Kin, Noted, Place, Question
from protocols.units import SECOND

JOG_FLOOR: Final = 700
"""Below this a belt speed is a walk, whatever a plan calls it (as `controller.core.timeline`)."""

SLOWER_BY: Final = 50
BACK_BY: Final = 20
"""What the slower key takes away and the faster key gives back (as `controller.core.numbers`)."""

WALK_FIRST: Final = 180 * SECOND
"""How long a walk lasts that ends in a referral (as `plans.policies.actions`)."""

STOPS_AFTER: Final = 40 * SECOND
"""From a walk that is held for an answer to the stop without one (as `controller.core.numbers`)."""

NEAR: Final = 30
"""As `controller.core.numbers.HAND_TOLERANCE`."""


class Part(NamedTuple):
    """One interval of the plan."""

    gait: str
    role: str
    duration: int
    speed: int
    asks: bool


class Control(NamedTuple):
    """What the treadmill can be asked for."""

    kind: str = "full"
    """``full``, ``stop only`` or ``none``."""
    why: str = ""
    """Why the runner has to press its keys herself; empty if she need not."""
    near: int = NEAR
    """How near a speed that a hand has set must be to the one that was said."""
    drill: bool = False
    """The stop is tried before anything else: the treadmill is new here."""
    miles: bool = False
    """It was seen to take or report its speed in miles an hour."""
    way_down: int | None = None
    """How long this belt takes from the plan's fastest to standing; None: not learnt yet."""

    @property
    def manual(self) -> bool:
        """Reprise says what to press, and the runner presses."""
        return self.kind != "full"

    @property
    def stops(self) -> bool:
        """The belt can be asked to stop."""
        return self.kind != "none"


class Policy(NamedTuple):
    """What is known of the policy that the session goes by."""

    id: str = ""
    """Empty if that is not told."""
    kin: tuple[Kin, ...] = ()
    """Its symptoms; journals may lack them."""


class About(NamedTuple):
    """What was fixed before the session began."""

    plan: str
    level: int
    levels: int
    """How many the plan has; 0 if that is not told."""
    title: str
    simulated: str
    """The name of the simulated machine; empty on a real treadmill."""
    machine: str
    slowest: int
    fastest: int
    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    control: Control = Control()
    policy: Policy = Policy()

    @property
    def whole(self) -> int:
        """How long the plan is."""
        return sum(part.duration for part in self.parts)


class Before(NamedTuple):
    """What the plan's author wants known before the belt moves."""

    incline: int | None = None
    """In 0.1 %, to be set by the treadmill's own keys."""
    effort: int | None = None
    """How hard it should feel, 0 to 10."""
    note: str = ""


class Opening(NamedTuple):
    """The way to a belt that stands and may be started."""

    stage: str = ""
    because: str = ""
    not_begun: str | None = None
    """Why there is no session, in a sentence with its remedy."""
    exit_code: int | None = None
    standing: bool = False
    not_started: str | None = None
    """Why the last start key led to nothing."""
    before: Before = Before()
    review: str = ""
    """Whether plan and policy are reviewed, in a line; empty if that is not told."""


class Phase(NamedTuple):
    """Where the session stands (`controller.records.format.MAY_MOVE`)."""

    name: str = ""
    was: str = ""
    since: int = 0
    until: int | None = None
    """The end of the countdown, or of the longest pause."""


class Words(NamedTuple):
    """What the plan's author says of an interval."""

    cue: str = ""
    """One line to think of meanwhile."""
    note: str = ""
    """What is said before it."""


class Interval(NamedTuple):
    """The interval that the session is in."""

    gait: str
    role: str
    number: int
    of: int
    duration: int
    speed: int
    part: int
    """Which part of the plan it is, or comes before."""
    detour: bool
    since: int
    counts_from: int | None
    """When its speed was reached; None during its ramp."""
    until: int | None = None
    """When the belt ceased to follow the plan in it."""
    began: int = 0
    """How far through the plan the session was when it began."""
    words: Words = Words()


class Steps(NamedTuple):
    """What the runner's steps show."""

    cadence: int | None = None
    """Steps a minute, both feet; None: no sensor, or it is stale."""
    unit: str = ""
    """``assumed``: steps, unless the sensor counts strides; ``implausible``: neither fits."""
    gait: str = "unknown"
    """``run``, ``walk`` or ``unknown``."""
    held: bool = False
    """A ramp waits at `JOG_FLOOR`, because the steps are a walk."""
    none_at: int | None = None
    """When it was said that nothing counts them."""


class Heart(NamedTuple):
    """What a sensor of the heart rate shows."""

    rate: int | None = None
    """Beats a minute; None: no sensor, or it is stale."""
    source: bool = False
    """There was one in this session."""


class Eased(NamedTuple):
    """How much slower than the plan the runner wishes to be, at either gait."""

    walk: int
    run: int
    by: str
    """``runner``: with a key of ours; ``console``: at the treadmill."""

    def of(self, gait: str) -> int:
        """Return how much it is at a gait."""
        return self.run if gait == "run" else self.walk


class Changed(NamedTuple):
    """A speed that somebody has set at the treadmill's console."""

    speed: int
    higher: bool
    because: str
    """Why it cannot stay, if it cannot."""
    at: int
    until: int | None
    """When the belt goes down again, if it does."""


class Belt(NamedTuple):
    """What the treadmill and the sensors show, and what was asked of them."""

    speed: int | None = None
    steps: Steps = Steps()
    heart: Heart = Heart()
    distance: int | None = None
    """In metres, since the belt first moved in this session."""
    counter: int | None = None
    """The machine's own distance when the session began."""
    target: int | None = None
    ceiling: int | None = None
    held_by: str = ""
    """Who or what lowered the ceiling last."""
    eased: Eased | None = None
    changed: Changed | None = None
    stops_at: int | None = None
    """When a stop goes out that is announced: at the link's return, or as a trial."""
    stop_seen: bool = False
    """The stop was seen to work in this session."""


class Faster(NamedTuple):
    """An announced speed-up."""

    at: int
    seconds: int
    speed: int


class Press(NamedTuple):
    """A key of the treadmill's console that the runner is to press."""

    key: str
    """``start``, ``faster``, ``slower`` or ``stop``."""
    speed: int | None
    at: int


class Stop(NamedTuple):
    """A stop that was asked for."""

    because: str
    cause: str
    at: int
    still_by: int | None = None
    """When the belt should stand, by what was learnt of this machine."""


class Ended(NamedTuple):
    """How the session ended."""

    outcome: str
    cause: str
    because: str
    confirmed: bool
    ran: int
    at: int
    cut: int = 0
    """How many runs were ended before their time."""
    console: bool = False
    """The belt was started at its console, and is the console's."""


class Course(NamedTuple):
    """What has come up between the start and now."""

    interval: Interval | None = None
    faster: Faster | None = None
    question: Question | None = None
    noted: tuple[Noted, ...] = ()
    stop: Stop | None = None
    alarm: str | None = None
    ended: Ended | None = None
    walk_asked: bool = False
    """The walk key was pressed in this walk; pressed again it means: to the end."""
    bug: bool = False
    """Reprise made a mistake and has asked the belt to stop."""
    unanswered: bool = False
    """The last question was taken away by a stop."""
    press: Press | None = None
    """What the runner is to press, until telemetry shows that she has."""
    refers: bool = False
    """Something was said that a clinician should hear of, whatever ended the session."""


class Host(NamedTuple):
    """The computer: its battery, whether sleep is held off, whether keys arrive."""

    battery: int | None = None
    plugged: bool | None = None
    awake: bool | None = None
    because: str = ""
    arrive: bool = True
    walk_at: int | None = None
    """When the belt goes down to a walk, if keys do not arrive until then."""
    journal: bool = True
    """A journal is kept and is whole so far."""
    path: str = ""
    """Where it lies."""


class Watch(NamedTuple):
    """What the front end's own side says of the controller's process."""

    unsupervised: str | None = None
    successor: bool = False
    """A successor has been started to stop the belt."""
    no_successor: str = ""
    """Why none could be started."""
    unanswered: bool = False
    """A key was pressed and nothing came of it."""
    gone: bool = False
    """The process that served the session has ended, as it should."""
    left: int | None = None
    """Its exit code, if it had one to give."""
    unkept: bool = False
    """She said that she is unwell when it had ended, or was another's: no diary reads of it."""


class Sensor(NamedTuple):
    """A sensor beside the treadmill."""

    address: str
    name: str
    live: bool


class Past(NamedTuple):
    """A belt speed on the way through the plan, for the strip."""

    position: int
    speed: int
