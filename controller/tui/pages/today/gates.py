"""What decides about running, whole: how each thing stands, what opens it, what to do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from controller.coach.readiness.gates import Again, Gate, State
from controller.coach.today.values import CONDITIONS, Today
from controller.tui.pages.text import Paragraph, TextPage
from controller.words.catalogue import tr
from controller.words.days import day_and_year

_AGAIN: Final = {
    Again.OPENS: tr("It says yes from {day} on."),
    Again.ASKED: tr("It is asked again from {day} on."),
    Again.TESTED: tr("These tests wait until {day}."),
}
_SOFT: Final = tr("One of these keeps to level 1, and nothing more.")


def gates_page(today: Today) -> TextPage:
    """Return the page to be read."""
    title = tr("Running") if today.running else tr("Running: not yet")
    return TextPage(title, tuple(_paragraphs(today)))


def _paragraphs(today: Today) -> Iterator[Paragraph]:
    hard = [each for each in today.gates if each.hard]
    soft = [each for each in today.gates if not each.hard]
    yield Paragraph(tr("All of these have to say yes"), heading=True)
    for each in hard:
        yield from _gate(each)
    if today.conditions:
        yield Paragraph(CONDITIONS, heading=True)
        yield from map(Paragraph, today.conditions)
    if soft:
        yield Paragraph(_SOFT, heading=True)
        for each in soft:
            yield from _gate(each)
    yield Paragraph(tr("How to go on"), heading=True)
    yield Paragraph(tr("R on Today tells anew, on any day. C writes down what a clinician said."))
    yield Paragraph(
        tr(
            "reprise policy show prints the rules of sessions, each with its sources; "
            "SAFETY.md says what stands behind them."
        )
    )


def _gate(gate: Gate) -> Iterator[Paragraph]:
    yield Paragraph(f"{gate.title} ({gate.because})", label=tr(gate.state.value))
    if gate.state is State.YES:
        return
    until = ""
    if gate.until is not None:
        until = _AGAIN[gate.again].format(day=day_and_year(gate.until))
    for text in (" ".join(each for each in (gate.ask, until) if each), gate.meanwhile):
        if text.strip():
            yield Paragraph(text, label=" ")
