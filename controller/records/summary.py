"""What a session came to: a fold over its records."""

from __future__ import annotations

from typing import Any, Final

from controller.records.format import OUTPUT, Record
from controller.records.told import MISTAKE
from protocols.units import SECOND

REFERRED: Final = "stopped_and_refer"
_MILDER: Final = ("completed", "walked_out", "stopped", "link_lost")
"""What a referral is graver than, as `controller.core.state.Outcome` has it."""


class Summary:
    """Folds records, one at a time; `as_json` may be taken at any moment."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._ended: Record | None = None
        self._first_motion: int | None = None
        self._last: int = 0
        self._first_distance: int | None = None
        self._distance: int | None = None
        self._max_commanded = 0
        self._max_belt = 0
        self._prompts = 0
        self._symptoms: list[dict[str, Any]] = []
        self._stop: Record | None = None
        self._first_stop_bytes: int | None = None
        self._still_at: int | None = None
        self._refers = False
        self._unwell, self._signs = False, ""
        """The unwell key was heard; which of its list was chosen."""

    def add(self, record: Record) -> None:
        """Take one record in."""
        self._last = record["t"]
        if record["io"] != OUTPUT:
            return
        self._refers |= refers(record)
        self._unwell |= record["kind"] == "unwell"
        self._signs = record["choice"] if record["kind"] == "signs" else self._signs
        match record["kind"]:
            case "belt":
                self._belt(record)
            case "tx" if record["verdict"] == "admitted":
                self._sent(record)
            case "target":
                self._max_commanded = max(self._max_commanded, record["speed"])
            case "question" if record["state"] == "open" and record.get("step") == "strength":
                self._prompts += 1
            case "symptom":
                self._symptoms.append(
                    {
                        "symptom": record["symptom"],
                        "value": record["value"],
                        "place": record["place"],
                        "action": record["action"],
                        "at_s": _seconds(record["t"]),
                    }
                )
            case "stop":
                self._stop = record
                self._first_stop_bytes = None
            case "ended":
                self._ended = record
            case "confirmed" if self._ended is not None:
                self._ended = {**self._ended, "confirmed": True}
            case _:
                pass

    def _belt(self, record: Record) -> None:
        self._max_belt = max(self._max_belt, record["speed"])
        if record["speed"] > 0:
            self._first_motion = record["t"] if self._first_motion is None else self._first_motion
            self._still_at = None
        elif self._still_at is None:
            self._still_at = record["t"]
        if record["distance"] is not None:
            if self._first_distance is None:
                self._first_distance = record["distance"]
            self._distance = record["distance"]

    def _sent(self, record: Record) -> None:
        if record["hex"] == "0801" and self._first_stop_bytes is None:
            self._first_stop_bytes = record["t"]

    @property
    def outcome(self) -> str | None:
        """How it ended, or None if the records do not say."""
        if self._ended is None:
            return None
        return outcome_of(self._ended["outcome"], unwell=self._unwell and self._signs != MISTAKE)

    @property
    def exit_code(self) -> int:
        """The exit code, as docs/commands.md has them: an API."""
        ended = self._ended
        return exit_code_of(self.outcome, ended["cause"] if ended else "")

    @property
    def first_motion(self) -> int | None:
        """When the belt was first seen to move, in ns of session time; None if it never did."""
        return self._first_motion

    @property
    def lasted(self) -> int:
        """From the first motion to the end, in ns; nothing if the belt never moved."""
        until: int = self._last if self._ended is None else self._ended["t"]
        return 0 if self._first_motion is None else until - self._first_motion

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``simulate --json`` prints, but for what the caller knows."""
        ended = self._ended or {}
        distance = None
        if self._distance is not None and self._first_distance is not None:
            distance = self._distance - self._first_distance
        stop = self._stop
        return {
            "outcome": self.outcome,
            "because": ended.get("because"),
            "exit_code": self.exit_code,
            "refers": self._refers,
            "duration_s": _seconds(self.lasted),
            "run_s": _seconds(ended.get("ran", 0)),
            "distance_m": distance,
            "max_commanded_kmh": self._max_commanded / 100,
            "max_belt_kmh": self._max_belt / 100,
            "prompts": self._prompts,
            "symptoms": self._symptoms,
            "stop": None
            if stop is None
            else {
                "asked_at_s": _seconds(stop["t"]),
                "first_bytes_at_s": _seconds(self._first_stop_bytes),
                "belt_still_at_s": _seconds(self._still_at),
                "confirmed": ended.get("confirmed", False),
            },
        }


def refers(record: Record) -> bool:
    """Return whether an output asks for a clinician, whatever else the session ends as."""
    match record:
        case {"kind": "stop" | "ended", "outcome": "stopped_and_refer"} | {"kind": "unwell"}:
            return True
        case {"kind": "symptom", "action": str(action)}:
            return action.endswith("refer")
        case _:
            return False


def outcome_of(outcome: str, *, unwell: bool) -> str:
    """Return how a session has ended, where she may have said behind its end that she is unwell.

    What is graver than a referral stays as it is.
    """
    return REFERRED if unwell and outcome in _MILDER else outcome


def exit_code_of(outcome: str | None, cause: str) -> int:
    """Return the exit code that stands for an end; without one it is our bug."""
    if outcome is None:
        return 70
    if outcome in ("link_lost", "unknown"):
        return 5
    if outcome == REFERRED:
        return 4
    if outcome == "walked_out":
        return 0 if cause == "runner" else 4
    if outcome == "refused":
        return 1
    if cause == "fault":
        return 5
    return 0 if cause in ("plan", "runner", "machine") else 4


def _seconds(moment: int | None) -> float | None:
    return None if moment is None else round(moment / SECOND, 3)
