"""What the room of plans says to a runner itself, beside the words of a file's author.

Those stay as they are: a file has its own language. A test compares these with what is said there.
"""

from __future__ import annotations

from typing import Final

from controller.words.later import tr_later

SAID: Final = (
    tr_later("not reviewed by a physiotherapist"),
    # For translators: of a sign that is there or not, and has no strength.
    tr_later("present"),
    tr_later("Lie down on your back, knees bent, feet flat"),
    tr_later("Lie down on your side, knees bent"),
    tr_later("Go down on hands and knees"),
    tr_later("Go down into a plank, on forearms or hands"),
    tr_later("Kneel on one knee, the other foot in front"),
    tr_later("Stand up, feet as wide as your hips"),
    tr_later("Sit tall"),
)
SAID_WITH_VALUES: Final = (
    tr_later("reviewed by {who} on {day}"),
    tr_later("changed since the review of {day}"),
)
