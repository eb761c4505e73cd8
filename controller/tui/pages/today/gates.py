"""What decides about running, whole: how each thing stands, what opens it, what to do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from controller.coach.readiness.gates import Gate, State
from controller.coach.today.values import Today
from controller.tui.pages.text import Paragraph, TextPage

_SOFT: Final = "One of these keeps to level 1, and nothing more."


def gates_page(today: Today) -> TextPage:
    """Return the page to be read."""
    title = "Running" if today.running else "Running: not yet"
    return TextPage(title, tuple(_paragraphs(today)))


def _paragraphs(today: Today) -> Iterator[Paragraph]:
    hard = [each for each in today.gates if each.hard]
    soft = [each for each in today.gates if not each.hard]
    yield Paragraph("All of these have to say yes", heading=True)
    for each in hard:
        yield from _gate(each)
    if soft:
        yield Paragraph(_SOFT, heading=True)
        for each in soft:
            yield from _gate(each)
    yield Paragraph("How to go on", heading=True)
    yield Paragraph("R on Today tells anew, on any day. C writes down what a clinician said.")
    yield Paragraph(
        "reprise policy show prints the rules of sessions, each with its sources; SAFETY.md says "
        "what stands behind them."
    )


def _gate(gate: Gate) -> Iterator[Paragraph]:
    yield Paragraph(f"{gate.title} ({gate.because})", label=gate.state.value)
    if gate.state is State.YES:
        return
    again = "From" if gate.id == "weeks" else "Again from"
    until = "" if gate.until is None else f" {again} {gate.until.day} {gate.until:%B %Y} on."
    for text in (f"{gate.ask}{until}", gate.meanwhile):
        if text.strip():
            yield Paragraph(text, label=" ")
