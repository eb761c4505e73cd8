"""A language in which every text of ours is marked, so that one that is not ours is seen."""

from __future__ import annotations

import gettext
import io
from functools import cache
from typing import Final

import pytest
from babel.messages.mofile import write_mo

from controller.words import catalogue
from tests.words.gather import gathered

OPENS: Final = "«"
CLOSES: Final = "»"


@cache
def _translations() -> gettext.GNUTranslations:
    found = gathered()
    for message in found:
        if not message.id:
            continue
        if isinstance(message.id, str):
            message.string = f"{OPENS}{message.id}{CLOSES}"
        else:
            message.string = tuple(f"{OPENS}{each}{CLOSES}" for each in message.id)
    out = io.BytesIO()
    write_mo(out, found)
    out.seek(0)
    return gettext.GNUTranslations(out)


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have texts looked up in it from here on; what was looked up at import stays English."""
    monkeypatch.setattr(catalogue, "_spoken", _translations())
