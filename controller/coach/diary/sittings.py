"""From a journal to the session that it is of."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from controller.coach.diary.rows import RowInvalid, check_session
from controller.coach.history import Noted, Session
from controller.records.began import began_at
from controller.records.format import OUTPUT, Record
from controller.records.reader import Journal, JournalInvalid, read_journal
from controller.records.seen import JOG_FLOOR
from controller.records.summary import REFERRED, Summary, outcome_of
from controller.words import journals
from controller.words.reasons import UNWELL
from protocols.units import SECOND

_UNSURE: Final = "unsure"
_MILD: Final = ("note", "cue")
"""What follows from a report and changes nothing on the belt."""
_STOPPED: Final = "stopped"
_MISTAKE: Final = "mistake"
_UNKNOWN: Final = "unknown"
"""The outcome of a session whose end no record tells: whether the belt stands was not confirmed."""


def read_session(path: Path) -> Session | None:
    """Return the session of a journal.

    None if it was on a simulated treadmill, if she never had the belt move nor told that she is
    unwell, or if it is of a controller that took over from a dead one: that one's journal is the
    session's. A journal that was cut by a kill is as good as a whole one up to there.

    Raises:
        JournalInvalid: it is no journal that can be read.
    """
    journal = read_journal(path)
    header = journal.header
    if header.get("simulated") or header.get("takes_over"):
        return None
    try:
        return session_of(journal, path.stem, began_at(header, path.stem))
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError, RowInvalid) as error:
        raise JournalInvalid(
            journals.OTHER_RECORDS.format(name=path, error=f"{type(error).__name__}: {error}")
        ) from error


def session_of(journal: Journal, name: str, began: datetime) -> Session | None:
    """Return the session of a journal's records, whatever treadmill it was on.

    None if she never had the belt move, and was not unwell before it could.

    Args:
        journal: its records.
        name: how the session is called.
        began: the moment of the header.

    Raises:
        KeyError, TypeError, ValueError, RowInvalid: the records are of another version.
    """
    header = journal.header
    sitting = _Sitting(frozenset(symptom for symptom, _ in header["setup"].get("accepted", ())))
    for record in journal.records:
        sitting.add(record)
    first = sitting.since
    if first is None:
        return None
    runs = [each for each in header["setup"]["program"]["segments"] if each["gait"] == "run"]
    return check_session(
        Session(
            id=name,
            at=began + timedelta(microseconds=first // 1000),
            plan=header["plan"],
            level=header["level"],
            has_runs=bool(runs),
            completed=sitting.completed,
            outcome=sitting.outcome,
            planned_run_s=sum(each["duration"] for each in runs) // SECOND,
            ran_s=sitting.ran // SECOND,
            lasted_s=sitting.summary.lasted // SECOND,
            noted=sitting.noted,
            rules=sitting.rules,
            shortened=header.get("shortened", False),
            goes_on=header.get("goes_on", ""),
            signs=sitting.signs,
            ran_on_s=sitting.ran_on // SECOND,
        )
    )


class _Runs:
    """When she ran."""

    def __init__(self) -> None:
        self.now = 0
        self.begun = False
        """She has started the belt; it may be somebody else's that moves."""
        self.warm_up = False
        self.since = False
        """She has run since this was last taken away."""
        self._phase = ""
        self._jogs = False
        """The present interval is run, and not walked because of a rule or a wish."""
        self._counts_from: int | None = None
        """Since when the present run counts."""
        self._ran = 0
        self._left_at: int | None = None

    def add(self, record: Record) -> None:
        self.now = record["t"]
        match record["kind"]:
            case "phase":
                self.begun |= record["phase"] == "starting"
                self._go_on(record["phase"], jogs=self._jogs)
            case "segment":
                self.warm_up = record["role"] == "warm-up"
                jogs = record["gait"] == "run" and record["speed"] >= JOG_FLOOR
                self._go_on(self._phase, jogs=jogs)
                if self.goes_on and record["counting"]:
                    self._counts_from = self.now
            case _:
                pass

    def _go_on(self, phase: str, *, jogs: bool) -> None:
        self._ran, self._counts_from = self.ran, None
        ran = self.goes_on
        self._phase, self._jogs = phase, jogs
        if self.goes_on:
            self.since = True
        elif ran:
            self._left_at = self.now

    @property
    def goes_on(self) -> bool:
        """She runs."""
        return self._jogs and self._phase == "running"

    @property
    def ends_now(self) -> bool:
        """The run has ended in this very moment."""
        return self._left_at == self.now

    @property
    def ran(self) -> int:
        """How long was run, in ns, without the ramps up to a run's speed."""
        return self._ran + (0 if self._counts_from is None else self.now - self._counts_from)


class _Came(NamedTuple):
    """What came of a report."""

    action: str
    rule: str


