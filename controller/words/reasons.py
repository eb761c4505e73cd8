"""Reasons that are known again by their words: who says one and who looks for it take it from here.

Journals have them. Where one is worded anew, the journals of before are read with the old words.
"""

from __future__ import annotations

from typing import Final

from controller.words.later import tr_later

UNWELL: Final = tr_later("you pressed unwell")
"""What a stop by the unwell key says; behind it the warning signs are asked for."""
TOO_MUCH_UNNAMED: Final = tr_later("too much, at a place that was not named")
"""What a stop says that came before it was asked where; the place may be told behind it."""
REMOTE: Final = tr_later("the remote page")
"""Who asked for a stop from there."""
SCREEN_SILENT: Final = tr_later("the screen has stopped answering")
"""What a session says that heard nothing of its front end for a second."""
TO_DO: Final = {
    SCREEN_SILENT: tr_later(
        "The computer was too busy, or the terminal hung: close what else runs there."
    )
}
"""What a reason means and what helps, where nobody can guess it; an end tells it beside it."""

JUST_ABOUT: Final = tr_later("just about a whole sentence")
NOT_A_SENTENCE: Final = tr_later("not a whole sentence")
"""What the talk test says, but "easily"; a screen tells it in the words that it asks in."""
