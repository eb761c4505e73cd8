"""What is told beside the session itself: by the shell, the computer and the front end's own side.

Each function folds one kind of record into the View; `fold` has the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.format import OUTPUT, SHELL, WATCH, Record
from controller.records.referral import refers, whom
from controller.records.seen import Ended, Sensor
from controller.records.told import UNNAMED, WALK_THEN_REFER, Noted
from controller.records.view import View
from controller.words.later import tr_later

_STRONG: Final = 3
_STRENGTHS: Final = {1: tr_later("a little"), 2: tr_later("clear"), 3: tr_later("strong")}


def confirm(view: View) -> View:
    """Return the view in which the end is confirmed: telemetry showed that the belt stands."""
    ended = view.course.ended
    if ended is None:
        return view
    return view._replace(course=view.course._replace(ended=ended._replace(confirmed=True)))


def _stage(view: View, record: Record) -> View:
    told = view.opening._replace(stage=record["stage"], because=record.get("because", ""))
    return view._replace(opening=told)


def _not_begun(view: View, record: Record) -> View:
    told = view.opening._replace(not_begun=record["because"], exit_code=record.get("exit_code"))
    return view._replace(opening=told)


def _keys(view: View, record: Record) -> View:
    host = view.host._replace(arrive=record["arrive"], walk_at=record.get("until"))
    course = view.course if record["arrive"] else view.course._replace(faster=None)
    return view._replace(host=host, course=course)


def _sensor(view: View, record: Record) -> View:
    address, state = record["sensor"], record["state"]
    before = next((each for each in view.sensors if each.address == address), None)
    name = record.get("name") or (address if before is None else before.name)
    sensor = Sensor(address, name, state == "found")
    if before is None:
        return view._replace(sensors=(*view.sensors, sensor))
    return view._replace(sensors=tuple(sensor if each is before else each for each in view.sensors))


def _host(view: View, record: Record) -> View:
    host = view.host._replace(
        battery=record.get("battery"),
        plugged=record.get("plugged"),
        awake=record.get("awake"),
        because=record.get("because", ""),
    )
    return view._replace(host=host)


def _bug(view: View, _record: Record) -> View:
    return view._replace(course=view.course._replace(bug=True))


def _last_resort_over(view: View, record: Record) -> View:
    """After a mistake of Reprise the shell alone has stopped the belt, or has given up."""
    if view.course.ended is not None:
        return confirm(view) if record.get("confirmed") else view
    confirmed = bool(record.get("confirmed"))
    outcome = "stopped" if confirmed else "unknown"
    ended = Ended(outcome, "fault", tr_later("a mistake in Reprise"), confirmed, 0, view.now, 0)
    return view._replace(course=view.course._replace(ended=ended, faster=None, question=None))


def _journal(view: View, record: Record) -> View:
    path = str(record.get("path") or "")
    return view._replace(host=view.host._replace(journal=bool(path), path=path))


def _journal_incomplete(view: View, _record: Record) -> View:
    return view._replace(host=view.host._replace(journal=False))


def keep_what_was_said(view: View) -> View:
    """Return the view in which an answer counts that died with its controller.

    As `controller.core.answers.take_as_said` does where a stop overtakes it: by half it is judged
    strictly, as of a place that she was not sure of.
    """
    note, question, said = view.answers.note, view.course.question, []
    # However late the death is noticed: what was settled was told as a symptom behind its note.
    told = note is not None and any(each.at >= note.at for each in view.course.noted)
    if note is not None and note.label and note.action and not told:
        said.append(Noted("", note.label, note.words, note.action, note.at, note.rule))
    if question is not None and question.strength:
        strong = question.strength >= _STRONG
        action = WALK_THEN_REFER if strong else "walk_to_the_end"
        words = _STRENGTHS.get(question.strength, "")
        said.append(Noted("", tr_later("Not sure where"), words, action, view.now))
    said = [
        each._replace(
            position=view.position,
            place=UNNAMED,
            whom=whom((), each.symptom, 0, each.action, UNNAMED),
        )
        for each in said
    ]
    sent = view.course.refers or any(refers(each.action) for each in said)
    course = view.course._replace(noted=(*view.course.noted, *said), refers=sent, question=None)
    return view._replace(course=course, answers=view.answers._replace(note=None))


def _unsupervised(view: View, record: Record) -> View:
    watch = view.watch._replace(unsupervised=record["because"], successor=False, no_successor="")
    return keep_what_was_said(view)._replace(watch=watch)


def _successor(view: View, _record: Record) -> View:
    return view._replace(watch=view.watch._replace(successor=True, no_successor=""))


def _no_successor(view: View, record: Record) -> View:
    watch = view.watch._replace(successor=False, no_successor=record["because"])
    return view._replace(watch=watch)


def _no_controller(view: View, record: Record) -> View:
    because = str(record.get("because", ""))
    why = f"{because[:1].upper()}{because[1:]}."
    return view._replace(opening=view.opening._replace(not_begun=why, exit_code=70))


def _unanswered(view: View, record: Record) -> View:
    told = record["kind"] == "unanswered"
    return view._replace(watch=view.watch._replace(unanswered=told))


def _left(view: View, record: Record) -> View:
    return view._replace(watch=view.watch._replace(gone=True, left=record["exit_code"]))


ASIDES: Final[dict[tuple[str, str], Callable[[View, Record], View]]] = {
    (SHELL, "stage"): _stage,
    (SHELL, "not_begun"): _not_begun,
    (SHELL, "host"): _host,
    (SHELL, "bug"): _bug,
    (SHELL, "last_resort_over"): _last_resort_over,
    (SHELL, "journal"): _journal,
    (SHELL, "journal_incomplete"): _journal_incomplete,
    (OUTPUT, "keys"): _keys,
    (OUTPUT, "sensor"): _sensor,
    (WATCH, "unsupervised"): _unsupervised,
    (WATCH, "successor"): _successor,
    (WATCH, "no_successor"): _no_successor,
    (WATCH, "no_controller"): _no_controller,
    (WATCH, "unanswered"): _unanswered,
    (WATCH, "answered"): _unanswered,
    (WATCH, "left"): _left,
}
