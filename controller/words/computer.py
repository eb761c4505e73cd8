"""What the computer's room says to a runner: why sleep or the lock of the screen is not held off.

It knows nothing of the house, so that its texts cannot be marked where they are said. A test
compares these with those.
"""

from __future__ import annotations

from typing import Final

from controller.words.later import tr_later

SAID: Final = (
    tr_later("Windows refused"),
    tr_later("dbus-fast is not installed"),
    tr_later("the bus went away"),
    tr_later("the system bus went away"),
    tr_later("the desktop does not answer"),
    tr_later("logind does not answer"),
    tr_later("only Linux offers it"),
    tr_later("the computer is about to sleep"),
    tr_later("not begun"),
    tr_later("system bus"),
    tr_later("session bus"),
    tr_later("the bus"),
    tr_later("no reason"),
)
SAID_WITH_VALUES: Final = (
    tr_later(
        "Neither sleep nor the screen lock is held off ({why}): turn both off in the system's "
        "settings before the belt moves."
    ),
    tr_later(
        "Sleep is not held off ({why}): turn automatic sleep off in the system's settings before "
        "the belt moves."
    ),
    tr_later(
        "The screen lock is not held off ({why}): turn it off in the system's settings before the "
        "belt moves."
    ),
    tr_later(
        "A forced sleep cannot be held up ({why}): do not close the lid while the belt moves."
    ),
    tr_later("no {bus} answers"),
    tr_later("logind refused: {error}"),
    tr_later("{who} refused: {error}"),
    # For translators: a program of the system that keeps it awake.
    tr_later("{program} has ended"),
    tr_later("{program} cannot be started"),
    tr_later("{program} did not answer"),
)
