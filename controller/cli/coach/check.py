"""``reprise check``: the questions before a session, after it, of the next day and of the week."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from controller.cli.coach.asking import fill_in
from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import country_of, now, warn_of_clock
from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE
from controller.coach.asking import questions, told
from controller.coach.asking.calls import at_once, waits
from controller.coach.asking.interview import Interview
from controller.coach.diary.store import Diary
from controller.coach.history import Fact, History, PreCheck, Session
from controller.words.catalogue import tr
from controller.words.days import weekday_and_day

KEPT: Final = tr("Kept in the diary.")
SIGN_KEPT: Final = tr("The warning sign is kept in the diary, and nothing else.")
BULGE_KEPT: Final = tr("Something bulging below is kept in the diary, and nothing else.")


GOOD_FOR: Final = timedelta(hours=1)
"""So long the six answers count for a session that did not begin yet (proposal)."""


def run_check(args: argparse.Namespace) -> int:
    """Ask, keep the answers, say what follows, and return the exit code.

    Raises:
        AnswersInvalid, DiaryTrouble: nothing was kept, but for a warning sign.
    """
    with open_diary(args) as diary:
        history = diary.history()
        warn_of_clock(history, now())
        match args.which:
            case "before":
                ask_before(diary, history)
            case "weekly":
                done = _fill_in(questions.WEEKLY, diary, history)
                _keep(diary, history, told.weekly(done, now()))
                _say(
                    tr("A score of your own, ICIQ-UI SF or UWRI, is kept with reprise setup score.")
                )
            case "after":
                return _after(diary, history)
            case _:
                return _next_day(diary, history)
    return EXIT_DONE


def ask_before(diary: Diary, history: History) -> PreCheck:
    """Ask the six questions before a session, keep them, and say what is kept off today."""
    done = _fill_in(questions.BEFORE, diary, history)
    facts = told.before_session(done, now())
    _keep(diary, history, facts)
    check = next(each for each in facts if isinstance(each, PreCheck))
    held = told.held_by(*told.checks_of(history, check.at.date()), check)
    if held.because:
        _say(held.because)
    return check


def ask_after(diary: Diary, history: History, session: Session) -> None:
    """Ask what is asked standing, and keep it."""
    form = questions.STOPPED if session.outcome == "stopped" else questions.AFTER
    done = _fill_in(form, diary, history)
    _keep(diary, history, told.after_session(done, now(), session.id))


def last_session(history: History) -> Session | None:
    """Return the session that was done last."""
    return max(history.sessions, key=lambda each: (each.at, each.id), default=None)


def just_answered(history: History, at: datetime) -> PreCheck | None:
    """Return the six answers that still count for a session that did not begin yet."""
    check = next(history.of(PreCheck), None)
    last = last_session(history)
    if not isinstance(check, PreCheck) or not timedelta() <= at - check.at <= GOOD_FOR:
        return None
    return None if last is not None and last.at >= check.at else check


def _after(diary: Diary, history: History) -> int:
    session = last_session(history)
    if session is None:
        return _no_session()
    ask_after(diary, history, session)
    return EXIT_DONE


def _next_day(diary: Diary, history: History) -> int:
    session, at = last_session(history), now()
    if session is None:
        return _no_session()
    day = session.at.date()
    if at.date() <= day:
        sys.stderr.write(
            tr(
                "reprise: these questions are about the day after a session; the last was on "
                "{day}. Answer them from the next morning on.\n"
            ).format(day=weekday_and_day(day))
        )
        return EXIT_CHECK_FAILED
    _say(tr("About the session of {day}.").format(day=weekday_and_day(day)))
    done = _fill_in(questions.NEXT_DAY, diary, history)
    _keep(diary, history, told.next_day(done, now(), session.id))
    return EXIT_DONE


def _no_session() -> int:
    sys.stderr.write(
        tr("reprise: there is no session in the diary yet; these questions come after one.\n")
    )
    return EXIT_CHECK_FAILED


def _fill_in(form: questions.Form, diary: Diary, history: History) -> Interview:
    country = country_of(history)
    return fill_in(form, _say, country, partial(keep_signs, diary, country))


def keep_signs(diary: Diary, country: str, done: Interview) -> bool:
    """Keep the warning signs of questions that were left, and say whom to call; none is False."""
    signs = told.signs_if_left(done, now())
    if not signs:
        return False
    diary.add(signs, ())
    bulge = {sign for each in signs for sign in each.signs} == {"bulge"}
    kept = BULGE_KEPT if bulge else SIGN_KEPT
    for line in (*at_once(signs, country), kept, waits(signs)):
        _say(line)
    return True


def _keep(diary: Diary, history: History, facts: tuple[Fact, ...]) -> None:
    diary.add(facts, ())
    for line in at_once(facts, country_of(history)):
        _say(line)
    _say(KEPT)
    for line in told.comes_after(facts):
        _say(line)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
