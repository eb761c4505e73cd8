"""What came of a session, in words."""

from __future__ import annotations

from typing import Any

import pytest

from controller.coach.chronicle.lately import done_words
from tests.coach.stories import done, note, walked


@pytest.mark.parametrize(
    ("lived", "says"),
    [
        (
            done(0, 3),
            "Done: level 3, 30:00 on the belt, 7:00 of it running. Nothing to note.",
        ),
        (walked(0), "Done: 30:00 on the belt. Nothing to note."),
        (
            done(0, 3, note("knee", 2), note("knee", 3), completed=False, outcome="stopped",
                 lasted_s=661, ran_s=95),
            "Stopped: level 3, 11:01 on the belt, 1:35 of it running. Noted: knee.",
        ),
        (done(0, 3, rules=("I15",)), "Done: level 3, 30:00 on the belt, 7:00 of it running."),
        (walked(0, signs="now"), "Done: 30:00 on the belt."),
    ],
)  # fmt: skip
def test_a_session_in_words(lived: Any, says: str) -> None:
    """Nothing is called nothing where a rule or a sign spoke; a symptom is named once."""
    (session,) = lived.sessions
    assert done_words(session) == says
