"""A language in which every text of ours is marked, so that one that is not ours is seen."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Final

import pytest
from babel.messages.mofile import write_mo

from controller.words import catalogue
from tests.words.gather import gathered

OPENS: Final = "«"
CLOSES: Final = "»"


def _marked(message: str) -> str:
    return f"{OPENS}{message}{CLOSES}"


@cache
def translations(said: Callable[[str], str]) -> gettext.GNUTranslations:
    """Return a catalogue in which each message is said in some way."""
    found = deepcopy(gathered())
    for message in found:
        if not message.id:
            continue
        if isinstance(message.id, str):
            message.string = said(message.id)
        else:
            message.string = tuple(map(said, message.id))
    out = io.BytesIO()
    write_mo(out, found)
    out.seek(0)
    return gettext.GNUTranslations(out)


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have texts looked up in it from here on; what was looked up at import stays English."""
    monkeypatch.setattr(catalogue, "_spoken", translations(_marked))
