"""Questions, answers and symptoms: each function folds one kind of record into the View."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from controller.records.format import OUTPUT, Record
from controller.records.referral import refers, whom
from controller.records.told import (
    AS_ACCEPTED,
    TOO_MUCH,
    UNNAMED,
    Given,
    Member,
    Note,
    Noted,
    Question,
    Reminder,
    Runs,
    Site,
)
from controller.records.view import View
from controller.words.reasons import TOO_MUCH_UNNAMED
from controller.words.with_values import NOTED


def members_of(told: list[dict[str, Any]]) -> tuple[Member, ...]:
    """Return the members of a place as they are told in a record."""
    return tuple(Member(str(each.get("id", "")), str(each.get("short", ""))) for each in told)


def _question(view: View, record: Record) -> View:
    state, question = record["state"], None
    if state in ("open", "held"):
        question = Question(
            record.get("step", "strength"),
            record.get("strength"),
            state == "held",
            view.now,
            record.get("until"),
            str(record.get("place") or ""),
            str(record.get("label") or ""),
        )
    course = view.course._replace(question=question, unanswered=state == "dropped")
    if question is None:
        return view._replace(course=course)
    answers = view.answers._replace(reminder=None)
    return view._replace(course=course._replace(faster=None), answers=answers)


def _symptom(view: View, record: Record) -> View:
    words = record.get("words", str(record.get("value", "")))
    label = record.get("label") or record["symptom"].replace("_", " ")
    rule = str(record.get("rule") or "")
    follows, at = _follows(record), view.now
    noted = _seen_by(
        view,
        Noted(record["symptom"], label, words, follows, at, rule, position=view.position),
        record,
    )
    sent = view.course.refers or refers(noted.action)
    course = view.course._replace(noted=(*view.course.noted, noted), refers=sent)
    return view._replace(course=course)


def _seen_by(view: View, noted: Noted, record: Record) -> Noted:
    """Return it with its place, and with who is to be seen about it."""
    kin = () if view.about is None else view.about.policy.kin
    place, value = str(record.get("place") or ""), record.get("value") or 0
    sees = whom(kin, noted.symptom, value, noted.action, place)
    return noted._replace(place=place, whom=sees)


def _follows(record: Record) -> str:
    return AS_ACCEPTED if record.get("accepted") else str(record.get("action") or "")


def _noted(view: View, record: Record) -> View:
    """An answer that can still be taken back; what it does to the belt is told elsewhere."""
    label, words, rule = (str(record.get(each) or "") for each in ("label", "words", "rule"))
    note = Note(label, words, _follows(record), rule, view.now, record.get("until"))
    return view._replace(answers=view.answers._replace(note=note, reminder=None))


def _taken_back(view: View, _record: Record) -> View:
    """The answer is void. What it would have reported was not told as a symptom yet."""
    return view._replace(answers=view.answers._replace(note=None))


def _gone(view: View, record: Record) -> View:
    label, noted = record.get("label"), list(view.course.noted)
    for index in reversed(range(len(noted))):
        if noted[index].label == label and noted[index].gone is None:
            noted[index] = noted[index]._replace(gone=view.now)
            break
    return view._replace(course=view.course._replace(noted=tuple(noted)))


def _runs(view: View, record: Record) -> View:
    runs = Runs(record.get("longest"), record.get("percent", 100))
    return view._replace(answers=view.answers._replace(runs=runs))


def _reminder(view: View, record: Record) -> View:
    reminder = Reminder(str(record.get("why", "")), view.now)
    return view._replace(answers=view.answers._replace(reminder=reminder))


def _sites(view: View, record: Record) -> View:
    sites = tuple(
        Site(
            each["report"],
            str(each.get("label", "")),
            members_of(each.get("members", [])),
            each.get("asks") == "place",
        )
        for each in record.get("open", ())
    )
    return view._replace(answers=view.answers._replace(sites=sites))


def _site(view: View, record: Record) -> View:
    answers = view.answers
    given = (*answers.given, _known(view)) if record.get("back") else ()
    answers = answers._replace(given=given)
    sites = tuple(each for each in answers.sites if each.report != record.get("report"))
    label = str(record.get("label") or "")
    named, view = answers.named, view._replace(answers=answers._replace(sites=sites))
    if not label or record.get("symptom") == UNSURE:
        return view
    number = answers.before + record.get("report", 0)
    if number < len(view.course.noted) and view.course.noted[number].words == TOO_MUCH:
        return _named_too_much(view, number, record)
    return view._replace(answers=view.answers._replace(named=(*named, label)))


def _known(view: View) -> Given:
    course, stop, ended = view.course, view.course.stop, view.course.ended
    because = ("" if stop is None else stop.because, "" if ended is None else ended.because)
    return Given(course.noted, view.answers.named, because, course.refers)


def _site_back(view: View, _record: Record) -> View:
    """Return the view as it was before the last site; what is open is told beside it."""
    *given, last = view.answers.given or (_known(view),)
    course, (stopped, ended) = view.course, last.because
    course = course._replace(
        noted=last.noted,
        stop=course.stop and course.stop._replace(because=stopped),
        ended=course.ended and course.ended._replace(because=ended),
        refers=last.refers,
    )
    answers = view.answers._replace(named=last.named, given=tuple(given))
    return view._replace(course=course, answers=answers)


def _named_too_much(view: View, number: int, record: Record) -> View:
    """Return the view in which what was too much is what it was told to be, and so is its end.

    Whether it refers is judged by its place then, as the diary does
    (`controller.coach.diary.sittings`): only a session that ended for something else besides stays
    as it was.
    """
    course, noted = view.course, view.course.noted[number]
    was = NOTED.format(symptom=noted.label, strength=noted.words)
    was = TOO_MUCH_UNNAMED if noted.place == UNNAMED else was
    known = noted._replace(symptom=str(record["symptom"]), label=str(record["label"]))
    if "action" in record:
        known = known._replace(action=record["action"], rule=str(record["rule"] or ""))
        known = _seen_by(view, known, record)
    now = NOTED.format(symptom=known.label, strength=known.words)
    all_noted = (*course.noted[:number], known, *course.noted[number + 1 :])
    ended, stop = course.ended, course.stop
    if ended is not None and ended.because == was:
        ended = ended._replace(because=now)
    if stop is not None and stop.because == was:
        stop = stop._replace(because=now)
    sent = view.answers.unwell or any(refers(each.action) for each in all_noted)
    return view._replace(
        course=course._replace(noted=all_noted, ended=ended, stop=stop, refers=sent)
    )


UNSURE: Final = "unsure"
"""In place of a symptom or a place: she is not sure which it is."""


def _signs(view: View, record: Record) -> View:
    choice = str(record.get("choice") or "")
    return view._replace(answers=view.answers._replace(signs=choice, given=()))


ANSWERS: Final[dict[tuple[str, str], Callable[[View, Record], View]]] = {
    (OUTPUT, "question"): _question,
    (OUTPUT, "symptom"): _symptom,
    (OUTPUT, "noted"): _noted,
    (OUTPUT, "taken_back"): _taken_back,
    (OUTPUT, "gone"): _gone,
    (OUTPUT, "runs"): _runs,
    (OUTPUT, "reminder"): _reminder,
    (OUTPUT, "sites"): _sites,
    (OUTPUT, "site"): _site,
    (OUTPUT, "site_back"): _site_back,
    (OUTPUT, "signs"): _signs,
}
