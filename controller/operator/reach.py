"""What the records say of the belt to whoever must decide whether somebody has to stop it."""

from __future__ import annotations

from controller.records.format import MAY_MOVE, Record


class Reach:
    """Folds records. Until a start was asked for, the belt is not ours to stop."""

    def __init__(self) -> None:
        """Begin with a belt that nobody has touched."""
        self.ours_to_stop = False
        """A controller of ours has moved the belt, and it was not seen to stand since.

        `View.may_move` is another thing: that belt moves, whoever has it. In a countdown it does
        not yet, and one that its console has is none of ours.
        """
        self.stop_seen = False
        """A stop of ours was seen to work on this belt."""
        self.told_why = False
        """The controller has said how it came to its end."""
        self._theirs = False
        """The belt is somebody else's, whatever it does."""

    def take(self, record: Record) -> None:  # noqa: C901  # one arm for each record
        """Take one record in."""
        match record:
            case {"io": "in"} | {"kind": "belt"}:
                pass  # nearly all of them: what came in, and what is shown of it
            case {"io": "out", "kind": "phase", "phase": phase}:
                # The bytes of a Start go out before the record of them: from the countdown on.
                if phase == "countdown" or phase in MAY_MOVE:
                    self.ours_to_stop = True
                elif phase in ("still", "paused"):
                    self.ours_to_stop = False
            case {"io": "out", "kind": "stop_seen"}:
                self.stop_seen = True
            case {"io": "out", "kind": "ended", "outcome": outcome, "confirmed": confirmed}:
                self._theirs = outcome == "refused" or bool(record.get("console"))
                self.ours_to_stop = not confirmed and not self._theirs
                self.told_why = True
            case {"io": "out", "kind": "console", "has": has, "stands": stands}:
                self._theirs = has
                self.ours_to_stop = not has and not stands
            case {"io": "out", "kind": "alarm"} if self.told_why and not self._theirs:
                self.ours_to_stop = True  # behind the end the belt moved again
            case {"io": "out", "kind": "confirmed" | "alarm_over"} if self.told_why:
                self.ours_to_stop = False
            case {"io": "shell", "kind": "last_resort_over", "confirmed": confirmed}:
                self.ours_to_stop, self.told_why = not confirmed, True
            case {"io": "shell", "kind": "not_begun"}:
                self.told_why = True
            case _:
                pass
