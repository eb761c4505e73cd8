"""Marks a text for the catalogues where it may not be looked up yet.

The core's reasons go into journals, which are read again in any language: they stay English there,
and who shows them looks them up.
"""

from __future__ import annotations


def tr_later(message: str) -> str:
    """Return the message itself; the catalogues get it because it stands here."""
    return message
