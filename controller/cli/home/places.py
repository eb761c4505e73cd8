"""Letters of Today behind which there is something to read, or for now a command to type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from controller.tui.pages.page import Page
from controller.tui.pages.text import Paragraph, TextPage
from controller.tui.pages.wishes import Place
from controller.words.catalogue import tr


def _says(title: str, *paragraphs: str) -> Page:
    return TextPage(title, tuple(Paragraph(each) for each in paragraphs))


PLACES: Final[Mapping[Place, Page]] = {
    Place.DOCTOR: _says(
        tr("This computer"),
        tr(
            'Leave with Q on Today and type "reprise doctor": it looks at what a session needs of '
            "this computer, and says what to do about what does not work."
        ),
    ),
    Place.ABOUT: _says(
        tr("About"),
        tr(
            "Reprise is a training timer and treadmill remote for people returning to running "
            "after a birth. It follows rules that you can read and change. It is general fitness "
            "software, not a medical device: it does not diagnose, treat or monitor any condition, "
            "and it does not replace advice from your doctor, midwife or physiotherapist."
        ),
        tr(
            "Its stop key is not an emergency stop. It is a request by radio, and it can fail. "
            "Clip on the treadmill's own safety key, every time."
        ),
        tr(
            "No pelvic-health physiotherapist has signed the bundled rules for symptoms. Most of "
            'them rest on expert opinion; "reprise policy show cautious" prints each with its '
            'source, and "reprise plan show" those of a plan. It was never tried with a real '
            "treadmill over the air."
        ),
        tr(
            "What it promises, and what it cannot do, is numbered in SAFETY.md. What you tell it "
            "stays on this computer, in the diary and the journals of sessions: reprise doctor "
            "files lists both."
        ),
        tr("Free software under the MIT licence, without any warranty."),
    ),
}
