"""What is asked around a session on a real treadmill, line by line: before it and after it.

A session that is begun from the pages has these questions there; what was told counts here.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from typing import Final

from controller.cli.coach.asking import AnswersInvalid
from controller.cli.coach.check import ask_after, ask_before, just_answered, last_session
from controller.cli.coach.diary_file import known_history, open_diary
from controller.cli.coach.due import due_now, now, warn_of_clock
from controller.cli.coach.told_units import take_over
from controller.cli.machines.file import load
from controller.cli.session.admit import NotAdmitted, admit, keep_off
from controller.cli.session.planned import Planned
from controller.cli.settings.file import settings_of
from controller.cli.terminal_input import forget_keys
from controller.coach.asking.speeds import told_speed
from controller.coach.asking.told import held_on
from controller.coach.diary.schema import DiaryTrouble
from controller.coach.history import History
from controller.coach.readiness.gates import State
from controller.coach.readiness.judge import readiness
from controller.coach.today.values import What
from controller.words.catalogue import tr
from plans.notation.amounts import parse_speed
from plans.notation.line import Pace
from plans.plan.model import Plan
from plans.readiness.checks import Checks
from protocols.worn import SensorKind

_ANSWERED: Final = ("signs", "bleeding")
"""The gates that the six questions answer, too."""
_OWN: Final = {
    Pace.WALK: tr("Your own walk: {speed} (reprise setup)."),
    Pace.BRISK: tr("Your own brisk: {speed} (reprise setup)."),
    Pace.JOG: tr("Your own jog: {speed} (reprise setup)."),
}


def before_session(args: argparse.Namespace, asked: Planned, checks: Checks) -> History:
    """Ask the six questions, if a session can follow and they were not just answered.

    With ``--json`` nobody is asked; what was told today counts all the same.

    Returns:
        All that is known of her now, for the door.

    Raises:
        NotAdmitted: what was answered keeps this session off today.
        AnswersInvalid, DiaryTrouble: nothing was kept, but for a warning sign.
    """
    history, at = known_history(args), now()
    warn_of_clock(history, at)
    take_over(args, history)
    _check_rest(args, history, at)
    for line in take_own_speeds(args, history, asked.plan):
        sys.stderr.write(f"{line}\n")
    _remind_of_sensor(args, history)
    check = just_answered(history, at)
    if check is None and not args.json:
        if not history.facts or not _can_follow(history, checks, asked, args.level, at.date()):
            return history
        with open_diary(args) as diary:
            check = ask_before(diary, history)
            history = diary.history()
    keep_off(held_on(history, at.date() if check is None else check.at.date()), asked)
    return history


def after_session(args: argparse.Namespace, began: datetime) -> None:
    """Ask what is asked standing, if a session came of what was begun then.

    The session is in the diary already: leaving, or a diary that is busy, loses nothing of it.
    """
    forget_keys()  # what was pressed for the belt is no answer
    try:
        with open_diary(args) as diary:
            history = diary.history()
            session = last_session(history)
            if session is not None and session.at >= began:
                ask_after(diary, history, session)
    except (KeyboardInterrupt, AnswersInvalid):
        sys.stderr.write(tr("\nreprise: not answered; reprise check after asks it again.\n"))
    except DiaryTrouble as error:
        sys.stderr.write(
            tr("reprise: what you told is not in the diary: {error}\n").format(error=error)
        )


def take_own_speeds(args: argparse.Namespace, history: History, plan: Plan) -> list[str]:
    """Let a session of a plan have the speeds that she told, as far as the plan offers them.

    Returns:
        What is to be said of it.
    """
    said: list[str] = []
    if args.walk is not None or args.probe:
        return said
    for pace, offered in plan.speeds.items():
        option, told = f"{pace.value}_speed", history.told(f"{pace.value}-speed")
        if told is None or getattr(args, option) is not None:
            continue
        if offered.least <= parse_speed(told.value) <= offered.most:
            setattr(args, option, told.value)
            own = told_speed(told.value, settings_of(args)[0].units)
            said.append(_OWN[pace].format(speed=own))
    return said


def _remind_of_sensor(args: argparse.Namespace, history: History) -> None:
    """Say how a sensor is found that she told of and that no session has used yet.

    Raises:
        MachinesInvalid: the file of what is remembered cannot be read.
    """
    told = history.told("sensor")
    if told is None or told.value != "yes" or args.no_sensors or args.footpod is not None:
        return
    if load().chosen(SensorKind.FOOTPOD) is None:
        sys.stderr.write(
            tr(
                "No sensor that counts your steps is remembered: reprise scan lists those that are "
                "near, and --footpod ADDRESS takes one from now on.\n"
            )
        )


def _check_rest(args: argparse.Namespace, history: History, at: datetime) -> None:
    if not args.goes_on:
        return
    rest = due_now(args, history, at).first(What.REST_OF_SESSION)
    if rest is None or rest.session != args.goes_on:
        raise NotAdmitted(
            tr(
                "No rest of that session is open: it is for 30 minutes after one that was cut for "
                "something else. reprise today says what is."
            )
        )


def _can_follow(history: History, checks: Checks, asked: Planned, level: int, today: date) -> bool:
    """Whether the door is open, or closed by nothing but what these questions answer."""
    found = readiness(history, checks, today)
    needed = found.closed() if asked.program.runs else ()
    if not found.belt:
        needed = (*needed, *(each for each in found.gates if each.id == "signs"))
    if needed:
        return all(each.id in _ANSWERED and each.state is State.OPEN for each in needed)
    try:
        admit(history, checks, asked, level, today)
    except NotAdmitted:
        return False
    return True
