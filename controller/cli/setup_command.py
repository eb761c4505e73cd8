"""``reprise setup``: one question after the other, or one alone; all is kept at the end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from textwrap import wrap
from typing import Final

from controller.cli.asking import ask, fill_in
from controller.cli.choice_file import load_choice
from controller.cli.diary_file import open_diary
from controller.cli.due import country_of, now
from controller.cli.main import EXIT_DONE
from controller.cli.plan_use import plan_in_use
from controller.cli.profile import choice_path
from controller.cli.told_units import with_setting, without_units
from controller.coach.history import (
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    Screen,
    Told,
)
from controller.coach.known import BIRTH
from controller.coach.questions import Form
from controller.coach.setup import (
    CLINICIAN,
    CLINICIAN_KINDS,
    KEYS,
    SETUP,
    EntryInvalid,
    Reads,
    SetupQuestion,
    read_birth,
    read_choice,
    read_country,
    read_past_day,
    read_words,
)
from controller.coach.told import at_once
from plans.amounts import parse_speed
from plans.model import PaceSpeed, Plan
from plans.notation import NotationError, Pace
from protocols.units import kmh

_SIGNS: Final = Form("signs", "Warning signs", ("signs",))
_BIRTH_KIND: Final = "birth-kind"
_WIDTH: Final = 80
_INDENT: Final = " " * 8
_KINDS: Final = {key: pace for pace in Pace for key in [f"{pace.value}-speed"]}
_KEEP: Final = "\0"
"""What ENTER takes where something was told before."""


class KeyUnknown(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
    """The set-up has no such question; one sentence with those that it has."""


def run_setup(args: argparse.Namespace) -> int:
    """Ask, keep the answers, say what follows, and return the exit code.

    Raises:
        AnswersInvalid, KeyUnknown, DiaryTrouble: nothing was kept.
    """
    if args.key is not None and args.key not in (*KEYS, CLINICIAN):
        raise KeyUnknown(f"setup has no {args.key!r}; it has {', '.join((*KEYS, CLINICIAN))}.")
    plan = plan_in_use(load_choice(choice_path(args)))
    with open_diary(args) as diary:
        at = now()
        history = with_setting(args, diary.history(), at)
        if args.key == CLINICIAN:
            facts: tuple[Fact, ...] = (_clinician(at),)
        else:
            facts = _Setup(history, plan, at).ask(_questions(args.key))
        diary.add(without_units(args, facts), ())
        history = diary.history()
    for line in at_once(facts, country_of(history)):
        _say(line)
    kept = len(facts)
    _say(f"{kept} answer{'' if kept == 1 else 's'} kept. Each can be told anew: reprise setup KEY.")
    _say("What is due: reprise today.")
    return EXIT_DONE


def _questions(key: str | None) -> tuple[SetupQuestion, ...]:
    wanted = ("birth", _BIRTH_KIND) if key in ("birth", _BIRTH_KIND) else (key,)
    return tuple(each for each in SETUP if key is None or each.key in wanted)


class _Setup:
    """The set-up while it is asked: what was answered so far, by key."""

    def __init__(self, history: History, plan: Plan, at: datetime) -> None:
        self._history, self._plan, self._at = history, plan, at
        self._facts: dict[str, Fact | None] = {}
        self._born: Birth | None = None

    def ask(self, questions: tuple[SetupQuestion, ...]) -> tuple[Fact, ...]:
        """Ask them in their order and return the facts; "back" goes one back."""
        _say('ENTER takes what stands in brackets; "back" goes one question back.')
        place = 0
        while place < len(questions):
            question = questions[place]
            forward = self._skips(question) or self._asked(question, place + 1, len(questions))
            if not forward:
                # A question that was skipped is skipped on the way back, too.
                place = max(place - 1, 0)
                while place and self._skips(questions[place]):
                    place -= 1
                continue
            place += 1
        return tuple(each for each in self._facts.values() if each is not None)

    def _skips(self, question: SetupQuestion) -> bool:
        if question.key == _BIRTH_KIND:
            return self._born is None
        return question.reads is Reads.SPEED and _KINDS[question.key] not in self._plan.speeds

    def _asked(self, question: SetupQuestion, place: int, of: int) -> bool:
        """Ask one and note its answer; False: one back."""
        for line in wrap(f"{place} of {of}  {question.text}" if of > 1 else question.text, _WIDTH):
            _say(line)
        if question.reads is Reads.SIGNS:
            done = fill_in(_SIGNS, _say, leaves=True)
            if done.question is not None:
                return False
            signs = done.values("which-now", "which-today", "signs")
            named = tuple(each for each in signs if each not in ("", "now", "today"))
            self._facts[question.key] = Screen(self._at, named)
            return True
        for key, words, _ in question.choices:
            _say(f"{_INDENT}{key}  {words}")
        for line in (question.hint, self._range(question)):
            for part in wrap(line, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT):
                _say(part)
        known = self._known(question.key)
        usual = _KEEP if known else question.usual or None
        shown = f"[{known or question.usual}]" if usual is not None else ">"
        value = ask(shown, self._parser(question), _say, usual=usual)
        if value is None:
            return False
        self._note(question, value)
        return True

    def _known(self, key: str) -> str:
        """Return what was told before, in words; empty if nothing was."""
        if key == _BIRTH_KIND:
            kept = self._born is not None and self._born is self._history.birth
            return self._born.kind.value if self._born and kept else ""
        if key == BIRTH:
            last = next((each for each in reversed(self._history.facts) if _of_birth(each)), None)
            return str(last.on) if isinstance(last, Birth) else "none" if last else ""
        told = self._history.told(key)
        return "" if told is None else told.value

    def _parser(self, question: SetupQuestion) -> Callable[[str], str]:
        match question.reads:
            case Reads.BIRTH:
                return lambda text: str(read_birth(text, self._at.date()) or "none")
            case Reads.COUNTRY:
                return read_country
            case Reads.SPEED:
                return lambda text: _speed(text, self._plan.speeds[_KINDS[question.key]])
            case _:
                return lambda text: read_choice(question, text)

    def _range(self, question: SetupQuestion) -> str:
        if question.reads is not Reads.SPEED:
            return ""
        speed = self._plan.speeds[_KINDS[question.key]]
        return (
            f"{kmh(speed.least)} to {kmh(speed.most)} km/h; the plan has {kmh(speed.usual)}. "
            'Such as "5.2 km/h" or "3.2 mph".'
        )

    def _note(self, question: SetupQuestion, value: str) -> None:
        key = question.key
        if key == BIRTH:
            self._note_birth(value)
        elif key == _BIRTH_KIND:
            if self._born is not None and value != _KEEP:
                born = Birth(self._at, self._born.on, BirthKind(value))
                self._facts[BIRTH], self._born = born, born
        else:
            nothing = value in (_KEEP, question.left_out)
            self._facts[key] = None if nothing else Told(self._at, key, value)

    def _note_birth(self, value: str) -> None:
        self._facts[BIRTH], self._born = None, None
        if value == "none":
            self._facts[BIRTH] = Told(self._at, BIRTH, "no")
        elif value != _KEEP:
            day = read_past_day(value, self._at.date())
            self._born = Birth(self._at, day, BirthKind.VAGINAL)
        elif self._known(BIRTH) != "none":
            self._born = self._history.birth


def _of_birth(fact: Fact) -> bool:
    return isinstance(fact, Birth) or (isinstance(fact, Told) and fact.key == BIRTH)


def _speed(text: str, offered: PaceSpeed) -> str:
    try:
        speed = parse_speed(text)
    except NotationError as wrong:
        raise EntryInvalid(wrong.message) from None
    if not offered.least <= speed <= offered.most:
        raise EntryInvalid(
            f"{kmh(speed)} km/h is not between {kmh(offered.least)} and {kmh(offered.most)} km/h."
        )
    return f"{kmh(speed)} km/h"


def _clinician(at: datetime) -> Clearance:
    """Ask what a clinician said; Reprise records it, and says nothing of its own."""
    _say("What a clinician said, in their words. Reprise records it and judges nothing.")
    for key, words, _ in CLINICIAN_KINDS:
        _say(f"        {key}  {words}")
    kinds = SetupQuestion(CLINICIAN, "", Reads.CHOICE, CLINICIAN_KINDS)
    asked: tuple[tuple[str, Callable[[str], str]], ...] = (
        (">", lambda text: read_choice(kinds, text)),
        ("Who was it (name and profession)?", read_words),
        ("On which day?", lambda text: str(read_past_day(text, at.date()))),
        ("What was said?", read_words),
    )
    told: list[str] = []
    while len(told) < len(asked):
        value = ask(*asked[len(told)], _say)
        told = told[:-1] if value is None else [*told, value]
    kind, who, on, words = told
    return Clearance(at, ClearanceKind(kind), who, read_past_day(on, at.date()), words)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