class _Sitting:
    """What is told in the records of one session.

    Args:
        accepted: symptoms that it knew to have been accepted up to some strength.

    """

    def __init__(self, accepted: frozenset[str] = frozenset()) -> None:
        self._accepted = accepted
        self.summary = Summary()
        self.runs = _Runs()
        self.signs = ""
        self._ended: Record | None = None
        self._refers = False
        """A stop was asked for that refers."""
        self._unwell_at: int | None = None
        """When she told so by its key."""
        self._reports: list[Noted] = []
        self._ran_before: int | None = None
        """How long she had run when the first symptom was told, in ns."""
        self._came: list[_Came] = []
        """What came of each of them."""
        self._placed = False
        """What stopped the belt, at a place that was not named, was told afterwards."""
        self._before: list[tuple[list[Noted], list[_Came], bool]] = []
        """All of this before each site that was told, which may be taken back."""
        self._step = ""
        """What is asked, or was last."""
        self._of_run = False
        """That is about a run."""

    def add(self, record: Record) -> None:
        self.summary.add(record)
        if record["io"] != OUTPUT:
            return
        self.runs.add(record)
        match record["kind"]:
            case "question" if record["state"] == "open":
                self._asked(record["step"])
            case "taken_back":
                self.runs.since |= self._of_run
            case "symptom":
                self._reported(record)
            case "site" | "site_back":
                self._told_site(record)
            case "signs":
                self.signs = record["choice"]
            case "stop" | "unwell":
                self._refers |= record.get("outcome", REFERRED) == REFERRED
                if record.get("because", UNWELL) == UNWELL and self._unwell_at is None:
                    self._unwell_at = record["t"]
            case "ended":
                self._ended = record
            case _:
                pass

    def _asked(self, step: str) -> None:
        """Take note of what a question is about: what was felt since the one before."""
        self._step = step
        if step == "strength":
            self._of_run, self.runs.since = self.runs.since, self.runs.goes_on
        elif step == "still_there":
            self._of_run = False

    def _reported(self, record: Record) -> None:
        # A report that stops the belt is told behind the end of the run, in the same moment.
        running = self.runs.goes_on or self.runs.ends_now
        first = self.summary.first_motion
        answer = bool(record["place"]) or self._step == "talk"
        self._reports.append(
            Noted(
                symptom=record["symptom"],
                value=record["value"],
                running=running or (answer and self._of_run),
                warm_up=self.runs.warm_up,
                at_s=0 if first is None else (record["t"] - first) // SECOND,
                beyond=record["place"] == _UNSURE or self._beyond(record),
            )
        )
        if record["value"] > 0 and self._ran_before is None:
            self._ran_before = self.runs.ran
        self._came.append(_Came(record["action"], record["rule"]))

    def _beyond(self, record: Record) -> bool:
        """Whether the session judged it as more than what it knew to have been accepted."""
        return record["symptom"] in self._accepted and not record.get("accepted", False)

    def _told_site(self, record: Record) -> None:
        """Take note of what it was; what was too much is judged by its place once that is told."""
        if record["kind"] == "site_back":
            self._reports, self._came, self._placed = self._before.pop()
            return
        self._before.append((list(self._reports), list(self._came), self._placed))
        if record["symptom"] == _UNSURE:
            return
        number = record["report"]
        report = self._reports[number]
        if record["symptom"] != report.symptom:
            report = report._replace(symptom=record["symptom"], beyond=False)
        if "action" in record:
            report = report._replace(value=record["value"])
            self._came[number] = _Came(record["action"], record["rule"])
            self._placed = True
        self._reports[number] = report
        for also in record.get("also", ()):
            again = self._reports[also]
            self._reports[also] = again._replace(symptom=record["symptom"], beyond=False)

    @property
    def since(self) -> int | None:
        """Return the first motion that she asked for, or when she was unwell without one, in ns."""
        if self.runs.begun and self.summary.first_motion is not None:
            return self.summary.first_motion
        return None if self.signs == _MISTAKE else self._unwell_at

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules that made the belt slower or ended a run."""
        told = (each.rule for each in self._came if each.action not in _MILD)
        return tuple(dict.fromkeys(filter(None, told)))

    @property
    def noted(self) -> tuple[Noted, ...]:
        """What was reported; a zero says that there was nothing."""
        return tuple(each for each in self._reports if each.value > 0)

    @property
    def outcome(self) -> str:
        """As it ended, or the gravest that is known of a session without an end."""
        refers = any(each.action.endswith("refer") for each in self._came)
        if self._ended is None:
            return REFERRED if self._refers or refers else _UNKNOWN
        unwell = self._unwell_at is not None and self.signs != _MISTAKE
        outcome = outcome_of(str(self._ended["outcome"]), unwell=unwell)
        if unwell and outcome == _UNKNOWN:
            return REFERRED  # it is the belt that nobody knew of; what she told keeps her off
        if outcome == REFERRED and self._placed and not refers and self._unwell_at is None:
            return _STOPPED
        return outcome

    @property
    def completed(self) -> bool:
        """The plan was done to its end, and no run was cut."""
        ended = self._ended
        if ended is None:
            return False
        whole = self.outcome == "completed" and ended["cause"] == "plan"
        return whole and not ended.get("cut", 0)

    @property
    def ran(self) -> int:
        """How long was run, in ns: as the end tells, or by the runs that the records show."""
        return self.runs.ran if self._ended is None else int(self._ended["ran"])

    @property
    def ran_on(self) -> int:
        """How long was run after the first symptom was told, in ns."""
        return 0 if self._ran_before is None else max(self.ran - self._ran_before, 0)
