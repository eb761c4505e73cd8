"""Looks texts up in the catalogue of the runner's language, which her computer says.

The language is that of the first of ``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is
set, as everywhere; where there is no catalogue for it, English. It is read once, when the program
starts: texts may stand in tables that are made at import.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "reprise"
CATALOGUES: Final = Path(__file__).parent
"""Where ``<language>/LC_MESSAGES/reprise.mo`` is looked for."""

_spoken = gettext.translation(DOMAIN, CATALOGUES, fallback=True)
LANGUAGE: Final = _spoken.info().get("language", "en").replace("_", "-")
"""What is spoken, as a web page or a voice names it: ``en``, ``de``, ``pt-BR``."""


def tr(message: str) -> str:
    """Return the message in the runner's language; nothing stays nothing.

    Values are put in afterwards, by name, for another language may need another order:
    ``tr("{done} of {all}").format(done=1, all=8)``.
    """
    return _spoken.gettext(message) if message else ""


def trc(context: str, message: str) -> str:
    """Return the message as it is meant in a context: ``trc("part of the body", "back")``.

    For a short text that English has for two things, and another language has not.
    """
    return _spoken.pgettext(context, message)


def trn(one: str, many: str, n: int) -> str:
    """Return the message for ``n`` of something: ``trn("{n} run", "{n} runs", n).format(n=n)``."""
    return _spoken.ngettext(one, many, n)
